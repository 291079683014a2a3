"""Task groups, time limits, several tasks, and exit stacks."""

import asyncio
from asyncio.timeouts import _State
from contextlib import AsyncExitStack

from cancelling import ANYTHING, Scope
from contexts import Manager
from errors import ERRORS, Cancelled, name_of
from newer import TaskGroup, Timeout, as_completed


class _Tasks(dict):
    """A set that keeps its order, in which the tasks are cancelled."""

    def add(self, task):
        self[task] = True

    def discard(self, task):
        self.pop(task, None)


class _Group(TaskGroup):
    """It cancels the task around it in the name of its scope."""

    def __init__(self, actor):
        super().__init__()
        self._tasks = _Tasks()
        self.actor = actor
        self.scope = Scope()

    def _on_task_done(self, task):
        actor = self.actor
        was_aborted, was_requested = self.scope.is_aborted, self._parent_cancel_requested
        actor.canceller = self.scope
        super()._on_task_done(task)
        actor.canceller = None
        if was_aborted:
            self._parent_cancel_requested = was_requested


class _Limit(Timeout):
    """As a group."""

    def __init__(self, actor, when):
        super().__init__(when)
        self.actor = actor
        self.scope = Scope()

    def _on_timeout(self):
        actor = self.actor
        was_aborted = self.scope.is_aborted
        actor.count("time limits met" + (" and cancelled before" if was_aborted else ""))
        actor.canceller = self.scope
        super()._on_timeout()
        actor.canceller = None
        if was_aborted:
            self._state = _State.ENTERED


async def take_group(actor, block):
    group = _Group(actor)
    outer = actor.group
    heeded = actor.innermost_scope
    actor.scopes.append(group.scope)

    async def use():
        async with group:
            actor.group = group
            try:
                is_return = await actor.run(block)
                if heeded is not None and heeded.is_aborted:
                    raise Cancelled
                return is_return
            finally:
                if not actor.shared.is_over:
                    actor.waits_for = "group"
                    actor.heeds = (group.scope, heeded)
                    if heeded is not None and heeded.is_aborted:
                        actor.count("groups cancelled from outside")
                    actor.count("groups left with tasks" if group._tasks else "groups left without tasks")

    try:
        return await _noted(actor, "group", use())
    finally:
        if not actor.shared.is_over:
            actor.waits_for = None
            actor.heeds = ANYTHING
            actor.group = outer
            actor.scopes.pop()
            if group._parent_cancel_requested:
                actor.count("groups aborted by a task")


async def take_start(actor, number, body):
    group = actor.group
    if group is None:
        actor.note(f"start t{number} none")
    elif number in actor.shared.actors:
        actor.note(f"start t{number} twice")
    else:
        actor.attempt(f"start t{number}", lambda: actor.shared.spawn(number, body, actor, group) or "")


async def take_timeout(actor, ms, block):
    limit = _Limit(actor, actor.shared.loop.time() + ms)
    actor.scopes.append(limit.scope)

    async def use():
        async with limit:
            return await actor.run(block)

    try:
        return await _noted(actor, f"timeout {ms}", use())
    finally:
        if not actor.shared.is_over:
            actor.scopes.pop()


_UNTIL = {
    "all": asyncio.ALL_COMPLETED,
    "first": asyncio.FIRST_COMPLETED,
    "failure": asyncio.FIRST_EXCEPTION,
}


async def take_wait(actor, numbers, until, ms):
    others = actor.others(numbers)

    def names_of(tasks):
        return ",".join(other.name for other in others if other.task in tasks)

    def outcome(result):
        done, pending = result
        actor.count("waits that left tasks" if pending else "waits that saw all tasks end")
        return f" ={names_of(done)} left {names_of(pending)}"

    waiting = asyncio.wait(
        [other.task for other in others], timeout=None if ms == 9 else ms, return_when=_UNTIL[until]
    )
    try:
        await actor.wait_heeding(f"wait {','.join(other.name for other in others)}", waiting, outcome)
    except ValueError:
        pass  # noted already


async def take_completed(actor, numbers, leave_after, block):
    others = actor.others(numbers)
    first_done = next((other for other in others if other.task.done()), None)
    given = [other for other in others if not other.task.done() or other is first_done]
    items = as_completed([other.task for other in given])
    what = f"completed {','.join(other.name for other in given)}"

    def name_of_task(task):
        actor.count("tasks taken as they end")
        return next(other.name for other in given if other.task is task)

    count = 0
    while True:
        item = await actor.wait_heeding(
            what, anext(items, None), lambda item: f" ={name_of_task(item)}" if item else " ends"
        )
        if item is None:
            return False
        if await actor.run(block):
            return True
        count += 1
        if count == leave_after:
            actor.note("leaves")
            actor.count("loops over tasks left early")
            return False


async def take_stack(actor, exits, moves, block):
    moved = None

    async def use(stack):
        nonlocal moved
        async with stack:
            await _fill(actor, stack, exits)
            is_return = await actor.run(block)
            moved = stack.pop_all() if moves else None
            return (is_return,)

    async def leave(stack):
        async with stack:
            return (False,)

    is_return = await _noted(actor, "stack", use(AsyncExitStack()), suppresses=True)
    if moved is not None:
        actor.note("moved")
        actor.count("exit stacks moved")
        await _noted(actor, "stack", leave(moved), suppresses=True)
    return is_return


async def _fill(actor, stack, exits):
    for exit in exits:
        if len(exit) == 1:
            stack.push_async_callback(_open_ended, actor.run, exit[0])
        else:
            await stack.enter_async_context(_OpenEnded(actor, *exit))


class _OpenEnded(Manager):
    async def __aexit__(self, *given):
        return await _open_ended(super().__aexit__, *given)


async def _open_ended(run, *args):
    """What is thrown again and again has contexts in a circle at last, and an exit stack goes round it for ever."""
    try:
        return await run(*args)
    except BaseException as error:
        seen = set()
        while error.__context__ is not None:
            seen.add(error)
            if error.__context__ in seen:
                error.__context__ = None
                break
            error = error.__context__
        raise


async def _noted(actor, what, coroutine, suppresses=False):
    """Notes how something ends that steps stand in."""
    try:
        result = await coroutine
    except ERRORS as error:
        actor.note(f"{what} !{name_of(error)}")
        actor.count(f"{what.split()[0]} !{name_of(error).split('(')[0].rstrip('0123456789')}")
        raise
    if not suppresses:
        actor.note(f"{what} ends")
        return result
    actor.note(f"{what} ends" if result else f"{what} suppressed")
    if not result:
        actor.count(f"errors suppressed by a {what}")
    return result[0] if result else False
