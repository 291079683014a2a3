"""What Python's locks, events and the like do; see programs.py."""

import asyncio

programs = {}


def program(title):
    def add(run):
        programs[title] = run

    return add


@program("who has a lock next")
async def _(note):
    lock = asyncio.Lock()
    event = asyncio.Event()

    async def user(name):
        await event.wait()
        async with lock:
            note(f"{name} has it")
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(user(name)) for name in "AB"]
    await asyncio.sleep(0)
    event.set()
    await asyncio.wait(tasks)
    note(f"locked: {lock.locked()}")


@program("a bounded semaphore that is released too often")
async def _(note):
    semaphore = asyncio.BoundedSemaphore(1)
    try:
        semaphore.release()
    except Exception as error:
        note(type(error).__name__)


@program("who goes on behind a notice")
async def _(note):
    condition = asyncio.Condition()
    items = []

    async def waiter():
        async with condition:
            await condition.wait_for(lambda: items)
            note("waiter")

    task = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    async with condition:
        items.append("tea")
        condition.notify()
        note("main")
    await task


@program("a barrier that is aborted")
async def _(note):
    barrier = asyncio.Barrier(2)
    task = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    note(f"waiting: {barrier.n_waiting}")
    await barrier.abort()
    try:
        await task
    except asyncio.BrokenBarrierError as error:
        note(type(error).__name__)
