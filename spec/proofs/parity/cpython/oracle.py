"""Runs random async programs on asyncio, in virtual time.

Reads programs from stdin, one JSON a line, and writes {"transcript", "counts"} for each to stdout. The counts say how
often something happened that makes a program worth running.
"""

import asyncio
import json
import sys
from collections import Counter, deque

from actor import Actor, finish, state_of
from cancelling import ActorTask
from errors import ERRORS
from newer import KINDS
from things import make_things, state_of_thing
from variable import shown_variable
from virtual_loop import Deadlock, VirtualLoop


class Run:
    """What the actors of one run share."""

    def __init__(self, program, loop):
        self.loop = loop
        self.lines = []
        self.counts = Counter()
        self.is_over = False
        self.actors = {}
        self.main_actor = Actor("main", self)
        self.queues = [KINDS[kind](maxsize) for kind, maxsize in program["queues"]]
        self.things = make_things(program["things"])
        self.part = program["main"]
        for queue in self.queues:
            queue._getters = Line(self, "getters")
            queue._putters = Line(self, "putters")

    def note(self, who, what):
        if not self.is_over:
            self.lines.append(f"{self.loop.time()} {who} {what}{shown_variable()}")

    def spawn(self, number, body, starter, group=None):
        """Starts a task, in a group if there is one."""
        actor = Actor(f"t{number}", self)
        actor.group = starter.group
        if shown_variable():
            self.counts["tasks that inherit a variable"] += 1

        async def body_of_task():
            await actor.take(body)
            return number

        coroutine = body_of_task()
        try:
            actor.task = (group or self.loop).create_task(coroutine, name=actor.name)
        except RuntimeError:
            self.counts["tasks that a group refuses"] += 1
            coroutine.close()
            raise
        actor.task.actor = actor
        actor.task._log_destroy_pending = False
        self.actors[number] = actor

    def other(self, actor, number):
        target = self.actors.get(number)
        return None if target is actor else target

    def actor_in_turn(self):
        task = asyncio.current_task()
        return next((actor for actor in self.actors.values() if actor.task is task), self.main_actor)

    def count_cancellation(self, target):
        waiter = getattr(target.task, "_fut_waiter", None)
        if target.task.done():
            what = "cancelled when done"
        elif not target.is_started:
            what = "cancelled before the start"
        elif target.waits_for is None:
            what = "cancelled elsewhere"
        else:
            is_woken = waiter is None or waiter.done()
            what = f"cancelled in {target.waits_for.split()[0]}{', already woken' if is_woken else ''}"
            if is_woken and self.others_wait_behind(target):
                what += ", others behind"
        self.counts[what] += 1

    def others_wait_behind(self, target):
        kind, queue, *_ = [*target.waits_for.split(), ""]
        lines = {"get": "_getters", "put": "_putters"}
        return kind in lines and len(getattr(self.queues[int(queue[1:])], lines[kind])) > 0

    async def main(self):
        asyncio.current_task().actor = self.main_actor
        try:
            await self.main_actor.take(self.part)
        except ERRORS:
            pass  # noted already
        seen = set()
        while left := sorted(self.actors.keys() - seen):
            seen.add(left[0])
            try:
                await self.main_actor.run([["await", left[0]]])
            except ERRORS:
                pass  # noted already
        self.note_final_states()

    def note_final_states(self):
        states = [f"{actor.name} {state_of(actor.task)}" for _, actor in sorted(self.actors.items())]
        for number, queue in enumerate(self.queues):
            unfinished = finish(queue)
            items = []
            while queue.qsize():
                items.append(queue.get_nowait())
            states.append(f"q{number} [{','.join(map(str, items))}] {unfinished} unfinished")
        states += self.thing_states()
        self.note("main", f"ends: {', '.join(states)}")

    def thing_states(self):
        return [f"s{number} {state_of_thing(thing)}" for number, thing in enumerate(self.things)]

    def note_deadlock(self):
        actors = [self.main_actor, *(actor for _, actor in sorted(self.actors.items()))]
        states = [f"{actor.name} {actor.waits_for}" for actor in actors if actor.waits_for]
        states += [f"q{number} /{queue.qsize()}" for number, queue in enumerate(self.queues)]
        states += self.thing_states()
        self.lines.append(f"deadlock: {', '.join(states)}")
        self.counts["deadlocks"] += 1


class Line(deque):
    """The getters or putters of a queue. It counts those that line up again, since another task was faster."""

    def __init__(self, run, who):
        super().__init__()
        self.run = run
        self.who = who

    def append(self, waiter):
        super().append(waiter)
        actor = self.run.actor_in_turn()
        actor.times_lined_up += 1
        if actor.times_lined_up > 1:
            self.run.counts[f"{self.who} robbed"] += 1


def run_program(program):
    loop = VirtualLoop()
    loop.set_task_factory(lambda loop, coroutine, **options: ActorTask(coroutine, loop=loop, **options))
    loop.set_exception_handler(lambda loop, context: None)
    asyncio.set_event_loop(loop)
    run = Run(program, loop)
    try:
        loop.run_until_complete(run.main())
    except Deadlock:
        run.note_deadlock()
    run.is_over = True
    loop.close()
    return {"transcript": "\n".join(run.lines), "counts": run.counts}


def main():
    sys.unraisablehook = lambda unraisable: None  # a deadlock leaves coroutines that complain when they are thrown away
    for line in sys.stdin:
        print(json.dumps(run_program(json.loads(line)), separators=(",", ":"), ensure_ascii=False))


if __name__ == "__main__":
    main()
