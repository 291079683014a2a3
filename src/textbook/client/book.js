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

  /* What the bar at the top has with script only. */

  $(".top").insertAdjacentHTML(
    "beforeend",
    `<div class="search" role="search"><input type="search" id="search" role="combobox" placeholder="Search" aria-label="Search rules and names" aria-controls="found" aria-expanded="false" aria-autocomplete="list" autocomplete="off"><ul id="found" role="listbox" aria-label="Found" hidden></ul></div><button class="theme" type="button">Theme: <span>auto</span></button>`,
  );

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

  const loadStyle = (name) =>
    new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = `assets/${name}.css`;
      link.addEventListener("load", resolve);
      link.addEventListener("error", reject);
      document.head.append(link);
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

  /* A rule or a module that a link points to is unfolded. */

  const unfold = () => {
    const target = document.getElementById(location.hash.slice(1));
    const details = target?.matches("li") ? $("details", target) : target;
    if (details?.matches("details")) {
      details.open = true;
    }
  };
  addEventListener("hashchange", unfold);
  unfold();

  /* What breaks off a line of a program hangs from where the line begins. */

  for (const line of $$(".program li")) {
    const indentation = line.textContent.search(/\S|$/);
    line.style.setProperty("--indentation", `${indentation}ch`);
  }

  /* The keyboard scrolls what it can reach. */

  for (const code of $$("pre")) {
    code.tabIndex = 0;
  }

  /* Programs and outputs can be copied, without line numbers and marks. */

  const COPIED = "pre.code, .rules pre, .program > ol, .terminal";
  const textOf = (block) => {
    const lines = $$("li", block).map((line) => $("code", line) ?? line);
    return lines.length > 0
      ? `${lines.map((line) => line.textContent).join("\n")}\n`
      : block.textContent;
  };
  /** Not every browser lets a page from the file system use the clipboard; what is selected can still be copied. */
  const copySelected = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  const copy = (text) => {
    if (navigator.clipboard === undefined) {
      copySelected(text);
    } else {
      navigator.clipboard.writeText(text).catch(() => copySelected(text));
    }
  };
  const addCopyButton = (block) => {
    const section = block.closest(".run section");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => {
      copy(textOf((section && $(COPIED, section)) ?? block));
      button.textContent = "Copied";
      setTimeout(() => {
        button.textContent = "Copy";
      }, 2_000);
    });
    const heading = $("h2", section ?? button);
    if (heading) {
      if (!$(".copy", heading)) {
        heading.append(button);
      }
      block.dataset.copied = "by its heading";
      return;
    }
    const box = document.createElement("div");
    box.className = "copyable";
    block.before(box);
    box.append(block, button);
  };
  const addCopyButtons = () => {
    for (const block of $$(COPIED)) {
      const isFolded = block.closest("details:not([open])") !== null;
      const hasButton =
        "copied" in block.dataset || block.parentElement.matches(".copyable");
      if (!isFolded && !hasButton) {
        addCopyButton(block);
      }
    }
  };
  document.addEventListener("toggle", addCopyButtons, true);
  addCopyButtons();

  /* The drawing of another outcome is scrolled to where it departs, once it is seen. */

  const showDepartures = () => {
    for (const canvas of $$(".outcomes .canvas:not([data-shown])")) {
      if (canvas.clientWidth > 0) {
        const x = Number($(".departures rect", canvas)?.getAttribute("x"));
        canvas.scrollTo({ left: x - canvas.clientWidth / 3 });
        canvas.dataset.shown = "";
      }
    }
  };
  document.addEventListener("toggle", showDepartures, true);
  showDepartures();

  /*
   * Walking through a run: each step lights the lines of the program that it runs, its place on the drawing and the line
   * that it prints. Until the reader takes the first step, all of the run is seen. The address names the moment.
   */

  const SECOND_MS = 1_000;
  /** There the program and the output become lower, so that both are seen with the buttons. */
  const NARROW = matchMedia("(max-width: 70rem)");
  /** The program of a reader, which the address keeps before the moment. */
  const KEPT = /^#(?:edit|mend\.[\w-]*)(?:=[\w-]*)?/;
  const walkThrough = (run, isNew = false) => {
    const stepper = $(".stepper", run);
    if (!stepper) {
      return [];
    }
    const slider = $("input", stepper);
    const now = $("output", stepper);
    const playButton = $("[data-step=play]", stepper);
    const speed = $("select", stepper);
    const steps = $$(".words li", run);
    const printed = $$(".terminal li", run);
    const source = $$(".program li", run);
    const box = $(".listing-box", run);
    const canvas = $(".canvas", run);
    const veil = $(".veil", run);
    const cursor = $(".cursor", run);
    const right = Number(
      $("svg [data-right], svg[data-right]", run)?.dataset.right,
    );
    const prefix = run.id === "run" ? "turn-" : `${run.id}-turn-`;
    let hasBegun = false;
    let isScrolled = false;
    let timer;

    const printedAfter = (at) =>
      at === 0 ? 0 : Number(steps[at - 1].dataset.lines);
    const turnAt = (at) => (at === 0 ? 0 : steps[at - 1].value);
    const partAt = (at) =>
      at - steps.findIndex(({ value }) => value === turnAt(at));
    const nameOf = (at) =>
      `${prefix}${turnAt(at)}${partAt(at) > 1 && at > 0 ? `.${partAt(at)}` : ""}`;

    const lightSource = (at) => {
      const running =
        at === 0 ? [] : (steps[at - 1].dataset.source ?? "").split(" ");
      for (const [index, line] of source.entries()) {
        const place = running.indexOf(String(index + 1));
        line.classList.toggle("lit", place >= 0);
        line.classList.toggle(
          "now",
          place >= 0 && place === running.length - 1,
        );
      }
      const line = source[Number(running.at(-1)) - 1];
      if (line && box.scrollHeight > box.clientHeight) {
        box.scrollTo({ top: line.offsetTop - box.clientHeight / 2 });
      }
    };

    const lightDrawing = (x, isAll) => {
      if (!canvas) {
        return;
      }
      veil.setAttribute("x", x);
      veil.setAttribute("width", right - x);
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
      if (isAll) {
        if (isScrolled) {
          canvas.scrollTo({ left: 0 }); // it has to lay the page out, so never without need
        }
        isScrolled = false;
        return;
      }
      isScrolled = true;
      const names = canvas.firstElementChild.getBoundingClientRect().width;
      const room = canvas.clientWidth - names;
      canvas.scrollTo({ left: x - room / 2 });
    };

    const show = (at) => {
      const isAll = !hasBegun || at === steps.length;
      const lines = printedAfter(at);
      slider.value = at;
      run.classList.toggle("stepping", !isAll);
      for (const [index, line] of printed.entries()) {
        line.classList.toggle("later", !isAll && index >= lines);
        const isLatest =
          at > 0 && lines > printedAfter(at - 1) && index === lines - 1;
        line.classList.toggle("latest", isLatest);
      }
      for (const [index, item] of steps.entries()) {
        item.classList.toggle("now", index === at - 1);
      }
      now.textContent = !hasBegun
        ? "The whole run. Play it, or take the first step; the arrow keys do, too."
        : at === 0
          ? "Turn 0: before anything runs"
          : `Turn ${turnAt(at)}: ${steps[at - 1].textContent.trim()}`;
      slider.setAttribute("aria-valuetext", now.textContent);
      const latest = $(".latest", run);
      const terminal = latest?.closest(".terminal");
      terminal?.scrollTo({ top: latest.offsetTop - terminal.clientHeight / 2 });
      lightSource(at);
      lightDrawing(at === 0 ? 0 : Number(steps[at - 1].dataset.x), isAll);
    };

    const stop = () => {
      clearInterval(timer);
      timer = undefined;
      playButton.textContent = "▶ play";
      playButton.ariaLabel = "Play";
    };
    const goTo = (at) => {
      if (!hasBegun && NARROW.matches) {
        run.scrollIntoView();
      }
      hasBegun = true;
      show(Math.min(steps.length, Math.max(0, at)));
      try {
        const kept = KEPT.exec(location.hash)?.[0];
        const name = nameOf(Number(slider.value));
        history.replaceState(null, "", kept ? `${kept}/${name}` : `#${name}`);
      } catch {
        // Too many in a short time: the address names an earlier moment.
      }
    };
    const play = () => {
      if (timer !== undefined) {
        stop();
        return;
      }
      if (Number(slider.value) === steps.length) {
        goTo(0);
      }
      playButton.textContent = "❚❚ pause";
      playButton.ariaLabel = "Pause";
      timer = setInterval(
        () => {
          goTo(Number(slider.value) + 1);
          if (Number(slider.value) === steps.length) {
            stop();
          }
        },
        SECOND_MS / Number(speed.value),
      );
    };

    const moves = {
      restart: () => 0,
      "step-back": (at) => at - 1,
      "step-on": (at) => at + 1,
      "line-back": (at) => {
        const lines = printedAfter(at);
        const target = steps.findIndex(
          (item) => Number(item.dataset.lines) >= lines - 1,
        );
        return lines <= 1 ? 0 : target + 1;
      },
      "line-on": (at) => {
        const lines = printedAfter(at);
        const target = steps.findIndex(
          (item) => Number(item.dataset.lines) > lines,
        );
        return target < 0 ? steps.length : target + 1;
      },
    };
    const move = (name) => {
      stop();
      goTo(moves[name](Number(slider.value)));
    };

    stepper.addEventListener("click", (event) => {
      const name = event.target.dataset?.step;
      if (name === "play") {
        play();
      } else if (name !== undefined) {
        move(name);
      }
    });
    slider.addEventListener("input", () => {
      stop();
      goTo(Number(slider.value));
    });
    speed.addEventListener("change", () => {
      if (timer !== undefined) {
        stop();
        play();
      }
    });

    /** Goes to the moment that the address names, if it is of this run. */
    const follow = () => {
      const name = location.hash.replace(KEPT, "").slice(1);
      const at = name.startsWith(prefix)
        ? [0, ...steps].findIndex((_, index) => nameOf(index) === name)
        : -1;
      if (at >= 0) {
        hasBegun = true;
        show(at);
        run.scrollIntoView({ block: "start" });
      }
      return at >= 0;
    };
    stepper.hidden = false;
    if (isNew || !follow()) {
      show(0);
    }
    return [{ run, move, follow, stop }];
  };
  let walks = $$(".run").flatMap((run) => walkThrough(run));

  addEventListener("hashchange", () => walks.some(({ follow }) => follow()));
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const hasKeys = target.closest?.("input, select, textarea, [tabindex='0']");
    const walk =
      walks.find(({ run }) => run.contains(target)) ??
      walks.find(({ run }) => run.matches(".view"));
    const name = { ArrowLeft: "step-back", ArrowRight: "step-on" }[key];
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey);
    if (walk && name && isPlain && !hasKeys) {
      event.preventDefault();
      walk.move(name);
      const { top, bottom } = walk.run.getBoundingClientRect();
      if (top > innerHeight / 2 || bottom < innerHeight / 2) {
        walk.run.scrollIntoView(); // a step out of sight would look like a dead key
      }
    }
  });

  /* A cell's program can be changed and run. What that takes is loaded when a reader asks for it. */

  const view = $(".view");
  const isPlayed = () => KEPT.test(location.hash);
  const play = async () => {
    if (document.body.classList.contains("plays")) {
      return;
    }
    await (loadingPlay ??= Promise.all([load("play"), loadStyle("play")]));
    globalThis.textbookPlay(view, {
      walk: (run, isNew) => {
        for (const walk of walks.filter((walk) => walk.run === run)) {
          walk.stop();
        }
        const others = walks.filter((walk) => walk.run !== run);
        walks = [...others, ...walkThrough(run, isNew)];
        addCopyButtons();
      },
    });
  };
  let loadingPlay;
  /** Text as it stands in an address. */
  const encoded = (text) => {
    const bytes = Array.from(new TextEncoder().encode(text), (byte) =>
      String.fromCharCode(byte),
    );
    return btoa(bytes.join(""))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  };
  /** Links a listing to the page that plays. */
  const addLink = (listing, address, words, more) => {
    const link = document.createElement("a");
    link.href = `blank-page.html#${address}`;
    link.textContent = words;
    const line = document.createElement("p");
    line.append(link, more);
    listing.append(line);
  };
  for (const listing of $$("[data-goal]")) {
    const goal = encoded(listing.dataset.goal);
    const text = encoded(`${$("pre", listing).textContent}\n`);
    const more = ", which tries every order of your answer.";
    addLink(listing, `mend.${goal}=${text}`, "Mend it in this book", more);
  }
  for (const listing of $$("[data-program]")) {
    const { program } = listing.dataset;
    addLink(listing, `edit=${program}`, "Edit and run it", ".");
  }
  if (view) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "edit";
    button.textContent = "Edit and run";
    button.addEventListener("click", () => void play());
    $("#program h2").append(button);
    $(".title .facts")?.insertAdjacentHTML(
      "beforeend",
      '<a class="edit" href="#edit">Edit and run</a>',
    );
    const playIfAsked = () => isPlayed() && void play();
    addEventListener("hashchange", playIfAsked);
    playIfAsked();
  }
})();
