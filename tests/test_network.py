"""How two things are linked, what is near a thing, and in what shape all of it is."""

from __future__ import annotations

from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnknownKey
from graph.estate import Estate
from graph.namespaces import Names
from graph.network import DETOUR, Link, Neighbourhood, Network, Path, Shape
from graph.schema import load_schema
from graph.store import Store

SCHEMA = load_schema()

KINDS = {
    "magistrates-court/oakham": "cje:MagistratesCourt",
    "magistrates-court/melton": "cje:MagistratesCourt",
    "magistrates-court/kendal": "cje:MagistratesCourt",
    "closure/oakham-2011": "cje:Closure",
    "cps-area/1999/leicestershire": "cje:CPSArea",
    "court-region/midlands": "cje:CourtRegion",
    "inspection/opa-2007/leicestershire": "cje:Inspection",
    "inspectorate/hmcpsi": "cje:Inspectorate",
    "membership/ann": "org:Membership",
    "police-area/E23000021": "cje:PoliceArea",
}
NAMES = {
    "magistrates-court/oakham": "Oakham Magistrates' Court",
    "magistrates-court/melton": "Melton Magistrates' Court",
    "cps-area/1999/leicestershire": "Leicestershire",
    "police-area/E23000021": "Leicestershire",
    "court-region/midlands": "Midlands",
    "inspection/opa-2007/leicestershire": "Overall performance assessment 2007",
    "inspectorate/hmcpsi": "HMCPSI",
}
LINKS = [
    Link("closure/oakham-2011", "cje:affects", "magistrates-court/oakham"),
    Link("closure/oakham-2011", "cje:workMovedTo", "magistrates-court/melton"),
    Link("cps-area/1999/leicestershire", "cje:prosecutesAt", "magistrates-court/oakham"),
    Link("cps-area/1999/leicestershire", "cje:prosecutesAt", "magistrates-court/melton"),
    Link("magistrates-court/oakham", "cje:withinCourtRegion", "court-region/midlands"),
    Link("magistrates-court/melton", "cje:withinCourtRegion", "court-region/midlands"),
    Link("inspection/opa-2007/leicestershire", "cje:inspects", "cps-area/1999/leicestershire"),
    Link("inspection/opa-2007/leicestershire", "cje:conductedBy", "inspectorate/hmcpsi"),
    Link("membership/ann", "org:organization", "cps-area/1999/leicestershire"),
]
NETWORK = Network.of(LINKS, NAMES, KINDS)


def keys(path: Path) -> tuple[str, ...]:
    return tuple(node.key for node in path.nodes)


# Paths


def test_is_a_path_told_in_a_sentence_in_both_directions() -> None:
    (there,) = NETWORK.path("magistrates-court/oakham", "inspectorate/hmcpsi")
    (back,) = NETWORK.path("inspectorate/hmcpsi", "magistrates-court/oakham")
    assert there.words(SCHEMA) == (
        "Oakham Magistrates' Court, prosecuted at by Leicestershire (CPS area), "
        "inspected in Overall performance assessment 2007, conducted by HMCPSI"
    )
    assert back.words(SCHEMA) == (
        "HMCPSI, conducting Overall performance assessment 2007, "
        "inspecting Leicestershire (CPS area), prosecuting at Oakham Magistrates' Court"
    )


def test_is_what_happened_to_both_told_before_what_lies_around_them() -> None:
    """A closure in common says more than an area, and an area more than a region."""
    paths = NETWORK.path("magistrates-court/oakham", "magistrates-court/melton", limit=3)
    assert [(path.words(SCHEMA), path.cost, len(path)) for path in paths] == [
        (
            "Oakham Magistrates' Court, affected by the closure oakham-2011, "
            "with work moved to Melton Magistrates' Court",
            2,
            2,
        ),
        (
            "Oakham Magistrates' Court, prosecuted at by Leicestershire (CPS area), "
            "prosecuting at Melton Magistrates' Court",
            3,
            2,
        ),
        (
            "Oakham Magistrates' Court, in the court region Midlands, containing Melton Magistrates' Court",
            5,
            2,
        ),
    ]


def test_does_a_path_pass_a_region_if_there_is_no_other_way() -> None:
    links = [link for link in LINKS if link.property == "cje:withinCourtRegion"]
    (path,) = Network.of(links, NAMES, KINDS).path("magistrates-court/oakham", "magistrates-court/melton")
    assert keys(path) == ("magistrates-court/oakham", "court-region/midlands", "magistrates-court/melton")


def test_is_a_thing_without_a_name_told_by_its_kind_and_key() -> None:
    (path,) = NETWORK.path("membership/ann", "magistrates-court/melton")
    assert path.words(SCHEMA) == (
        "the holding of a post ann, in Leicestershire (CPS area), prosecuting at Melton Magistrates' Court"
    )


def test_is_a_thing_of_no_known_class_told_by_its_key() -> None:
    network = Network.of([Link("thing/a", "cje:successor", "thing/b")], {}, {})
    assert network.path("thing/b", "thing/a")[0].words(SCHEMA) == "thing/b, the successor of thing/a"


