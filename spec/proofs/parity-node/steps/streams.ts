import { PassThrough, pipeline, Readable } from "node:stream";
import type { Player } from "../player.ts";
import type { Id } from "../program.ts";
import { ProgramError, shown } from "../shown.ts";
import type { PlainSteps } from "./taking.ts";

/** Streams of Node and of the web, with nothing outside behind them. */
export const streamSteps: PlainSteps<
  | "webStream"
  | "nodeStream"
  | "passThrough"
  | "onData"
  | "write"
  | "endStream"
  | "destroy"
  | "pipe"
> = {
  webStream: (player, [, id, room, count, block]) => {
    const run = player.callback(block);
    let left = count;
    const source: UnderlyingDefaultSource<number> = {
      async pull(controller) {
        await run();
        controller.enqueue(left);
        if (--left === 0) {
          controller.close();
        }
      },
      cancel: (reason) =>
        player.note(`stream ${id} cancelled: ${shown(reason)}`),
    };
    const stream = new ReadableStream(source, { highWaterMark: room });
    player.streams.set(id, stream);
  },

  nodeStream: (player, [, id, before]) => {
    const items = player.generate(before, []);
    setStream(player, id, Readable.from(items, { objectMode: true }));
  },

  passThrough: (player, [, id, room]) =>
    setStream(
      player,
      id,
      new PassThrough({ objectMode: true, highWaterMark: room }),
    ),

  onData: (player, [, id, block]) => {
    const run = player.callback(block);
    readable(player, id)?.on("data", (value: unknown) => {
      player.note(`stream ${id}: ${shown(value)}`);
      void run();
    });
  },

  write: (player, [, id, value]) => {
    const stream = writable(player, id);
    if (stream !== undefined) {
      const hasRoom = stream.write(value, (error) =>
        player.note(`stream ${id} has written ${value}: ${shown(error)}`),
      );
      player.note(`stream ${id} has room: ${hasRoom}`);
    }
  },

  endStream: (player, [, id]) => void writable(player, id)?.end(),

  destroy: (player, [, id, error]) =>
    void readable(player, id)?.destroy(
      error === 0 ? undefined : new ProgramError(error),
    ),

  pipe: (player, [, id, into]) => {
    const from = readable(player, id);
    const to = writable(player, into);
    if (from !== undefined && to !== undefined && from !== to) {
      pipeline(from, to, (error) =>
        player.note(`pipe from ${id} to ${into} over: ${shown(error)}`),
      );
    }
  },
};

function setStream(player: Player, id: Id, stream: Readable): void {
  for (const event of ["end", "close", "drain", "finish"]) {
    stream.on(event, () => player.note(`stream ${id}: ${event}`));
  }
  stream.on("error", (error) =>
    player.note(`stream ${id} failed: ${shown(error)}`),
  );
  player.streams.set(id, stream);
}

function readable(player: Player, id: Id): Readable | undefined {
  const stream = player.streams.get(id);
  return stream instanceof Readable ? stream : undefined;
}

function writable(player: Player, id: Id): PassThrough | undefined {
  const stream = player.streams.get(id);
  return stream instanceof PassThrough ? stream : undefined;
}
