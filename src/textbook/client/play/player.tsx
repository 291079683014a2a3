import { render, type ComponentChild } from "preact";
import type { RecordedLuck } from "../../facts.ts";
import { levelsOf } from "../../levels.ts";
import { Errors } from "../../pages/document.tsx";
import { Certainty, Luck } from "../../pages/luck.tsx";
import { Terminal, Timeline } from "../../pages/run.tsx";
import { Walk } from "../../pages/stepper.tsx";
import { thousands } from "../../thousands.ts";
import { layOut, type Layout } from "../../timeline/layout.ts";
import { addressOf, keptIn } from "./address.ts";
import { Bench, type Follower } from "./bench.ts";
import { CHANGES, changed, type Changes, type Prompt } from "./changes.ts";
import { Controls, type Shown } from "./controls.tsx";
import { Editor } from "./editor.ts";
import { limitsOf, MOST_EVENTS } from "./limits.ts";
import type { Failure, Order, Played, Printed, Told } from "./messages.ts";
import { askParser, Mistake, prepared } from "./program.ts";

/** So many orders are tried before the reader is asked whether to go on. */
const SCHEDULES = 2_000;
/** A pause after the last key, before the address is changed. */
const PAUSE_MS = 300;

/** What the script of the book does for the one that plays. */
export interface BookScript {
  /**
   * Has a run walked through anew whose steps have changed.
   * @param isNew whether the moment that the address names was of another run
   */
  readonly walk: (run: Element, isNew: boolean) => void;
}

/** What stands below a heading. */
interface Part {
  readonly section: Element;
  readonly own: readonly Node[];
}

const NOTHING: Changes = { knobs: [], prompts: [] };

