import asyncio
import time
from contextlib import asynccontextmanager


# Differs: a decorator and seconds; here a call around the generator, and milliseconds.
@asynccontextmanager
async def async_timer(label):
    start = time.perf_counter()
    print(f"  [{label}] Starting...")
    try:
        yield
    finally:
        elapsed = time.perf_counter() - start
        print(f"  [{label}] Done in {elapsed:.4f}s")


async def main():
    async with async_timer("fetch"):
        await asyncio.sleep(0.05)
    async with async_timer("compute"):
        await asyncio.sleep(0.02)
