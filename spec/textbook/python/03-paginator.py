import asyncio


class AsyncPaginator:
    """Fetches items page by page."""

    def __init__(self, *, total_items, page_size):
        self._total_items = total_items
        self._page_size = page_size
        self._offset = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._offset >= self._total_items:
            raise StopAsyncIteration
        start = self._offset
        end = self._offset = min(start + self._page_size, self._total_items)
        await asyncio.sleep(0)
        return [*range(start, end)]


async def main():
    print("Paginated results (page size 3):")
    async for page in AsyncPaginator(total_items=10, page_size=3):
        print(f"  Page: {page}")
