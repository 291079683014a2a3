import "./dom/jsdom.js";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { createElement, useState, useTransition } from "react";

export const elapsed = 310;

/** An order whose button cannot be pressed while it is under way, 300 ms. */
function Order({ send }) {
  const [item, setItem] = useState("");
  const [answer, setAnswer] = useState("nothing yet");
  const [isPending, startTransition] = useTransition();
  const order = () =>
    startTransition(async () => {
      const answer = await send(item);
      startTransition(() => setAnswer(answer));
    });
  return createElement(
    "div",
    null,
    createElement("input", {
      onChange: (event) => setItem(event.target.value),
    }),
    createElement("button", { disabled: isPending, onClick: order }, "order"),
    createElement("output", null, answer),
  );
}

/** Somebody types, presses the button, and waits for the answer. */
export async function main() {
  const send = async (item) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return `ordered ${item}`;
  };
  const user = userEvent.setup();
  render(createElement(Order, { send }));
  await user.type(screen.getByRole("textbox"), "tea");
  await user.click(screen.getByRole("button"));
  const button = screen.getByRole("button");
  console.log(button.disabled, screen.getByRole("status").textContent);
  await waitFor(() => screen.getByText("ordered tea"), { timeout: 5_000 });
  console.log(button.disabled, screen.getByRole("status").textContent);
  cleanup();
}
