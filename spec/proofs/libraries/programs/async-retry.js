import retry from "async-retry";

export const elapsed = 700;

/** An upload with back-off, and one that must not be tried again. */
export async function main() {
  const upload = async (bail, attempt) => {
    if (attempt < 4) {
      throw new Error(`attempt ${attempt} failed`);
    }
    return `done at attempt ${attempt}`;
  };
  const onRetry = ({ message }, attempt) => console.log(attempt, message);
  const options = { retries: 5, minTimeout: 100, randomize: false, onRetry };
  console.log(await retry(upload, options));
  const forbidden = (bail) => bail(new Error("403"));
  await retry(forbidden, options).catch(({ message }) => console.log(message));
}
