import pRetry, { AbortError } from "p-retry";

export const elapsed = 700;

/** A service that is down at first, asked again after 100, 200 and 400 ms; and one that says never to ask again. */
export async function main() {
  let calls = 0;
  const answer = await pRetry(
    async (attempt) => {
      calls++;
      if (attempt < 4) {
        throw new Error(`down at attempt ${attempt}`);
      }
      return "up";
    },
    {
      retries: 5,
      minTimeout: 100,
      factor: 2,
      onFailedAttempt: ({ error, attemptNumber, retriesLeft }) =>
        console.log(attemptNumber, retriesLeft, error.message),
    },
  );
  console.log(answer, calls);
  const gone = () => Promise.reject(new AbortError("410 Gone"));
  await pRetry(gone, { retries: 5 }).catch((error) =>
    console.log(error.message),
  );
}
