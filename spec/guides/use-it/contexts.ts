import { asyncContextManager, asyncWith } from "async-patterns";

const connection = asyncContextManager(async function* (name: string) {
  console.log(`open ${name}`);
  try {
    yield `connection to ${name}`;
  } finally {
    console.log(`close ${name}`); // however the body ends
  }
});

export async function main(): Promise<void> {
  await asyncWith(connection("db"), (db) => console.log(`use ${db}`));
}
