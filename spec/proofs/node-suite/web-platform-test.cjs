/*
 * node web-platform-test.cjs WPT-FOLDER FILE: runs a web-platform test (a file .any.js) and prints how each of its
 * subtests ended, sorted. What it can expect of a page is not there: neither window nor location means anything.
 */
"use strict";
const { readFileSync } = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const root = process.argv[2];
const file = process.argv[3];
const results = [];

globalThis.self = globalThis;
globalThis.GLOBAL = {
  isWindow: () => false,
  isWorker: () => false,
  isShadowRealm: () => false,
};
globalThis.location = new URL(
  path.relative(root, file),
  "http://web-platform.test/",
);

const run = (script) =>
  vm.runInThisContext(readFileSync(script, "utf8"), script);

run(path.join(root, "resources/testharness.js"));
setup({ explicit_timeout: true });
add_result_callback(({ name, status }) => {
  results.push(
    `${["passed", "failed", "timed out", "not run"][status]}: ${name}`,
  );
});
process.on("exit", () => {
  process.stdout.write(
    `${results.toSorted((a, b) => (a < b ? -1 : 1)).join("\n")}\n`,
  );
});

const source = readFileSync(file, "utf8");
for (const [, script] of source.matchAll(/^\/\/ META: script=(.*)$/gm)) {
  run(
    script.startsWith("/")
      ? path.join(root, script)
      : path.join(path.dirname(file), script),
  );
}
run(file);
done();
