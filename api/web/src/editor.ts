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

function start(frame: HTMLElement, form: HTMLFormElement): void {
  const query = (form.elements.namedItem("query") as HTMLTextAreaElement).value;
  const date = document.querySelector<HTMLInputElement>("#editor-day");
  // As an argument of the request, since the lists of graphs that the widget keeps are not sent.
  const dataset = (): { name: string; value: string }[] =>
    date?.value ? [{ name: "default-graph-uri", value: `${told.base}graph/at/${date.value}` }] : [];
  Yasgui.Yasqe.forkAutocompleter("class", { name: "terms", bulk: true, persistenceId: null, isValidCompletionPosition: () => true, get: () => Promise.resolve(told.terms) } as never);
  const defaults = Yasgui.Yasqe.defaults as unknown as Record<string, unknown>;
  defaults.autocompleters = ["variables", "terms"]; // The others ask services elsewhere.
  defaults.addPrefixes = told.prefixes;
  const yasgui = new Yasgui(frame, {
    requestConfig: {
      endpoint: `${location.origin}/sparql`,
      method: "POST",
      args: dataset(),
    },
    yasqe: { value: query },
    persistenceId: null,
    populateFromUrl: false, // It takes the page's own parameters for those of a query.
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [] },
  } as never);
  const tab = yasgui.getTab();
  tab?.setQuery(query);
  // A tab has settings of its own, which stand before those above, so it is told of the day and of each new one.
  const tellDay = (): void => void yasgui.getTab()?.setRequestConfig({ args: dataset() } as never);
  tellDay();
  date?.addEventListener("change", tellDay);
  form.hidden = true;
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
