import { setTimeout as later } from "node:timers/promises";
import { QueryClient, QueryObserver } from "@tanstack/query-core";

export const elapsed = 1_200;

/** A query that is tried again, kept for a while, and fetched anew when it is stale. */
export async function main() {
  const client = new QueryClient();
  let calls = 0;
  const queryFn = async () => {
    await later(100);
    if (++calls === 1) {
      throw new Error("offline");
    }
    return `answer ${calls}`;
  };
  const options = { queryKey: ["a"], queryFn, retryDelay: 200, retry: 2 };
  const observer = new QueryObserver(client, { ...options, staleTime: 300 });
  const stop = observer.subscribe(({ status, fetchStatus, data }) =>
    console.log(status, fetchStatus, data),
  );
  await later(600);
  const fresh = () => client.fetchQuery({ ...options, staleTime: 300 });
  console.log(await fresh());
  await later(500);
  console.log(await fresh());
  stop();
  client.clear();
}
