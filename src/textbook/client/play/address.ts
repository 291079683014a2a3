/*
 * The address keeps the reader's program, so that it can be sent to somebody. It is `#edit=PROGRAM`, or
 * `#mend.LINES=PROGRAM` for an exercise, where LINES is what the program must print; `/turn-9` behind it names a moment.
 */

/** What an address keeps. */
export interface Kept {
  readonly text: string;
  /** What the program must print in every order, where it is to be mended. */
  readonly goal: string | undefined;
}

const ADDRESS = /^#(?:edit|mend\.([\w-]*))=([\w-]*)/;

/** What the address keeps, if it keeps a program. */
export function keptIn(hash: string): Kept | undefined {
  const [, goal, text] = ADDRESS.exec(hash) ?? [];
  try {
    return text === undefined
      ? undefined
      : {
          text: decoded(text),
          goal: goal === undefined ? undefined : decoded(goal),
        };
  } catch {
    return undefined;
  }
}

/** The address that keeps a program. */
export function addressOf({ text, goal }: Kept): string {
  const kind = goal === undefined ? "edit" : `mend.${encoded(goal)}`;
  return `#${kind}=${encoded(text)}`;
}

function encoded(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (it) => String.fromCharCode(it)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function decoded(text: string): string {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder().decode(
    Uint8Array.from(binary, (it) => it.charCodeAt(0)),
  );
}
