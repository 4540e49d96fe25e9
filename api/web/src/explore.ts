import "./explore.css";
import cytoscape, { type Core, type ElementDefinition } from "cytoscape";
import { ask, at, doc, page, type Group, type Thing } from "./api";

// What a thing is linked to, walked step by step; the address keeps what is open.

const SHAPES: Record<string, cytoscape.Css.NodeShape> = {
  "cje:MagistratesCourt": "ellipse",
  "cje:CrownCourtCentre": "rectangle",
  "cje:PoliceForce": "hexagon",
  "cje:CPSArea": "diamond",
  "cje:Inspection": "triangle",
};
const COLOURS: Record<string, string> = { standing: "#009e73", closed: "#ffffff", uncertain: "#e69f00" };
const MOST = 12;

const node = (thing: Thing): ElementDefinition => ({
  group: "nodes",
  data: { id: thing.key, label: thing.label, kind: thing.kind, class_: thing.class_, state: thing.state ?? "", shape: SHAPES[thing.class_] ?? "round-rectangle", colour: COLOURS[thing.state ?? ""] ?? "#dfe5e8" },
});

async function start(frame: HTMLElement): Promise<void> {
  const opened = new Set<string>();
  const canvas = document.createElement("div");
  canvas.className = "explore__canvas";
  canvas.setAttribute("role", "img"); // It takes no keys: the lists below lead to the same.
  canvas.setAttribute("aria-label", "Graph of what is linked; the lists below say the same");
  const panel = document.createElement("div");
  panel.className = "explore__panel";
  panel.setAttribute("role", "status");
  const kinds = document.createElement("fieldset");
  kinds.className = "explore__kinds";
  frame.replaceChildren(kinds, canvas, panel);
  const graph: Core = cytoscape({
    container: canvas,
    minZoom: 0.2,
    maxZoom: 3,
    style: [
      { selector: "node", style: { label: "data(label)", shape: "data(shape)" as never, "background-color": "data(colour)", "border-width": 2, "border-color": "#12303f", "font-size": 11, "font-family": "system-ui, sans-serif", "text-wrap": "wrap", "text-max-width": "110px", "text-valign": "bottom", "text-margin-y": 4, width: 22, height: 22, color: "#17242c" } },
      { selector: 'node[state = "closed"]', style: { "border-color": "#b44a00" } },
      { selector: "node:selected", style: { "border-width": 5, "border-color": "#ffb000" } },
      { selector: "edge", style: { width: 1.2, "line-color": "#aab5bb", "target-arrow-color": "#aab5bb", "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "bezier", label: "data(label)", "font-size": 9, color: "#56656e", "text-rotation": "autorotate", "text-background-color": "#fff", "text-background-opacity": 0.85 } },
      { selector: "edge.way", style: { width: 4, "line-color": "#ffb000", "target-arrow-color": "#ffb000" } },
    ],
  });

  const share = (): void => {
    const given = new URLSearchParams(location.search);
    given.delete("open");
    given.delete("without");
    hidden.forEach((kind) => given.append("without", kind));
    const first = given.get("thing");
    [...opened].filter((key) => key !== first).forEach((key) => given.append("open", key));
    history.replaceState(null, "", `?${given}`);
  };
  const lay = (): void => {
    // One thing stands amid its neighbours; several that are open push each other apart.
    const alone = opened.size === 1 && !page.get("to");
    const first = page.get("thing") ?? "";
    const options = alone
      ? { name: "concentric", concentric: (each: cytoscape.NodeSingular) => (each.id() === first ? 2 : 1), levelWidth: () => 1, minNodeSpacing: 90, padding: 40 }
      : { name: "cose", animate: false, randomize: true, nodeRepulsion: () => 400000, idealEdgeLength: () => 140, nodeOverlap: 60, gravity: 0.4, padding: 40 };
    graph.layout(options as never).run();
    if (graph.zoom() > 1.3) graph.zoom(1.3);
    graph.center();
  };
  const add = (from: string, group: Group, thing: Thing): void => {
    if (graph.getElementById(thing.key).empty()) {
      const centre = graph.getElementById(from).position();
      const turn = graph.nodes().length * 2.4;
      graph.add({ ...node(thing), position: { x: centre.x + 130 * Math.cos(turn), y: centre.y + 130 * Math.sin(turn) } });
    }
    const [source, target] = group.inverse ? [thing.key, from] : [from, thing.key];
    const id = `${source} ${group.property} ${target}`;
    if (graph.getElementById(id).empty()) {
      graph.add({ group: "edges", data: { id, source, target, label: group.inverse ? "" : group.label } });
    }
  };
  const open = async (key: string): Promise<void> => {
    if (opened.has(key)) return;
    opened.add(key);
    const answer = await ask<{ thing: Thing; groups: Group[] }>(`/api/v1/things/${key}/neighbours`, { at, most: String(MOST) });
    if (graph.getElementById(key).empty()) graph.add({ ...node(answer.thing), position: { x: 0, y: 0 } });
    for (const group of answer.groups) for (const thing of group.things) add(key, group, thing);
    lay();
    share();
  };
  const tell = (data: Record<string, string>): void => {
    const link = document.createElement("a");
    link.href = doc(data.id ?? "");
    link.textContent = data.label ?? "";
    panel.replaceChildren(link, ` ${data.kind}${data.state ? `, ${data.state === "uncertain" ? "not certain" : data.state}` : ""}`);
  };
  graph.on("tap", "node", (event) => {
    tell(event.target.data());
    open(event.target.id()).catch((reason: Error) => (panel.textContent = reason.message));
  });
  // The kinds that are there, each of which can be taken away; the thing that one began with stays.
  const hidden = new Set<string>();
  const hide = (): void => {
    const first = page.get("thing");
    graph.nodes().forEach((each) => {
      each.style("display", hidden.has(each.data("kind")) && each.id() !== first ? "none" : "element");
    });
  };
  const choose = (): void => {
    const there = [...new Set(graph.nodes().map((each) => each.data("kind") as string))].sort();
    const legend = document.createElement("legend");
    legend.textContent = "Show";
    kinds.replaceChildren(
      legend,
      ...there.map((kind) => {
        const label = document.createElement("label");
        const box = document.createElement("input");
        box.type = "checkbox";
        box.checked = !hidden.has(kind);
        box.addEventListener("change", () => {
          if (box.checked) hidden.delete(kind);
          else hidden.add(kind);
          hide();
          share();
        });
        label.append(box, kind);
        return label;
      }),
    );
    hide();
  };
  page.getAll("without").forEach((kind) => hidden.add(kind));
  graph.on("add", "node", () => queueMicrotask(choose));

  await open(page.get("thing") ?? "");
  for (const key of page.getAll("open")) await open(key);
  const to = page.get("to");
  if (to) {
    // One of the two may not have been there on the day; what there is of the other is shown all the same.
    let missing = "Nothing links the two.";
    const answer = await ask<{ ways: { words: string; steps: { start: Thing; end: Thing; property: string; label: string; inverse: boolean }[] }[] }>("/api/v1/path", { from: page.get("thing") ?? "", to, at }).catch((reason: Error) => {
      missing = reason.message;
      return { ways: [] };
    });
    const way = answer.ways[0];
    panel.textContent = way ? way.words : missing;
    for (const step of way?.steps ?? []) {
      for (const thing of [step.start, step.end]) if (graph.getElementById(thing.key).empty()) graph.add({ ...node({ ...thing, state: null }), position: { x: 0, y: 0 } });
      const [source, target] = step.inverse ? [step.end.key, step.start.key] : [step.start.key, step.end.key];
      const id = `${source} ${step.property} ${target}`;
      if (graph.getElementById(id).empty()) graph.add({ group: "edges", data: { id, source, target, label: step.label } });
      graph.getElementById(id).addClass("way");
    }
    lay();
  }
  frame.dataset.ready = "true";
}

const frame = document.getElementById("explore");
if (frame && page.get("thing")) {
  const picture = [...frame.childNodes];
  start(frame).catch((reason) => {
    console.warn("The graph stays a list:", reason);
    frame.replaceChildren(...picture);
  });
}
