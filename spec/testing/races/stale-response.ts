/*
 * A page searches while one types. The answer to an older question may come behind the answer to a newer one, and then
 * the page shows what nobody asks for any more. So whoever asks anew says that the older answer is not wanted.
 */
import { reply } from "./network.ts";

interface Page {
  shows: string;
  asked: number;
}

/** Shows each answer when it comes. */
async function showsEach(
  page: Page,
  question: string,
  ms: number,
): Promise<void> {
  page.shows = await reply(ms, () => question);
}

/** Shows an answer only if nothing was asked since. */
async function showsNewest(
  page: Page,
  question: string,
  ms: number,
): Promise<void> {
  const number = ++page.asked;
  const answer = await reply(ms, () => question);
  if (number === page.asked) {
    page.shows = answer;
  }
}

function typing(search: typeof showsEach): () => Promise<void> {
  return async () => {
    const page = { shows: "", asked: 0 };
    await Promise.all([search(page, "te", 10), search(page, "tea", 15)]);
    console.log(`shows ${page.shows}`);
  };
}

export const wrong = typing(showsEach);
export const right = typing(showsNewest);
