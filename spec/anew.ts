import { vi } from "vitest";

/** What vitest knows of a module in a worker; it exports no type of it. */
interface Loaded {
  promise: unknown;
  exports: unknown;
  evaluated: boolean;
}

const NOT_LOADED = { promise: undefined, exports: undefined, evaluated: false };

function modules(): Iterable<Loaded> {
  const { __vitest_worker__: worker } = globalThis as unknown as {
    __vitest_worker__: {
      evaluatedModules: { idToModuleMap: Map<string, Loaded> };
    };
  };
  return worker.evaluatedModules.idToModuleMap.values();
}

/**
 * Loads modules as though none were loaded yet. Everyone else is given those that were there before, also behind that:
 * the next specs need not load theirs again.
 */
export async function anew<T>(load: () => Promise<T>): Promise<T> {
  const before = new Map(
    Array.from(modules(), (module) => [module, { ...module }]),
  );
  vi.resetModules();
  try {
    return await load();
  } finally {
    for (const module of modules()) {
      const { promise, exports, evaluated } = before.get(module) ?? NOT_LOADED;
      Object.assign(module, { promise, exports, evaluated });
    }
  }
}
