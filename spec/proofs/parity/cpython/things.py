"""Locks, events and the like."""

import asyncio

from newer import Barrier, BoundedSemaphore, Condition, Semaphore


def make_things(things):
    made = []
    for kind, *number in things:
        if kind == "condition" and number:
            number = [made[number[0]]]
        made.append(_KINDS[kind](*number))
    return made


_KINDS = {
    "lock": asyncio.Lock,
    "semaphore": Semaphore,
    "bounded": BoundedSemaphore,
    "event": asyncio.Event,
    "condition": Condition,
    "barrier": Barrier,
}


def state_of_thing(thing):
    if isinstance(thing, asyncio.Event):
        return "set" if thing.is_set() else "not set"
    if isinstance(thing, Barrier):
        return f"{thing.n_waiting}{' broken' if thing.broken else ''}"
    return "locked" if thing.locked() else "free"


async def take_hold(actor, number, block):
    await take_acquire(actor, number)
    try:
        return await actor.run(block)
    finally:
        if not actor.shared.is_over:
            await take_release(actor, number)


async def take_acquire(actor, number):
    thing = actor.shared.things[number]
    if thing.locked():
        actor.count("locks contended")
    await actor.wait_heeding(f"acquire s{number}", thing.acquire(), lambda _: f" {state_of_thing(thing)}")


async def take_release(actor, number):
    thing = actor.shared.things[number]

    def act():
        thing.release()
        return f" {state_of_thing(thing)}"

    actor.attempt(f"release s{number}", act)


async def take_set(actor, number, value):
    event = actor.shared.things[number]
    if event._waiters:
        actor.count("events set with waiters" if value else "events cleared with waiters")
    if value:
        event.set()
    else:
        event.clear()
    actor.note(f"set s{number} {value}")


async def take_notify(actor, number, count):
    condition = actor.shared.things[number]
    waiting = len(condition._waiters)

    def act():
        if count == 9:
            condition.notify_all()
        else:
            condition.notify(count)
        if waiting:
            actor.count("conditions notified")
        return ""

    actor.attempt(f"notify s{number} {count}", act)


async def take_break(actor, number, how):
    barrier = actor.shared.things[number]
    if barrier.n_waiting:
        actor.count(f"barriers {'aborted' if how else 'reset'} with waiters")
    await (barrier.abort() if how else barrier.reset())
    actor.note(f"break s{number} {how} {state_of_thing(barrier)}")


async def take_wait_at(actor, number):
    thing = actor.shared.things[number]
    if isinstance(thing, Barrier):
        actor.count("waits for barriers")
        if thing._state.value == "draining":
            actor.count("barriers entered while draining")
    await actor.wait_heeding(
        f"waitAt s{number}",
        thing.wait(),
        lambda place: f" {place if isinstance(thing, Barrier) else ''}{state_of_thing(thing)}",
    )
