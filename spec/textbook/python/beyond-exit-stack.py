from contextlib import AsyncExitStack, asynccontextmanager


@asynccontextmanager
async def file(name):
    if name == "lost":
        raise OSError(f"no such file: {name}")
    print(f"open {name}")
    try:
        yield name
    finally:
        print(f"close {name}")


async def join(names):
    async with AsyncExitStack() as stack:
        stack.callback(lambda: print("all are closed"))
        opened = []
        for name in names:
            opened.append(await stack.enter_async_context(file(name)))
        return " and ".join(opened)


async def main():
    print(await join(["a", "b"]))
    try:
        print(await join(["a", "lost", "b"]))
    except OSError as error:
        print(f"Error: {error}")
