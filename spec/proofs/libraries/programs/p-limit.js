import pLimit from "p-limit";

export const elapsed = 500;

/** Two requests at a time. */
export async function main() {
  const limit = pLimit(2);
  const request = async (path, ms) => {
    console.log(`GET ${path}`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    console.log(`${path} done, ${limit.pendingCount} left`);
    return path.length;
  };
  const sizes = await Promise.all([
    limit(request, "/slow", 400),
    limit(request, "/a", 100),
    limit(request, "/bb", 150),
    limit(request, "/ccc", 250),
  ]);
  console.log(sizes);
}
