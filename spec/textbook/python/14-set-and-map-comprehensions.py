import asyncio


async def user_ids(count):
    for i in range(count):
        await asyncio.sleep(0)
        yield i % 5


# Differs: a set has no order to rely on in Python; a Set keeps that of its values' coming.
async def main():
    unique_ids = {id async for id in user_ids(10)}
    print(f"Unique IDs: {sorted(unique_ids)}")

    users = {id: f"user-{id}" async for id in user_ids(5)}
    print(f"User map: {users}")
