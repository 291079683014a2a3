import { Duration, Effect, Fiber, Queue, Schedule } from "effect";

export const elapsed = 900;

/** A retry with back-off, a time limit, and a worker that is interrupted. */
export async function main() {
  let calls = 0;
  const flaky = Effect.suspend(() =>
    ++calls < 3
      ? Effect.fail(new Error(`call ${calls}`))
      : Effect.succeed(calls),
  );
  const program = Effect.gen(function* () {
    const queue = yield* Queue.unbounded();
    const worker = yield* Effect.fork(
      Effect.forever(
        Effect.tap(Queue.take(queue), (n) => console.log("job", n)),
      ),
    );
    const schedule = Schedule.exponential(Duration.millis(200));
    yield* Queue.offer(queue, yield* Effect.retry(flaky, schedule));
    const slow = Effect.timeout(Effect.sleep("5 seconds"), "300 millis");
    console.log((yield* Effect.flip(slow)).message);
    console.log((yield* Fiber.interrupt(worker))._tag);
  });
  await Effect.runPromise(program);
}
