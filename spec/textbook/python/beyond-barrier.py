import asyncio


async def worker(name, ms, barrier):
    for turn in [1, 2]:
        await asyncio.sleep(ms / 1000)
        print(f"{name} has ended round {turn}")
        if await barrier.wait() == 0:
            print(f"round {turn} is over")


async def main():
    workers = {"quick": 10, "usual": 20, "slow": 40}
    barrier = asyncio.Barrier(3)
    tasks = [
        asyncio.create_task(worker(name, ms, barrier), name=name)
        for name, ms in workers.items()
    ]
    await asyncio.gather(*tasks)
