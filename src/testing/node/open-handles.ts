import { ownProcess } from "./builtins.ts";
import { replace } from "./replace.ts";

/** What all of libuv's handles inherit. */
interface Referable {
  ref: (...args: unknown[]) => unknown;
}

/** What Node shows of a socket or server, a child process, a watcher; of each kind some. */
interface Owner {
  readonly pid?: number;
  /** Only of what has no owner. */
  hasRef?(): boolean;
  readonly spawnfile?: string;
  readonly killed?: boolean;
  readonly connected?: boolean;
  readonly stdio?: readonly (Owner | null)[];
  readonly listening?: boolean;
  readonly writableEnded?: boolean;
  readonly writableFinished?: boolean;
  readonly _readableState?: { readonly ended: boolean };
  readonly addMembership?: unknown;
  readonly _handle?: Handle | null;
  address?(): { port?: number };
}

/** What moves a socket's bytes; of TLS, the one below is its parent. */
interface Handle {
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly reading?: boolean;
  readonly writeQueueSize: number;
  readonly _parent?: Handle;
  getsockname?(into: Address): number;
  getpeername?(into: Address): number;
}

interface Address {
  address?: string;
  port?: number;
}

/** One end of a connection. */
interface Stream {
  readonly owner: Owner;
  readonly handle: Handle;
}

/** Of what is from before the run, all that had gone through it by then. */
interface Older {
  /** Itself, or the child process to which it is a pipe. */
  readonly whole: Owner;
  readonly bytesRead: number | undefined;
  /** To the whole. */
  readonly said: number;
}

/** What libuv has a handle of. */
export interface Closable {
  close: (...args: unknown[]) => unknown;
  hasRef(): boolean;
}

/** Both addresses of a connection, and the same as its other end has them. */
interface Ends {
  readonly own: string;
  readonly peers: string;
}

/** What is open that can still make something happen, at one moment. */
export interface OpenHandles {
  /** All that Node lists is from before the run. */
  isOlder: boolean;
  /** Bytes are on their way between two ends that are both in this process. */
  areBytesUnderWay: boolean;
  /** Connections whose other end is in this process too, and what keeps nothing alive and can bring news at once. */
  hasInside: boolean;
  /** Servers, which somebody outside may call. */
  hasServer: boolean;
  /** What somebody outside has the other end of. */
  readonly outside: object[];
  /** Child processes and their pipes that keep nothing alive. */
  readonly unheld: object[];
  /** Connections from before the run by which the outside has sent something, while the run has said nothing; */
  readonly overheard: object[];
  /** and those by which neither has, and of which nobody knows yet that they are silent, nor whether they have lost their peers. */
  readonly unheard: object[];
  /** How many bytes have been exchanged with the outside so far, */
  bytes: number;
  /** how many have come by connections from before the run, */
  olderBytes: number;
  /** and how many were overheard. */
  overheardBytes: number;
}

const nothingYet = (): OpenHandles => ({
  isOlder: true,
  areBytesUnderWay: false,
  hasInside: false,
  hasServer: false,
  outside: [],
  unheld: [],
  overheard: [],
  unheard: [],
  bytes: 0,
  olderBytes: 0,
  overheardBytes: 0,
});

const NOTHING = nothingYet();

/** What had come by those connections from before a run that were waited for in vain. */
const silent = new WeakMap<object, number>();

/** What a connection to the outside counts as. */
type Kind = "outside" | "unheld" | "overheard" | "unheard";

/**
 * The handles that Node lists, those that keep a process alive, and of these the run's own that are active: a socket
 * that is not read, or a datagram socket that is not bound, makes nothing happen. Of those that keep nothing alive, the
 * run's own are looked at, too: as long as there are timers, they bring news.
 *
 * A connection from before the run is the run's as soon as the run has said something by it. What is overheard until then
 * may be the answer to what was said before, or have nothing to do with the run, such as what a browser tells the program
 * that drives it.
 */
export class Handles {
  readonly #before = new Map<object, Older>();
  /** What of it can be spoken to. */
  #wholes: readonly Older[] = [];
  readonly #ends = new WeakMap<Handle, Ends>();
  /** Those that were opened in the run and have not been closed. */
  readonly #own = new Set<Closable>();
  /** What was listed when it was looked last. */
  #looked: readonly Owner[] = [];
  #seesRefs = false;
  readonly #listsMore: () => void;

