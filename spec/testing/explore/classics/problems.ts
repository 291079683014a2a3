import {
  asyncWith,
  BoundedSemaphore,
  Condition,
  createTask,
  gather,
  Lock,
  nextTurn,
  Semaphore,
  sleep,
  TaskGroup,
  timeout,
} from "../../../../src/index.ts";

/** Several read at once, one writes alone: a condition guards the counts. */
export async function readersAndWriters(): Promise<void> {
  const condition = new Condition();
  let [readers, writers] = [0, 0];
  const change = (act: () => void) =>
    asyncWith(condition, () => {
      act();
      condition.notifyAll();
    });
  const read = async (name: string) => {
    await asyncWith(condition, async () => {
      await condition.waitFor(() => writers === 0);
      readers++;
    });
    await nextTurn();
    check(writers === 0, "somebody writes");
    console.log(`${name} read`);
    await change(() => readers--);
  };
  const write = async (name: string) => {
    await asyncWith(condition, async () => {
      await condition.waitFor(() => writers === 0 && readers === 0);
      writers++;
    });
    await nextTurn();
    check(writers === 1 && readers === 0, "not alone");
    console.log(`${name} wrote`);
    await change(() => writers--);
  };
  await gather(
    createTask(() => read("ann"), { name: "ann" }),
    createTask(() => write("eve"), { name: "eve" }),
    createTask(() => read("bob"), { name: "bob" }),
  );
}

/** Three philosophers, three forks. Each needs two: the left one first, or the one of the lower number. */
export async function philosophers(first: "left" | "order"): Promise<void> {
  const forks = [new Lock(), new Lock(), new Lock()];
  const eat = async (name: string, left: number) => {
    const right = (left + 1) % 3;
    const isTurned = first === "order" && right < left;
    const [one, other] = isTurned ? [right, left] : [left, right];
    await asyncWith(forks[one]!, async () => {
      await nextTurn();
      await asyncWith(forks[other]!, () => console.log(`${name} ate`));
    });
  };
  await gather(
    ["Plato", "Kant", "Hume"].map((name, seat) =>
      createTask(() => eat(name, seat), { name }),
    ),
  );
}

/** A buffer for one item, by a condition. Each change wakes one who waits, on a line for each kind of wait. */
export async function boundedBuffer(): Promise<void> {
  const lock = new Lock();
  const [notFull, notEmpty] = [new Condition(lock), new Condition(lock)];
  const items: number[] = [];
  let most = 0;
  const put = (item: number) =>
    asyncWith(lock, async () => {
      await notFull.waitFor(() => items.length < 1);
      items.push(item);
      most = Math.max(most, items.length);
      notEmpty.notify();
    });
  const get = () =>
    asyncWith(lock, async () => {
      await notEmpty.waitFor(() => items.length > 0);
      notFull.notify();
      return items.shift() as number;
    });
  const [one, two] = await gather(
    createTask(get, { name: "ann" }),
    createTask(get, { name: "bob" }),
    createTask(() => put(1), { name: "producer of 1" }),
    createTask(() => put(2), { name: "producer of 2" }),
  );
  const got = [one, two].toSorted((a, b) => a - b);
  console.log(`got ${got.join()}, held at most ${most}`);
}

/** Two at once, each for a while. */
export async function rateLimiter(): Promise<void> {
  const places = new Semaphore(2);
  let [running, most, done] = [0, 0, 0];
  await asyncWith(new TaskGroup(), (group) => {
    for (let call = 1; call <= 3; call++) {
      group.createTask(
        () =>
          asyncWith(places, async () => {
            most = Math.max(most, ++running);
            await sleep(10);
            running--;
            done++;
          }),
        { name: `call ${call}` },
      );
    }
  });
  console.log(`${most} at once, ${done} done`);
}

/** One connection: a user who is quick, one who runs out of time, one who is cancelled at the same moment. */
export async function connectionPool(): Promise<void> {
  const free = ["connection"];
  const places = new BoundedSemaphore(1);
  const use = async (ms: number, signal: AbortSignal) => {
    using held = await places.acquire({ signal });
    check(held !== undefined, "no place");
    const connection = free.pop();
    check(connection !== undefined, "no connection");
    try {
      await sleep(ms, { signal });
    } finally {
      free.push(connection as string);
    }
  };
  const quick = createTask((signal) => use(5, signal), { name: "quick" });
  const slow = createTask(
    (signal) => timeout(10, (signal) => use(50, signal), { signal }),
    { name: "slow" },
  );
  const cancelled = createTask((signal) => use(50, signal), {
    name: "cancelled",
  });
  const ends = [quick, slow, cancelled].map((task) =>
    task.then(
      () => "done",
      (error: unknown) => (error as Error).name,
    ),
  );
  await sleep(10);
  cancelled.cancel();
  const how = await Promise.all(ends);
  await places.acquire();
  console.log(`${how.join(", ")}: ${free.length} of 1 free`);
}

function check(holds: boolean, complaint: string): void {
  if (!holds) {
    throw new Error(complaint);
  }
}
