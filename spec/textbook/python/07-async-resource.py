import asyncio


# Differs: the exit is told how the block ended. A disposal is not; where that matters, see cell 15.
class AsyncResource:
    async def __aenter__(self):
        print("  Entering: acquiring resource...")
        await asyncio.sleep(0)
        return self

    async def do_work(self):
        return "work done"

    async def __aexit__(self, *error):
        print("  Exiting: releasing resource...")
        await asyncio.sleep(0)


# Differs: async with is the block. await using ends with the block around it.
async def main():
    async with AsyncResource() as resource:
        print(f"  Inside: {await resource.do_work()}")
    print("  After: resource released")
