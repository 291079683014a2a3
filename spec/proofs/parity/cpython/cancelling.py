"""Whom a cancellation reaches; program.ts says what both languages leave out.

A task, a group and a time limit have a scope each. As a signal does, it aborts once, and with it all scopes inside.
"""

import asyncio

# What an actor heeds that has not started.
ANYTHING = object()


class Scope:
    def __init__(self):
        self.is_aborted = False


class ActorTask(asyncio.Task):
    """A task whose cancellations are those of a scope. It counts them itself, since not all are thrown."""

    _cancellations = 0

    def cancel(self, msg=None):
        actor = self.actor
        if self.done() or actor.shared.is_over:
            return False
        if self is asyncio.current_task():  # by a group that has ended with errors
            self._cancellations += 1
            return True
        scope = actor.canceller or actor.scopes[0]
        if scope.is_aborted:
            return True
        aborted = [inner for inner in actor.scopes[actor.scopes.index(scope) :] if not inner.is_aborted]
        for inner in aborted:
            inner.is_aborted = True
        self._cancellations += 1
        if actor.heeds is ANYTHING or any(scope in aborted for scope in actor.heeds):
            super().cancel()
        return True

    def cancelling(self):
        return self._cancellations

    def uncancel(self):
        self._cancellations = max(0, self._cancellations - 1)
        return self._cancellations


class Shielded:
    """Waits for a task as its `await` does, but cancelling the wait does not cancel the task."""

    def __init__(self, task):
        self.task = task

    def __await__(self):
        if not self.task.done():
            yield _Waiter(self.task)
        return self.task.result()


class _Waiter:
    """What stands between who waits and a task."""

    def __init__(self, task):
        self.task = task
        self._asyncio_future_blocking = True

    def get_loop(self):
        return self.task.get_loop()

    def done(self):
        return self.task.done()

    def add_done_callback(self, callback, *, context=None):
        self.callback = callback
        self.context = context
        self.task.add_done_callback(callback, context=context)

    def cancel(self, msg=None):
        if self.task.done():
            return False
        self.task.remove_done_callback(self.callback)
        cancelled = self.get_loop().create_future()
        cancelled.cancel()
        cancelled.add_done_callback(self.callback, context=self.context)
        return True
