import { E_TIMEOUT, Mutex, withTimeout } from "async-mutex";

export const elapsed = 400;

/** A balance that is read and written back is safe in a mutex; who cannot wait gives up. */
export async function main() {
  const mutex = new Mutex();
  let balance = 100;
  const withdraw = (amount) =>
    mutex.runExclusive(async () => {
      const before = balance;
      await new Promise((resolve) => setTimeout(resolve, 200));
      balance = before - amount;
      console.log(`withdrew ${amount}, ${balance} left`);
    });
  const hasty = withTimeout(mutex, 100);
  const both = Promise.all([withdraw(30), withdraw(50)]);
  await hasty.acquire().catch((error) => console.log(error === E_TIMEOUT));
  await both;
  console.log(mutex.isLocked());
}
