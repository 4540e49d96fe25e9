import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import Yasgui from "@zazuko/yasgui";

// The editor over the form: our prefixes and terms, the questions as examples, the day as the dataset.

interface Told {
  prefixes: Record<string, string>;
  terms: string[];
  questions: { name: string; summary: string; sparql: string }[];
  base: string;
  deadline: number;
}

const told = JSON.parse(document.getElementById("editor-data")?.textContent ?? "{}") as Told;
const form = document.getElementById("editor-form") as HTMLFormElement | null;
const frame = document.getElementById("editor");

/** The estate on a day is its default graph. An argument, since the editor sends named graphs as default ones. */
const dataset = (day = ""): { name: string; value: string }[] =>
  day ? [{ name: "default-graph-uri", value: `${told.base}graph/at/${day}` }] : [];

/** Names for what the widget leaves without one, for who hears the page. */
function name(frame: HTMLElement): void {
  frame.querySelectorAll(".CodeMirror textarea:not([aria-label])").forEach((each) => each.setAttribute("aria-label", "Query"));
  frame.querySelectorAll("input.autocomplete:not([aria-label])").forEach((each) => each.setAttribute("aria-label", "Endpoint"));
  frame.querySelectorAll("select.tableSizer:not([aria-label])").forEach((each) => each.setAttribute("aria-label", "Rows to a page"));
  // In a list of tabs there may be nothing but tabs.
  frame.querySelectorAll(".tabsList .addTab:not([role])").forEach((each) => each.setAttribute("role", "tab"));
}

function start(frame: HTMLElement, form: HTMLFormElement): void {
  const query = (form.elements.namedItem("query") as HTMLTextAreaElement).value;
  const date = document.querySelector<HTMLInputElement>("#editor-day");
  Yasgui.Yasqe.forkAutocompleter("class", { name: "terms", bulk: true, persistenceId: null, isValidCompletionPosition: () => true, get: () => Promise.resolve(told.terms) } as never);
  const defaults = Yasgui.Yasqe.defaults as unknown as Record<string, unknown>;
  defaults.autocompleters = ["variables", "terms"]; // The others ask services elsewhere.
  defaults.addPrefixes = told.prefixes;
  const yasgui = new Yasgui(frame, {
    requestConfig: {
      endpoint: `${location.origin}/sparql`,
      method: "POST",
      args: dataset(date?.value),
    },
    yasqe: { value: query },
    persistenceId: null,
    populateFromUrl: false, // The address of the page is not that of a query.
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [] },
  } as never);
  const tab = yasgui.getTab();
  tab?.setQuery(query);
  form.hidden = true;
  const seenOn = (): void => yasgui.getTab()?.setRequestConfig({ args: dataset(date?.value) });
  date?.addEventListener("change", seenOn);
  yasgui.on("tabSelect", () => queueMicrotask(seenOn)); // A tab keeps the arguments that it was made with.
  name(frame);
  new MutationObserver(() => name(frame)).observe(frame, { childList: true, subtree: true });
  const examples = document.getElementById("editor-examples") as HTMLSelectElement | null;
  examples?.addEventListener("change", () => {
    const question = told.questions.find((each) => each.name === examples.value);
    if (question) yasgui.getTab()?.setQuery(question.sparql);
  });
  document.querySelectorAll<HTMLElement>(".editor__widget").forEach((each) => (each.hidden = false));
  frame.dataset.ready = "true";
}

if (frame && form) {
  try {
    start(frame, form);
  } catch (reason) {
    console.warn("The editor stays a form:", reason);
    frame.replaceChildren();
    form.hidden = false;
  }
}
