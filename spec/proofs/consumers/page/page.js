import { play } from "./play.ts";

globalThis.outcome = await play();
