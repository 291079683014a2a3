import { createPool } from "generic-pool";

export const elapsed = 450;

/** Two connections for three clients; one of them has to wait, another asks for too much. */
export async function main() {
  let opened = 0;
  const create = async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { id: ++opened };
  };
  const destroy = async ({ id }) => console.log(`closes ${id}`);
  const pool = createPool(
    { create, destroy },
    { max: 2, acquireTimeoutMillis: 300 },
  );
  const query = (name, ms) =>
    pool.use(async ({ id }) => {
      console.log(`${name} on connection ${id}`);
      await new Promise((resolve) => setTimeout(resolve, ms));
    });
  const late = (error) => console.log(`${error.name}: ${error.message}`);
  await Promise.all([
    query("report", 400),
    query("list", 400),
    query("count", 100).catch(late),
  ]);
  await pool.drain();
  await pool.clear();
  console.log(pool.size);
}
