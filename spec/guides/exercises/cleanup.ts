const close = async (): Promise<void> => {
  throw new Error("cannot close");
};

async function* lines(): AsyncGenerator<string> {
  try {
    yield "first";
    yield "second";
  } finally {
    await close();
  }
}

export async function main(): Promise<void> {
  try {
    for await (const line of lines()) {
      console.log(line);
      break;
    }
    console.log("left the loop");
  } catch (error) {
    console.log((error as Error).message);
  }
}
