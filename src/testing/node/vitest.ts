/** What vitest says of itself in its workers. Other runners say nothing. */
interface VitestWorker {
  /** The test that runs now; its signal aborts at its time limit. */
  readonly current?: {
    readonly fullName?: string;
    readonly concurrent?: boolean;
    readonly context?: { readonly signal?: AbortSignal };
  };
  /** The modules that are being fetched for an `import()`. */
  readonly resolvingModules?: ReadonlySet<string>;
}

/** Frames of its own code. */
export const OF_VITEST =
  /[\\/]node_modules[\\/](?:@?vitest|vite|vite-node|birpc)[\\/]/;

function vitestWorker(): VitestWorker | undefined {
  const scope = globalThis as { __vitest_worker__?: VitestWorker };
  return scope.__vitest_worker__;
}

/**
 * Aborts when the test that runs now has reached its time limit: nobody waits for the run any more, and it must not
 * keep the globals from the next test. Only vitest tells, and only of tests that run one by one.
 */
export function signalOfTest(): AbortSignal | undefined {
  const test = vitestWorker()?.current;
  return test?.concurrent === true ? undefined : test?.context?.signal;
}

/** The name of the test that runs now, with its file and the suites around it, where the runner tells. */
export function nameOfTest(): string | undefined {
  return vitestWorker()?.current?.fullName;
}

/** Whether vitest fetches modules for an `import()`, which shows nowhere else. */
export function isImporting(): boolean {
  return (vitestWorker()?.resolvingModules?.size ?? 0) > 0;
}
