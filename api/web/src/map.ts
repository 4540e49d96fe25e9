import "./map.css";
import "maplibre-gl/dist/maplibre-gl.css";
import { Map as Chart, NavigationControl, Popup, setWorkerUrl, type GeoJSONSource } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { ask, doc, page } from "./api";

// The courts over the years: one collection with the bounds of each life, looked at on the day of the slider.

interface Stretch {
  possible_from: string;
  shown_from: string;
  shown_until: string;
  possible_until: string;
}

interface Court {
  key: string;
  label: string;
  kind: string;
  class_: string;
  region: string;
  stretches: Stretch[];
}
type Feature = GeoJSON.Feature<GeoJSON.Point, Court>;
type Seen = "standing" | "closed" | "uncertain" | "";

const FIRST = 2004;
const COLOURS = { standing: "#009e73", closed: "#b44a00", uncertain: "#e69f00" };

/** What a court was on a day, as the server tells it; empty before it can have begun. */
export function seen(stretches: Stretch[], day: string): Seen {
  let told: Seen = "";
  for (const life of stretches) {
    if (life.shown_from <= day && day <= life.shown_until) return "standing";
    if (life.possible_from <= day && day <= life.possible_until) told = "uncertain";
    else if (life.possible_until < day && !told) told = "closed";
  }
  return told;
}

function control(frame: HTMLElement, last: string, start: string): { day: () => string; on: (f: () => void) => void } {
  const bar = document.createElement("div");
  bar.className = "map__time";
  bar.innerHTML = `<button type="button" class="govuk-button govuk-button--secondary">Play</button>
    <label class="govuk-visually-hidden" for="map-year">Month</label>
    <input id="map-year" type="range" min="0" step="1"><output for="map-year"></output>`;
  const range = bar.querySelector("input") as HTMLInputElement;
  const output = bar.querySelector("output") as HTMLOutputElement;
  const button = bar.querySelector("button") as HTMLButtonElement;
  const months = (Number(last.slice(0, 4)) - FIRST) * 12 + Number(last.slice(5, 7)) - 1;
  range.max = String(months);
  const place = (text: string): number =>
    Math.max(0, (Number(text.slice(0, 4)) - FIRST) * 12 + Number(text.slice(5, 7)) - 1);
  range.value = String(start ? place(start) : months);
  let exact = start || last;
  const listeners: (() => void)[] = [];
  const day = (): string => exact;
  const tell = (): void => {
    output.textContent = new Date(`${exact}T00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    listeners.forEach((listener) => listener());
  };
  range.addEventListener("input", () => {
    const months = Number(range.value);
    exact = `${FIRST + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}-01`;
    if (exact > last) exact = last;
    tell();
  });
  let timer = 0;
  const stop = (): void => {
    clearInterval(timer);
    timer = 0;
    button.textContent = "Play";
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(range.value) >= months) range.value = "0";
    button.textContent = "Pause";
    timer = window.setInterval(() => {
      if (Number(range.value) >= months) return stop();
      range.value = String(Number(range.value) + 1);
      range.dispatchEvent(new Event("input"));
    }, 120);
  });
  frame.append(bar);
  queueMicrotask(tell);
  return { day, on: (listener) => listeners.push(listener) };
}

async function start(frame: HTMLElement): Promise<void> {
  const filters = Object.fromEntries(["kind", "region", "programme"].map((name) => [name, page.get(name) ?? ""]));
  const [courts, areas] = await Promise.all([
    ask<GeoJSON.FeatureCollection<GeoJSON.Point, Court>>(frame.dataset.courts ?? "", filters),
    ask<GeoJSON.FeatureCollection>(frame.dataset.areas ?? ""),
  ]);
  setWorkerUrl(workerUrl);
  const canvas = document.createElement("div");
  canvas.className = "map__canvas";
  const counts = document.createElement("p");
  counts.className = "map__counts";
  counts.setAttribute("role", "status");
  frame.replaceChildren(canvas); // Before the map, which fits its bounds to the room that it finds.
  const chart = new Chart({
    container: canvas,
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#fff" } }] },
    bounds: [[-5.9, 49.9], [1.9, 55.9]],
    attributionControl: false,
    dragRotate: false,
  });
  chart.getCanvas().setAttribute("aria-label", "Map of the courts; the list below the map names them");
  const time = control(frame, frame.dataset.last ?? "", frame.dataset.at ?? "");
  frame.append(counts);
  chart.addControl(new NavigationControl({ showCompass: false }));

  const dated = (): { data: GeoJSON.FeatureCollection; told: Record<string, number> } => {
    const told: Record<string, number> = { standing: 0, closed: 0, uncertain: 0 };
    const features = (courts.features as Feature[]).flatMap((feature) => {
      const state = seen(feature.properties.stretches, time.day());
      if (!state) return [];
      told[state] = (told[state] ?? 0) + 1;
      return [{ ...feature, properties: { ...feature.properties, state, centre: feature.properties.class_ === "cje:CrownCourtCentre" } }];
    });
    return { data: { type: "FeatureCollection", features }, told };
  };
  const show = (): void => {
    const { data, told } = dated();
    (chart.getSource("courts") as GeoJSONSource | undefined)?.setData(data);
    counts.textContent = `${told.standing} standing, ${told.closed} closed, ${told.uncertain} not certain`;
  };
  chart.on("load", () => {
    chart.addSource("areas", { type: "geojson", data: areas });
    chart.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-color": "#f3f5f6" } });
    chart.addLayer({ id: "borders", type: "line", source: "areas", paint: { "line-color": "#aab5bb", "line-width": 0.7 } });
    chart.addSource("courts", { type: "geojson", data: dated().data });
    const colour = ["match", ["get", "state"], "standing", COLOURS.standing, "closed", COLOURS.closed, COLOURS.uncertain];
    chart.addLayer({
      id: "courts",
      type: "circle",
      source: "courts",
      layout: { "circle-sort-key": ["match", ["get", "state"], "standing", 2, "closed", 0, 1] },
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, ["case", ["get", "centre"], 5.5, 3.5], 10, ["case", ["get", "centre"], 11, 7]],
        "circle-color": ["match", ["get", "state"], "closed", "#ffffff", colour] as never,
        "circle-opacity": ["match", ["get", "state"], "closed", 0.5, 0.95],
        "circle-stroke-color": ["match", ["get", "state"], "standing", "#ffffff", colour] as never,
        "circle-stroke-width": 1.2,
      },
    });
    show();
    frame.dataset.ready = "true";
  });
  time.on(show);
  const popup = new Popup({ closeButton: false, closeOnClick: false });
  chart.on("mousemove", "courts", (event) => {
    const feature = event.features?.[0] as unknown as Feature & { properties: { state: string } };
    chart.getCanvas().style.cursor = "pointer";
    const text = `${feature.properties.label} – ${feature.properties.state === "uncertain" ? "not certain" : feature.properties.state}`;
    popup.setLngLat(feature.geometry.coordinates as [number, number]).setText(text).addTo(chart);
  });
  chart.on("mouseleave", "courts", () => {
    chart.getCanvas().style.cursor = "";
    popup.remove();
  });
  chart.on("click", "courts", (event) => {
    const key = event.features?.[0]?.properties.key as string;
    location.href = doc(key);
  });
}

const frame = document.getElementById("map");
if (frame) {
  const picture = [...frame.childNodes];
  start(frame).catch((reason) => {
    console.warn("The map stays a picture:", reason);
    frame.replaceChildren(...picture);
  });
}
