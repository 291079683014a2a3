/*
 * One ticket is left. A buyer looks whether there is one, pays, and takes it. Between the look and the taking is an await:
 * what was true before it need not be true behind it.
 */
import { pass } from "./network.ts";

interface Shop {
  left: number;
}

/** The ticket that it saw may be gone by the time it has paid. */
async function looksThenPays(shop: Shop): Promise<void> {
  if (shop.left > 0) {
    await pass(10);
    shop.left--;
  }
}

/** Takes at once what it sees. */
async function takesThenPays(shop: Shop): Promise<void> {
  if (shop.left > 0) {
    shop.left--; // nothing comes between the look and this
    await pass(10);
  }
}

function sale(buy: typeof looksThenPays): () => Promise<void> {
  return async () => {
    const shop = { left: 1 };
    const bob = async (): Promise<void> => {
      await pass(15);
      await buy(shop);
    };
    await Promise.all([buy(shop), bob()]);
    console.log(`${shop.left} left`);
  };
}

export const wrong = sale(looksThenPays);
export const right = sale(takesThenPays);
