import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { main as workers } from "../../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { makeBook } from "../../../src/textbook/book.ts";
import {
  bookOf,
  files,
  read,
  recorded,
  runFacts,
  specFact,
  testFact,
} from "../fixtures.ts";

/*
 * A cell's page tells one thing after the other: what the pattern is for, how it is written, what it prints and when, what
 * of that is luck, which rules hold, and what Python calls it. Where the run tells nothing, a gap says so.
 */
describe("The page of a cell", () => {
  const atOnce = (): void => {
    createTask(() => {});
    console.log("at once");
  };

  it("the page shows, in this order, all that is known of the cell", async () => {
    const run = await recorded(workers);
    const luck = {
      schedules: 1,
      departures: 0,
      complete: true,
      outcomes: [{ output: "a\n", count: 1, schedule: "the ordinary order" }],
      byClock: ["a\n"],
    };
    const book = bookOf([testFact({ run, luck })]);
    const html = book.get("11-worker-pool.html") ?? "";
    expect(
      Array.from(html.matchAll(/<section id="(\w+)"/g), ([, id]) => id),
    ).toEqual([
      "idea",
      "program",
      "timeline",
      "output",
      "luck",
      "rules",
      "python",
    ]);
    const text = read(book, "11-worker-pool.html");
    expect(text).toContain("Six items, made by one and processed by two.");
    expect(text).toContain("$ npm start -- 11 --virtual");
    expect(text).toContain("80 ms All results: [0, 10, 20, 30, 40, 50]");
    expect(text).toContain("main, Worker-0, Worker-1; 25 turns in 80 ms");
    expect(text).toContain("so each line of the output is certain.");
    expect(text).toContain("asyncio.Queue(maxsize=5)");
    expect(html).toContain('<span class="ms">70 ms</span> Worker-0 ');
    expect(html).toContain('<a href="library-sleep.html">sleep</a>');
    expect(html).toContain('rel="prev" href="10-database-connection.html"');
    expect(html).toContain('rel="next" href="12-sentinel-shutdown.html"');
  });

  it("every run that the cell's spec left behind is drawn, and each test's luck is told", async () => {
    const run = await recorded(atOnce);
    const luck = {
      schedules: 1,
      departures: 0,
      complete: true,
      outcomes: [],
      byClock: [],
    };
    const tests = ["first", "second"].map((title) =>
      testFact({ title, run, luck }),
    );
    const text = read(bookOf(tests), "11-worker-pool.html");
    expect(text).toContain("Also drawn second at once");
    expect(text).toContain("$ npm start -- 11 at once");
    expect(text).toContain(
      "at 0 ms: the turns follow one another from left to right",
    );
  });

  it("the lines of the output are marked by what makes them stand where they stand, where they differ in that", async () => {
    const run = await recorded(() => console.log("a\nb\n\nc"));
    const pageWith = (...outputs: string[]) => {
      const outcomes = outputs.map((output) => ({
        output,
        count: 1,
        schedule: "",
      }));
      const luck = { outcomes, byClock: ["a\nb\n\nc\n", "a\nb\n\nd\n"] };
      const more = { schedules: 3, departures: 1, complete: true };
      return bookOf([testFact({ run, luck: { ...more, ...luck } })]);
    };
    const book = pageWith("a\nb\n\nc\n", "a\nx\n\nc\n", "a\nb\n\nd\n");
    const html = book.get("11-worker-pool.html") ?? "";
    expect(html.match(/<li data-at="0"[^>]*>/g)).toEqual([
      '<li data-at="0" class="always">',
      '<li data-at="0" class="turns">',
      '<li data-at="0">',
      '<li data-at="0" class="clock">',
    ]);
    const text = read(book, "11-worker-pool.html");
    expect(text).toContain(
      "always the line stands there in every order that was tried turns it does as long as turns are first in, first out, as they are here and in asyncio clock which of two",
    );
  });

  it("program, output and drawing are one thing to walk through, and each step names the lines that it runs", async () => {
    const file = "src/chapter/4-producer-consumer/11-worker-pool.ts";
    const at = (text: string): number =>
      readFileSync(file, "utf8")
        .split("\n")
        .findIndex((line) => line.includes(text)) + 1;
    const run = await recorded(workers);
    const html = String(bookOf([testFact({ run })]).get("11-worker-pool.html"));
    expect(html).toMatch(
      /<div class="run view" id="run">.* id="program".* id="timeline".* id="output".*class="stepper".* id="luck"/s,
    );
    const lit = Array.from(
      html.matchAll(/<li value="(\d+)"[^>]* data-source="([^"]*)"/g),
      ([, turn, lines]) => `${turn}: ${lines}`,
    );
    expect(lit).toContain(
      `4: ${at("sleep(10)")} ${at("queue.put")} ${at("Produced")}`,
    );
    expect(lit).toContain(`5: ${at("queue.get")} ${at("sleep(20")}`);
  });

  it("a run of one piece of code is walked through without a drawing", async () => {
    const run = await recorded(() => console.log("alone"));
    const book = bookOf([testFact({ run })]);
    const html = String(book.get("11-worker-pool.html"));
    expect(html).not.toContain("<svg");
    expect(html).toContain('class="stepper"');
    expect(read(book, "11-worker-pool.html")).toContain(
      "There is nothing to draw: one piece of code runs",
    );
  });

  it("each region has a name of its own, also where there are several runs", async () => {
    const run = await recorded(atOnce);
    const tests = ["first", "second", "third"].map((title) =>
      testFact({ title, run }),
    );
    const html = String(bookOf(tests).get("11-worker-pool.html"));
    const regions = html.matchAll(/role="region" aria-label="([^"]*)"/g);
    const names = Array.from(regions, ([, name]) => name);
    expect(names).toContain("Output: second");
    expect(names).toContain("Timeline: third");
    expect(names).toEqual([...new Set(names)]);
  });

  it("the rules of an inner describe have a heading of their own", () => {
    const tests = [testFact(), testFact({ groups: ["A thing", "within"] })];
    expect(bookOf(tests).get("11-worker-pool.html")).toContain(
      "<h3>within</h3>",
    );
  });

  it("a program beyond the chapter has the form of a cell, and leads to the rules of what it shows", () => {
    const facts = runFacts(
      [
        "spec/guides/beyond/events.spec.ts",
        "spec/patterns/async-event.spec.ts",
        "spec/patterns/condition.spec.ts",
      ].map((file) => specFact(file)),
    );
    const html = String(makeBook(facts, files({})).get("beyond-events.html"));
    expect(
      Array.from(html.matchAll(/<section id="(\w+)"/g), ([, id]) => id),
    ).toEqual([
      "idea",
      "program",
      "timeline",
      "output",
      "luck",
      "rules",
      "python",
    ]);
    expect(html).toContain(
      'All rules: <a href="library-async-event.html">Async event</a>, <a href="library-condition.html">Condition</a>.',
    );
    expect(html).toContain("<code>Condition, wait_for</code>");
    expect(html).not.toContain("npm start");
  });

  it("a cell whose spec did not run has gaps that say so", () => {
    const text = read(bookOf([]), "12-sentinel-shutdown.html");
    expect(text).toContain("not part of this run");
    expect(text).toContain("Not part of this run.");
  });
});
