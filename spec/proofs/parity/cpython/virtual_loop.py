"""asyncio in virtual time.

Time advances only when no callback is ready, straight to the next deadline. Equal deadlines fire in the order in which
they were set: the limit that a real clock approaches. asyncio's own code is otherwise untouched.
"""

import asyncio
import heapq
import itertools


class Deadlock(Exception):
    """The program can never go on: nothing is ready and no timer is pending."""


class _Timer(asyncio.TimerHandle):
    __slots__ = ("_order",)
    _orders = itertools.count()

    def __init__(self, when, callback, args, loop, context):
        super().__init__(when, callback, args, loop, context)
        self._order = next(_Timer._orders)

    def __lt__(self, other):
        return (self._when, self._order) < (other._when, other._order)


class VirtualLoop(asyncio.BaseEventLoop):
    """An event loop whose clock is a whole number, starting at 0, of whatever unit the sleeps have."""

    def __init__(self):
        super().__init__()
        self._now = 0
        self._clock_resolution = 0.5
        self._selector = self

    def time(self):
        return self._now

    def select(self, timeout):
        """The place where asyncio would wait for the time to pass."""
        if timeout is None:
            raise Deadlock
        self._now += timeout
        return []

    def call_at(self, when, callback, *args, context=None):
        timer = _Timer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def _process_events(self, event_list):
        """There is no I/O."""

    def _asyncgen_firstiter_hook(self, agen):
        """What the program does not close stays as it is."""

    _asyncgen_finalizer_hook = _asyncgen_firstiter_hook
