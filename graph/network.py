"""The things of one graph and the links between them: paths, neighbourhoods and shape.

The only module that knows networkx.
"""

from __future__ import annotations

import builtins
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from heapq import heappop, heappush
from itertools import islice, pairwise
from typing import IO, TYPE_CHECKING, Literal, TypeAlias

from graph.errors import UnknownKey
from graph.namespaces import Names
from graph.queries import find
from graph.schema import Schema
from graph.store import Table

if TYPE_CHECKING:
    import networkx as nx

Select: TypeAlias = Callable[[str], Table]
"""Answers a SELECT on one graph."""

DETOUR: Mapping[str, int] = {
    # Each joins the things of a neighbourhood.
    "cje:CPSArea": 1,
    "cje:PoliceForce": 1,
    "cje:CriminalJusticeBoard": 1,
    "cje:PoliceArea": 1,
    "cje:CriminalJusticeArea": 1,
    "cje:LocalJusticeArea": 1,
    "cje:LocalAuthorityDistrict": 1,
    "cje:Territory": 1,
    # Each joins a whole region, or everything of a kind.
    "cje:CourtRegion": 3,
    "cje:Circuit": 3,
    "cje:AreaScheme": 3,
    "cje:InspectionProgramme": 3,
    "cje:StatedCount": 3,
    "cje:LegalProvision": 3,
    "cje:Inspectorate": 3,
    "cje:ProsecutionService": 3,
    "cje:Formation": 3,
    "cje:GovernmentOffice": 3,
    "cje:Court": 3,
}
"""How many links longer a path counts for each thing of the class that it passes through.

A class that is not named here counts for nothing: a closure, a court, a building, an inspection or an office
that two things have in common says how they are linked. That both lie in one area says less, and next to
nothing that both lie in one region, come under one programme, act or inspectorate, or began on one day with
forty others. `cje:Court` is the one Crown Court; magistrates' courts have a class of their own. Where a path
starts and ends does not count.
"""

_LANGUAGES = ("en", "", "cy")


@dataclass(frozen=True, slots=True)
class Link:
    """A statement that links two things: their keys, and the property as a CURIE."""

    subject: str
    property: str
    value: str


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the network: its key, its name (empty if it has none), and its class as a CURIE."""

    key: str
    name: str
    kind: str
    namesakes: bool = False
    """Whether another thing of the network has the same name."""

    def words(self, schema: Schema) -> str:
        """Its name, with its kind if others have that name too; else its kind and the rest of its key.

        Such as "Oakham Magistrates' Court", "Kent (police area)" and "the closure oakham-2011".
        """
        if not self.kind:
            return self.name or self.key
        kind = schema.labels.get(self.kind, self.kind.partition(":")[2].lower())
        if not self.name:
            return f"the {kind} {self.key.partition('/')[2]}"
        return f"{self.name} ({kind})" if self.namesakes else self.name


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path, as it is walked; `inverse` if it is walked from its value to its subject."""

    start: Node
    property: str
    end: Node
    inverse: bool

    @builtins.property
    def link(self) -> Link:
        """The statement that is walked."""
        first, last = (self.end, self.start) if self.inverse else (self.start, self.end)
        return Link(first.key, self.property, last.key)

    def label(self, schema: Schema) -> str:
        """What stands between the two names in a sentence: "prosecuted at by"."""
        read = schema.inverse_label if self.inverse else schema.path_label
        return read(self.property)


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one thing to another, no thing twice; without steps if it ends where it starts."""

    start: Node
    steps: tuple[Step, ...]
    cost: int
    """Its links, and the detours that it makes (DETOUR)."""

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The things on the way, both ends included."""
        return (self.start, *(step.end for step in self.steps))

    def words(self, schema: Schema) -> str:
        """The path in a sentence without its full stop: each thing, and what links it to the next."""
        parts = (f"{step.label(schema)} {step.end.words(schema)}" for step in self.steps)
        return ", ".join([self.start.words(schema), *parts])

    def as_json(self, schema: Schema) -> dict[str, object]:
        """The same as plain data."""
        steps = [asdict(step) | {"label": step.label(schema)} for step in self.steps]
        return {"words": self.words(schema), "cost": self.cost, "steps": steps}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing, and how many links away it is."""

    node: Node
    hops: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What lies within some links of a thing, itself included: nearest first, then by class and key."""

    nodes: tuple[Neighbour, ...]
    links: tuple[Link, ...]
    """Every link among these things, in order."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A few numbers about a network; things that nothing links are components of one."""

    things: int
    links: int
    components: int
    largest: int
    """How many things the largest component has."""


