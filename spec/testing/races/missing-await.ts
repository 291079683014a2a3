/*
 * A file is closed in a finally, and close takes its time. Without an await, the caller goes on while the file is still
 * open, and opens it again: mostly the close is quicker.
 */
import { pass } from "./network.ts";

interface Handle {
  isOpen: boolean;
}

async function close(handle: Handle): Promise<void> {
  await pass(10);
  handle.isOpen = false;
}

/** Leaves the close to itself. */
async function forgets(handle: Handle): Promise<void> {
  try {
    handle.isOpen = true;
  } finally {
    void close(handle);
  }
}

/** Has closed when it returns. */
async function awaits(handle: Handle): Promise<void> {
  try {
    handle.isOpen = true;
  } finally {
    await close(handle);
  }
}

function job(use: typeof forgets): () => Promise<void> {
  return async () => {
    const handle = { isOpen: false };
    await use(handle);
    await pass(15);
    console.log(handle.isOpen ? "opened while open" : "opened again");
  };
}

export const wrong = job(forgets);
export const right = job(awaits);
