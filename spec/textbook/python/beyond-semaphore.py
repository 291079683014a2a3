import asyncio


async def download(file, ms, places):
    async with places:
        print(f"{file} begins")
        await asyncio.sleep(ms / 1000)
        print(f"{file} is there")


async def main():
    places = asyncio.Semaphore(2)
    files = {"big": 50, "small": 20, "tiny": 10, "last": 10}
    downloads = [
        asyncio.create_task(download(file, ms, places), name=file)
        for file, ms in files.items()
    ]
    await asyncio.gather(*downloads)