  /** @param listsMore called when one is given a ref: Node may list it from then on */
  constructor(listsMore: () => void) {
    this.#listsMore = listsMore;
  }

  /** Takes the place of what gives any handle a ref. @returns a function that gives it back */
  install(): () => void {
    const prototype = listed()
      .map(prototypeOf)
      .find((it) => it !== undefined);
    this.#seesRefs = prototype !== undefined;
    if (prototype === undefined) {
      return () => {};
    }
    // oxlint-disable-next-line typescript/unbound-method -- it is called on a handle
    const { ref } = prototype;
    const note = this.#listsMore;
    return replace(prototype, {
      ref(this: object, ...args: unknown[]) {
        note();
        return Reflect.apply(ref, this, args);
      },
    });
  }

  /** The run has opened none and spoken to none, and Node lists no others than when it was looked last. */
  get areIdle(): boolean {
    return (
      this.#own.size === 0 &&
      (this.#seesRefs || areSame(listed(), this.#looked)) &&
      !this.#wholes.some(isOfRun)
    );
  }

  /** What is open now is not the run's. */
  begin(): void {
    this.#before.clear();
    this.#own.clear();
    const owners = listed();
    for (const owner of owners) {
      this.#noteOlder(owner, owner);
    }
    for (const owner of owners) {
      for (const pipe of owner.stdio ?? []) {
        this.#noteOlder(pipe ?? owner, owner);
      }
    }
    this.#wholes = owners
      .map((owner) => this.#before.get(owner) as Older)
      .filter(
        ({ whole }, index) => whole === owners[index] && isSpokenTo(whole),
      );
  }

  #noteOlder(owner: Owner, whole: Owner): void {
    const bytesRead = streamOf(owner)?.handle.bytesRead;
    this.#before.set(owner, { whole, bytesRead, said: saidTo(whole) });
  }

  /** The run has opened one. */
  opened(handle: Closable): void {
    const { close } = handle;
    this.#own.add(handle);
    handle.close = (...args) => {
      this.#own.delete(handle);
      return Reflect.apply(close, handle, args);
    };
  }

  look(): OpenHandles {
    const owners = listed();
    this.#looked = owners;
    if (owners.length + this.#own.size === 0) {
      return NOTHING;
    }
    const open = nothingYet();
    open.isOlder = owners.every((owner) => this.#before.has(owner));
    const streams: Stream[] = [];
    const others: Owner[] = [];
    for (const owner of owners) {
      const stream = streamOf(owner);
      if (stream === undefined) {
        others.push(owner);
      } else if (!isMute(stream)) {
        streams.push(stream);
      }
    }
    const held = streams.length;
    const unheld = this.#unheld();
    for (const owner of unheld) {
      const stream = streamOf(owner);
      if (stream !== undefined) {
        streams.push(stream);
      }
    }
    const byEnds = this.#byEnds(streams);
    streams.forEach((stream, index) => {
      const own = index < held ? "outside" : "unheld";
      this.#lookAtStream(stream, byEnds, own, open);
    });
    this.#lookAtOthers(others, open);
    lookAtUnheld(unheld, open);
    return open;
  }

  /** What keeps nothing alive, and is not listed by Node. */
  #unheld(): readonly Owner[] {
    const owners: Owner[] = [];
    for (const handle of this.#own) {
      if (!handle.hasRef()) {
        owners.push(ownerOf(handle));
      }
    }
    return owners;
  }

  /** @param owners what is no stream */
  #lookAtOthers(owners: readonly Owner[], open: OpenHandles): void {
    const own = owners.filter((owner) => isOfRun(this.#before.get(owner)));
    const datagrams = own.filter(isBound);
    open.hasServer = own.some(({ listening }) => listening === true);
    open.outside.push(...own.filter(isSomethingElse));
    if (datagrams.length > 0 && owners.filter(isBound).length > 1) {
      open.hasInside = true; // they talk to one another
    } else {
      open.outside.push(...datagrams);
    }
  }

  /** @param own what it counts as where it is the run's */
  #lookAtStream(
    stream: Stream,
    byEnds: ReadonlyMap<string | undefined, Stream>,
    own: Kind,
    open: OpenHandles,
  ): void {
    const { owner, handle } = stream;
    const peer = byEnds.get(this.#endsOf(handle)?.peers);
    if (peer !== undefined && isBehind(peer, stream)) {
      open.areBytesUnderWay = true;
    }
    const older = this.#before.get(owner);
    if (older !== undefined) {
      open.olderBytes += handle.bytesRead;
    }
    const kind = kindOf(stream, older, own);
    if (isActive(stream) && kind !== undefined) {
      count(stream, peer, open, kind);
    }
  }

  #byEnds(streams: readonly Stream[]): ReadonlyMap<string | undefined, Stream> {
    const byEnds = new Map<string, Stream>();
    for (const stream of streams) {
      const ends = this.#endsOf(stream.handle);
      if (ends !== undefined) {
        byEnds.set(ends.own, stream);
      }
    }
    return byEnds;
  }

  #endsOf(handle: Handle): Ends | undefined {
    if (handle.getsockname === undefined) {
      return undefined;
    }
    let ends = this.#ends.get(handle);
    if (ends === undefined) {
      const here: Address = {};
      const there: Address = {};
      if (handle.getsockname(here) === 0 && handle.getpeername?.(there) === 0) {
        ends = {
          own: `${shown(here)} ${shown(there)}`,
          peers: `${shown(there)} ${shown(here)}`,
        };
        this.#ends.set(handle, ends);
      }
    }
    return ends;
  }
}

