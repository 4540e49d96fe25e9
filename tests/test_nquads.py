"""Are terms written as canonical N-Quads asks, so that the sum of the lines is the RDFC-1.0 hash?"""

from __future__ import annotations

import hashlib
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.claims import Claim
from graph.namespaces import Names
from graph.nquads import XSD, Terms, day, iri, literal
from graph.schema import load_schema

TERMS = Terms(Names("https://example.org/"), load_schema())
# Surrogates are no characters; U+FFFE and U+FFFF are none of XML's, and no source has them.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))


def canonical(object_: ox.Literal) -> str:
    """A literal as the canonical form of a dataset with one quad writes it."""
    node = ox.NamedNode("https://example.org/a")
    dataset = ox.Dataset([ox.Quad(node, node, object_, node)])
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    line = (ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").decode()
    return line.removeprefix("<https://example.org/a> <https://example.org/a> ").removesuffix(
        " <https://example.org/a> .\n"
    )


@given(texts)
@example('\x00\x07\b\t\n\x0b\f\r\x1f\x7f"\\')
@example("Llys Ynadon yr Wyddgrug’s £5 – “dyfyniad” 😀")
@example("\\u0041 \\n \\\\")
@example("\u0085\u2028\ufeff")
def test_is_a_text_escaped_as_the_canonical_form_asks(text: str) -> None:
    assert literal(text) == canonical(ox.Literal(text))


@given(texts)
def test_does_a_literal_come_back_as_it_was(text: str) -> None:
    line = f"<a:a> <a:a> {literal(text, lang='en')} .\n"
    [quad] = ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    assert quad.object == ox.Literal(text, language="en")


def test_how_are_literals_with_a_language_and_a_datatype_written() -> None:
    assert literal("Yr Wyddgrug", lang="cy") == canonical(ox.Literal("Yr Wyddgrug", language="cy"))
    decimal = ox.NamedNode(f"{XSD}decimal")
    assert literal("5.4", datatype=f"{XSD}decimal") == canonical(ox.Literal("5.4", datatype=decimal))
    assert day(date(2011, 7, 31)) == canonical(ox.Literal("2011-07-31", datatype=ox.NamedNode(f"{XSD}date")))


@pytest.mark.parametrize(
    ("property_", "value", "lang", "term"),
    [
        ("org:hasPrimarySite", "courthouse/oakham", "", "<https://example.org/id/courthouse/oakham>"),
        ("cje:tier", "cjev:tier-2", "", "<https://example.org/vocabulary/tier-2>"),
        ("cje:scale", "cjev:opa4", "", "<https://example.org/vocabulary/opa4>"),
        ("cje:notStated", "skos:prefLabel", "", "<http://www.w3.org/2004/02/skos/core#prefLabel>"),
        ("rdfs:seeAlso", "<https://example.com/a>", "", "<https://example.com/a>"),
        ("skos:prefLabel", 'The "old" court', "en", '"The \\"old\\" court"@en'),
        ("cje:ouCode", "B33PL", "", '"B33PL"'),
        ("cje:statedMemberCount", "42", "", f'"42"^^<{XSD}integer>'),
        ("cje:amount", "5.4", "", f'"5.4"^^<{XSD}decimal>'),
        ("cje:standing", "true", "", f'"true"^^<{XSD}boolean>'),
        ("cje:date", "[..2011]", "", '"[..2011]"^^<http://id.loc.gov/datatypes/edtf/EDTF>'),
        (
            "cje:point",
            "POINT(-0.7 52.6)",
            "",
            '"POINT(-0.7 52.6)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
        ),
        ("rdf:type", "cje:Court", "", "<https://example.org/ontology#Court>"),
    ],
)
def test_how_is_the_value_of_a_claim_written(property_: str, value: str, lang: str, term: str) -> None:
    assert TERMS.value(Claim("a/b", property_, value, lang, "", "", "s", "row 1")) == term


@given(st.lists(st.tuples(texts, st.sampled_from(["", "en", "cy"])), max_size=8))
def test_is_the_sum_of_the_sorted_lines_the_hash_of_the_canonical_form(
    values: list[tuple[str, str]],
) -> None:
    node = iri("https://example.org/a")
    lines = sorted({f"{node} {node} {literal(text, lang=lang)} {node} .\n" for text, lang in values})
    data = "".join(lines).encode()
    dataset = ox.Dataset(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    serialized = (ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
    canonical_data = b"".join(line + b"\n" for line in sorted(line for line in serialized if line))
    assert hashlib.sha256(data).digest() == hashlib.sha256(canonical_data).digest()
