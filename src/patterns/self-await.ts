/** The name by which a function is recognised in a stack. */
const MARK = "the task that awaits";

/**
 * Whether whoever asks for a task's `then` is awaited by `run`, perhaps through others, and so is code of that task.
 *
 * - V8's stacks show who awaits whom: https://v8.dev/docs/stack-trace-api#async-stack-traces. In another engine it is
 *   never true.
 * - It cannot mistake one task's function for another's: this one has its name only while the stack is taken.
 * - `Promise.race` and the like ask for `then` on their own account. That is no await, and may well end without the task.
 *
 * To be called by the getter of `then` itself.
 */
export function isAwaitedBy(run: { readonly name: string }): boolean {
  const { name } = run;
  rename(run, MARK);
  try {
    const sites = stack(Infinity).slice(3);
    return (
      sites[0]?.getLineNumber() != null &&
      sites.some((site) => site.getFunctionName() === MARK)
    );
  } finally {
    rename(run, name);
  }
}

/** What of a promise's own takes several. */
const COMBINER = /^(?:race|any|all(?:Settled)?)$/;

/**
 * Whether `Promise.race` or the like asks, and no `await`: V8 knows no line of what is its own. In another engine it is
 * never true.
 *
 * To be called by a getter itself.
 */
export function isAskedByCombiner(): boolean {
  const asking = stack(4)[3];
  return (
    asking?.getLineNumber() === null &&
    COMBINER.test(`${asking.getFunctionName()}`)
  );
}

function rename(run: object, value: string): void {
  Object.defineProperty(run, "name", { value });
}

/** The last calls that led here, this one first, awaits included; none where the engine is not V8. */
function stack(limit: number): NodeJS.CallSite[] {
  // oxlint-disable-next-line typescript/unbound-method -- it is only put back
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    tell(limit, (_, sites) => sites);
    const { stack } = new Error() as { stack?: unknown };
    return Array.isArray(stack) ? (stack as NodeJS.CallSite[]) : [];
  } finally {
    tell(stackTraceLimit, prepareStackTrace);
  }
}

/** Says how stacks are to be made. Where somebody has frozen `Error`, nobody can. */
function tell(
  stackTraceLimit: number,
  prepareStackTrace: typeof Error.prepareStackTrace,
): void {
  Reflect.set(Error, "stackTraceLimit", stackTraceLimit);
  Reflect.set(Error, "prepareStackTrace", prepareStackTrace);
}
