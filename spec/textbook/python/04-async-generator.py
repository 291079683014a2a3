import asyncio


# Differs: no check at the call; range(stop) fails with the first __anext__().
def async_range(stop):
    return count(stop)


async def count(stop):
    for i in range(stop):
        await asyncio.sleep(0)
        yield i


async def main():
    values = []
    async for value in async_range(5):
        values.append(value)
    print(f"Values: {values}")

    print(f"Collected: {[value async for value in async_range(3)]}")
