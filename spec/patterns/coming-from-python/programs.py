"""What Python does where the tables "Coming from Python" compare it with TypeScript: programs.ts has the same programs.

`python3.13 programs.py > recorded.json` records what each of them notes.
"""

import asyncio
import gc
import json
import sys
import time
import warnings
from contextlib import aclosing, asynccontextmanager

import groups
import locks

programs = {}


def program(title):
    def add(run):
        programs[title] = run

    return add


@program("a task starts on the next turn, never inside the call")
async def _(note):
    async def body():
        note("the body runs")
        return "result"

    task = asyncio.create_task(body())
    note("the call is over")
    note(await task)


@program("what is called without await")
async def _(note):
    async def body():
        note("the body runs")

    coroutine = body()
    note("the call is over")
    await coroutine


@program("cancelling a task that is told nothing of it, and one that is")
async def _(note):
    for way in ["deaf", "heeding"]:
        task = asyncio.create_task(asyncio.sleep(0.01))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        note(f"{way}: {'cancelled' if task.cancelled() else 'ran to its end'}")


@program("what a cancelled wait throws")
async def _(note):
    for reason in [[], ["enough"]]:
        task = asyncio.create_task(asyncio.sleep(1))
        await asyncio.sleep(0)
        task.cancel(*reason)
        try:
            await task
        except Exception:
            note("caught as any other error")
        except asyncio.CancelledError as error:
            note(f"CancelledError {error.args}")


@program("cancelling who awaits a task")
async def _(note):
    task = asyncio.create_task(asyncio.sleep(0.01, "result"))

    async def wait():
        await task

    waiter = asyncio.create_task(wait())
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.wait([waiter, task])
    note(f"waiter cancelled: {waiter.cancelled()}")
    note(f"task cancelled: {task.cancelled()}")


@program("a task that awaits itself")
async def _(note):
    async def wait():
        asyncio.get_running_loop().call_soon(note, "the next turn")
        try:
            await task
        except RuntimeError as error:
            note("an error")
        note("goes on")

    task = asyncio.create_task(wait())
    await asyncio.wait([task])


@program("gathered results, and a failure among them")
async def _(note):
    async def late(ms, value):
        await asyncio.sleep(ms / 1000)
        if value == "fails":
            raise ValueError
        note(f"{value} ends")
        return value

    note(",".join(await asyncio.gather(late(2, "A"), late(1, "B"))))
    others = asyncio.create_task(late(9, "C"))
    try:
        await asyncio.gather(others, late(1, "fails"))
    except ValueError:
        note(f"C done: {others.done()}")
    await others


@program("gathering also what fails")
async def _(note):
    async def fail():
        raise ValueError("disk full")

    results = await asyncio.gather(asyncio.sleep(0, "result"), fail(), return_exceptions=True)
    note(", ".join(map(str, results)))


@program("cancelling who gathers")
async def _(note):
    tasks = [asyncio.create_task(asyncio.sleep(0.01)) for _ in range(2)]

    async def wait():
        await asyncio.gather(*tasks)

    gatherer = asyncio.create_task(wait())
    await asyncio.sleep(0)
    gatherer.cancel()
    await asyncio.wait([gatherer, *tasks])
    note(f"gatherer cancelled: {gatherer.cancelled()}")
    note(f"tasks cancelled: {', '.join(str(task.cancelled()) for task in tasks)}")


@program("a sleep of 20 milliseconds, by the clock")
async def _(note):
    start = time.perf_counter()
    await asyncio.sleep(0.02)
    note(f"below 1: {time.perf_counter() - start < 1}")


@program("turns")
async def _(note):
    async def twice(name):
        for _ in range(2):
            note(name)
            await asyncio.sleep(0)

    await asyncio.gather(*(asyncio.create_task(twice(name)) for name in "AB"))


