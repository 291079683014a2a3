import asyncio
from typing import TypedDict


class Item(TypedDict):
    id: int
    name: str
    value: int


async def fetch_items(count):
    for id in range(count):
        await asyncio.sleep(0)
        yield Item(id=id, name=f"item-{id}", value=id * 10)


# Differs: left early, this loop leaves items open. Here for await closes them at once.
async def filter_valuable(items, min_value):
    async for item in items:
        if item["value"] >= min_value:
            yield item


async def main():
    print("Items with value >= 30:")
    async for item in filter_valuable(fetch_items(8), 30):
        print(f"  {item}")
