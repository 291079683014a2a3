import asyncio


async def producer(queue, count):
    for i in range(count):
        await asyncio.sleep(0.01)
        await queue.put(i)
        print(f"  Produced: {i}")


# Differs: no signal is handed on; a cancellation is thrown into the await.
async def consumer(queue, name, results):
    while True:
        item = await queue.get()
        await asyncio.sleep(0.02)
        results.append(item * 10)
        print(f"  {name} processed: {item} -> {item * 10}")
        queue.task_done()


# Differs: that main waits for the cancelled workers is ours; without it, asyncio.run ends them when main is over.
async def main():
    queue = asyncio.Queue(5)
    results = []
    consumers = [
        asyncio.create_task(consumer(queue, name, results), name=name)
        for name in ["Worker-0", "Worker-1"]
    ]

    await producer(queue, 6)
    await queue.join()
    for task in consumers:
        task.cancel()
    await asyncio.gather(*consumers, return_exceptions=True)

    print(f"\nAll results: {sorted(results)}")
