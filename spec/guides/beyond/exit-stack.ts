/*
 * How many resources a block needs may be known only as it runs. An exit stack takes them one by one, and gives them back
 * in reverse order however the block ends, also when opening one of them fails: those that are open are closed.
 */
import { AsyncExitStack, asyncContextManager, asyncWith } from "async-patterns";

/** A file that says when it is opened and closed; some cannot be opened. */
export const file = asyncContextManager(async function* (
  name: string,
): AsyncGenerator<string, void> {
  if (name === "lost") {
    throw new Error(`no such file: ${name}`);
  }
  console.log(`open ${name}`);
  try {
    yield name;
  } finally {
    console.log(`close ${name}`);
  }
});

/** Opens as many files as there are names, and joins what they give. */
export async function join(
  names: readonly string[],
): Promise<string | undefined> {
  return asyncWith(new AsyncExitStack(), async (stack) => {
    stack.defer(() => console.log("all are closed"));
    const opened: string[] = [];
    for (const name of names) {
      opened.push(await stack.enter(file(name)));
    }
    return opened.join(" and ");
  });
}

export async function main(): Promise<void> {
  console.log(await join(["a", "b"]));
  console.log(await join(["a", "lost", "b"]).catch(String));
}
