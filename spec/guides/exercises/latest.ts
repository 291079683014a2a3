import { toMap, toSet } from "async-patterns";

async function* prices(): AsyncGenerator<[string, number]> {
  yield ["tea", 3];
  yield ["jam", 5];
  yield ["tea", 4];
}

export async function main(): Promise<void> {
  console.log(await toMap(prices()));
  console.log((await toSet(prices())).size);
}
