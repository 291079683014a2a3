"""What a program sets in its async context."""

from contextvars import ContextVar

VARIABLE = ContextVar("variable", default=None)


def shown_variable():
    value = VARIABLE.get()
    return "" if value is None else f" @{value}"


async def take_as(actor, value, block):
    before = VARIABLE.get()
    VARIABLE.set(value)
    try:
        return await actor.run(block)
    finally:
        if not actor.shared.is_over:  # else Python throws it away, in whatever context it is in then
            VARIABLE.set(before)
