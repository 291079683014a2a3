import { setTimeout as later } from "node:timers/promises";
import DataLoader from "dataloader";

export const latency = 5;
export const breaks = "Error: the loader says ann";

/** A loader forgets a user who changes. Where it does so before the change is written, it may learn the old name again. */
async function rename(renamed) {
  const names = new Map([[1, "ann"]]);
  const loader = new DataLoader(async (ids) => {
    await later(10);
    return ids.map((id) => names.get(id));
  });
  const write = async () => {
    await later(10);
    names.set(1, "anna");
  };
  const reader = later(5).then(() => loader.load(1));
  await Promise.all([renamed(loader, write), reader]);
  const name = await loader.load(1);
  if (name !== "anna") {
    throw new Error(`the loader says ${name}`);
  }
}

export const wrong = () =>
  rename(async (loader, write) => {
    loader.clear(1);
    await write();
  });
export const right = () =>
  rename(async (loader, write) => {
    await write();
    loader.clear(1);
  });
