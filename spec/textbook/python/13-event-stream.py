import asyncio
from contextlib import asynccontextmanager
from typing import Literal, TypedDict


class StreamEvent(TypedDict):
    id: int
    type: Literal["click", "scroll"]


async def event_stream(count):
    for id in range(count):
        await asyncio.sleep(0)
        yield StreamEvent(id=id, type="click" if id % 2 == 0 else "scroll")


@asynccontextmanager
async def event_processor(name):
    processed = []
    print(f"  [{name}] Processor started")
    try:
        yield processed
    finally:
        print(f"  [{name}] Processor done: {len(processed)} events")


# Differs: the block is no function, so the list is simply there behind it.
async def main():
    async with event_processor("ClickFilter") as clicks:
        async for event in event_stream(8):
            if event["type"] == "click":
                clicks.append(event)
    print(f"  Click events: {clicks}")
