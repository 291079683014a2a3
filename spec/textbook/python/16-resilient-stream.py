import asyncio


async def resilient_stream(items):
    print("  Stream: opened")
    try:
        for item in items:
            await asyncio.sleep(0)
            yield item
    finally:
        print("  Stream: closed (cleanup done)")


# Differs: break leaves the generator open until it is collected; here the loop closes it before the next line runs.
async def main():
    print("Full iteration:")
    async for value in resilient_stream(["a", "b", "c"]):
        print(f"    got: {value}")

    print("\nEarly exit (break):")
    async for value in resilient_stream(["x", "y", "z"]):
        print(f"    got: {value}")
        break