/** A page whose program the reader changes and runs. */
class Player {
  readonly #view: HTMLElement;
  readonly #book: BookScript;
  readonly #bench = new Bench();
  /** The book's program, or that of the exercise. */
  #text: string;
  readonly #file: string;
  readonly #changes: Changes;
  readonly #parts: Readonly<Record<"timeline" | "output" | "luck", Part>>;
  readonly #controls = document.createElement("div");
  #goal: string | undefined;
  #editor: Editor | undefined;
  #order: (Order & { kind: "run" }) | undefined;
  #played: Played | undefined;
  #luck: RecordedLuck | undefined;
  #shown: Shown = { say: "" };
  #isRunning = false;
  #rests = 0;
  /** What the reader has changed while a program ran. */
  #isStale = false;
  /** The orders were asked for while a program ran. */
  #wantsOrders = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: HTMLElement, book: BookScript) {
    this.#view = view;
    this.#book = book;
    this.#text = programIn(view);
    const source = document.querySelector(".title .facts > code");
    this.#file = source?.textContent ?? "program.ts";
    const cell = document.querySelector("h1 .number")?.textContent;
    this.#changes = CHANGES[Number(cell)] ?? NOTHING;
    this.#parts = {
      timeline: partAt("#timeline"),
      output: partAt("#output"),
      luck: partAt("#luck"),
    };
    this.#controls.className = "player";
    this.#controls.role = "group";
    this.#controls.ariaLabel = "Change the program and run it";
    view.prepend(this.#controls);
  }

  /** Makes the listing an editor, with the program that the address keeps, or the book's. */
  open(): void {
    this.#bench.warm(); // while the editor is made
    const kept = keptIn(location.hash);
    if (kept?.goal !== undefined) {
      this.#goal = kept.goal;
      this.#text = kept.text;
    }
    const figure = this.#view.querySelector<HTMLElement>(".program");
    this.#editor = new Editor(
      figure as HTMLElement,
      () => this.#typed(),
      () => this.#run(),
    );
    this.#editor.text = kept?.text ?? this.#text;
    document.body.classList.add("plays");
    this.#run();
    this.#draw();
    if (matchMedia("(hover: hover)").matches) {
      this.#editor.focus(); // a phone's keyboard would hide the sliders
    }
    if (!location.hash.includes("/")) {
      this.#view.scrollIntoView();
    }
  }

  get #now(): string {
    return this.#editor?.text ?? this.#text;
  }

  get #isOwn(): boolean {
    return this.#now !== this.#text;
  }

  #draw(): void {
    render(
      <Controls
        text={this.#now}
        changes={this.#changes}
        shown={this.#shown}
        isOwn={this.#isOwn}
        endings={this.#luck?.outcomes.length ?? 0}
        on={{
          run: () => this.#run(),
          explore: () => this.#explore(),
          cancel: () => this.#bench.cancel(),
          reset: () => this.#reset(),
          turn: (text) => this.#replace(text),
          tryOut: (prompt) => this.#tryOut(prompt),
          ending: (at) => this.#replay(at),
          goTo: (line) => this.#editor?.goTo(line),
        }}
      />,
      this.#controls,
    );
  }

  #say(shown: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...shown };
    this.#draw();
  }

  #typed(): void {
    this.#editor?.mark(undefined);
    this.#keep();
    this.#draw();
  }

  /** Keeps the program in the address. */
  #keep(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keepNow(), PAUSE_MS);
  }

  #keepNow(): void {
    clearTimeout(this.#timer);
    const isPlain = !this.#isOwn && this.#goal === undefined;
    const kept = { text: this.#now, goal: this.#goal };
    try {
      history.replaceState(null, "", isPlain ? "#edit" : addressOf(kept));
    } catch {
      // Too many in a short time: the next one keeps it.
    }
  }

  #replace(text: string, look?: string): void {
    this.#editor?.change(text);
    this.#say({ look });
    this.#keep();
    this.#run();
  }

  /** Each prompt begins with the book's program, unless the reader's has what it changes. */
  #tryOut(prompt: Prompt): void {
    const text = changed(this.#now, prompt) ?? changed(this.#text, prompt);
    this.#replace(text ?? this.#now, prompt.look);
  }

  #reset(): void {
    this.#say({ look: undefined });
    this.#replace(this.#text);
    this.#editor?.focus();
  }

  #run(): void {
    if (this.#isRunning) {
      this.#isStale = true;
      return;
    }
    this.#isStale = false;
    this.#luck = undefined;
    this.#editor?.mark(undefined);
    const order = this.#prepared();
    this.#order = order;
    if (order !== undefined) {
      this.#isRunning = true;
      this.#say({
        failure: undefined,
        hasMore: false,
        isSearching: false,
        ending: 0,
      });
      this.#bench.run(order, this.#followsRun());
    }
  }

  /** The program, if it can be read. */
  #prepared(): (Order & { kind: "run" }) | undefined {
    try {
      return prepared(this.#now, this.#file);
    } catch (error) {
      if (!(error instanceof Mistake)) {
        throw error;
      }
      this.#bench.end();
      this.#fail(error.failure, []);
      return undefined;
    }
  }

  #followsRun(): Follower {
    const lines: Printed[] = [];
    return {
      told: (told) => {
        if (told.kind === "printed") {
          lines.push(...told.lines);
        } else if (told.kind === "played") {
          void this.#ended(told.played);
        }
      },
      stopped: (why) =>
        this.#fail(
          { kind: "run", text: `Cannot go on: the program ${why}` },
          lines,
        ),
    };
  }

  async #ended(played: Played): Promise<void> {
    const { failure } = played;
    this.#isRunning = false;
    if (failure?.kind === "syntax" && this.#order !== undefined) {
      this.#fail((await askParser(this.#order)) ?? failure, []);
      return;
    }
    if (failure !== undefined && failure.kind !== "run") {
      this.#fail(failure, []);
      return;
    }
    this.#show(played);
    this.#say({ failure, say: this.#verdict(played) });
    this.#rested();
    this.#editor?.mark(failure?.line);
    if (this.#isStale) {
      this.#run();
    } else if (this.#goal !== undefined || this.#wantsOrders) {
      this.#explore();
    }
  }

  /** Says how many runs and searches have ended, for those who wait for one. */
  #rested(): void {
    this.#rests += 1;
    this.#controls.dataset["rests"] = String(this.#rests);
  }

  #verdict({ failure, lines }: Played): string {
    const ends = lines.at(-1)?.at ?? 0;
    const whose = this.#isOwn
      ? "What stands here is your program’s, not the book’s"
      : "The book’s program, run in this page";
    const how = failure === undefined ? "It ends" : "It fails";
    const main =
      this.#order?.isAllMain === true
        ? " It exports no main, so all of it is run as one."
        : "";
    return `${whose}.${main} ${how}; the last line is printed at ${thousands(ends)} ms.`;
  }

  /** Shows why there is no run, and what was printed until then. */
  #fail(failure: Failure, lines: readonly Printed[]): void {
    this.#isRunning = false;
    this.#wantsOrders = false;
    this.#show({
      lines,
      timeline: [],
      places: [],
      printed: lines.length,
      failure,
    });
    this.#editor?.mark(failure.line);
    this.#say({
      failure,
      hasMore: false,
      say: "It could not be run to its end.",
    });
    this.#rested();
    if (this.#isStale) {
      this.#run();
    }
  }

  #show(played: Played): void {
    this.#played = played;
    const { output, timeline, luck } = this.#parts;
    const { failure, printed, lines } = played;
    const levels =
      this.#luck && failure === undefined ? levelsOf(this.#luck) : undefined;
    const layout = layOut(played.timeline);
    const hasSteps = played.timeline.length > 0;
    const isEnding = (this.#shown.ending ?? 0) > 0;
    fill(
      output,
      <>
        {lines.length > 0 || failure === undefined ? (
          <Terminal lines={lines} levels={isEnding ? undefined : levels} />
        ) : null}
        {printed > lines.length && failure === undefined ? (
          <p class="absent">
            It prints {thousands(printed)} lines; the first{" "}
            {thousands(lines.length)} are shown.
          </p>
        ) : null}
        {failure && <Errors texts={[failure.text]} />}
        {limitsOf(failure?.text ?? "").map((text) => (
          <p class="absent">{text}</p>
        ))}
      </>,
    );
    fill(
      timeline,
      hasSteps ? (
        <>
          <Timeline layout={layout} id="run" isFolded />
          {played.timeline.length >= MOST_EVENTS && (
            <p class="absent">
              So much happens that only the beginning is drawn.
            </p>
          )}
        </>
      ) : (
        <p class="absent">There is no run to draw.</p>
      ),
    );
    this.#renewSteps(played, layout);
    if (this.#luck === undefined) {
      fill(
        luck,
        <p class="absent">
          Not known of this program yet: “Every order” tries them.
        </p>,
      );
    }
  }

  /** Puts the steps of this run in the place of those that were there. */
  #renewSteps(played: Played, layout: Layout): void {
    for (const old of this.#view.querySelectorAll(
      ":scope > .stepper, :scope > .words",
    )) {
      old.remove();
    }
    const host = document.createElement("div");
    render(
      <Walk run={played} layout={layout} id="run" file={this.#file}>
        {undefined}
      </Walk>,
      host,
    );
    this.#view.append(...(host.firstElementChild?.childNodes ?? []));
    this.#book.walk(this.#view, this.#rests > 0);
  }

  /** At once, or as soon as the run has ended that is under way: its program is the one whose orders are asked for. */
  #explore(): void {
    this.#wantsOrders = this.#isRunning;
    if (this.#isRunning) {
      this.#say({ say: "Running it, before its orders are tried…" });
      return;
    }
    if (this.#order === undefined || this.#played === undefined) {
      return;
    }
    this.#say({ isSearching: true, say: "Trying the orders…" });
    this.#bench.ask(
      { kind: "explore", schedules: SCHEDULES },
      {
        told: (told) => this.#found(told),
        stopped: () => {
          this.#say({
            isSearching: false,
            say: "The search was stopped: in one of the orders, the program does not give control back for 1.5 s.",
          });
          this.#rested();
        },
      },
    );
  }

  #found(told: Told): void {
    if (told.kind === "progress") {
      this.#say({
        say: `${thousands(told.schedules)} orders tried, ${thousands(told.endings)} endings…`,
      });
    } else if (told.kind === "explored") {
      this.#luck = told.luck;
      this.#showLuck(told.luck);
      this.#show(this.#played as Played);
      const { schedules, outcomes, complete } = told.luck;
      const orders = `${complete ? "All " : ""}${thousands(schedules)} ${schedules === 1 ? "order" : "orders"}`;
      const goal =
        this.#goal === undefined ? "" : ` ${this.#answer(told.luck)}`;
      this.#say({
        isSearching: false,
        hasMore: told.hasMore,
        ending: 1,
        say: `${orders} tried: ${outcomes.length === 1 ? "one ending" : `${thousands(outcomes.length)} endings`}.${goal}`,
      });
      this.#rested();
    }
  }

  /** Whether the exercise is solved. */
  #answer({ outcomes, complete }: RecordedLuck): string {
    const wrong = outcomes.find(
      ({ output, error }) => error !== undefined || output !== this.#goal,
    );
    if (wrong === undefined) {
      return complete
        ? "Mended: it ends in each of them, and prints what it must."
        : "Mended, as far as it was tried: it ends, and prints what it must.";
    }
    return wrong.error === undefined
      ? `Not yet: it can end with ${JSON.stringify(wrong.output)}.`
      : `Not yet: ${wrong.error.split("\n")[0]}.`;
  }

  #showLuck(luck: RecordedLuck): void {
    fill(
      this.#parts.luck,
      <>
        <p class="yours">
          {this.#isOwn
            ? "Of your program, not of the book’s."
            : "Of the book’s program, tried in this page."}
        </p>
        <Certainty luck={luck} />
        <Luck luck={luck} />
      </>,
    );
    const items = this.#parts.luck.section.querySelectorAll(".outcomes > li");
    for (const [at, item] of items.entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Step through it";
      button.addEventListener("click", () => {
        this.#replay(at + 1);
        this.#view.scrollIntoView();
      });
      item.querySelector(".way")?.after(button);
    }
  }

  /** Shows one of the endings that were found, from 1. */
  #replay(at: number): void {
    if (this.#isRunning) {
      return; // they are those of the program before
    }
    this.#say({ ending: at });
    this.#bench.ask(
      { kind: "replay", ending: at - 1 },
      {
        told: (told) => {
          if (told.kind === "played" && this.#shown.ending === at) {
            const { played } = told;
            this.#show(played);
            this.#editor?.mark(played.failure?.line);
            const way = this.#luck?.outcomes[at - 1]?.schedule;
            this.#say({
              failure: played.failure,
              say: `Ending ${at} of ${this.#luck?.outcomes.length}: ${way}.`,
            });
            this.#rested();
          }
        },
        stopped: () => this.#say({ say: "It was stopped." }),
      },
    );
  }
}

/** The program that is listed, as it is typed. */
function programIn(view: Element): string {
  const lines = view.querySelectorAll(".program li > code");
  return Array.from(lines, ({ textContent }) =>
    textContent === " " ? "" : textContent,
  )
    .concat("")
    .join("\n");
}

function partAt(selector: string): Part {
  const section =
    document.querySelector(selector) ?? document.createElement("div");
  return {
    section,
    own: [...section.childNodes].filter(({ nodeName }) => nodeName !== "H2"),
  };
}

/** Puts something below a heading, in place of what was there. */
function fill({ section }: Part, content: ComponentChild): void {
  const host = document.createElement("div");
  render(<>{content}</>, host);
  const heading = section.querySelector("h2");
  section.replaceChildren(
    ...(heading === null ? [] : [heading]),
    ...host.childNodes,
  );
}

declare global {
  // oxlint-disable-next-line no-var -- that is how a global is declared
  var textbookPlay: (view: HTMLElement, book: BookScript) => void;
}

globalThis.textbookPlay = (view, book) => new Player(view, book).open();
