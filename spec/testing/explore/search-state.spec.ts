import { describe, expect, it } from "vitest";
import {
  explore,
  ScheduleError,
  type Exploration,
  type ExploreOptions,
  type SearchProgress,
  type SearchState,
} from "../../../src/testing/index.ts";
import { steps } from "../steps.ts";

/*
 * A search may be longer than a test may take. It stops after a number of schedules, after a real time, or after a round;
 * it says how far it is; and what it has found can be kept as plain data, from which another one goes on.
 */
describe("A search that stops", () => {
  const program = steps(3, 2);
  const shownOf = ({ outcomes }: Exploration) =>
    outcomes.map(({ output, count, schedule }) => [
      output,
      count,
      String(schedule),
    ]);

  it.each<ExploreOptions>([
    { schedules: 1 },
    { schedules: 7 },
    { schedules: 40 },
    { departures: 0 },
    { departures: 2 },
    { schedules: 89 },
  ])("after %o goes on as if it had not", async (bounds) => {
    const whole = await explore(program);
    const part = await explore(program, bounds);
    expect(part.complete).toBe(false);
    const state = JSON.parse(JSON.stringify(part.state)) as SearchState;
    const rest = await explore(program, { state });
    expect(rest).toMatchObject({ schedules: 90, complete: true });
    expect(rest.departures).toBe(whole.departures);
    expect(shownOf(rest)).toEqual(shownOf(whole));
  });

  it("goes on many times", async () => {
    const whole = await explore(program);
    let part = await explore(program, { schedules: 8 });
    let times = 1;
    while (!part.complete) {
      part = await explore(program, { schedules: 8, state: part.state });
      times++;
    }
    expect(shownOf(part)).toEqual(shownOf(whole));
    expect(times).toBe(12);
  });

  it("has no state once it is complete, or has drawn", async () => {
    expect((await explore(program)).state).toBe(undefined);
    const drawn = await explore(program, { schedules: 1, sample: 1 });
    expect(drawn.state).toBe(undefined);
  });

  it("does not go on with a program that has changed", async () => {
    const { state } = await explore(program, { schedules: 2 });
    const failure = explore(steps(4, 2), { state });
    await expect(failure).rejects.toBeInstanceOf(ScheduleError);
  });

  it("refuses a state that is none", async () => {
    for (const state of [null, {}, { round: 1, schedules: 1 }]) {
      await expect(explore(program, { state } as never)).rejects.toThrow(
        "Cannot explore: state must be the state of a search, received",
      );
    }
  });

  it("stops when its real time is over", async () => {
    const { schedules, complete } = await explore(program, { maxRealMs: 0 });
    expect(complete).toBe(false);
    expect(schedules).toBeLessThan(90);
  });

  it("says every 64 runs how far it is", async () => {
    const told: SearchProgress[] = [];
    await explore(steps(5, 1), { progress: (it) => told.push(it) });
    expect(told).toEqual([{ schedules: 63, round: 3, outcomes: 63 }]);
  });
});
