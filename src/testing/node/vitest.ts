import { withoutStack } from "./source-places.ts";

/** What vitest says of itself in its workers. Other runners say nothing. */
interface VitestWorker {
  /** The test that runs now. */
  readonly current?: {
    readonly fullName?: string;
    readonly concurrent?: boolean;
    readonly context?: TestContext;
  };
  /** The modules that are being fetched for an `import()`. */
  readonly resolvingModules?: ReadonlySet<string>;
  /** All modules, before vitest 4. */
  readonly moduleCache?: ReadonlyMap<string, OlderModule>;
}

/** What vitest knows of a module before version 4: neither what it holds nor its code until it has been fetched. */
interface OlderModule {
  readonly promise?: unknown;
  readonly evaluated?: boolean;
  readonly resolving?: boolean;
  readonly code?: string;
  readonly exports?: unknown;
}

/** What vitest gives a test: https://vitest.dev/guide/test-context */
interface TestContext {
  /** Aborts at the test's time limit. */
  readonly signal?: AbortSignal;
  readonly onTestFinished?: (hook: () => void) => void;
  readonly onTestFailed?: (hook: () => void) => void;
  readonly task?: { readonly result?: { readonly errors?: ShownError[] } };
}

/** An error as vitest is going to show it. */
interface ShownError {
  message?: string;
  readonly stack?: string;
  readonly cause?: ShownError;
}

/** Frames of the code of runners of tests, whose timers are not the program's. */
export const OF_RUNNERS =
  /[\\/]node_modules[\\/](?:@?vitest|vite|vite-node|birpc|tinypool|mocha|@jest|jest|jest-[\w-]+|jasmine-core|ava|tap|@tapjs|tape|uvu)[\\/]/;

function vitestWorker(): VitestWorker | undefined {
  const scope = globalThis as { __vitest_worker__?: VitestWorker };
  return scope.__vitest_worker__;
}

export function isVitest(): boolean {
  return vitestWorker() !== undefined;
}

/** That of the test that runs now. Vitest tells only of tests that run one by one. */
export function contextOfTest(): TestContext | undefined {
  const test = vitestWorker()?.current;
  return test?.concurrent === true ? undefined : test?.context;
}

/**
 * Aborts when the test that runs now has reached its time limit: nobody waits for the run any more, and it must not
 * keep the globals from the next test.
 */
export function signalOfTest(): AbortSignal | undefined {
  return contextOfTest()?.signal;
}

/** For each test what it is to show behind the messages of errors, by their stacks. */
const additions = new WeakMap<TestContext, Map<string, string>>();

/** Shows more behind an error's message if the test that runs now fails with it: vitest shows nothing that stands in a stack behind the places. */
export function showInVitest(stack: string, more: string): void {
  const context = contextOfTest();
  if (context?.onTestFailed === undefined) {
    return;
  }
  const known = additions.get(context);
  const added = known ?? new Map<string, string>();
  added.set(stack, more);
  additions.set(context, added);
  if (known === undefined) {
    const { onTestFailed, task } = context;
    const failed = (): void => {
      additions.delete(context);
      task?.result?.errors?.forEach((error) => add(added, error));
    };
    withoutStack(() => onTestFailed(failed));
  }
}

function add(added: ReadonlyMap<string, string>, error: ShownError): void {
  const more = added.get(`${error.stack}`);
  if (more !== undefined) {
    error.message = `${error.message}\n${more}`;
  } else if (error.cause) {
    add(added, error.cause);
  }
}

/** The name of the test that runs now, with its file and the suites around it, where the runner tells. */
export function nameOfTest(): string | undefined {
  return vitestWorker()?.current?.fullName;
}

/** Whether vitest fetches modules for an `import()`, which shows nowhere else. */
export function isImporting(): boolean {
  const worker = vitestWorker();
  return (
    (worker?.resolvingModules?.size ?? 0) > 0 ||
    [...(worker?.moduleCache?.values() ?? [])].some(isFetched)
  );
}

function isFetched(module: OlderModule): boolean {
  const { promise, evaluated, resolving, code, exports } = module;
  const isHere = code !== undefined || exports !== undefined;
  return (
    resolving === true ||
    (promise !== undefined && evaluated === false && !isHere)
  );
}
