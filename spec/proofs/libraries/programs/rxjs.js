import {
  Subject,
  catchError,
  concatMap,
  debounceTime,
  delay,
  lastValueFrom,
  of,
  retry,
  switchMap,
  tap,
  throwError,
  timeout,
  timer,
  toArray,
} from "rxjs";

export const elapsed = 1_400;

/** A search box: debounced, and only the last request counts. */
async function searchBox() {
  const keys = new Subject();
  const found = keys.pipe(
    debounceTime(200),
    tap((text) => console.log("searches", text)),
    switchMap((text) => of(`found ${text}`).pipe(delay(500))),
    toArray(),
  );
  setTimeout(() => keys.next("a"), 1);
  setTimeout(() => keys.next("as"), 100);
  setTimeout(() => keys.next("async"), 400);
  setTimeout(() => keys.complete(), 700);
  console.log(await lastValueFrom(found));
}

/** A request that is tried again, later each time, until there is no time left. */
async function retries() {
  let tries = 0;
  const request = of("request").pipe(
    concatMap(() =>
      ++tries < 3 ? throwError(() => new Error("down")) : timer(500),
    ),
    retry({ count: 3, delay: (_error, count) => timer(count * 50) }),
    timeout(300),
    catchError(({ name }) => of(`${name} after ${tries} tries`)),
  );
  console.log(await lastValueFrom(request));
}

export async function main() {
  await searchBox();
  await retries();
}
