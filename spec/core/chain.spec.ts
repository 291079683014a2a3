import { describe, expect, it } from "vitest";
import { Chain } from "../../src/core/chain.ts";

interface Link {
  readonly name: string;
  before: Link | undefined;
  behind: Link | undefined;
}

/* A chain holds those who wait in the order in which they came, and any of them may leave at any time. */
describe("Chain", () => {
  const links = (): Link[] =>
    ["A", "B", "C"].map((name) => ({
      name,
      before: undefined,
      behind: undefined,
    }));

  it.each([
    ["first", 0, "BC"],
    ["second", 1, "AC"],
    ["last", 2, "AB"],
  ])("keeps the others in order where the %s leaves", (_, at, left) => {
    const chain = new Chain<Link>();
    const all = links();
    all.forEach((link) => chain.add(link));
    const [leaving] = all.splice(at, 1) as [Link];
    chain.remove(leaving);
    expect(chain.has(leaving)).toBe(false);
    expect(all.every((link) => chain.has(link))).toBe(true);
    expect(leaving).toMatchObject({ before: undefined, behind: undefined });
    expect(emptied(chain)).toBe(left);
  });

  it("lets one that has left join again, at the end", () => {
    const chain = new Chain<Link>();
    const [a, b] = links() as [Link, Link];
    chain.add(a);
    chain.add(b);
    chain.remove(b);
    chain.remove(a);
    chain.add(b);
    chain.add(a);
    expect(emptied(chain)).toBe("BA");
  });

  it("has no first where it is empty", () => {
    expect(new Chain<Link>().first).toBe(undefined);
  });
});

function emptied(chain: Chain<Link>): string {
  let names = "";
  for (let link = chain.first; link !== undefined; link = chain.first) {
    names += link.name;
    chain.remove(link);
  }
  return names;
}
