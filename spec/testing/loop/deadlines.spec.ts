import { describe, expect, it } from "vitest";
import { Deadlines } from "../../../src/testing/loop/deadlines.ts";
import { randomFrom } from "../../../src/testing/loop/random.ts";

/*
 * The timers of a run that are not due yet. The earliest is always first, equal deadlines come in the order in which they
 * were set, and one that is called off leaves from the middle.
 */
describe("Deadlines", () => {
  it("have the earliest first, and undefined where there is none", () => {
    const deadlines = new Deadlines<Entry>();
    expect([deadlines.size, deadlines.first]).toEqual([0, undefined]);
    const [a, b] = [entry(2, "a"), entry(1, "b")];
    deadlines.push(a);
    deadlines.push(b);
    expect([deadlines.size, deadlines.first]).toEqual([2, b]);
    expect([deadlines.shift(), deadlines.shift()]).toEqual([b, a]);
    expect([deadlines.size, deadlines.first]).toEqual([0, undefined]);
  });

  it("know where each one stands, until it leaves", () => {
    const deadlines = new Deadlines<Entry>();
    const all = ["a", "b", "c"].map((name) => entry(7, name));
    all.forEach((each) => deadlines.push(each));
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2]);
    deadlines.remove(all[1] as Entry);
    expect(all.map(({ index }) => index)).toEqual([0, -1, 1]);
  });

  it("show all of them, and in their order those up to a deadline", () => {
    const deadlines = new Deadlines<Entry>();
    const all = [5, 3, 3, 9, 3].map((ms, at) => entry(ms, `${at}`));
    all.forEach((each) => deadlines.push(each));
    expect(new Set(deadlines.values)).toEqual(new Set(all));
    const names = deadlines.until(5).map(({ name }) => name);
    expect(names).toEqual(["1", "2", "4", "0"]);
  });

  it("come out in the order of a list that is searched from its beginning, whatever comes and leaves", () => {
    const random = randomFrom(7);
    const deadlines = new Deadlines<Entry>();
    const list: Entry[] = [];
    for (let step = 0; step < 600; step++) {
      const isGrowing = step < 300 ? random() < 0.7 : random() < 0.3;
      if (isGrowing) {
        const each = entry(Math.floor(random() * 20), `${step}`);
        deadlines.push(each);
        list.push(each);
      } else if (list.length > 0) {
        const isRemoved = random() < 0.5;
        const leaves = isRemoved
          ? (list[Math.floor(random() * list.length)] as Entry)
          : list.reduce((a, b) => (b.deadline < a.deadline ? b : a));
        if (isRemoved) {
          deadlines.remove(leaves);
        } else {
          deadlines.shift();
        }
        list.splice(list.indexOf(leaves), 1);
      }
      expect(deadlines.until(Infinity)).toEqual(
        list.toSorted((a, b) => a.deadline - b.deadline),
      );
    }
  });
});

interface Entry {
  readonly deadline: number;
  readonly name: string;
  index: number;
}

function entry(deadline: number, name: string): Entry {
  return { deadline, name, index: -1 };
}
