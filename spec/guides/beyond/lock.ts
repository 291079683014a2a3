/*
 * Nothing runs between two awaits, but anything may run at one. Where a change takes more than one step, such as reading
 * a balance, waiting, and writing it, a lock lets in one task at a time.
 */
import { asyncWith, createTask, gather, Lock, sleep } from "async-patterns";

/** Its balance is far away: between reading and writing it, others have their turns. */
export class Account {
  balance = 100;

  async withdraw(amount: number): Promise<void> {
    const before = this.balance;
    await sleep(10);
    this.balance = before - amount;
  }
}

/** Looks and withdraws while nobody else does. */
export async function customer(
  name: string,
  account: Account,
  lock: Lock,
): Promise<void> {
  await asyncWith(lock, async () => {
    console.log(`${name} sees ${account.balance}`);
    await account.withdraw(30);
  });
}

export async function main(): Promise<void> {
  const account = new Account();
  const lock = new Lock();
  const customers = ["ann", "bob", "eve"].map((name) =>
    createTask(() => customer(name, account, lock), { name }),
  );
  await gather(...customers);
  console.log(`left: ${account.balance}`);
}
