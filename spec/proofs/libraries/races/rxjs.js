import {
  concatMap,
  from,
  lastValueFrom,
  mergeMap,
  switchMap,
  timer,
} from "rxjs";
import { map } from "rxjs/operators";

export const latency = 5;
export const breaks = "Error: shows t";

/** Answers for what is typed: with mergeMap an old one may come last, with switchMap it is left behind. */
async function type(flatten) {
  const typed = from(["t", "te"]).pipe(
    concatMap((text, index) => timer(index * 5).pipe(map(() => text))),
  );
  const answer = (text) => timer(10).pipe(map(() => text));
  const shown = await lastValueFrom(typed.pipe(flatten(answer)));
  if (shown !== "te") {
    throw new Error(`shows ${shown}`);
  }
}

export const wrong = () => type(mergeMap);
export const right = () => type(switchMap);
