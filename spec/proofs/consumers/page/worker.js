import { play } from "./play.ts";

postMessage(await play());
