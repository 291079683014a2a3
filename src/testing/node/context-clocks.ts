import { safely } from "../../core/checks.ts";
import { vm } from "./builtins.ts";
import { inTurn, replace, undo } from "./replace.ts";

const source = vm && new vm.Script("({ scope: globalThis, real: Date })");

/**
 * Replaces the Date of contexts of node:vm, such as a window of jsdom: of each that is made, or in which a script runs,
 * until it ends.
 * @param virtualOf gives what stands for a Date; nothing if it is virtual already
 * @returns a function that brings back what was there
 */
export function virtualizeContexts(
  virtualOf: (real: DateConstructor) => DateConstructor | undefined,
): () => void {
  if (vm === undefined) {
    return () => {};
  }
  const own = vm;
  const { createContext, Script } = own;
  const { prototype } = Script;
  // oxlint-disable-next-line typescript/unbound-method -- it is called on a script
  const { runInContext } = prototype;
  const entered = new WeakSet<object>();
  const changes: (() => void)[] = [];
  const enter = (context: object): void => {
    if (entered.has(context)) {
      return;
    }
    entered.add(context);
    const { scope, real } = runInContext.call(source, context) as {
      scope: object;
      real: DateConstructor;
    };
    const Date = virtualOf(real);
    if (Date !== undefined) {
      changes.push(
        inTurn([
          () => replace(scope, { Date }),
          () => replace(real, { now: Date.now }),
          () => replace(real.prototype, { constructor: Date }),
        ]),
      );
    }
  };
  /** A context may be frozen, or no context; then Node says so where it must. */
  const tryToEnter = (context: unknown): void =>
    safely(() => enter(context as object), undefined);
  const restore = inTurn([
    () =>
      replace(own, {
        createContext: (...args: Parameters<typeof createContext>) => {
          const context = createContext(...args);
          tryToEnter(context);
          return context;
        },
      }),
    () =>
      replace(prototype, {
        runInContext(
          this: InstanceType<typeof Script>,
          ...args: Parameters<typeof runInContext>
        ): unknown {
          tryToEnter(args[0]);
          return runInContext.apply(this, args);
        },
      }),
  ]);
  return () => {
    restore();
    undo(changes);
  };
}
