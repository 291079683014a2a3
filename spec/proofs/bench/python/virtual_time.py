"""The least that runs asyncio in virtual time: where it would wait for a deadline, its clock goes there."""

import asyncio


class VirtualTimeLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._now = 0.0
        self._selector = self

    def time(self):
        return self._now

    def select(self, timeout):
        """The place where asyncio would wait."""
        if timeout is None:
            raise RuntimeError("nothing is ready and no timer is pending")
        self._now += timeout
        return []

    def _process_events(self, event_list):
        """There is no I/O."""
