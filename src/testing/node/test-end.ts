import { safely } from "../../core/checks.ts";
import { nodeProcess } from "./builtins.ts";
import { withoutStack } from "./source-places.ts";
import { contextOfTest, isVitest } from "./vitest.ts";

/** Gives up a run, since the test has ended in which it began. @returns the error that says who waited for what */
export type GiveUp = () => Error;

/** The functions that a runner of tests puts in the global scope, and what it says of itself. */
interface RunnerScope {
  readonly beforeEach?: (hook: () => void) => void;
  readonly afterEach?: (hook: (this: HookContext | undefined) => void) => void;
  readonly expect?: {
    readonly getState?: () => { readonly currentTestName?: string };
  };
}

/** What mocha gives a hook. */
interface HookContext {
  readonly currentTest?: { readonly err?: Error };
}

/** Which of its own modules Node has loaded. */
interface LoadList {
  readonly moduleLoadList?: readonly string[];
}

/** What node:test gives a hook. */
interface NodeTestContext {
  diagnostic(line: string): void;
}

/** Runs that began in a test, of which there is one at a time. */
const inTest = new Set<GiveUp>();
/** Runs that began where no test was, though the runner tells of tests. */
const outside = new Set<GiveUp>();
/** Tests of vitest that are going to tell. */
const told = new WeakSet<object>();
let isHooked = false;
let isTest = false;
/** Tests run at once: it is not known whose run it is. */
let areConcurrent = false;

hookGlobals();

/**
 * Has a run given up when the test has ended in which it began, by its time limit or otherwise: nobody waits for it any more,
 * and it must not keep the globals from the next test. So do vitest, jest, mocha and others that have hooks in the global
 * scope, and node:test.
 * @returns a function that ends it
 */
export function whenTestEnds(giveUp: GiveUp): () => void {
  hookGlobals();
  if (isToldByVitest()) {
    inTest.add(giveUp);
  } else if (isHooked) {
    (isTest ? inTest : outside).add(giveUp);
  } else if (runsNodeTests()) {
    return whenNodeTestEnds(giveUp);
  }
  return () => {
    inTest.delete(giveUp);
    outside.delete(giveUp);
  };
}

/** Whether a test of vitest runs, which tells when it has ended: not as a part of what begins a run, which its hook would keep alive. */
function isToldByVitest(): boolean {
  const context = contextOfTest();
  if (context?.onTestFinished === undefined) {
    return false;
  }
  if (!told.has(context)) {
    told.add(context);
    const { onTestFinished } = context;
    const finished = (): void => {
      told.delete(context);
      giveUpAll();
    };
    safely(() => withoutStack(() => onTestFinished(finished)), undefined);
  }
  return true;
}

/** Those of mocha and jest are there before a test file is loaded. Jest takes it for a mistake of the test that runs, if one does. */
function hookGlobals(): void {
  const { beforeEach, afterEach, expect } = globalThis as RunnerScope;
  const isInJest = safely(() => expect?.getState?.().currentTestName, "");
  if (
    isHooked ||
    beforeEach === undefined ||
    afterEach === undefined ||
    isInJest !== undefined ||
    isVitest()
  ) {
    return;
  }
  isHooked = true;
  safely(() => {
    beforeEach(() => {
      isTest = true;
      areConcurrent ||= outside.size > 0;
    });
    afterEach(function after(this: HookContext | undefined) {
      isTest = false;
      giveUpAll(this?.currentTest?.err);
    });
  }, undefined);
}

/** @param failure with which the test has failed, if that is known: it is shown anyway, and where mocha's hook fails, no test runs any more */
function giveUpAll(failure?: Error): void {
  const left = areConcurrent ? [] : [...inTest];
  inTest.clear();
  for (const error of left.map((giveUp) => giveUp())) {
    if (failure === undefined) {
      throw error;
    }
    failure.cause ??= error;
  }
}

const HARNESS = "NativeModule internal/test_runner/harness";

/** Whether node:test has begun to run tests; to ask it for a hook would make it begin. */
function runsNodeTests(): boolean {
  return (
    nodeProcess
      ?.listeners?.("beforeExit")
      .some(({ name }) => name === "exitHandler") === true &&
    (nodeProcess as LoadList).moduleLoadList?.includes(HARNESS) === true
  );
}

/** It knows by the async context which test asks, and shows what a test that has failed already is told, but not what it throws. */
function whenNodeTestEnds(giveUp: GiveUp): () => void {
  let isOver = false;
  const after = nodeProcess?.getBuiltinModule?.("node:test").after;
  safely(
    () =>
      after?.((context) => {
        if (!isOver) {
          const error = giveUp();
          const lines = error.message.split("\n");
          lines.forEach((line) =>
            (context as NodeTestContext).diagnostic(line),
          );
          throw error;
        }
      }),
    undefined,
  );
  return () => {
    isOver = true;
  };
}
