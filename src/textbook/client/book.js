/*
 * What script adds to the pages: the theme, the search, and walking through a timeline. A classic script, since
 * browsers load no modules from the file system; the index of the search is a script of its own, since they fetch
 * nothing from there either.
 */
(() => {
  /* oxlint-disable unicorn/consistent-function-scoping -- outside of this function its names would be globals */
  "use strict";

  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [
    ...within.querySelectorAll(selector),
  ];

  /* Theme: auto, light, dark. */

  const themes = ["auto", "light", "dark"];
  const root = document.documentElement;
  const themeButton = $("button.theme");
  const showTheme = () => {
    $("span", themeButton).textContent = root.dataset.theme ?? "auto";
  };
  themeButton.addEventListener("click", () => {
    const now = themes.indexOf(root.dataset.theme ?? "auto");
    const next = themes[(now + 1) % themes.length];
    if (next === "auto") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = next;
    }
    try {
      localStorage.setItem("theme", root.dataset.theme ?? "");
    } catch {
      // The choice lasts as long as the page.
    }
    showTheme();
  });
  showTheme();
  themeButton.hidden = false;

  /* Search. */

  const MOST_FOUND = 12;
  const box = $(".search");
  const input = $("#search");
  const list = $("#found");
  let loading;
  let chosen = -1;

  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `assets/${name}.js`;
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });

  const makeSearch = async () => {
    await Promise.all(["minisearch", "search-index", "search"].map(load));
    return globalThis.textbookSearch(
      globalThis.MiniSearch,
      globalThis.textbookIndex,
    );
  };

  const option = ({ href, page, text, kind }, number) => {
    const link = document.createElement("a");
    link.href = href;
    link.tabIndex = -1;
    const title = document.createElement("strong");
    title.textContent = kind === "page" ? page : text;
    const place = document.createElement("span");
    place.textContent = kind === "page" ? text : page;
    link.append(title, place);
    const item = document.createElement("li");
    item.id = `found-${number}`;
    item.role = "option";
    item.ariaSelected = "false";
    item.append(link);
    return item;
  };

  const close = () => {
    list.hidden = true;
    input.ariaExpanded = "false";
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };

  const search = async () => {
    const query = input.value.trim();
    if (query === "") {
      close();
      return;
    }
    const find = await (loading ??= makeSearch());
    if (query !== input.value.trim()) {
      return;
    }
    const found = find(query).slice(0, MOST_FOUND);
    const nothing = document.createElement("li");
    nothing.className = "nothing";
    nothing.role = "option";
    nothing.textContent = "Nothing found";
    list.replaceChildren(...(found.length > 0 ? found.map(option) : [nothing]));
    list.hidden = false;
    input.ariaExpanded = "true";
    chosen = -1;
  };

  const choose = (by) => {
    const options = $$("li[id]", list);
    if (options.length === 0) {
      return;
    }
    chosen = (chosen + by + options.length) % options.length;
    for (const [index, item] of options.entries()) {
      item.ariaSelected = String(index === chosen);
    }
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  };

  input.addEventListener("focus", () => (loading ??= makeSearch()), {
    once: true,
  });
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1);
    } else if (event.key === "Enter") {
      $("a", $$("li", list)[Math.max(0, chosen)] ?? list)?.click();
    } else if (event.key === "Escape") {
      close();
    }
  });
  list.addEventListener("click", close);
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) {
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA)$/.test(event.target.tagName ?? "");
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      input.focus();
    }
  });
  box.hidden = false;

  /* A rule that a link points to is unfolded. */

  const unfold = () => {
    const rule = document.getElementById(location.hash.slice(1));
    const details = rule?.matches("li") ? $("details", rule) : undefined;
    if (details) {
      details.open = true;
    }
  };
  addEventListener("hashchange", unfold);
  unfold();

  /* Walking through a timeline: step by step or line by line, the output in step. */

  for (const run of $$(".run")) {
    const stepper = $(".stepper", run);
    const slider = $("input", stepper);
    const now = $("output", stepper);
    const steps = $$(".words li", run);
    const terminals = $$(".terminal");
    const before = terminals.filter(
      (terminal) =>
        run.compareDocumentPosition(terminal) &
        Node.DOCUMENT_POSITION_PRECEDING,
    );
    const lines = $$("li", before.at(-1));
    const veil = $(".veil", run);
    const cursor = $(".cursor", run);
    const canvas = $(".canvas", run);
    const svg = $("svg", run);
    const left = Number(svg.dataset.left);
    const right = Number(svg.dataset.right);
    const printedAfter = (at) =>
      at === 0 ? 0 : Number(steps[at - 1].dataset.lines);

    const show = (at) => {
      const isDone = at === steps.length;
      const printed = printedAfter(at);
      const x = at === 0 ? 0 : Number(steps[at - 1].dataset.x);
      slider.value = at;
      run.classList.toggle("stepping", !isDone);
      veil.setAttribute("x", x);
      veil.setAttribute("width", right - x);
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
      for (const [index, line] of lines.entries()) {
        line.classList.toggle("later", index >= printed);
        line.classList.toggle("latest", !isDone && index === printed - 1);
      }
      for (const [index, item] of steps.entries()) {
        item.classList.toggle("now", !isDone && index === at - 1);
      }
      now.textContent = isDone
        ? "The whole run"
        : at === 0
          ? "Before the first turn"
          : `Turn ${steps[at - 1].value}: ${steps[at - 1].textContent}`;
      slider.setAttribute("aria-valuetext", now.textContent);
      const scale = svg.getBoundingClientRect().width / (right - left);
      const place = (x - left) * scale - canvas.clientWidth / 2;
      canvas.scrollTo({ left: isDone && place < 0 ? 0 : place });
    };

    const moves = {
      "step-back": (at) => at - 1,
      "step-on": (at) => at + 1,
      "line-back": (at) => {
        const printed = printedAfter(at);
        const target = steps.findIndex(
          (item) => Number(item.dataset.lines) >= printed - 1,
        );
        return printed <= 1 ? 0 : target + 1;
      },
      "line-on": (at) => {
        const printed = printedAfter(at);
        const target = steps.findIndex(
          (item) => Number(item.dataset.lines) > printed,
        );
        return target < 0 ? steps.length : target + 1;
      },
    };

    stepper.addEventListener("click", (event) => {
      const move = moves[event.target.dataset?.step];
      if (move !== undefined) {
        const next = move(Number(slider.value));
        show(Math.min(steps.length, Math.max(0, next)));
      }
    });
    slider.addEventListener("input", () => show(Number(slider.value)));
    stepper.hidden = false;
  }
})();
