import { vi } from "vitest";

/** A context manager that keeps account of its calls, and suppresses nothing. */
export function spied() {
  return {
    enter: vi.fn<() => Promise<string>>(async () => "entered"),
    exit: vi.fn<(error?: unknown) => Promise<boolean>>(async () => false),
  };
}
