import asyncio
from contextlib import asynccontextmanager


class MockConnection:
    def __init__(self, dsn):
        self.dsn = dsn
        self.connected = False

    async def open(self):
        await asyncio.sleep(0)
        self.connected = True
        print(f"  Connected to {self.dsn}")

    async def query(self, sql):
        await asyncio.sleep(0)
        return [{"result": f"data from: {sql}"}]

    async def close(self):
        await asyncio.sleep(0)
        self.connected = False
        print(f"  Disconnected from {self.dsn}")


# Differs: a manager closes the connection. Here the connection disposes of itself.
@asynccontextmanager
async def connect(dsn):
    connection = MockConnection(dsn)
    await connection.open()
    try:
        yield connection
    finally:
        await connection.close()


async def main():
    async with connect("postgres://localhost/mydb") as connection:
        rows = await connection.query("SELECT * FROM users")
        print(f"  Query result: {rows}")
