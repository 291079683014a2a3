"""asyncio's queues, locks, groups and the like, and contextlib's managers, as they are from CPython 3.13 on, also for older versions."""

import asyncio
import contextlib
import sys
from collections import deque
from itertools import count

if sys.version_info >= (3, 13):
    QueueShutDown = asyncio.QueueShutDown
    Queue = asyncio.Queue
    LifoQueue = asyncio.LifoQueue
    PriorityQueue = asyncio.PriorityQueue
else:

    class QueueShutDown(Exception):
        """The queue was shut down."""

    class _ShutDown:
        """Adds shutdown, which ends all waits for the queue."""

        _is_shut_down = False

        def full(self):
            return super().full() and not self._is_shut_down

        def empty(self):
            return super().empty() and not self._is_shut_down

        def put_nowait(self, item):
            if self._is_shut_down:
                raise QueueShutDown
            super().put_nowait(item)

        def get_nowait(self):
            if self._is_shut_down and self.qsize() == 0:
                raise QueueShutDown
            return super().get_nowait()

        def shutdown(self, immediate=False):
            self._is_shut_down = True
            while immediate and self.qsize() > 0:
                self._get()
                if self._unfinished_tasks > 0:
                    self.task_done()
            for waiters in (self._getters, self._putters):
                while waiters:
                    self._wakeup_next(waiters)

    class Queue(_ShutDown, asyncio.Queue):
        pass

    class LifoQueue(_ShutDown, asyncio.LifoQueue):
        pass

    class PriorityQueue(_ShutDown, asyncio.PriorityQueue):
        pass


class RankedQueue(PriorityQueue):
    """Least tens first, equal ones in the order they came. Entries have a running number, as heapq's docs advise."""

    def _init(self, maxsize):
        super()._init(maxsize)
        self._order = count()

    def _put(self, item):
        super()._put((item // 10, next(self._order), item))

    def _get(self):
        return super()._get()[2]


if sys.version_info >= (3, 12):
    gather = asyncio.gather
else:

    def gather(*tasks):
        """gather as from 3.12 on: tasks that are done count at once. It is never cancelled."""
        outer = asyncio.get_running_loop().create_future()
        waiting = dict.fromkeys(tasks)

        def note(task):
            del waiting[task]
            if outer.done():
                return
            if task.cancelled():
                outer.set_exception(asyncio.CancelledError())
            elif task.exception() is not None:
                outer.set_exception(task.exception())
            elif not waiting:
                outer.set_result([task.result() for task in tasks])

        if not tasks:
            outer.set_result([])
        done = [task for task in waiting if task.done()]
        for task in waiting:
            if not task.done():
                task.add_done_callback(note)
        for task in done:
            note(task)
        return outer



def shielding_gather(*tasks):
    """gather, but cancelling it cancels none of the tasks."""
    outer = gather(*tasks)
    if not outer.done() and sys.version_info >= (3, 12):
        outer.cancel = lambda msg=None: asyncio.Future.cancel(outer, msg)
    return outer


if sys.version_info >= (3, 12):
    asynccontextmanager = contextlib.asynccontextmanager
else:

    class _ClosingManager:
        """Closes a generator that yields a second time, which not every 3.11 does."""

        def __init__(self, manager):
            self.manager = manager

        async def __aenter__(self):
            return await self.manager.__aenter__()

        async def __aexit__(self, kind, error, trace):
            try:
                return await self.manager.__aexit__(kind, error, trace)
            except RuntimeError:
                await self.manager.gen.aclose()
                raise

    def asynccontextmanager(function):
        make = contextlib.asynccontextmanager(function)
        return lambda: _ClosingManager(make())


if sys.version_info >= (3, 13):
    Barrier = asyncio.Barrier
    BoundedSemaphore = asyncio.BoundedSemaphore
    Condition = asyncio.Condition
    Semaphore = asyncio.Semaphore
else:

    class Condition(asyncio.Condition):
        """One whose wait ends in an error notifies another."""

        async def wait(self):
            if not self.locked():
                raise RuntimeError("cannot wait on un-acquired lock")
            error = None
            notice = self._get_loop().create_future()
            self.release()
            self._waiters.append(notice)
            try:
                await notice
            except asyncio.CancelledError as cancelled:
                error = cancelled
            self._waiters.remove(notice)
            while True:
                try:
                    await self.acquire()
                    break
                except asyncio.CancelledError as cancelled:
                    error = cancelled
            if error is not None:
                self._notify(1)
                raise error
            return True

        def notify(self, n=1):
            if not self.locked():
                raise RuntimeError("cannot notify on un-acquired lock")
            self._notify(n)

        def _notify(self, n):
            waiting = [waiter for waiter in self._waiters if not waiter.done()]
            for waiter in waiting[:n]:
                waiter.set_result(False)

    class Barrier(asyncio.Barrier):
        def __init__(self, parties):
            super().__init__(parties)
            self._cond = Condition()

    class _HandingOn:
        """One that gives up hands its place on, and wakes as many as there are places."""

        async def acquire(self):
            if not self.locked():
                self._value -= 1
                return True
            if self._waiters is None:
                self._waiters = deque()
            waiter = self._get_loop().create_future()
            self._waiters.append(waiter)
            try:
                await waiter
                return True
            except asyncio.CancelledError:
                if not waiter.cancelled():
                    self._value += 1
                raise
            finally:
                self._waiters.remove(waiter)
                while self._value > 0 and any(not waiter.done() for waiter in self._waiters):
                    self._wake_up_next()

    class Semaphore(_HandingOn, asyncio.Semaphore):
        pass

    class BoundedSemaphore(_HandingOn, asyncio.BoundedSemaphore):
        pass


KINDS = {"fifo": Queue, "lifo": LifoQueue, "priority": PriorityQueue, "ranked": RankedQueue}

if sys.version_info >= (3, 13):
    as_completed = asyncio.as_completed
else:

    class as_completed:
        """Gives the tasks themselves."""

        def __init__(self, tasks):
            self._done = asyncio.Queue()
            self._left = len(tasks)
            for task in tasks:
                task.add_done_callback(self._done.put_nowait)

        def __aiter__(self):
            return self

        async def __anext__(self):
            if self._left == 0:
                raise StopAsyncIteration
            self._left -= 1
            return await self._done.get()


TaskGroup = asyncio.TaskGroup
Timeout = asyncio.Timeout
