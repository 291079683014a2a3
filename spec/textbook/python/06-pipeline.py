from cells import async_range


async def squared(source):
    async for value in source:
        yield value**2


async def only_even(source):
    async for value in source:
        if value % 2 == 0:
            yield value


async def main():
    pipeline = only_even(squared(async_range(8)))
    print(f"Even squares of 0..7: {[value async for value in pipeline]}")