@program("a queue of one place, and join")
async def _(note):
    queue = asyncio.Queue(maxsize=1)

    async def consume():
        while True:
            note(f"got {await queue.get()}")
            queue.task_done()

    task = asyncio.create_task(consume())
    for item in [1, 2, 3]:
        await queue.put(item)
        note(f"put {item}")
    await queue.join()
    note("all are done")
    task.cancel()


@program("a loop over a queue")
async def _(note):
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.shutdown()
    try:
        async for item in queue:
            note(str(item))
        note("the queue is shut down")
    except TypeError:
        note("cannot be looped over")


@program("what a queue throws")
async def _(note):
    queue = asyncio.Queue(1)
    queue.put_nowait(1)
    queue.get_nowait()
    queue.task_done()
    queue.put_nowait(1)
    for act in [lambda: queue.put_nowait(2), queue.task_done, queue.task_done, lambda: queue.get_nowait() and queue.get_nowait()]:
        try:
            act()
            note("no error")
        except Exception as error:
            note(type(error).__name__)


@program("what a queue says of itself")
async def _(note):
    queue = asyncio.Queue(1)
    note(f"{queue.qsize()} {queue.empty()} {queue.full()}")
    queue.put_nowait(1)
    note(f"{queue.qsize()} {queue.empty()} {queue.full()}")


@program("a queue that is shut down at once")
async def _(note):
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.shutdown(immediate=True)
    await queue.join()
    note(f"holds {queue.qsize()}")


@program("a stack, and priorities")
async def _(note):
    for queue in [asyncio.LifoQueue(), asyncio.PriorityQueue()]:
        for item in [2, 3, 1]:
            queue.put_nowait(item)
        note(", ".join(str(queue.get_nowait()) for _ in range(3)))


@program("equal priorities")
async def _(note):
    class Job:
        def __init__(self, name):
            self.name = name

        def __lt__(self, other):
            return False

    queue = asyncio.PriorityQueue()
    for name in "ABCDE":
        queue.put_nowait(Job(name))
    note("".join(queue.get_nowait().name for _ in range(5)))


class Manager:
    def __init__(self, note, verdict=None):
        self.note = note
        self.verdict = verdict

    async def __aenter__(self):
        self.note("enter")
        return "value"

    async def __aexit__(self, *threw):
        kind, error, trace = threw
        self.note(f"exit with {error}, one of {len(threw)}" if error else "exit")
        if isinstance(self.verdict, Exception):
            raise self.verdict
        return self.verdict


@program("a context")
async def _(note):
    async with Manager(note) as value:
        note(value)


@program("how many arguments the end of a context is given")
async def _(note):
    try:
        async with Manager(note):
            raise ValueError("disk full")
    except ValueError:
        note("passes")


@program("what suppresses an error")
async def _(note):
    for verdict in [True, 1, "yes", None]:
        try:
            async with Manager(lambda _: None, verdict):
                raise ValueError
            note("suppressed")
        except ValueError:
            note("passes")


@program("when body and exit both throw")
async def _(note):
    try:
        async with Manager(lambda _: None, ValueError("later")):
            raise ValueError("earlier")
    except ValueError as error:
        note(f"{error}, after {error.__context__}")


@program("a context from a generator")
async def _(note):
    @asynccontextmanager
    async def opened(name):
        note(f"open {name}")
        try:
            yield name
        except ValueError as error:
            note(f"thrown in: {error}")
        note(f"close {name}")

    async with opened("A") as name:
        note(f"use {name}")
    async with opened("B"):
        raise ValueError("disk full")


@program("a resource that is acquired, then released at the end of its block")
async def _(note):
    async with Manager(note):
        note("the block")
    note("behind it")


async def count(note):
    try:
        for number in range(4):
            yield number
    finally:
        note("closed")


@program("comprehensions")
async def _(note):
    silent = lambda _: None
    note(json.dumps([10 * x async for x in count(silent) if x % 2 == 1], separators=(",", ":")))
    note(json.dumps(sorted({x % 2 async for x in count(silent)}), separators=(",", ":")))
    note(json.dumps(list({x % 2: x async for x in count(silent)}.items()), separators=(",", ":")))


