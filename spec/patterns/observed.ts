import type { Host, Observer } from "../../src/core/host.ts";
import { currentHost, useHost } from "../../src/core/slot.ts";

/** A host that does whatever another one does. */
export function delegating(host: Host): Host {
  return {
    turn: (turn) => host.turn(turn),
    breathe: () => host.breathe(),
    nextTaskNumber: () => host.nextTaskNumber(),
  };
}

/**
 * What an observer is told while a program runs, a line each.
 * @param asksAll whether it asks also for what it need not
 */
export async function observed(
  program: () => Promise<void>,
  asksAll = false,
): Promise<string[]> {
  const log: string[] = [];
  const names = new Map<object, string>();
  const name = (on: object | undefined): string => {
    const known = on === undefined ? undefined : names.get(on);
    return known === undefined ? "" : `${known} `;
  };
  const facts = (on: { busy?: number; ms?: number } = {}): string =>
    `${on.busy ? `, ${on.busy} busy` : ""}${on.ms ? `, ${on.ms} ms` : ""}`;
  const observer: Observer = {
    taskCreated(task, taskName) {
      names.set(task, taskName);
      log.push(`${taskName} created`);
    },
    taskStarted: (taskName) => log.push(`${taskName} started`),
    taskEnded: (_, taskName, how) => log.push(`${taskName} ${how}`),
    waitBegan: (_, kind, on) =>
      log.push(`${name(on)}wait began: ${kind}${facts(on)}`),
    waitWoken: () => log.push("wait woken"),
    waitEnded: () => log.push("wait ended"),
    noticeGiven: (_, what) => log.push(what),
    noticeTaken: () => log.push("notice taken"),
    did: (_, deed) => log.push(deed),
    acquired: () => log.push("acquired"),
    released: () => log.push("released"),
    itemPut: (_, item, size) => log.push(`put ${String(item)}, size ${size}`),
    itemTaken: (_, item, size) =>
      log.push(`taken ${String(item)}, size ${size}`),
    contextEntered: () => log.push("context entered"),
    contextExited: (_, threw) =>
      log.push(
        threw === undefined
          ? "context exited"
          : `context exited with ${String(threw.error)}`,
      ),
    ...(asksAll && {
      made: (thing) => log.push(`${thing.constructor.name} made`),
      touched: (thing) => log.push(`${name(thing)}touched`),
    }),
  };
  const restore = useHost({ ...delegating(currentHost()), observer });
  try {
    await program();
  } finally {
    restore();
  }
  return log;
}
