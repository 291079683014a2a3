"""The errors of programs, and the names by which both languages note them."""

import asyncio
import re

from newer import QueueShutDown

Cancelled = asyncio.CancelledError

# What a program can meet; not what closes a coroutine that is thrown away.
ERRORS = (Exception, Cancelled)


class ProgramError(Exception):
    """An error that a program throws on purpose."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


_NAMES = {
    Cancelled: "Cancelled",
    asyncio.QueueEmpty: "Empty",
    asyncio.QueueFull: "Full",
    QueueShutDown: "ShutDown",
    ValueError: "Underflow",
    asyncio.BrokenBarrierError: "BrokenBarrier",
    TimeoutError: "Timeout",
}


def name_of(error):
    if isinstance(error, BaseExceptionGroup):
        return f"Group({','.join(map(name_of, error.exceptions))})"
    if isinstance(error, ProgramError):
        return f"E{error.number}"
    if type(error) in _NAMES:
        return _NAMES[type(error)]
    if isinstance(error, RuntimeError) and re.search("not acquired|un-acquired", str(error)):
        return "NotHeld"
    if isinstance(error, RuntimeError) and re.search("is finished$|is shutting down$|has not been entered$", str(error)):
        return "Closed"
    if isinstance(error, RuntimeError) and str(error) == "generator didn't yield":
        return "NoYield"
    if isinstance(error, RuntimeError) and str(error).startswith("generator didn't stop"):
        return "SecondYield"
    if isinstance(error, RuntimeError) and str(error).startswith("Task cannot await on itself"):
        return "SelfAwait"
    return repr(error)
