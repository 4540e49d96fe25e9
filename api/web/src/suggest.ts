import { ask, at, doc, type Thing } from "./api";

// A combobox as the ARIA Authoring Practices have it: the input keeps the focus, arrows walk the list.
// Choosing goes to the page of the thing, or with data-suggest="key" fills in its key.

const WAIT = 120;
let made = 0;

export function suggest(input: HTMLInputElement): void {
  const list = document.createElement("ul");
  list.id = `suggestions-${++made}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const frame = document.createElement("div");
  frame.className = "suggest";
  input.replaceWith(frame);
  frame.append(input, list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let found: Thing[] = [];
  let chosen = -1;
  let timer = 0;
  let asked = 0;

  const close = (): void => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (thing: Thing): void => {
    if (input.dataset.suggest === "key") {
      input.value = thing.key;
      close();
    } else {
      location.href = doc(thing.key);
    }
  };
  const mark = (place: number): void => {
    chosen = place;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
    const item = list.children[place];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const show = (things: Thing[]): void => {
    found = things;
    list.replaceChildren(
      ...things.map((thing, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const kind = document.createElement("span");
        kind.className = "aside";
        kind.textContent = thing.state === "closed" ? `${thing.kind}, closed` : thing.kind;
        item.append(thing.label, " ", kind);
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(thing);
        });
        return item;
      }),
    );
    chosen = -1;
    list.hidden = things.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text.length < 2) return close();
    timer = window.setTimeout(async () => {
      const mine = ++asked;
      try {
        const answer = await ask<{ items: Thing[] }>("/api/v1/suggest", { q: text, at });
        if (mine === asked && document.activeElement === input) show(answer.items);
      } catch {
        close(); // Without suggestions the form still searches.
      }
    }, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = found.length - 1;
    if (event.key === "ArrowDown") mark(chosen === last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp") mark(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(found[chosen] as Thing);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
}
