import { describe, expect, it } from "vitest";
import { problemsOf, raceProblems, surprises, type Found } from "./verdict.ts";

const run: Found = { output: "a\nb\n", elapsed: 20, expected: 20 };
const search: Found = { output: "a\nb\n", schedules: 3 };

/*
 * What a program of a library prints in virtual time is compared with what it prints in reality. What differs must be
 * listed, with its reason, and nothing else may be.
 */
describe("the verdict on a program that prints a and b in reality", () => {
  it("finds nothing wrong where run and search print the same, and the run takes what it should", () => {
    expect(problemsOf("a\nb\n", run, search)).toEqual({});
  });

  it("names the first line that differs", () => {
    const other = { ...run, output: "a\nc\n" };
    expect(problemsOf("a\nb\n", other, search)).toEqual({
      run: "line 2 is 'c', in reality 'b'",
    });
  });

  it("says what is missing, and what is too much", () => {
    const less = { ...run, output: "a" };
    const more = { ...search, output: "a\nb\n\nc" };
    expect(problemsOf("a\nb", less, more)).toEqual({
      run: "line 2 is missing, in reality 'b'",
      search: "line 3 is '', in reality missing",
    });
  });

  it("finds a run that takes another time", () => {
    const quick = { ...run, elapsed: 19 };
    expect(problemsOf("a\nb\n", quick, search)).toEqual({
      elapsed: "takes 19 ms, right is 20",
    });
  });

  it("gives the error of a run or a search, and does not ask how long a failed run took", () => {
    const failed = { output: "a\n", error: "hangs" };
    expect(problemsOf("a\nb\n", failed, failed)).toEqual({
      run: "hangs",
      search: "hangs",
    });
  });
});

describe("the list of expected failures", () => {
  it("covers what fails in the aspects that it names, and nothing else", () => {
    const problems = { run: "hangs", search: "hangs" };
    const listed = { fails: ["run"], reason: "some" } as const;
    expect(surprises(problems, listed)).toEqual(["search: hangs"]);
  });

  it("must not name what is right", () => {
    const listed = { fails: ["run", "elapsed"], reason: "some" } as const;
    expect(surprises({ run: "hangs" }, listed)).toEqual([
      "elapsed is right: take it out of the list",
    ]);
  });

  it("need not name a program in which nothing is wrong", () => {
    expect(surprises({}, undefined)).toEqual([]);
  });
});

describe("the verdict on a race", () => {
  const wrong: Found = {
    output: "",
    schedules: 2,
    complete: true,
    breaks: "Error: 1 visits",
    error: "Error: 1 visits",
  };
  const right: Found = { output: "", schedules: 2, complete: true };

  it("finds nothing wrong where one program breaks as it says, the other never, and all schedules were run", () => {
    expect(raceProblems(wrong, right)).toEqual([]);
  });

  it("says that it is not found where nothing breaks, or something else does", () => {
    const other = { ...wrong, error: "TypeError: no" };
    expect(raceProblems(right, right)).toEqual(["it is not found: no error"]);
    expect(raceProblems(other, right)).toEqual([
      "it is not found: TypeError: no",
    ]);
  });

  it("names what breaks the mended program, and the search that left schedules out", () => {
    const broken = { ...right, error: "Error: 3 visits", complete: false };
    expect(raceProblems(wrong, broken)).toEqual([
      "the mended one: Error: 3 visits",
      "not all schedules of the right program were run",
    ]);
  });
});
