import assert from "node:assert/strict";
import * as own from "async-patterns";
import { explore } from "async-patterns/testing";

/*
 * Two copies of the package in one process: one of the program's own, one of a package that it uses. Where PART is
 * "library", the errors of one are errors to the other; else a search by one sees all of the other's tasks and queues.
 */
const name: string = "async-patterns-other";
const other = (await import(name)) as typeof own;
assert.notEqual(own.AsyncQueue, other.AsyncQueue);

if (process.env["PART"] === "library") {
  recognises(own, other);
  recognises(other, own);
} else {
  const { schedules, complete, outcomes } = await explore(async () => {
    const queue = new other.AsyncQueue<string>();
    const put = (item: string) => other.createTask(() => queue.put(item));
    await other.gather(put("a"), put("b"));
    console.log(queue.getNowait());
  });
  assert.deepEqual(
    [schedules, complete, outcomes.map(({ output }) => output)],
    [2, true, ["a\n", "b\n"]],
  );
}

function recognises(one: typeof own, another: typeof own): void {
  assert.ok(new one.CancelledError() instanceof another.CancelledError);
  assert.ok(new one.QueueEmptyError() instanceof another.QueueEmptyError);
  assert.ok(new one.QueueFullError() instanceof another.QueueFullError);
  assert.ok(new one.QueueShutDownError() instanceof another.QueueShutDownError);
  assert.ok(!(new one.QueueFullError() instanceof another.QueueEmptyError));
}