def test_has_a_step_the_statement_that_it_walks() -> None:
    (path,) = NETWORK.path("magistrates-court/oakham", "magistrates-court/melton")
    assert [(step.link, step.inverse, step.label(SCHEMA)) for step in path.steps] == [
        (LINKS[0], True, "affected by"),
        (LINKS[1], False, "with work moved to"),
    ]


def test_is_a_path_plain_data() -> None:
    (path,) = NETWORK.path("closure/oakham-2011", "magistrates-court/oakham")
    closure = {"key": "closure/oakham-2011", "name": "", "kind": "cje:Closure", "namesakes": False}
    oakham = {
        "key": "magistrates-court/oakham",
        "name": "Oakham Magistrates' Court",
        "kind": "cje:MagistratesCourt",
        "namesakes": False,
    }
    step = {
        "start": closure,
        "property": "cje:affects",
        "end": oakham,
        "inverse": False,
        "label": "affecting",
    }
    assert path.as_json(SCHEMA) == {
        "words": "the closure oakham-2011, affecting Oakham Magistrates' Court",
        "cost": 1,
        "steps": [step],
    }


def test_leads_a_thing_to_itself_without_a_step() -> None:
    (path,) = NETWORK.path("inspectorate/hmcpsi", "inspectorate/hmcpsi", limit=5)
    assert (path.words(SCHEMA), path.cost, len(path)) == ("HMCPSI", 0, 0)


def test_is_there_no_path_to_what_nothing_links() -> None:
    assert NETWORK.path("magistrates-court/oakham", "magistrates-court/kendal", limit=9) == []
    assert NETWORK.path("magistrates-court/oakham", "inspectorate/hmcpsi", limit=0) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [("court/nowhere", "inspectorate/hmcpsi"), ("inspectorate/hmcpsi", "court/nowhere")],
)
def test_is_a_key_that_is_not_there_refused(start: str, end: str) -> None:
    with pytest.raises(UnknownKey, match="has the key 'court/nowhere'"):
        NETWORK.path(start, end)
    with pytest.raises(UnknownKey, match="has the key 'court/nowhere'"):
        NETWORK.neighbourhood("court/nowhere")


def test_is_of_several_statements_the_first_told_and_each_way_told_once() -> None:
    links = [Link("a/1", "cje:supersedes", "a/2"), Link("a/2", "cje:followsUp", "a/1")]
    (path,) = Network.of(links, {}, {}).path("a/1", "a/2", limit=5)
    assert path.steps[0].link == links[1]
    assert path.words(SCHEMA) == "a/1, followed up by a/2"


def test_does_a_statement_of_a_thing_about_itself_lead_nowhere() -> None:
    network = Network.of([Link("a/1", "cje:successor", "a/1")], {}, {})
    assert (len(network.path("a/1", "a/1", limit=5)), network.shape()) == (1, Shape(1, 1, 1, 1))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_are_equal_ways_told_in_the_order_of_their_keys(order: tuple[int, ...]) -> None:
    middles = ["event/b", "event/c", "event/a"]
    links = [Link(middles[i], "cje:affects", end) for i in order for end in ("court/1", "court/2")]
    found = Network.of(links, {}, {}).path("court/1", "court/2", limit=5)
    assert [keys(path)[1] for path in found] == sorted(middles)


NODES = [f"thing/{letter}" for letter in "abcdef"]


@st.composite
def networks(draw: st.DrawFn, kinds: tuple[str, ...]) -> tuple[list[Link], dict[str, str]]:
    link = st.builds(Link, st.sampled_from(NODES), st.just("cje:successor"), st.sampled_from(NODES))
    return draw(st.lists(link, max_size=14)), {node: draw(st.sampled_from(kinds)) for node in NODES}


@given(networks(("cje:Closure",)))
def test_is_a_path_as_long_as_the_distance_where_nothing_is_a_detour(
    drawn: tuple[list[Link], dict[str, str]],
) -> None:
    links, kinds = drawn
    graph = nx.Graph([(link.subject, link.value) for link in links])
    graph.add_nodes_from(NODES)
    distances = nx.single_source_shortest_path_length(graph, NODES[0])
    network = Network.of(links, {}, kinds)
    for end in NODES:
        found = network.path(NODES[0], end)
        assert [len(path) for path in found] == ([distances[end]] if end in distances else [])


@given(networks(("cje:Closure", "cje:CPSArea", "cje:CourtRegion")), st.sampled_from(NODES))
def test_are_all_paths_found_the_cheapest_first(drawn: tuple[list[Link], dict[str, str]], end: str) -> None:
    """Against every simple path of networkx, and its distance by weights."""
    links, kinds = drawn
    start = NODES[0]
    graph = nx.DiGraph()
    graph.add_nodes_from(NODES)
    for link in links:
        if link.subject != link.value:
            for one, other in ((link.subject, link.value), (link.value, link.subject)):
                passing = 0 if one in (start, end) else DETOUR.get(kinds[one], 0)
                graph.add_edge(one, other, weight=1 + passing)
    every = [tuple(path) for path in nx.all_simple_paths(graph, start, end)] if end != start else [(start,)]
    ranked = sorted((nx.path_weight(graph, path, "weight"), len(path), path) for path in every)
    found = Network.of(links, {}, kinds).path(start, end, limit=1000)
    assert [(path.cost, len(path) + 1, keys(path)) for path in found] == ranked
    if found:
        assert found[0].cost == nx.dijkstra_path_length(graph, start, end)