/** Of a child process the news come by its pipes; but that it has one counts, too. */
function lookAtUnheld(owners: readonly Owner[], open: OpenHandles): void {
  for (const owner of owners) {
    if (isSomethingElse(owner) && owner.spawnfile !== undefined) {
      open.unheld.push(owner);
    } else if (isSomethingElse(owner) || isBound(owner)) {
      open.hasInside = true;
    }
  }
}

function kindOf(
  { owner, handle }: Stream,
  older: Older | undefined,
  own: Kind,
): Kind | undefined {
  if (isOfRun(older)) {
    return own;
  }
  if (older?.bytesRead !== handle.bytesRead) {
    return "overheard";
  }
  return silent.get(owner) === handle.bytesRead ? undefined : "unheard";
}

/** It was opened in the run, or the run has said something to it, or to the child process of which it is a pipe. */
function isOfRun(older: Older | undefined): boolean {
  return older === undefined || older.said !== saidTo(older.whole);
}

/** What counts as so much that is said: that it has an end, that a child process is killed; */
const DONE = 1 / 2;
/** and that there is nothing any more by which it could be. */
const GONE = 1 / 1_024;

/** Nothing else, such as a server, answers what it is told. */
function isSpokenTo(owner: Owner): boolean {
  return owner.stdio !== undefined || streamOf(owner) !== undefined;
}

/** What was sent to it, whether that has an end, and of a child process what was sent by its channel and whether it was killed. */
function saidTo(owner: Owner): number {
  const { killed, stdio, writableEnded } = owner;
  let said = streamOf(owner)?.handle.bytesWritten ?? GONE;
  if (writableEnded === true || killed === true) {
    said += DONE;
  }
  if (stdio !== undefined) {
    said += channelOf(owner)?.bytesWritten ?? GONE;
    for (const pipe of stdio) {
      said += pipe === null ? 0 : saidTo(pipe);
    }
  }
  return said;
}

function channelOf(child: Owner): Handle | undefined {
  return child.connected === true
    ? (underSymbol("kChannelHandle", child) as Handle | undefined)
    : undefined;
}

/** Node's symbols by their names, once they are found. */
const symbols = new Map<string, symbol | undefined>();

/** What Node keeps under a symbol, by the name of that. */
function underSymbol(name: string, object: object): unknown {
  const symbol =
    symbols.get(name) ??
    Object.getOwnPropertySymbols(object).find(
      ({ description }) => description === name,
    );
  symbols.set(name, symbol);
  return symbol && Reflect.get(object, symbol);
}

/** Those were waited for in vain: no run does so again until something comes. */
export function giveUp(connections: readonly object[]): void {
  for (const each of connections) {
    const { handle } = streamOf(each) as Stream;
    silent.set(each, handle.bytesRead);
  }
}

/** What it is, in words. */
export function inWords(object: object): string {
  if ("addon" in object) {
    return `a native addon (${String(object.addon)})`;
  }
  const owner = object as Owner;
  if (owner.spawnfile !== undefined) {
    return `the child process ${owner.pid} (${owner.spawnfile})`;
  }
  const stream = streamOf(owner);
  const there: Address = {};
  if (stream?.handle.getpeername?.(there) === 0) {
    return `a socket to ${shown(there)}`;
  }
  return stream === undefined ? `a ${owner.constructor.name}` : "a pipe";
}

