import { Window } from "happy-dom";

export const elapsed = 202;

/** A page whose timers are waited for together. */
export async function main() {
  const window = new Window({ url: "http://localhost/" });
  const { document } = window;
  document.body.innerHTML = "<p>waits</p>";
  const text = document.querySelector("p");
  window.setTimeout(() => {
    text.textContent = "half";
    window.setTimeout(() => (text.textContent = "whole"), 100);
  }, 100);
  window.requestAnimationFrame((time) => console.log("frame", time > 0));
  console.log(text.textContent);
  await window.happyDOM.waitUntilComplete();
  console.log(text.textContent);
  await window.happyDOM.close();
}
