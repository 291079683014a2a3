import { take } from "async-patterns";

async function* letters(): AsyncGenerator<string> {
  try {
    yield "a";
    yield "b";
    yield "c";
  } finally {
    console.log("closed");
  }
}

export async function main(): Promise<void> {
  for await (const letter of take(letters(), 2)) {
    console.log(letter);
  }
  console.log("behind the loop");
}
