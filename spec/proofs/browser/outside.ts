import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Seen } from "./play-cases.ts";

/*
 * What a program may try in order to reach out of its page, and somebody outside who would notice.
 */

/** Waits for what `it` tells first. */
const heard = (good: string): string =>
  `new Promise((resolve, reject) => {
      it.on${good} = resolve;
      it.onerror = reject;
    })`;

/** By name, code that throws where it is kept in. `HOST` is somebody outside. */
const ATTEMPTS = {
  fetch: `await fetch("http://HOST/fetch");`,
  XMLHttpRequest: `const it = new XMLHttpRequest();
    it.open("GET", "http://HOST/request");
    it.send();
    await ${heard("load")};`,
  EventSource: `const it = new EventSource("http://HOST/events");
    await ${heard("open")};`,
  WebSocket: `const it = new WebSocket("ws://HOST/socket");
    await ${heard("open")};`,
  import: `await import("http://HOST/" + "module.js");`,
  importScripts: `(globalThis as any).importScripts("http://HOST/script.js");`,
  "a worker of its own": `const code = 'fetch("http://HOST/nested").then(() => postMessage("came"), () => postMessage(""))';
    const it = new Worker(URL.createObjectURL(new Blob([code])));
    const { data } = await ${heard("message")} as MessageEvent;
    if (data === "") throw "kept in";`,
  eval: `eval("1");`,
  Function: `new Function("return 1")();`,
};

/** What came of the attempts. */
interface Reached {
  /** The attempts that were not kept in, with what their programs printed. */
  readonly came: readonly (readonly [what: string, ...lines: string[]])[];
  /** What somebody outside has heard. */
  readonly reached: readonly string[];
}

/** That nothing came of any. */
export const NOTHING: Reached = { came: [], reached: [] };

/** Makes each attempt, beside a server on this machine that lets everybody in. @param run runs a program in a page */
export async function reachOutside(
  run: (program: string) => Promise<Seen>,
): Promise<Reached> {
  const reached: string[] = [];
  const server = createServer(({ url }, answer) => {
    reached.push(String(url));
    const type = url === "/events" ? "text/event-stream" : "text/javascript";
    answer.writeHead(200, {
      "access-control-allow-origin": "*",
      "content-type": type,
    });
    answer.end();
  });
  server.on("upgrade", ({ url }, socket) => {
    reached.push(String(url));
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const came: [string, ...string[]][] = [];
  for (const [what, code] of Object.entries(ATTEMPTS)) {
    const { lines } = await run(programOf(code.replaceAll("HOST", host)));
    const texts = lines.map(([, text]) => text);
    if (texts.join("\n") !== "is kept in") {
      came.push([what, ...texts]);
    }
  }
  server.close();
  return { came, reached };
}

/** It takes runs of its own from the kit, and so is run in real time: it hears what becomes of its attempt, however late that is. */
function programOf(attempt: string): string {
  return `export { runVirtual } from "async-patterns/testing";
export async function main(): Promise<void> {
  try {
    ${attempt}
    console.log("came through");
  } catch {
    console.log("is kept in");
  }
}
`;
}
