import { play } from "./player.ts";

process.exitCode = await play(process.argv.slice(2));
