"""Generators, pipelines of them, and loops over queues."""

from contextlib import aclosing

from errors import ERRORS, ProgramError, name_of
from newer import QueueShutDown


class _Items:
    """A source as it runs."""

    def __init__(self, actor, source):
        self.actor = actor
        self.before, self.closing = source
        self.is_left_by_error = False

    async def read(self):
        try:
            for item, block in enumerate(self.before):
                if await self.actor.run(block):
                    return
                yield item
        finally:
            await self._close()

    async def use(self, coroutine):
        """Does something with an item."""
        try:
            return await coroutine
        except ERRORS:
            self.is_left_by_error = True
            self.actor.count("generators left by an error")
            raise

    async def _close(self):
        self.actor.note("closing")
        try:
            await self.actor.run(self.closing)
        except ERRORS as error:
            if not self.is_left_by_error:
                raise
            self.actor.note(f"swallowed {name_of(error)}")


async def take_loop(actor, source, leave_after, block):
    items = _Items(actor, source)
    is_return = False
    async with aclosing(items.read()) as reading:
        async for item in reading:
            actor.note(f"item {item}")
            is_return = await items.use(actor.run(block))
            if is_return:
                actor.count("generators left early")
                break
            if item + 1 == leave_after:
                actor.count("generators left early")
                actor.note("leaves")
                break
    actor.note("loop ends")
    return is_return


async def take_collect(actor, source, stages):
    items = _Items(actor, source)
    pipeline = items.read()
    for kind, *args in stages:
        pipeline = _STAGES[kind](items, pipeline, *args)
    collected = [item async for item in pipeline]
    actor.note(f"collected {','.join(map(str, collected))}")


async def _map(items, source, ms, fail_on, number):
    async def convert(item):
        await items.actor.run([["sleep", ms]])
        if item == fail_on:
            raise ProgramError(number)
        return 3 * item + 1

    async with aclosing(source):
        async for item in source:
            yield await items.use(convert(item))


async def _filter(items, source):
    async with aclosing(source):
        async for item in source:
            if item % 2 == 0:
                yield item


async def _take(items, source, count):
    async with aclosing(source):
        if count == 0:
            return
        async for item in source:
            yield item
            count -= 1
            if count == 0:
                items.actor.count("generators left early")
                return


_STAGES = {"map": _map, "filter": _filter, "take": _take}


async def take_drain(actor, number, leave_after, block):
    queue = actor.shared.queues[number]
    what = f"drain q{number}"
    count = 0
    while True:
        actor.waits_for = what
        try:
            item = await queue.get()
        except QueueShutDown:
            break
        actor.note(f"{what} ={item} /{queue.qsize()}")
        if await actor.run(block):
            return True
        count += 1
        if count == leave_after:
            actor.note("leaves")
            break
    actor.waits_for = None
    actor.note(f"{what} ends")
    return False
