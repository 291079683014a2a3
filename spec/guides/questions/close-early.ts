async function* numbers(): AsyncGenerator<number> {
  try {
    for (let n = 1; ; n++) yield n;
  } finally {
    console.log("closed");
  }
}

export async function main(): Promise<void> {
  for await (const n of numbers()) {
    console.log(n);
    if (n === 2) break; // closes it before the next line runs
  }
  console.log("behind the loop");
  const generator = numbers();
  console.log((await generator.next()).value);
  await generator.return(undefined); // without a loop: Python's aclose()
}