class Network:
    """The things of one graph with the links between them, walked in both directions.

    >>> from graph.schema import load_schema
    >>> links = [Link("closure/a", "cje:affects", "court/a"), Link("closure/a", "cje:workMovedTo", "court/b")]
    >>> network = Network.of(links, {"court/a": "A", "court/b": "B"}, {"closure/a": "cje:Closure"})
    >>> network.path("court/a", "court/b")[0].words(load_schema())
    'A, affected by the closure a, with work moved to B'
    """

    def __init__(self, graph: nx.Graph, links: tuple[Link, ...], nodes: Mapping[str, Node]) -> None:
        self._graph = graph
        self._links = links
        self._nodes = nodes

    @classmethod
    def of(cls, links: Iterable[Link], names: Mapping[str, str], kinds: Mapping[str, str]) -> Network:
        """A network of these links, with every thing that has a class, linked or not.

        `names` gives names by key, `kinds` classes; the order in which anything comes does not matter. A
        thing that is linked to itself is not thereby nearer to anything.
        """
        import networkx as nx  # noqa: PLC0415 - the commands that need no network start quicker without it

        every = tuple(sorted(set(links), key=lambda link: (link.subject, link.property, link.value)))
        keys = {*kinds, *(key for link in every for key in (link.subject, link.value))}
        graph = nx.Graph()
        graph.add_nodes_from(sorted(keys))
        for link in every:
            if link.subject != link.value:
                graph.add_edge(link.subject, link.value)
                graph.edges[link.subject, link.value].setdefault("links", []).append(link)
        bearers = Counter(names.get(key, "") for key in keys)
        nodes = {
            key: Node(key, name, kinds.get(key, ""), namesakes=bool(name) and bearers[name] > 1)
            for key, name in ((key, names.get(key, "")) for key in keys)
        }
        return cls(graph, every, nodes)

    @classmethod
    def read(cls, select: Select, names: Names) -> Network:
        """The network of the graph on which `select` answers: that of a store is `ever`."""
        views = (find(name, names.base, kind="export").text for name in ("links", "things"))
        links, things = ([tuple(map(names.shorten, row)) for row in select(view).texts()] for view in views)
        called: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
        kinds: dict[str, str] = {}
        for thing, property_, value, language in things:
            if property_ == "rdf:type":
                kinds[thing] = value
            else:
                rank = _LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES)
                called[thing].append((property_ != "rdfs:label", rank, value))
        return cls.of(
            (Link(*row) for row in links), {key: min(found)[2] for key, found in called.items()}, kinds
        )

    def __contains__(self, key: object) -> bool:
        return key in self._nodes

    def path(self, start: str, end: str, *, limit: int = 1) -> list[Path]:
        """The shortest ways between two things, at most `limit`, the shortest first.

        How long a path is says its cost; of two that cost the same goes first the one of fewer links, then
        the one whose keys come first. Where several properties link the same two things, one is told, the
        first by its CURIE, as it was stated before the other way round. An empty list means that nothing
        leads from one to the other. UnknownKey for a key that is not in the network.
        """
        first, last = self._known(start), self._known(end)
        return [self._told(keys, cost) for keys, cost in islice(self._ways(first, last), max(limit, 0))]

    def neighbourhood(self, key: str, *, hops: int = 1, kinds: Collection[str] = ()) -> Neighbourhood:
        """What lies at most `hops` links from a thing, and the links among all of that.

        `kinds` leaves only things of these classes beside the thing itself; what is left out still leads on
        to others. UnknownKey for a key that is not in the network.
        """
        import networkx as nx  # noqa: PLC0415

        found = nx.single_source_shortest_path_length(self._graph, self._known(key), cutoff=max(hops, 0))
        kept = [
            Neighbour(self._nodes[other], away)
            for other, away in found.items()
            if other == key or not kinds or self._nodes[other].kind in kinds
        ]
        kept.sort(key=lambda each: (each.hops, each.node.kind, each.node.key))
        inside = {each.node.key for each in kept}
        return Neighbourhood(
            tuple(kept),
            tuple(link for link in self._links if link.subject in inside and link.value in inside),
        )

    def shape(self) -> Shape:
        """How many things and links there are, and in how many components."""
        import networkx as nx  # noqa: PLC0415

        sizes = [len(component) for component in nx.connected_components(self._graph)]
        return Shape(len(self._nodes), len(self._links), len(sizes), max(sizes, default=0))

    def _known(self, key: str) -> str:
        if key not in self._nodes:
            raise UnknownKey(
                f"Nothing of this network has the key {key!r}. Find a key with: estate show NAME"
            )
        return key

    def _ways(self, start: str, end: str) -> Iterator[tuple[tuple[str, ...], int]]:
        """Every way between two things with its cost, in order.

        A search for the best first, told by the way so far and what is still to go, which is known exactly:
        each way is found when it is due, ties included, and no longer one is looked at before.
        """
        import networkx as nx  # noqa: PLC0415

        def onward(key: str) -> int:
            """What it costs to go on from a thing to a next one."""
            return 1 + (0 if key in (start, end) else DETOUR.get(self._nodes[key].kind, 0))

        # Backwards from the end: what a thing costs is paid when it is left, on the way to the end.
        to_go: Mapping[str, int] = nx.single_source_dijkstra_path_length(
            self._graph, end, weight=lambda _, left, __: onward(left)
        )
        if start not in to_go:
            return
        waiting: list[tuple[int, int, tuple[str, ...], int]] = [(to_go[start], 0, (start,), 0)]
        while waiting:
            whole, links, keys, gone = heappop(waiting)
            if keys[-1] == end:
                yield keys, whole
                continue
            paid = gone + onward(keys[-1])
            for key in self._graph[keys[-1]]:
                if key not in keys:
                    heappush(waiting, (paid + to_go[key], links + 1, (*keys, key), paid))

    def _told(self, keys: tuple[str, ...], cost: int) -> Path:
        return Path(self._nodes[keys[0]], tuple(self._step(*pair) for pair in pairwise(keys)), cost)

    def _step(self, start: str, end: str) -> Step:
        links: list[Link] = self._graph.edges[start, end]["links"]
        property_, inverse = min((link.property, link.subject == end) for link in links)
        return Step(self._nodes[start], property_, self._nodes[end], inverse)


Written: TypeAlias = Literal["graphml", "gexf"]


def write_network(
    nodes: Iterable[tuple[str, Mapping[str, str | float]]],
    links: Iterable[Link],
    label: Callable[[str], str],
    format: Written,
    out: IO[bytes],
) -> None:
    """Write a directed network as GraphML or GEXF, with what is told of each thing by its key.

    Two things may have several links, each of its own property; `label` gives a property in words.
    """
    import networkx as nx  # noqa: PLC0415

    graph = nx.MultiDiGraph()
    for key, told in nodes:
        graph.add_node(key, **told)
    for number, link in enumerate(links):
        words = label(link.property)
        graph.add_edge(link.subject, link.value, key=str(number), property=link.property, label=words)
    if format == "gexf":
        nx.write_gexf(graph, out, encoding="utf-8")
    else:
        nx.write_graphml(graph, out, named_key_ids=True)