def test_is_every_detour_one_through_a_class_that_there_is() -> None:
    assert sorted(set(DETOUR) - SCHEMA.classes) == []


# Neighbourhoods and shape


def near(neighbourhood: Neighbourhood) -> list[tuple[str, int]]:
    return [(each.node.key, each.hops) for each in neighbourhood.nodes]


def test_which_things_are_within_two_links() -> None:
    found = NETWORK.neighbourhood("inspectorate/hmcpsi", hops=2)
    assert near(found) == [
        ("inspectorate/hmcpsi", 0),
        ("inspection/opa-2007/leicestershire", 1),
        ("cps-area/1999/leicestershire", 2),
    ]
    assert found.links == (LINKS[7], LINKS[6])


def test_is_a_neighbour_of_another_kind_passed_and_not_told() -> None:
    found = NETWORK.neighbourhood("closure/oakham-2011", hops=2, kinds=["cje:CPSArea", "cje:CourtRegion"])
    assert near(found) == [
        ("closure/oakham-2011", 0),
        ("cps-area/1999/leicestershire", 2),
        ("court-region/midlands", 2),
    ]
    assert found.links == ()


def test_is_nothing_but_the_thing_within_no_link() -> None:
    assert near(NETWORK.neighbourhood("inspectorate/hmcpsi", hops=0)) == [("inspectorate/hmcpsi", 0)]


def test_in_how_many_components_are_the_things() -> None:
    assert NETWORK.shape() == Shape(things=10, links=9, components=3, largest=8)
    assert Network.of([], {}, {}).shape() == Shape(0, 0, 0, 0)


# Reading a graph


def test_is_a_graph_read_without_what_is_no_thing_of_the_registry() -> None:
    """A concept, a lifespan and a point are none; a name is English if it can be, else a title will do."""
    names = Names()
    store = Store.in_memory(names)
    store.load(
        b"""
        @base <https://w3id.org/justice-estate/id/> .
        @prefix cje: <https://w3id.org/justice-estate/ontology#> .
        @prefix cjev: <https://w3id.org/justice-estate/vocabulary/> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix geo: <http://www.opengis.net/ont/geosparql#> .
        @prefix org: <http://www.w3.org/ns/org#> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix sf: <http://www.opengis.net/ont/sf#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <magistrates-court/mold> a cje:MagistratesCourt ; rdfs:label "Llys yr Wyddgrug"@cy, "Mold"@en ;
          skos:prefLabel "Mold"@en ; cje:courtKind cjev:court-kind-magistrates ; cje:ouCode "B60MO" ;
          org:hasPrimarySite <courthouse/mold> ; cje:lifespan <lifespan/magistrates-court/mold/1> .
        <lifespan/magistrates-court/mold/1> a cje:Lifespan ; prov:wasDerivedFrom <claim/1> .
        <courthouse/mold> a cje:Courthouse ; geo:hasDefaultGeometry <geometry/1> ; rdfs:label "Canolfan"@cy .
        <geometry/1> a sf:Point .
        <law/act> a cje:LegalProvision ; dcterms:title "The Act"@en .
        """,
        format="ttl",
        graph=names.graph("ever"),
    )
    network = Network.read(store.select, names)
    assert network.shape() == Shape(things=3, links=1, components=2, largest=2)
    (path,) = network.path("courthouse/mold", "magistrates-court/mold")
    assert path.words(SCHEMA) == "Canolfan, the building of Mold"
    assert network.path("law/act", "law/act")[0].words(SCHEMA) == "The Act"


@pytest.fixture(scope="module")
def network(estate: Estate) -> Network:
    return Network.read(estate.store.select, estate.store.names)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (
            "magistrates-court/oakham",
            "inspectorate/hmcpsi",
            "Oakham Magistrates' Court, prosecuted at by CPS Leicestershire and Rutland, "
            "inspected in HMCPSI inspection of CPS Leicestershire and Rutland, "
            "conducted by Her Majesty's Crown Prosecution Service Inspectorate",
        ),
        (
            "magistrates-court/oakham",
            "magistrates-court/loughborough",
            "Oakham Magistrates' Court, affected by the closure oakham-2011, "
            "with work moved to Loughborough Magistrates' Court",
        ),
        (
            "magistrates-court/coalville",
            "police-force/leicestershire",
            "Coalville Magistrates' Court, in the area of Leicestershire Police",
        ),
    ],
)
def test_how_two_things_of_the_estate_are_linked(network: Network, start: str, end: str, words: str) -> None:
    assert network.path(start, end)[0].words(SCHEMA) == words


def test_has_every_property_that_links_things_words_for_the_other_direction(estate: Estate) -> None:
    properties = {estate.store.names.shorten(row[1]) for row in estate.view("links").texts()}
    assert sorted(properties - SCHEMA.inverse_labels.keys()) == []
