import asyncio


async def answer(ms):
    try:
        await asyncio.sleep(ms / 1000)
        return f"answered after {ms} ms"
    except asyncio.CancelledError:
        print(f"  given up: what takes {ms} ms")
        raise


# Differs: no signal is handed on. A limit cancels the task, and turns that into a TimeoutError at the end of its own block.
async def ask(first, second):
    async with asyncio.timeout(0.07):
        try:
            async with asyncio.timeout(0.05):
                return await answer(first)
        except TimeoutError:
            return await answer(second)


async def main():
    async def run(name, first, second):
        try:
            end = await ask(first, second)
        except TimeoutError as error:
            end = type(error).__name__
        print(f"{name}: {end}")

    times = {"ann": [30, 10], "bob": [60, 10], "eve": [65, 40]}
    tasks = [
        asyncio.create_task(run(name, *both), name=name)
        for name, both in times.items()
    ]
    await asyncio.wait(tasks)
