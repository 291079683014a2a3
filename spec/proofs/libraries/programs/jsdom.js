import { JSDOM } from "jsdom";

export const elapsed = 416;

/** A page with scripts: timers of the window, frames, events. */
export async function main() {
  const { window } = new JSDOM(
    `<button>0</button><script>
      let clicks = 0;
      document.querySelector("button").onclick = (event) => {
        setTimeout(() => (event.target.textContent = ++clicks), 100);
      };
    </script>`,
    { runScripts: "dangerously", pretendToBeVisual: true },
  );
  const button = window.document.querySelector("button");
  const changed = () =>
    new Promise((resolve) => {
      const observer = new window.MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(button, { childList: true });
    });
  for (let click = 1; click <= 3; click++) {
    button.click();
    await changed();
    console.log(button.textContent);
  }
  const frame = await new Promise((resolve) => {
    window.requestAnimationFrame(resolve);
  });
  console.log(frame > 0);
  await new Promise((resolve) => window.setTimeout(resolve, 100));
  window.close();
}
