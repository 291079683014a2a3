"""Takes a program's steps on asyncio. program.ts says what each step means, and what both languages leave out."""

import asyncio

from cancelling import ANYTHING, Scope, Shielded
from contexts import take_generator_manager, take_manager
from errors import ERRORS, Cancelled, ProgramError, name_of
from iterations import take_collect, take_drain, take_loop
from newer import shielding_gather
from scopes import (
    take_completed,
    take_group,
    take_stack,
    take_start,
    take_timeout,
    take_wait,
)
from things import (
    take_acquire,
    take_break,
    take_hold,
    take_notify,
    take_release,
    take_set,
    take_wait_at,
)
from variable import take_as


class Actor:
    """It takes a part of a program: main, or the body of a task."""

    def __init__(self, name, shared):
        self.name = name
        self.shared = shared
        self.task = None
        self.waits_for = None
        self.is_started = False
        self.scopes = [Scope()]
        self.heeds = ANYTHING
        self.canceller = None
        self.group = None
        self.times_lined_up = 0
        self.closes = 0

    @property
    def can_be_cancelled(self):
        return not self.is_started or not self.scopes[0].is_aborted or self.task.done()

    @property
    def innermost_scope(self):
        """What its waits heed."""
        return next((scope for scope in reversed(self.scopes) if not scope.is_aborted), None)

    def others(self, numbers):
        """The actors of those numbers, once each, without those that do not exist yet and this one."""
        others = [self.shared.other(self, number) for number in dict.fromkeys(numbers)]
        return [other for other in others if other is not None]

    def note(self, what):
        self.shared.note(self.name, what)

    def count(self, what):
        self.shared.counts[what] += 1

    async def take(self, part):
        self.is_started = True
        try:
            await self.run(part)
            self.note("ends")
        except ERRORS as error:
            self.note(f"fails !{name_of(error)}")
            raise

    async def run(self, block):
        """Returns True if a return was among the steps that were taken."""
        for kind, *args in block:
            if self.shared.is_over:
                return True
            if await STEPS[kind](self, *args):
                return True
        return False

    async def run_closing(self, block):
        self.closes += 1
        try:
            await self.run(block)
        finally:
            self.closes -= 1

    async def wait_heeding(self, what, awaitable, outcome=lambda _: ""):
        self.times_lined_up = 0
        return await self.wait(what, awaitable, outcome, (self.innermost_scope,))

    async def wait(self, what, awaitable, outcome=lambda _: "", heeds=()):
        self.heeds = heeds
        self.waits_for = what
        try:
            value = await awaitable
            self.note(what + outcome(value))
            return value
        except ERRORS as error:
            self.note(f"{what} !{name_of(error)}")
            raise
        finally:
            if not self.shared.is_over:
                self.waits_for = None
                self.heeds = ANYTHING

    def attempt(self, what, act):
        try:
            self.note(what + act())
        except ERRORS as error:
            self.note(f"{what} !{name_of(error)}")

    def queue(self, number):
        return self.shared.queues[number]


async def take_sleep(actor, ms):
    await actor.wait_heeding(f"sleep {ms}", asyncio.sleep(ms))


async def take_turn(actor):
    await actor.wait_heeding("turn", asyncio.sleep(0))


async def take_raise(actor, number):
    raise ProgramError(number) if number else Cancelled()


async def take_return(actor):
    return True


async def take_repeat(actor, times, block):
    for _ in range(times):
        if await actor.run(block):
            return True


async def take_try(actor, catching, block, handler):
    try:
        is_return = await actor.run(block)
    except ERRORS as error:
        if catching == "finally":
            actor.note("finally")
            await actor.run(handler)
            raise
        if catching == "errors" and isinstance(error, Cancelled):
            raise
        actor.note(f"caught {name_of(error)}")
        return await actor.run(handler)
    if catching == "finally":
        actor.note("finally")
        await actor.run(handler)
    return is_return


async def take_look(actor, number):
    target = actor.shared.other(actor, number)
    state = "none" if target is None else state_of(target.task)
    actor.note(f"look t{number} {state}")


async def take_cancel(actor, number):
    target = actor.shared.other(actor, number)
    if target is None:
        outcome = "none"
    elif not target.can_be_cancelled:
        outcome = "not now"
    else:
        actor.shared.count_cancellation(target)
        outcome = str(target.task.cancel()).lower()
    actor.note(f"cancel t{number} {outcome}")


async def take_await(actor, number):
    target = actor.shared.actors.get(number)
    if target is None or (target is actor and actor.closes > 0):
        actor.note(f"await t{number} none")
    else:
        if target is actor:
            actor.count("tasks that await themselves")
            await actor.wait(f"await t{number}", Itself(target.task))
            await actor.wait(f"await t{number}", target.task, lambda result: f" ={result}")
        else:
            await actor.wait_heeding(f"await t{number}", Shielded(target.task), lambda result: f" ={result}")


