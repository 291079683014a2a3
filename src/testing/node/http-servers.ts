import { nodeProcess } from "./builtins.ts";
import { replace, undo } from "./replace.ts";

/** What Node's HTTP server reads a connection's requests with, one after another. */
interface Parser {
  /** The request whose headers have come last. */
  readonly incoming?: unknown;
  initialize: (...args: readonly unknown[]) => unknown;
  /** Called as a message begins, where it is a function. */
  [ON_MESSAGE_BEGIN]?: (() => void) | null;
}

/** Where the parsers of a server stand. */
interface Connections {
  /** Those that have not read a request to its end. */
  active(): readonly Parser[];
  expired(headersTimeout: number, requestTimeout: number): readonly Parser[];
}

/** A module of Node's own, which only its others import. */
interface Common {
  readonly HTTPParser: { readonly prototype: Parser };
}

/** A request that is being read, or the connection on which the first is to come. */
interface Begun {
  /** In milliseconds since the run began. */
  readonly at: number;
  readonly before: unknown;
}

/** What Node's servers write their headers with. */
interface Outgoing {
  readonly prototype: Message;
}

interface Message {
  _header: string;
  _storeHeader(firstLine: string, headers: unknown): void;
}

const ON_MESSAGE_BEGIN = 0;
/** The callback of the interval by which a server looks for requests that take too long. */
const CHECK = "bound checkConnections";

/**
 * Node's HTTP servers, which measure by the real clock, in C++, how long a request takes to come. In a run they do so by
 * virtual time, and refuse it after their headersTimeout and requestTimeout:
 * https://nodejs.org/api/http.html#serverrequesttimeout
 */
export class HttpServers {
  readonly #now: () => number;
  readonly #undos: (() => void)[] = [];
  readonly #lists = new Set<Connections>();
  #begun = new WeakMap<Parser, Begun>();

  /** @param now milliseconds since the run began */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Has the requests of a server measured from now on, where an interval calls it that looks for late ones.
   * @returns whether it is such an interval
   */
  note(callback: { readonly name: string }): boolean {
    const isCheck = callback.name === CHECK;
    if (isCheck && this.#undos.length === 0) {
      this.#watch();
    }
    return isCheck;
  }

  /** Whether a request has not come to its end, so that it may be refused. */
  get areReading(): boolean {
    return [...this.#lists].some((list) => list.active().length > 0);
  }

  /** Measures no more. */
  end(): void {
    if (this.#undos.length > 0) {
      undo(this.#undos);
      this.#lists.clear();
      this.#begun = new WeakMap();
    }
  }

  #watch(): void {
    const common = nodeProcess?.getBuiltinModule("_http_common");
    const { prototype } = (common as unknown as Common).HTTPParser;
    const { initialize } = prototype;
    const note = (parser: Parser, list: Connections): void =>
      this.#noteParser(parser, list);
    this.#undos.push(
      replace(prototype, {
        initialize(this: Parser, ...args: unknown[]) {
          Reflect.apply(initialize, this, args);
          args.filter(isList).forEach((list) => note(this, list));
        },
      }),
    );
  }

  #noteParser(parser: Parser, list: Connections): void {
    const begin = (): void => {
      this.#begun.set(parser, { at: this.#now(), before: parser.incoming });
    };
    begin();
    parser[ON_MESSAGE_BEGIN] = begin;
    if (!this.#lists.has(list)) {
      this.#lists.add(list);
      this.#measure(list);
    }
  }

  #measure(list: Connections): void {
    list.expired = (headersTimeout, requestTimeout) => {
      const areSwapped = requestTimeout > 0 && headersTimeout > requestTimeout;
      const [ofHeaders, ofAll] = areSwapped
        ? [requestTimeout, headersTimeout]
        : [headersTimeout, requestTimeout];
      return list
        .active()
        .filter((parser) => this.#isLate(parser, ofHeaders, ofAll));
    };
    this.#undos.push(() => Reflect.deleteProperty(list, "expired"));
  }

  /** @returns true once for each request */
  #isLate(parser: Parser, ofHeaders: number, ofAll: number): boolean {
    const begun = this.#begun.get(parser);
    if (begun === undefined) {
      return false;
    }
    const { incoming } = parser;
    const hasHeaders = Boolean(incoming) && incoming !== begun.before;
    const limits = hasHeaders ? [ofAll] : [ofHeaders, ofAll];
    const passed = this.#now() - begun.at;
    return (
      limits.some((ms) => ms > 0 && passed > ms) && this.#begun.delete(parser)
    );
  }
}

/**
 * Has the answers of Node's HTTP servers bear the virtual date. The one that they write there, they take from the real clock,
 * once a second: https://nodejs.org/api/http.html#responsesenddate
 *
 * @returns a function that ends it
 */
export function virtualizeHttpDates(now: () => number): () => void {
  const { moduleLoadList: loaded } = Object(nodeProcess) as Loading;
  if (loaded?.includes("NativeModule _http_outgoing") !== true) {
    return () => {}; // nobody has asked for it, and to load it takes several milliseconds
  }
  const module: unknown = nodeProcess?.getBuiltinModule("http");
  const { prototype } = (module as { OutgoingMessage: Outgoing })
    .OutgoingMessage;
  // oxlint-disable-next-line typescript/unbound-method -- it is called on a message
  const store = prototype._storeHeader;
  return replace(prototype, {
    _storeHeader(this: Message, firstLine: string, headers: unknown) {
      store.call(this, firstLine, headers);
      if (!areDated(headers)) {
        const date = new Date(now()).toUTCString();
        this._header = this._header.replace(/^Date: .*/m, `Date: ${date}`);
      }
    },
  });
}

/** Whether the program gives a date itself, by names and values, one behind the other or in pairs, or by an object. */
function areDated(headers: unknown): boolean {
  const words: unknown[] = Array.isArray(headers)
    ? headers.flat()
    : Object.keys(Object(headers) as object);
  return words.some((word) => /^date$/i.test(String(word)));
}

interface Loading {
  readonly moduleLoadList?: readonly string[];
}

function isList(it: unknown): it is Connections {
  return (
    typeof (it as Partial<Connections> | undefined)?.expired === "function"
  );
}
