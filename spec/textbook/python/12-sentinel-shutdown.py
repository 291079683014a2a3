import asyncio


# Differs: nothing of its own kind is at hand but an object; here a symbol.
SENTINEL = object()


async def data_producer(queue, items, consumer_count):
    for item in items:
        await asyncio.sleep(0)
        await queue.put(item)
    for _ in range(consumer_count):
        await queue.put(SENTINEL)


async def data_consumer(queue, name):
    processed = []
    while True:
        item = await queue.get()
        if item is SENTINEL:
            print(f"  {name}: received shutdown signal")
            return processed
        processed.append(item**2)
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    names = ["Consumer-0", "Consumer-1"]
    items = [1, 2, 3, 4, 5, 6]
    produced = asyncio.create_task(data_producer(queue, items, len(names)))
    consumers = [
        asyncio.create_task(data_consumer(queue, name), name=name) for name in names
    ]

    await produced
    squares = sum(await asyncio.gather(*consumers), [])
    print(f"\nAll squared values: {sorted(squares)}")
