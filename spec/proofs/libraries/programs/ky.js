import ky from "ky";

export const elapsed = 700;

/** A fetch that is tried again and again, and one that takes too long. */
export async function main() {
  let calls = 0;
  const fetch = async ({ url, signal }) => {
    if (url.endsWith("/slow")) {
      await new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    }
    calls++;
    const status = calls < 3 ? 503 : 200;
    return new Response(`call ${calls}`, { status });
  };
  const api = ky.create({ fetch, prefixUrl: "http://api.test" });
  const delay = (attempt) => attempt * 150;
  console.log(await api("flaky", { retry: { limit: 3, delay } }).text());
  await api("slow", { timeout: 250, retry: 0 }).catch(({ name }) =>
    console.log(name),
  );
}
