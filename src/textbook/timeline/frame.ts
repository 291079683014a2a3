import type { Layout } from "./layout.ts";

/** How high everything is, in pixels. */
export const AXIS = 26;
export const BAR = 14;
export const CONTEXT = 22;
export const QUEUE = 66;
const LANE = 48;
export const TURNS = 20;
const DEPARTURE = 18;
/** How wide a letter is, about; it is smaller in the labels of contexts. */
export const LETTER = 6.6;
export const SMALL_LETTER = 5.8;

/** Where everything of a drawing lies from top to bottom, and how far its names reach to the left. */
export interface Frame {
  /** The height of each lane's middle. */
  readonly lanes: ReadonlyMap<string, number>;
  /** Where the lanes end and the queues begin. */
  readonly bottom: number;
  /** Where the queues end. */
  readonly end: number;
  /** How much of it lies above 0, for what marks departures. */
  readonly above: number;
  readonly height: number;
  /** How wide the names are, to the left of the run. */
  readonly gutter: number;
}

/** What each part of a drawing is drawn from. */
export interface Drawn {
  readonly layout: Layout;
  readonly frame: Frame;
}

/** Frames a layout: its lanes above each other, and its queues below. */
export function frameOf(layout: Layout): Frame {
  const { lanes, bottom } = placed(layout);
  const end = bottom + layout.queues.size * QUEUE;
  const names = [...lanes.keys(), ...layout.queues.keys()];
  const gutter = Math.max(...names.map((name) => name.length)) * LETTER + 26;
  const above = layout.departures.length > 0 ? DEPARTURE : 0;
  return { lanes, bottom, end, above, height: above + end + TURNS, gutter };
}

/** Gives each lane its height; its contexts lie below its bar. */
function placed(layout: Layout): Pick<Frame, "lanes" | "bottom"> {
  const lanes = new Map<string, number>();
  let bottom = AXIS + 8;
  for (const name of layout.lanes.keys()) {
    const levels = layout.contexts
      .filter((span) => span.lane === name)
      .map((span) => span.level + 1);
    lanes.set(name, bottom + LANE / 2);
    bottom += LANE + Math.max(0, ...levels) * CONTEXT;
  }
  return { lanes, bottom: bottom + 4 };
}

/** The height at which a lane lies. */
export function yOf({ lanes }: Frame, lane: string): number {
  return lanes.get(lane) as number;
}
