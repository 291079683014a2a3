import "./dom/jsdom.js";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { createElement, useEffect, useState } from "react";

export const elapsed = 501;

/** Finds what is typed, 300 ms after the last key. */
function Search({ find }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState("nothing yet");
  useEffect(() => {
    const timer = setTimeout(() => text && find(text).then(setFound), 300);
    return () => clearTimeout(timer);
  }, [text, find]);
  const onChange = ({ target }) => setText(target.value);
  return createElement(
    "label",
    null,
    "search",
    createElement("input", { value: text, onChange }),
    createElement("p", null, found),
  );
}

export async function main() {
  const find = async (text) => {
    console.log("asks for", text);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return `found ${text}`;
  };
  render(createElement(Search, { find }));
  const input = screen.getByRole("textbox");
  for (const value of ["a", "as", "async"]) {
    fireEvent.change(input, { target: { value } });
  }
  console.log(screen.getByText(/nothing/).textContent);
  const found = await screen.findByText(/found/, {}, { timeout: 5_000 });
  console.log(found.textContent);
  cleanup();
}
