/*
 * node in-a-run.cjs KIT FILE: loads a test of Node's as it is, inside a run in virtual time. The test never hands over
 * control: main never returns, so the run ends with a DeadlockError once the test's event loop would be empty, and then
 * the process ends as it would have, with the listeners for its end and its exit asking whether everything was called.
 *
 * What the test itself throws is an error that nobody handles, as in a main module, and is raised as one.
 *
 * It is CommonJS, since most of Node's tests are, and want to be the main module.
 */
"use strict";
const { Module } = require("node:module");
const { pathToFileURL } = require("node:url");

const [, , kit, file] = process.argv;
process.argv.splice(1, 2); // as if the file had been started itself
const write = process.stderr.write.bind(process.stderr);
const exit = process.exit.bind(process);
const realTimeout = setTimeout;

/** A test that is an ES module is imported, which takes a few laps of the event loop: the run begins with the test. */
function load() {
  return file.endsWith(".mjs")
    ? import(pathToFileURL(file).href)
    : Module._load(file, null, true);
}

const forever = new Promise(() => {});

function raise(error) {
  queueMicrotask(() => {
    throw error;
  });
}

/** No promise is made here: a test may count them. */
function test() {
  try {
    load()?.catch?.(raise);
  } catch (error) {
    raise(error);
  }
  return forever;
}

async function main() {
  const { runVirtual, transcriptOf } = await import(kit);
  try {
    await runVirtual(test);
  } catch (error) {
    if (error?.name === "DeadlockError") {
      // Node ends by itself, and asks those who listen for that; what is still open is nothing that could happen.
      realTimeout(exit, 1_000).unref();
      return;
    }
    for (const { at, text } of transcriptOf(error) ?? []) {
      write(`${at} ms | ${text}\n`);
    }
    write(`${error?.stack ?? String(error)}\n`);
    exit(1);
  }
}

void main();
