import { randomUUID } from "node:crypto";
import v8 from "@vitest/coverage-v8";
import type { CoverageProviderModule, Vitest } from "vitest/node";

/*
 * Coverage as vitest has it from V8, but taken once from each worker, before it ends. Vitest takes it behind each file of
 * specs: since the workers run all files in one heap, each time looks at all that they have loaded. That, and adding up
 * what it found, took a fifth of the suite's time.
 */

/** What vitest tells a worker; it exports no type of it. */
interface Worker {
  onCleanup(listener: () => unknown): void;
  readonly environment: {
    readonly name: string;
    readonly viteEnvironment?: string;
  };
  readonly ctx: { readonly projectName: string };
  readonly rpc: {
    readonly onAfterSuiteRun: { asEvent(meta: object): Promise<void> };
  };
}

const worker = (): Worker =>
  (globalThis as unknown as { __vitest_worker__: Worker }).__vitest_worker__;

let options: Parameters<NonNullable<typeof v8.takeCoverage>>[0];

async function takeAtLast(): Promise<void> {
  const { rpc, environment, ctx } = worker();
  // As an event, since vitest answers a worker no more once it has told it to end.
  await rpc.onAfterSuiteRun.asEvent({
    coverage: await v8.takeCoverage?.(options),
    environment: environment.viteEnvironment ?? environment.name,
    projectName: ctx.projectName,
    // By this name vitest keeps one, and adds up all.
    testFiles: [randomUUID()],
  });
}

// oxlint-disable-next-line import/no-default-export -- where vitest looks for it
export default {
  ...v8,
  takeCoverage(given) {
    options = given;
    worker().onCleanup(takeAtLast);
  },
  async getProvider() {
    const provider = await v8.getProvider();
    const { initialize, resolveOptions, generateCoverage } = provider;
    let vitest: Vitest;
    return Object.assign(provider, {
      initialize(given: Vitest) {
        vitest = given;
        return initialize.call(provider, given);
      },
      // By this name the workers load this module, too.
      resolveOptions: () => ({
        ...resolveOptions.call(provider),
        provider: "custom" as const,
      }),
      async generateCoverage(context) {
        // Vitest tells workers to end, but does not wait for that.
        await vitest["pool"]?.close();
        return generateCoverage.call(provider, context);
      },
    } satisfies Partial<typeof provider>);
  },
} satisfies CoverageProviderModule;