function areSame(some: readonly Owner[], others: readonly Owner[]): boolean {
  return (
    some.length === others.length &&
    some.every((each, index) => each === others[index])
  );
}

/** What has the methods of all handles; of a datagram socket Node warns who looks at its handle. */
function prototypeOf({ addMembership, _handle }: Owner): Referable | undefined {
  return addMembership === undefined
    ? ownerOfRef(_handle?._parent ?? _handle)
    : undefined;
}

function ownerOfRef(object: object | null | undefined): Referable | undefined {
  return object && !Object.hasOwn(object, "ref")
    ? ownerOfRef(Object.getPrototypeOf(object) as object | null)
    : ((object ?? undefined) as Referable | undefined);
}

function listed(): readonly Owner[] {
  return ownProcess?._getActiveHandles?.() ?? [];
}

/** Nothing comes of a pipe or terminal that nobody reads and that has got rid of all, such as what the process prints to. */
function isMute(stream: Stream): boolean {
  return stream.handle.getsockname === undefined && !isActive(stream);
}

/** As Node lists it: a socket, a child process, a watcher. */
function ownerOf(handle: Closable): Owner {
  return underSymbol("owner_symbol", handle) ?? handle;
}

/** A server has none, nor a datagram socket, which warns of who looks at its handle. */
function streamOf(owner: Owner): Stream | undefined {
  if (owner.addMembership !== undefined || owner.listening !== undefined) {
    return undefined;
  }
  const { _handle: handle } = owner;
  return typeof handle?.bytesRead === "number"
    ? { owner, handle: handle._parent ?? handle }
    : undefined;
}

/**
 * Anything that is not listed by its owner, such as the channel to a child process, has an owner that is; but for the
 * watcher of node:fs/promises.
 */
function isSomethingElse(owner: Owner): boolean {
  return (
    owner.listening === undefined &&
    owner.addMembership === undefined &&
    streamOf(owner) === undefined &&
    (Boolean(owner._handle) || owner.constructor.name === "FSEvent") // a socket that was given to another process has none any more
  );
}

/** Only then can a datagram reach it. */
function isBound(owner: Owner): boolean {
  try {
    return owner.addMembership !== undefined && owner.address?.() !== undefined;
  } catch {
    return false;
  }
}

/**
 * An end whose other end has not been accepted yet, or is closed, counts as one to the outside: news may take a moment.
 * One that keeps nothing alive, such as a connection that a pool keeps, is not waited for with patience.
 */
function count(
  { owner, handle }: Stream,
  peer: Stream | undefined,
  open: OpenHandles,
  kind: Kind,
): void {
  const isSocket = handle.getpeername !== undefined;
  if (peer !== undefined || (kind === "unheld" && isSocket)) {
    open.hasInside = true;
  } else if (kind === "unheard" || !hasLostPeer(handle)) {
    const { bytesRead, bytesWritten } = handle;
    open[kind].push(owner);
    const isTold = kind === "outside" || kind === "unheld";
    open[isTold ? "bytes" : "overheardBytes"] += bytesRead + bytesWritten;
  }
}

/** The other end has gone, and all has been read: the system knows no address of it any more. */
function hasLostPeer(handle: Handle): boolean {
  return handle.getpeername !== undefined && handle.getpeername({}) !== 0;
}

/** Something may come from it, or it has yet to get rid of something. */
function isActive({ owner, handle }: Stream): boolean {
  return (isRead(handle) && !hasEnded(owner)) || handle.writeQueueSize > 0;
}

/** An end that is read has not got all that the other one has sent, its end included. */
function isBehind(reader: Stream, writer: Stream): boolean {
  return (
    isRead(reader.handle) &&
    (reader.handle.bytesRead < writer.handle.bytesWritten ||
      (writer.owner.writableFinished === true && !hasEnded(reader.owner)))
  );
}

/** What is below a TLS connection that has just closed throws of it. */
function isRead(handle: Handle): boolean {
  try {
    return handle.reading === true;
  } catch {
    return false;
  }
}

function hasEnded({ _readableState: state }: Owner): boolean {
  return state?.ended === true;
}

function shown({ address = "", port }: Address): string {
  return `${address.replace(/^::ffff:/, "")}:${port}`;
}
