import asyncio


# Only here: asyncio has no concurrent map. A result leaves its place to the next item.
async def map_concurrent(items, fn, limit, ordered):
    ended = asyncio.Queue()
    tasks = []

    async def call(item):
        result = await fn(item)
        ended.put_nowait(result)
        return result

    for at in range(len(items)):
        while len(tasks) < min(len(items), at + limit):
            tasks.append(asyncio.create_task(call(items[len(tasks)])))
        yield await (tasks[at] if ordered else ended.get())


async def look_up(item):
    city, ms = item
    print(f"ask {city}")
    await asyncio.sleep(ms / 1000)
    return city


CITIES = [("Rome", 50), ("Oslo", 20), ("Bern", 25), ("Kiel", 10)]


async def report(ordered):
    async for city in map_concurrent(CITIES, look_up, limit=2, ordered=ordered):
        print(f"got {city}")


async def main():
    await report(False)