@program("a set's order")
async def _(note):
    async def numbers():
        for number in [3, 1, 2]:
            yield number

    note(", ".join(str(x) for x in {x async for x in numbers()}))


@program("an asynchronous iterator by hand")
async def _(note):
    class Once:
        def __init__(self):
            self.left = 1

        def __aiter__(self):
            return self

        async def __anext__(self):
            if self.left == 0:
                raise StopAsyncIteration
            self.left -= 1
            return "item"

    async for item in Once():
        note(item)
    try:
        iterator = aiter(Once())
        note(await anext(iterator))
        await anext(iterator)
        note("the end is a result")
    except StopAsyncIteration:
        note("the end is an error")


@program("a generator's body without yield")
async def _(note):
    async def body():
        pass

    note("a generator" if hasattr(body(), "__anext__") else "no generator")


@program("an item asked for twice at once: of a generator")
async def _(note):
    async def slow():
        for number in range(2):
            await asyncio.sleep(0.001)
            yield number

    generator = slow()
    asked = [asyncio.create_task(anext(generator)) for _ in range(2)]
    await asyncio.wait(asked)
    note(", ".join(type(task.exception()).__name__ if task.exception() else str(task.result()) for task in asked))


@program("an item asked for twice at once: of a class that allows it")
async def _(note):
    class Pages:
        page = 0

        async def __anext__(self):
            self.page += 1
            page = self.page
            note(f"request {page}")
            await asyncio.sleep(0.001)
            return page

    pages = Pages()
    asked = [asyncio.create_task(pages.__anext__()) for _ in range(2)]
    note(", ".join(str(page) for page in await asyncio.gather(*asked)))


@program("closing a generator whose next item somebody waits for")
async def _(note):
    async def slow():
        await asyncio.sleep(0.005)
        yield "item"

    generator = slow()
    asked = asyncio.create_task(anext(generator))
    await asyncio.sleep(0)
    try:
        await generator.aclose()
        note("closed")
    except RuntimeError:
        note("an error")
    note(await asked)


@program("closing a loop over a queue whose next item somebody waits for")
async def _(note):
    queue = asyncio.Queue()

    async def doubled():
        while True:
            yield 2 * await queue.get()

    generator = doubled()
    asked = asyncio.create_task(anext(generator))
    await asyncio.sleep(0)
    try:
        await generator.aclose()
        note("closed")
    except RuntimeError:
        note("an error")
    queue.put_nowait(1)
    await asked
    note("an item")


@program("leaving a loop over a generator")
async def _(note):
    generator = count(note)
    async for _ in generator:
        break
    note("behind the loop")
    await asyncio.sleep(0)
    del generator
    gc.collect()
    note("nobody holds it")
    await asyncio.sleep(0)
    await asyncio.sleep(0)


@program("closing it where it is left")
async def _(note):
    async with aclosing(count(note)) as generator:
        async for _ in generator:
            break
    note("behind the loop")


@program("leaving a pipeline")
async def _(note):
    source = count(note)
    doubled = (2 * x async for x in source)
    async for _ in doubled:
        break
    note("behind the loop")
    await doubled.aclose()
    note("the pipeline's end is closed")
    await source.aclose()


@program("a sentinel")
async def _(note):
    SENTINEL = None
    note(f"an item is mistaken for it: {None is SENTINEL}")


@program("a field that is not there")
async def _(note):
    item = {"name": "tea"}
    try:
        note(str(item["price"]))
    except KeyError:
        note("KeyError")


def main():
    warnings.simplefilter("ignore")  # a coroutine that is never awaited is meant
    recorded = {"cpython": ".".join(map(str, sys.version_info[:3])), "notes": {}}
    for title, run in (programs | locks.programs | groups.programs).items():
        lines = recorded["notes"][title] = []
        asyncio.run(run(lambda text: lines.append(text.replace("True", "true").replace("False", "false"))))
    print(json.dumps(recorded, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
