/** Random numbers that are the same on every machine. */
export class Random {
  #state: number;

  /** @param seed integers: another sequence of them gives other numbers */
  constructor(...seed: readonly number[]) {
    this.#state = seed.reduce((state, part) => mix(state + mix(part)), 0);
  }

  /** An integer from 0 to below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return Math.floor((mix(this.#state) / 2 ** 32) * end);
  }

  /** Whether, once in `times` on average; never where that is 0. */
  oneIn(times: number): boolean {
    return times > 0 && this.below(times) === 0;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** One of the names, more often the more it weighs. */
  weighted<Name extends string>(
    weights: Readonly<Partial<Record<Name, number>>>,
  ): Name {
    const entries = Object.entries(weights) as [Name, number][];
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    const found = entries.find(([, weight]) => (left -= weight) < 0);
    return (found as [Name, number])[0];
  }
}

/** The finalizer of splitmix32, a bijection on 32 bits: https://github.com/skeeto/hash-prospector */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
