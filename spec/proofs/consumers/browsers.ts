import assert from "node:assert/strict";
import { cpSync, createReadStream, existsSync } from "node:fs";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import transcripts from "../../chapter/transcripts.json" with { type: "json" };
import { startChromium } from "../browser/browser.ts";
import { compareAbilities } from "./abilities.ts";
import type { Outcome } from "./page/play.ts";
import type { Row } from "./row.ts";
import { expected } from "./runtimes.ts";
import { root, run, tool, type Part } from "./workspace.ts";

/** How the pages come to be what a browser loads. */
interface Builder {
  readonly name: string;
  readonly build: (part: Part, out: string) => Promise<unknown>;
}

/** The whole chapter in Chromium: in a page and in a worker, bundled, and from the package's own modules. */
export function browserRows(workspace: string): Row[] {
  return buildersFor(copyPages(workspace), workspace).flatMap((builder) =>
    ["page", "with-worker"].map((page) => ({
      environment: `Chromium, ${page.replace("with-", "")}, ${builder.name}`,
      check: async (part) => {
        const built = `built/${builder.name}-${part}`;
        if (!existsSync(join(workspace, built))) {
          await builder.build(part, join(workspace, built));
        }
        const outcome = await outcomeOf(workspace, `${built}/${page}.html`);
        comparePlayed(outcome, part);
      },
    })),
  );
}

/** The pages and what they play, at the places that they have here. @returns where the pages are */
function copyPages(workspace: string): string {
  const pages = "spec/proofs/consumers/page";
  const played = [
    "spec/proofs/consumers/programs",
    "src/chapter",
    "src/core/checks.ts", // the chapter's own notation shows values with it
  ];
  for (const path of [pages, ...played]) {
    const copy = join(workspace, "pages", path);
    cpSync(join(root, path), copy, { recursive: true });
  }
  return join(workspace, "pages", pages);
}

function buildersFor(pages: string, workspace: string): Builder[] {
  const esbuild = async (part: Part, out: string, ...options: string[]) => {
    await run(pages, tool(workspace, "esbuild"), [
      "page.js",
      "worker.js",
      "with-worker.js",
      `--outdir=${out}`,
      "--bundle",
      "--splitting",
      "--format=esm",
      "--target=es2022",
      `--define:PART="${part}"`,
      "--log-level=warning",
      ...options,
    ]);
    for (const page of ["page.html", "with-worker.html"]) {
      cpSync(join(pages, page), join(out, page));
    }
  };
  const vite = (part: Part, out: string) =>
    run(pages, tool(workspace, "vite"), ["build", "--logLevel=warn"], {
      PART: part,
      OUT: out,
    });
  const plain = (part: Part, out: string) => esbuild(part, out, ...unbundled);
  return [
    { name: "esbuild", build: esbuild },
    { name: "vite", build: vite },
    { name: "unbundled", build: plain },
  ];
}

/** Leaves the package's modules to the browser, which loads each from where it was installed. */
const unbundled = Object.entries({
  "async-patterns": "index.js",
  "async-patterns/testing": "testing/index.js",
  "async-patterns/testing/first": "testing/first.js",
}).flatMap(([entry, file]) => {
  const path = `/node_modules/async-patterns/dist/${file}`;
  return [`--alias:${entry}=${path}`, `--external:${path}`];
});

/** Opens a page of the workspace, and waits for what it says. */
async function outcomeOf(workspace: string, page: string): Promise<Outcome> {
  const server = createServer(filesIn(workspace)).listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const browser = await startChromium();
  try {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(120_000);
    const errors: string[] = [];
    tab.on("pageerror", ({ message }) => errors.push(message));
    tab.on("console", (message) => errors.push(message.text()));
    await tab.goto(`http://localhost:${port}/${page}`);
    const said = tab.waitForFunction("globalThis.outcome").catch((cause) => {
      throw new Error(errors.join("\n"), { cause });
    });
    return (await (await said).jsonValue()) as Outcome;
  } finally {
    await browser.close();
    server.close();
  }
}

function filesIn(folder: string): RequestListener {
  return (request, response) => {
    const { pathname } = new URL(request.url as string, "http://localhost");
    const type =
      extname(pathname) === ".html" ? "text/html" : "text/javascript";
    createReadStream(join(folder, pathname))
      .on("error", () => response.writeHead(404).end())
      .once("open", () => response.writeHead(200, { "content-type": type }))
      .pipe(response);
  };
}

function comparePlayed(outcome: Outcome, part: Part): void {
  if ("failure" in outcome) {
    throw new Error(outcome.failure);
  }
  const { cells, program, abilities } = outcome.played;
  const recorded = part === "kit" ? transcripts.cells : textsOf(transcripts);
  assert.equal(asText(cells), asText(recorded));
  assert.deepEqual(program, expected[part]);
  if (abilities !== undefined) {
    compareAbilities("browsers", abilities);
  }
}

/** What was printed without when: what is the same each time in real time. */
function textsOf({ cells }: typeof transcripts): Record<string, unknown> {
  const entries = Object.entries(cells).map(([number, lines]) => [
    number,
    lines.map(([, text]) => text),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** Cell by cell; the seconds that a cell has measured are left out. */
function asText(cells: object): string {
  return JSON.stringify(cells, null, 1).replaceAll(/\d\.\d{4}s/g, "…s");
}
