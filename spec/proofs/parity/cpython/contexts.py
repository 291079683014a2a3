"""Context managers, written as classes and as generators."""

from errors import ERRORS, Cancelled, name_of
from newer import asynccontextmanager


class Manager:
    def __init__(self, actor, enter, exit, verdict):
        self.actor = actor
        self.enter = enter
        self.exit = exit
        self.verdict = verdict

    async def __aenter__(self):
        await self.actor.run(self.enter)
        self.actor.note("entered")

    async def __aexit__(self, kind, error, trace):
        self.actor.note("exit" if error is None else f"exit {name_of(error)}")
        await self.actor.run(self.exit)
        if self.verdict == "rethrow" and error is not None:
            raise error
        return self.verdict == "suppress" or (self.verdict == "errors" and not isinstance(error, Cancelled))


class _Watched:
    """Remembers both errors where a body and its exit have thrown; Python keeps the earlier as a context."""

    def __init__(self, manager):
        self.manager = manager
        self.both = None

    async def __aenter__(self):
        return await self.manager.__aenter__()

    async def __aexit__(self, kind, error, trace):
        try:
            return await self.manager.__aexit__(kind, error, trace)
        except ERRORS as later:
            are_cancellations = isinstance(later, Cancelled) and isinstance(error, Cancelled)
            if error is not None and later is not error and not are_cancellations:
                self.both = f"{name_of(later)} over {name_of(error)}"
            raise


async def take_manager(actor, manager, block):
    return await _take_with(actor, Manager(actor, *manager), block)


async def take_generator_manager(actor, manager, block):
    before, after, shape = manager

    @asynccontextmanager
    async def make():
        if await actor.run(before) or shape == "never":
            return
        if shape == "plain":
            yield
            await actor.run(after)
        elif shape == "finally":
            try:
                yield
            finally:
                actor.note("closing")
                await actor.run(after)
        else:
            try:
                yield
            except ERRORS as error:
                actor.note(f"thrown in {name_of(error)}")
                await actor.run(after)
                if shape == "rethrow":
                    raise
            if shape == "twice":
                try:
                    yield
                finally:
                    actor.note("closing")
                    await actor.run_closing(after)

    return await _take_with(actor, make(), block)


async def _take_with(actor, manager, block):
    watched = _Watched(manager)
    has_ended = is_return = False
    try:
        async with watched:
            is_return = await actor.run(block)
            has_ended = True
    except ERRORS as error:
        actor.note(f"with !{watched.both or name_of(error)}")
        actor.count("errors replaced by an exit" if watched.both else "errors that passed an exit or enter")
        raise
    actor.note("with ends" if has_ended else "with suppressed")
    if not has_ended:
        actor.count("errors suppressed")
    return is_return
