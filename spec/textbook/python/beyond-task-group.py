import asyncio


# Differs: no signal is handed on; the cancellation is thrown into the await.
async def fetch_part(name, ms):
    try:
        await asyncio.sleep(ms / 1000)
        print(f"{name} is there")
    except asyncio.CancelledError:
        print(f"{name} is called off")
        raise


async def fail(ms):
    await asyncio.sleep(ms / 1000)
    raise RuntimeError("no photo")


# Differs: the failures are an ExceptionGroup, which except* takes apart; here they are an AggregateError.
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fetch_part("text", 10), name="text")
            group.create_task(fail(20), name="photo")
            group.create_task(fetch_part("map", 30), name="map")
    except* RuntimeError as group:
        print(f"failed: {','.join(map(str, group.exceptions))}")
