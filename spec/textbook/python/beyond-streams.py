import asyncio


# Only here: asyncio has no merge. A task for each source puts into a queue of one place.
async def merge(*sources):
    queue = asyncio.Queue(1)

    async def forward(source):
        async for value in source:
            await queue.put(value)

    tasks = [asyncio.create_task(forward(source)) for source in sources]
    try:
        while True:
            yield await queue.get()
    finally:
        for task, source in reversed(list(zip(tasks, sources))):
            task.cancel()
            await asyncio.wait([task])
            await source.aclose()


# Only here: asyncio has no zip for async sources. Each is asked by a task of its own, so that they wait side by side.
async def zip_async(*sources):
    async def ask(source):
        return await anext(source)

    try:
        while True:
            yield await asyncio.gather(*[ask(source) for source in sources])
    finally:
        for source in sources:
            await source.aclose()


# Only here: asyncio has no buffer. A task runs ahead into a queue of that size.
async def buffer(source, size):
    queue = asyncio.Queue(size)

    async def run_ahead():
        async for value in source:
            await queue.put(value)

    task = asyncio.create_task(run_ahead())
    try:
        while True:
            yield await queue.get()
    finally:
        task.cancel()
        await asyncio.wait([task])
        await source.aclose()


async def sensor(name, ms):
    n = 0
    try:
        while True:
            n += 1
            await asyncio.sleep(ms / 1000)
            yield f"{name}{n}"
    finally:
        print(f"{name} is off")


# Differs: a loop that is left leaves its source open, so each is closed by hand.
async def main():
    merged = merge(sensor("a", 20), sensor("b", 30))
    async for value in merged:
        print(f"merged {value}")
        if value == "b2":
            break
    await merged.aclose()
    pairs = zip_async(sensor("c", 10), sensor("d", 20))
    two = [await anext(pairs), await anext(pairs)]
    await pairs.aclose()
    print("[", ", ".join(str(pair).replace("[", "[ ").replace("]", " ]") for pair in two), "]")

    slow = buffer(sensor("e", 10), 2)
    for _ in range(3):
        print(f"slowly {await anext(slow)}")
        await asyncio.sleep(0.025)
    await slow.aclose()
