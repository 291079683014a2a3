/** Work for a clock: that many timers are pending all the time, until that many have fired. */
export type Program = (pending: number, events: number) => Promise<void>;

export declare const PROGRAMS: Readonly<Record<string, Program>>;

/** How many timers are pending. */
export declare const SIZES: readonly number[];
