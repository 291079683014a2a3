import asyncio


class Account:
    balance = 100

    async def withdraw(self, amount):
        before = self.balance
        await asyncio.sleep(0.01)
        self.balance = before - amount


async def customer(name, account, lock):
    async with lock:
        print(f"{name} sees {account.balance}")
        await account.withdraw(30)


async def main():
    account = Account()
    lock = asyncio.Lock()
    customers = [
        asyncio.create_task(customer(name, account, lock), name=name)
        for name in ["ann", "bob", "eve"]
    ]
    await asyncio.gather(*customers)
    print(f"left: {account.balance}")
