import asyncio


def runners(times):
    async def run(name, ms):
        await asyncio.sleep(ms / 1000)
        return name

    return [
        asyncio.create_task(run(name, ms), name=name) for name, ms in times.items()
    ]


# Differs: from Python 3.13 on the loop gives the tasks themselves, before that what stands for the next one to end.
async def podium(tasks):
    async for task in asyncio.as_completed(tasks):
        print(f"{await task} arrives")


# Differs: done and pending are sets without an order, so the names are sorted.
async def winner(tasks):
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    names = lambda some: ", ".join(sorted(task.get_name() for task in some))
    print(f"first: {names(done)}; still under way: {names(pending)}")
    await asyncio.wait(tasks)


async def main():
    await podium(runners({"hare": 30, "snail": 50, "fox": 20}))
    await winner(runners({"cat": 20, "dog": 10, "cow": 30}))
