"""What Python's groups, time limits and stacks do, turn by turn; see programs.py."""

import asyncio
from contextlib import AsyncExitStack

programs = {}


def program(title):
    def add(run):
        programs[title] = run

    return add


def ticking(note):
    """Counts turns, so that it shows on which one something happens."""

    async def tick():
        for number in range(1, 10):
            note(f"turn {number}")
            await asyncio.sleep(0)

    return asyncio.create_task(tick())


async def child(note, name, fails=None, failing_late=None):
    note(f"{name} begins")
    try:
        await asyncio.sleep(0 if fails else 1)
    except asyncio.CancelledError:
        note(f"{name} is cancelled")
        if failing_late:
            raise ValueError(failing_late)
        raise
    raise ValueError(fails)


@program("a task of a group fails, turn by turn")
async def _(note):
    ticks = ticking(note)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child(note, "A", fails="no light"))
            group.create_task(child(note, "B", failing_late="no key"))
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                note("the body is cancelled")
                raise
    except* ValueError as failures:
        note(f"failed: {', '.join(map(str, failures.exceptions))}")
    await ticks


@program("the body of a group fails, turn by turn")
async def _(note):
    ticks = ticking(note)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child(note, "A"))
            await asyncio.sleep(0)
            raise ValueError("no light")
    except* ValueError as failures:
        note(f"failed: {', '.join(map(str, failures.exceptions))}")
    await ticks


@program("a group is cancelled from outside, turn by turn")
async def _(note):
    async def outer():
        async with asyncio.TaskGroup() as group:
            group.create_task(child(note, "A"))

    task = asyncio.create_task(outer())
    ticks = ticking(note)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        note("cancelled")
    await ticks


@program("a group whose tasks end, turn by turn")
async def _(note):
    async def ends(name):
        await asyncio.sleep(0)
        note(f"{name} ends")

    ticks = ticking(note)
    async with asyncio.TaskGroup() as group:
        group.create_task(ends("A"))
        group.create_task(ends("B"))
    note("left")
    await ticks


@program("a body that is told nothing of its group")
async def _(note):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child(note, "A", fails="no light"))
            await asyncio.sleep(0.01)
            note("ran to its end")
    except* ValueError:
        note("failed")


@program("a time that is over, and what cleans up")
async def _(note):
    try:
        async with asyncio.timeout(0.001):
            try:
                await asyncio.sleep(1)
            finally:
                note("cleaning up")
                await asyncio.sleep(0.001)
                note("clean")
    except TimeoutError:
        note("TimeoutError")


@program("no time at all, turn by turn")
async def _(note):
    ticks = ticking(note)
    try:
        async with asyncio.timeout(0):
            note("the body begins")
            await asyncio.sleep(1)
    except TimeoutError:
        note("TimeoutError")
    await ticks


@program("a body that is told nothing of its time")
async def _(note):
    try:
        async with asyncio.timeout(0.001):
            await asyncio.sleep(0.01)
            note("ran to its end")
    except TimeoutError:
        note("TimeoutError")


@program("a time for a task")
async def _(note):
    task = asyncio.create_task(asyncio.sleep(0.01))
    try:
        await asyncio.wait_for(task, 0.001)
    except TimeoutError:
        note("TimeoutError")
    note(f"task cancelled: {task.cancelled()}")


@program("a task that is shielded")
async def _(note):
    task = asyncio.create_task(asyncio.sleep(0.001, "result"))

    async def wait():
        await asyncio.shield(task)

    waiter = asyncio.create_task(wait())
    await asyncio.sleep(0)
    waiter.cancel()
    note(await task)
    note(f"waiter cancelled: {waiter.cancelled()}")


@program("waiting for the first, turn by turn")
async def _(note):
    async def ends():
        await asyncio.sleep(0)
        note("ends")

    ticks = ticking(note)
    tasks = [asyncio.create_task(ends()), asyncio.create_task(asyncio.sleep(0.001))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    note(f"done {len(done)}, pending {len(pending)}")
    done, pending = await asyncio.wait(tasks[:1])
    note(f"done {len(done)}, pending {len(pending)}")
    await ticks


@program("tasks as they end, turn by turn")
async def _(note):
    async def ends(turns):
        for _ in range(turns):
            await asyncio.sleep(0)
        return turns

    ticks = ticking(note)
    for earliest in asyncio.as_completed([asyncio.create_task(ends(turns)) for turns in (3, 1)]):
        note(str(await earliest))
    await ticks


class Manager:
    def __init__(self, note, name, verdict):
        self.note, self.name, self.verdict = note, name, verdict

    async def __aenter__(self):
        self.note(f"{self.name} entered")

    async def __aexit__(self, kind, error, trace):
        self.note(f"{self.name} exits{'' if error is None else ' with ' + str(error)}")
        return self.verdict


@program("leaving a stack")
async def _(note):
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(Manager(note, "A", False))
        await stack.enter_async_context(Manager(note, "B", True))
        stack.callback(note, "called")
        raise ValueError("no light")
    note("left")