async def take_gather(actor, numbers):
    parts = parts_of(actor, numbers)
    tasks = tasks_of(parts)
    actor.count("gathers" if not all(task.done() for task in tasks) else "gathers of tasks that are all done")
    if any(isinstance(part, list) for part in parts):
        actor.count("gathers of gathers")
    try:
        await actor.wait_heeding(
            f"gather {names_of(parts)}",
            gathering(parts),
            lambda results: f" ={','.join(map(str, flat(results)))}",
        )
    except ERRORS:
        if any(map(has_failed, tasks)):
            actor.count("gathers that failed" + (" first" if not all(task.done() for task in tasks) else ""))
        raise


def parts_of(actor, numbers):
    """What is to be gathered: actors, and lists of those that are gathered by themselves."""
    parts = []
    for number in numbers:
        if isinstance(number, list):
            inner = parts_of(actor, number)
            parts += [inner] if inner else []
        elif (target := actor.shared.other(actor, number)) is not None:
            parts.append(target)
    return parts


def gathering(parts):
    return shielding_gather(*(gathering(part) if isinstance(part, list) else part.task for part in parts))


def names_of(parts):
    return ",".join(f"({names_of(part)})" if isinstance(part, list) else part.name for part in parts)


def tasks_of(parts):
    return [target.task for target in flat(parts)]


def flat(values):
    """What is in a list, and in the lists in it."""
    return [each for one in values for each in (flat(one) if isinstance(one, list) else [one])]


async def take_spawn(actor, number, body):
    if number in actor.shared.actors:
        actor.note(f"spawn t{number} twice")
    else:
        actor.note(f"spawn t{number}")
        actor.shared.spawn(number, body, actor)


async def take_put(actor, number, item):
    queue = actor.queue(number)
    await actor.wait_heeding(f"put q{number} {item}", queue.put(item), lambda _: f" /{queue.qsize()}")


async def take_get(actor, number):
    queue = actor.queue(number)
    await actor.wait_heeding(f"get q{number}", queue.get(), lambda item: f" ={item} /{queue.qsize()}")


async def take_join(actor, number):
    queue = actor.queue(number)
    had_to_wait = queue._unfinished_tasks > 0
    await actor.wait_heeding(f"join q{number}", queue.join())
    if had_to_wait:
        actor.count("joins woken")
    if queue._unfinished_tasks > 0:
        actor.count("joins that end though more has come")


async def take_put_now(actor, number, item):
    queue = actor.queue(number)

    def act():
        queue.put_nowait(item)
        return f" /{queue.qsize()}"

    actor.attempt(f"putNow q{number} {item}", act)


async def take_get_now(actor, number):
    queue = actor.queue(number)

    def act():
        item = queue.get_nowait()
        return f" ={item} /{queue.qsize()}"

    actor.attempt(f"getNow q{number}", act)


async def take_done(actor, number):
    def act():
        actor.queue(number).task_done()
        return ""

    actor.attempt(f"done q{number}", act)


async def take_finish(actor, number):
    actor.note(f"finish q{number} {finish(actor.queue(number))}")


async def take_shut(actor, number, immediate):
    queue = actor.queue(number)
    how = "immediate" if immediate else "gentle"
    for waiters, who in ((queue._getters, "getters"), (queue._putters, "putters")):
        if waiters:
            actor.count(f"{how} shutdowns with waiting {who}")
    if queue._getters and queue._putters:
        actor.count("shutdowns with waiting getters and putters")
    queue.shutdown(immediate=immediate == 1)
    actor.note(f"shut q{number} {immediate} /{queue.qsize()}")


def finish(queue):
    """Marks everything as done; returns how much was unfinished."""
    count = 0
    while True:
        try:
            queue.task_done()
        except ValueError:
            return count
        count += 1


class Itself:
    """A task that awaits itself, and can be awaited by others after that; see program.ts."""

    def __init__(self, task):
        self.task = task

    def __await__(self):
        waits_for = next(self.task.__await__())
        waits_for._asyncio_future_blocking = False
        yield waits_for


def has_failed(task):
    return task.done() and (task.cancelled() or task.exception() is not None)


def state_of(task):
    if task.cancelled():
        return "cancelled" if task.done() else "cancelled, but not done"
    return "done" if task.done() else "not done"


STEPS = {
    "sleep": take_sleep,
    "turn": take_turn,
    "raise": take_raise,
    "return": take_return,
    "repeat": take_repeat,
    "try": take_try,
    "as": take_as,
    "with": take_manager,
    "genWith": take_generator_manager,
    "loop": take_loop,
    "collect": take_collect,
    "drain": take_drain,
    "look": take_look,
    "cancel": take_cancel,
    "await": take_await,
    "gather": take_gather,
    "spawn": take_spawn,
    "put": take_put,
    "get": take_get,
    "join": take_join,
    "putNow": take_put_now,
    "getNow": take_get_now,
    "done": take_done,
    "finish": take_finish,
    "shut": take_shut,
    "hold": take_hold,
    "acquire": take_acquire,
    "release": take_release,
    "set": take_set,
    "notify": take_notify,
    "break": take_break,
    "waitAt": take_wait_at,
    "group": take_group,
    "start": take_start,
    "timeout": take_timeout,
    "wait": take_wait,
    "completed": take_completed,
    "stack": take_stack,
}
