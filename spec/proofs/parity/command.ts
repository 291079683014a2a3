/** What a command can be asked for. */
interface Command<Options extends { readonly help: boolean }> {
  /** What it prints when it is asked for help. */
  readonly help: string;
  /** @throws Error with one line if the options make no sense */
  readonly readOptions: (args: readonly string[]) => Options;
  /** Does it. @returns true if nothing differs */
  readonly run: (options: Options) => Promise<boolean>;
}

/**
 * Does what a command's arguments ask for. What it throws is told by its message alone.
 *
 * @returns what the process ends with: 0 if nothing differs, 1 if something does or fails, 2 if the options make no sense
 */
export async function follow<Options extends { readonly help: boolean }>(
  args: readonly string[],
  { help, readOptions, run }: Command<Options>,
): Promise<0 | 1 | 2> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  try {
    return (await run(options)) ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}
