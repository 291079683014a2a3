"""Measures asyncio: for each line of input, a question in JSON, it prints how many milliseconds the work took."""

import asyncio
import json
import sys
import time

from virtual_time import VirtualTimeLoop


async def stream(producers, consumers, slots, items):
    queue = asyncio.Queue(slots)

    async def produce():
        for item in range(items // producers):
            await queue.put(item)

    async def consume():
        for _ in range(items // consumers):
            await queue.get()

    await asyncio.gather(
        *[produce() for _ in range(producers)], *[consume() for _ in range(consumers)]
    )


async def burst(size, times):
    for _ in range(times):
        queue = asyncio.Queue()
        for item in range(size):
            await queue.put(item)
        for _ in range(size):
            await queue.get()


async def sleepers(pending, events):
    async def sleeper(delay):
        for _ in range(events // pending):
            await asyncio.sleep(delay)

    await asyncio.gather(*[sleeper(1 + i % 7) for i in range(pending)])


async def callbacks(pending, events):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    fired = 0

    def arm(i):
        loop.call_later(1 + i % 7, lambda: loop.create_task(fire(i)))

    async def fire(i):
        nonlocal fired
        fired += 1
        if fired == events:
            done.set_result(None)
        elif fired + pending <= events:
            arm(i)

    for i in range(pending):
        arm(i)
    await done


async def uncontended(amount):
    lock = asyncio.Lock()
    for _ in range(amount):
        await lock.acquire()
        lock.release()


async def taking(lock, tasks, amount):
    async def take():
        for _ in range(amount // tasks):
            await lock.acquire()
            await asyncio.sleep(0)
            lock.release()

    await asyncio.gather(*[take() for _ in range(tasks)])


async def contended_turn(amount):
    await taking(asyncio.Lock(), 4, amount)


async def semaphore_turn(amount):
    await taking(asyncio.Semaphore(8), 64, amount)


async def numbers(count):
    for number in range(count):
        yield number


async def handle(item):
    return item + 1


async def map_concurrent(amount):
    """A task for each item behind a semaphore, as asyncio has no such map."""
    places = asyncio.Semaphore(16)

    async def one(number):
        async with places:
            return await handle(number)

    await asyncio.gather(*[one(number) async for number in numbers(amount)])


async def merge(amount):
    """Four tasks that fill a queue, as asyncio has no such merge."""
    queue = asyncio.Queue(4)

    async def pump():
        async for number in numbers(amount // 4):
            await queue.put(number)

    pumps = [asyncio.create_task(pump()) for _ in range(4)]
    for _ in range(amount // 4 * 4):
        await queue.get()
    await asyncio.gather(*pumps)


async def group(amount):
    for _ in range(amount // 10_000):
        async with asyncio.TaskGroup() as tasks:
            for number in range(10_000):
                tasks.create_task(handle(number))


PROGRAMS = {
    "uncontended": uncontended,
    "contendedTurn": contended_turn,
    "semaphoreTurn": semaphore_turn,
    "map": map_concurrent,
    "merge": merge,
    "group": group,
    "stream": stream,
    "burst": burst,
    "sleepers": sleepers,
    "callbacks": callbacks,
}


async def timed(program):
    start = time.perf_counter()
    await program
    return (time.perf_counter() - start) * 1_000


def answer(program, virtual=False, **arguments):
    loop = VirtualTimeLoop() if virtual else asyncio.new_event_loop()
    try:
        return loop.run_until_complete(timed(PROGRAMS[program](**arguments)))
    finally:
        loop.close()


for line in sys.stdin:
    print(answer(**json.loads(line)), flush=True)
