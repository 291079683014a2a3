import asyncio


async def guest(name, doors, table, dishes):
    await doors.wait()
    async with table:
        await table.wait_for(lambda: len(dishes) > 0)
        print(f"{name} eats {dishes.pop(0)}")


async def cook(table, dishes):
    for dish in ["soup", "rice"]:
        await asyncio.sleep(0.02)
        async with table:
            dishes.append(dish)
            table.notify()


async def main():
    doors = asyncio.Event()
    table = asyncio.Condition()
    dishes = []
    guests = [
        asyncio.create_task(guest(name, doors, table, dishes), name=name)
        for name in ["ann", "bob"]
    ]
    await asyncio.sleep(0.01)
    print("the doors open")
    doors.set()
    await cook(table, dishes)
    await asyncio.gather(*guests)
