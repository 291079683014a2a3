class TrackedResource:
    def __init__(self, events):
        self._events = events

    async def __aenter__(self):
        self._events.append("enter")
        return self

    def use(self):
        self._events.append("use")

    async def __aexit__(self, *error):
        self._events.append("exit")


async def main():
    events = []
    async with TrackedResource(events) as resource:
        resource.use()
    print(f"Events: {events}")
