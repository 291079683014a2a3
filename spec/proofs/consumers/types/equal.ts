// oxlint-disable typescript/no-unnecessary-type-parameters -- here a type parameter is the question itself

/** Whether two types are the same, `any` being the same as nothing else: https://github.com/microsoft/TypeScript/issues/27024 */
export type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;

/** Compiles where the type is `true`. */
export function holds<_Claim extends true>(): void {}
