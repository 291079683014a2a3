async function* numbers(): AsyncGenerator<number> {
  for (const n of [1, 2]) {
    console.log(`make ${n}`);
    yield n;
  }
}

async function* doubled(source: AsyncIterable<number>): AsyncGenerator<number> {
  for await (const n of source) {
    console.log(`double ${n}`);
    yield n * 2;
  }
}

export async function main(): Promise<void> {
  const pipeline = doubled(numbers());
  console.log("built");
  for await (const n of pipeline) {
    console.log(n);
  }
}
