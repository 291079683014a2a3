# Differs: the end is an error, StopAsyncIteration, where next() answers { done: true }.
class AsyncRange:
    """Counts from 0 up to, but not including, stop."""

    def __init__(self, stop):
        self._stop = stop
        self._current = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._current >= self._stop:
            raise StopAsyncIteration
        self._current += 1
        return self._current - 1


async def main():
    print("Async for loop:")
    async for i in AsyncRange(5):
        print(f"  {i}")
