from cells import AsyncRange


# Differs: a comprehension is syntax in Python, a function of the source here.
async def collect():
    return [i async for i in AsyncRange(4)]


async def collect_even():
    return [i async for i in AsyncRange(10) if i % 2 == 0]


async def main():
    print(f"Collected: {await collect()}")
    print(f"Even numbers: {await collect_even()}")
