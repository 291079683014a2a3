import { asyncContextManager, asyncWith } from "async-patterns";

const room = asyncContextManager(async function* (name: string) {
  console.log(`enter ${name}`);
  try {
    yield;
  } finally {
    console.log(`leave ${name}`);
  }
});

export async function main(): Promise<void> {
  try {
    await asyncWith(room("house"), () =>
      asyncWith(room("kitchen"), () => {
        throw new Error("fire");
      }),
    );
  } catch (error) {
    console.log(`outside: ${(error as Error).message}`);
  }
}
