import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

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

/** Somebody who listens outside of the page. */
export interface Outside {
  /** What has reached it. */
  readonly reached: readonly string[];
  /** Programs that try to reach it, by what they try. They print "came through" where that succeeds. */
  readonly attempts: readonly (readonly [what: string, program: string])[];
  readonly close: () => void;
}

/** Begins to listen, on this machine, and lets everybody in. */
export async function listenOutside(): Promise<Outside> {
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
  const attempts = Object.entries(ATTEMPTS).map(
    ([what, code]) => [what, programOf(code.replaceAll("HOST", host))] as const,
  );
  return { reached, attempts, close: () => void server.close() };
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
