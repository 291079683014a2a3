import { expect, test } from "vitest";
import { sleep } from "async-patterns";
import { everySchedule, runVirtual } from "async-patterns/testing";
import { fetchAll } from "./fetch-all.ts";

const pages = ["/a", "/b", "/c", "/d", "/e", "/f"];
const fetchPage = async (page: string) => {
  await sleep(10);
  return `answer to ${page}`;
};

test("three workers fetch six pages in the time of two", async () => {
  const { result, elapsed } = await runVirtual(() =>
    fetchAll(pages, fetchPage),
  );
  expect(result).toEqual(pages.map((page) => `answer to ${page}`));
  expect(elapsed).toBe(20);
});

test("the answers are in order in every schedule", async () => {
  const { complete } = await everySchedule(async () => {
    const answers = await fetchAll(["/a", "/b"], fetchPage);
    expect(answers).toEqual(["answer to /a", "answer to /b"]);
  });
  expect(complete).toBe(true);
});

test("nothing is left behind", async () => {
  const { leaks } = await runVirtual(() => fetchAll(pages, fetchPage));
  expect(leaks).toEqual([]);
});
