import { highlight } from "../../source/highlight.ts";

const TAB = "  ";

/** The listing as an editor: what is typed lies, unseen but for the cursor, over the listing that shows it. */
export class Editor {
  readonly #listing: HTMLOListElement;
  readonly #area: HTMLTextAreaElement;
  readonly #figure: HTMLElement;
  readonly #own: Node[];
  readonly #box: Element;
  readonly #changed: () => void;
  /** The lines that are shown, as HTML. */
  #lines: readonly string[] = [];

  /**
   * @param figure has the listing
   * @param changed told of what the reader types
   */
  constructor(figure: HTMLElement, changed: () => void, run: () => void) {
    this.#figure = figure;
    this.#changed = changed;
    this.#box = figure.querySelector(".listing-box") ?? figure;
    this.#own = [...this.#box.childNodes];
    this.#listing = document.createElement("ol");
    this.#area = document.createElement("textarea");
    this.#prepare(run);
    const editor = document.createElement("div");
    editor.className = "editor";
    editor.append(this.#listing, this.#area);
    this.#box.replaceChildren(editor);
    figure.classList.add("edited");
  }

  get text(): string {
    return this.#area.value;
  }

  /** Puts a text in the place of what is there. */
  set text(text: string) {
    this.#area.value = text;
    this.#show();
  }

  /** Puts a text in the place of what is there, and shows which lines are new. */
  change(text: string): void {
    this.#area.value = text;
    const { start, end } = this.#show();
    const lines = [...this.#listing.children] as HTMLElement[];
    for (const [at, line] of lines.entries()) {
      line.classList.toggle("new", start <= at && at < end);
    }
    // The page itself stays where it is.
    const box = this.#box as HTMLElement;
    const from = lines[Math.min(start, lines.length - 1)] as HTMLElement;
    box.scrollTop = from.offsetTop - box.clientHeight / 2;
  }

  focus(): void {
    this.#area.focus({ preventScroll: true });
  }

  /** Marks a line that is wrong; none without one. */
  mark(wrong: number | undefined): void {
    for (const [at, line] of [...this.#listing.children].entries()) {
      line.classList.toggle("wrong", at + 1 === wrong);
    }
    this.#area.ariaInvalid = String(wrong !== undefined);
  }

  /** Goes to a line. */
  goTo(line: number): void {
    const before = this.text.split("\n").slice(0, line - 1);
    const at = before.reduce((sum, { length }) => sum + length + 1, 0);
    this.#area.setSelectionRange(at, at);
    this.#listing.children[line - 1]?.scrollIntoView({ block: "nearest" });
    this.focus();
  }

  /** Puts the book's listing back. */
  close(): void {
    this.#figure.classList.remove("edited");
    this.#box.replaceChildren(...this.#own);
  }

  #prepare(run: () => void): void {
    const area = this.#area;
    this.#listing.ariaHidden = "true";
    area.ariaLabel =
      "The program. Control and Enter run it; Escape, then Tab, leaves it";
    area.spellcheck = false;
    area.autocapitalize = "off";
    area.setAttribute("autocomplete", "off");
    area.setAttribute("autocorrect", "off");
    area.addEventListener("input", () => {
      this.#show();
      for (const line of this.#listing.querySelectorAll(".new")) {
        line.classList.remove("new");
      }
      this.#changed();
    });
    let isLeaving = false;
    area.addEventListener("keydown", (event) => {
      const isTab = event.key === "Tab" && !event.altKey && !event.metaKey;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      } else if (isTab && !event.ctrlKey && !event.shiftKey && !isLeaving) {
        event.preventDefault();
        // Unlike what sets the value, it can be undone.
        document.execCommand("insertText", false, TAB);
      }
      isLeaving = event.key === "Escape";
    });
  }

  /**
   * Shows what differs, between the lines at both ends that are as they were: a page is laid out for what is new.
   * @returns where that begins and ends
   */
  #show(): { start: number; end: number } {
    const old = this.#lines;
    const lines = highlight(this.text);
    const most = Math.min(old.length, lines.length);
    let start = 0;
    while (start < most && lines[start] === old[start]) {
      start += 1;
    }
    let end = 0;
    while (end < most - start && lines.at(-1 - end) === old.at(-1 - end)) {
      end += 1;
    }
    const changed = [...this.#listing.children].slice(start, old.length - end);
    for (const line of changed) {
      line.remove();
    }
    const fresh = document.createElement("template");
    fresh.innerHTML = lines
      .slice(start, lines.length - end)
      .map((html) => `<li><code>${html || " "}</code></li>`)
      .join("");
    this.#listing.insertBefore(
      fresh.content,
      this.#listing.children[start] ?? null,
    );
    this.#lines = lines;
    return { start, end: lines.length - end };
  }
}
