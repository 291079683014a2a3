import asyncio


# Differs: three arguments and their None, where exit here is given the error, and only if there is one.
class SafeResource:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        print(f"  {self.name}: acquired")
        return self

    async def __aexit__(self, kind, error, traceback):
        if error is not None:
            print(f"  {self.name}: error occurred - {error}")
        print(f"  {self.name}: released")


async def main():
    print("Normal case:")
    async with SafeResource("DB") as db:
        print(f"  Using {db.name}")

    print("\nError case:")
    try:
        async with SafeResource("DB"):
            raise Exception("connection lost")
    except Exception:
        print("  Handled the error")
