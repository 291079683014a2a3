import { describe, expect, it } from "vitest";
import { bundlePlay, minified } from "../../src/textbook/bundle.ts";

const root = new URL("../../", import.meta.url).pathname;

/*
 * A page that plays loads one script on the reader's first click: the library and the kit for a worker, and what shows
 * their runs. What it does in a browser, `npm run test:browser` looks after.
 */
describe("The script that plays", () => {
  it("has a function of which a worker is made, and one that makes a page play", async () => {
    const script = await bundlePlay(root);
    expect(script).toMatch(/^globalThis\.textbookWorker=function\(\)\{/);
    expect(script).toContain("globalThis.textbookPlay=");
  });

  it("is under 430 kB, since it has nothing of what takes types out but that, of its tables only what is in them, and of its numbers no names", async () => {
    const script = await bundlePlay(root);
    expect(Buffer.byteLength(script)).toBeLessThan(430_000);
    expect(script.includes("_jsxFileName")).toBe(false);
    expect(script.includes("leftCurlyBrace")).toBe(false);
  });
});

describe("What the pages load", () => {
  it("a script and a style sheet are without what only those read who work on them", () => {
    expect(minified("a.js", "/* why */\nglobalThis.say = () => 1 + 1;\n")).toBe(
      "globalThis.say=()=>2;\n",
    );
    expect(minified("a.css", "/* why */\np {\n  margin: 0;\n}\n")).toBe(
      "p{margin:0}\n",
    );
  });
});
