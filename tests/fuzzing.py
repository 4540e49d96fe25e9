"""Hostile requests with a seed: queries from the grammar of SPARQL 1.1, mutations of good ones, and worse."""
# ruff: noqa: E501 - tables of texts, one a line

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, quote_from_bytes

BASE = "https://w3id.org/justice-estate/"
THINGS = ("magistrates-court/oakham", "police-force/metropolitan", "cps-area/1999/leicestershire-and-rutland")
PROPERTIES = ("cje:cjsCode", "cje:withinJusticeArea", "skos:prefLabel", "rdf:type", "a", "rdfs:label")
DAYS = (
    "2008-12-31", "1999-02-29", "0000-00-00", "-0044-03-15", "9999-12-31", "10000-01-01", "2008-12-31/certain",
    "2024-02-30", "1066-10-14", "2008", "today", "2008-12-31/nonsense", "%32008-12-31", "２００８-１２-３１", "",
)  # fmt: skip
ACCEPTS = (
    "*/*", "", "text/csv", "application/sparql-results+json", "application/sparql-results+xml", "text/html",
    "text/tab-separated-values", "text/turtle", "application/n-triples", "application/rdf+xml",
    "application/ld+json", "application/trig", "application/n-quads", "image/png", "text/*;q=0.1, */*;q=0",
    "a" * 5000, "*/*;q=nan", ";;;,,,", "text/csv;q=1.0000000001", "text/turtle;version=1.2", "*/csv",
    ", ".join(f"a/b{n};q=0.{n}" for n in range(400)), "\xff\xfe", "text/csv; q=\"0.5", "application/*",
)  # fmt: skip
MEDIA = (
    "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "text/plain",
    "multipart/form-data; boundary=x", "application/json", "", "application/sparql-query; charset=utf-16",
    "application/sparql-query; charset", "application/x-www-form-urlencoded; charset=UTF-8", "\xff/\xff",
)  # fmt: skip
FUNCTIONS = (
    "STR", "LANG", "DATATYPE", "IRI", "ABS", "CEIL", "STRLEN", "UCASE", "ENCODE_FOR_URI", "YEAR", "MD5",
    "SHA512", "isIRI", "isBLANK", "isNUMERIC", "TIMEZONE", "xsd:integer", "xsd:dateTime", "xsd:double",
)  # fmt: skip
LITERALS = (
    "1", "-0.0", "1e999", "999999999999999999999999999999", "0.1", "true", '"x"@en', '"x"@en-GB-x-a', '""',
    "'''a'b'''", '"\\u0041\\U0001F600"', '"2008-12-31"^^xsd:date', '"x"^^xsd:integer', '"\\t\\n"', "-1",
    '"2008-02-30"^^xsd:date', '"-99999999999-01-01T00:00:00Z"^^xsd:dateTime', '"P99999999999Y"^^xsd:duration',
    '"a" "b"', '"\\ud800"', '"NaN"^^xsd:double', '"\u202e\u0000"', '"(a+)+$"', '"' + "x" * 3000 + '"',
)  # fmt: skip
FLAT: dict[str, Callable[[int], str]] = {
    "sums": lambda n: "SELECT (1" + "+1" * n + " AS ?x) {}",
    "nots": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "minuses": lambda n: "ASK { FILTER(" + "-" * n + "1) }",
    "ors": lambda n: "ASK { FILTER(true" + "||true" * n + ") }",
    "ands": lambda n: "ASK { FILTER(?x" + "&&?x" * n + ") }",
    "unions": lambda n: "ASK { {}" + "UNION{}" * n + " }",
    "optionals": lambda n: "ASK { " + "OPTIONAL{}" * n + " }",
    "minus": lambda n: "ASK { " + "MINUS{}" * n + " }",
    "filters": lambda n: "ASK { " + "FILTER(1)" * n + " }",
    "binds": lambda n: "ASK { " + "".join(f"BIND(1 AS ?v{i})" for i in range(n)) + " }",
    "groups": lambda n: "ASK { " + "{}" * n + " }",
    "values": lambda n: "ASK { VALUES ?x { " + "1 " * n + "} }",
    "one of": lambda n: "ASK { FILTER(1 IN (2" + ",2" * n + ")) }",
    "path of steps": lambda n: "ASK { ?s a" + "/a" * n + " ?o }",
    "path of choices": lambda n: "ASK { ?s a" + "|a" * n + " ?o }",
    "path of stars": lambda n: "ASK { ?s a" + "*" * n + " ?o }",
    "path of inverses": lambda n: "ASK { ?s " + "^" * n + "a ?o }",
    "path of none of": lambda n: "ASK { ?s !(a" + "|a" * n + ") ?o }",
    "objects": lambda n: "ASK { ?s a ?o" + ",?o" * n + " }",
    "collection": lambda n: "ASK { ?s a (" + "1 " * n + ") }",
    "template": lambda n: "CONSTRUCT { " + "?s a 1." * n + " } { }",
    "columns": lambda n: "SELECT " + "".join(f"(1 AS ?v{i})" for i in range(n)) + " { }",
    "orders": lambda n: "SELECT * { } ORDER BY" + " ?x" * n,
    "havings": lambda n: "SELECT (1 AS ?x) { } GROUP BY ?y HAVING" + "(1)" * n,
    "froms": lambda n: "ASK " + "FROM<urn:x>" * n + " { }",
    "prefixes": lambda n: "PREFIX a:<urn:a>" * n + " ASK { }",
    "concat": lambda n: "SELECT (CONCAT('a'" + ",'a'" * n + ") AS ?x) { }",
    "coalesce": lambda n: "SELECT (COALESCE(?x" + ",?x" * n + ") AS ?y) { }",
    "services": lambda n: "ASK { " + "SERVICE<urn:x>{}" * n + " }",
    "exists": lambda n: "ASK { FILTER(" + "NOT " * n + "EXISTS {}) }",
    "semicolons": lambda n: "ASK { ?s a ?o " + ";" * n + " }",
    "equals": lambda n: "ASK { FILTER(1" + "=1" * n + ") }",
    "products": lambda n: "SELECT (1" + "*1" * n + " AS ?x) {}",
}
"""Texts that nest nothing and yet make a tree as deep as they are long."""
NESTED: dict[str, tuple[str, str, str]] = {
    "braces": ("ASK ", "{", "}"),
    "parentheses": ("ASK { FILTER(1=", "(", ")"),
    "brackets": ("ASK { ?s a ", "[ a ", "]"),
    "collections": ("ASK { ?s a ", "(", ")"),
    "selects": ("SELECT * ", "{ SELECT * ", "}"),
    "optionals": ("ASK { ", "OPTIONAL { ", "}"),
    "graphs": ("ASK { ", "GRAPH ?g { ", "}"),
    "not exists": ("ASK { ", "FILTER NOT EXISTS { ", "}"),
    "ifs": ("SELECT (", "IF(1,", ",1)"),
    "paths": ("ASK { ?s ", "(", ")*"),
    "triples": ("ASK { ?s a ", "<<( ?s a ", ")>>"),
}
OPERATORS = ("+", "-", "*", "/", "=", "!=", "<", ">=", "&&", "||", " IN ", " NOT IN ")


@dataclass(frozen=True, slots=True)
class Request:
    """A request over HTTP, and what kind of hostility it is."""

    kind: str
    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Fuzzer:
    """Requests, the same for the same seed. `good` are queries that are answered, to be mutated."""

    def __init__(self, seed: int, good: Sequence[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing secret comes of it
        self.good = good
        self.kinds: tuple[tuple[int, Callable[[], Request]], ...] = (
            (40, lambda: self.asking("grammar", self.query())),
            (25, lambda: self.asking("mutation", self.mutated())),
            (6, lambda: self.asking("flat", self.flat())),
            (4, lambda: self.asking("nested", self.nested())),
            (4, lambda: self.asking("flood", self.flood())),
            (5, self.of_a_day),
            (6, self.bytes_at_random),
            (6, self.parameters_at_random),
            (4, self.a_graph),
        )

    def request(self) -> Request:
        """The next request."""
        weights, makers = zip(*self.kinds, strict=True)
        make: Callable[[], Request] = self.random.choices(makers, weights)[0]
        return make()

    # Requests

    def asking(self, kind: str, query: str) -> Request:
        """A request for a query by one of the ways of the protocol, in any form."""
        text = quote(query, safe="", errors="surrogatepass")
        headers = {"Accept": "*/*" if self.random.random() < 0.7 else self.random.choice(ACCEPTS[:12])}
        dataset = "".join(
            f"&{name}={quote(self.graph())}"
            for name in ("default-graph-uri", "named-graph-uri")
            if self.random.random() < 0.05
        )
        more = f"timeout={self.random.choice(('0.1', '0.2', '0.05'))}{dataset}"
        if len(text) < 15_000 and self.random.random() < 0.5:
            return Request(
                kind, self.random.choice(("GET", "GET", "HEAD")), f"/sparql?query={text}&{more}", headers
            )
        if self.random.random() < 0.5:
            headers["Content-Type"] = MEDIA[1]
            return Request(kind, "POST", "/sparql", headers, f"query={text}&{more}".encode())
        headers["Content-Type"] = MEDIA[0]
        return Request(kind, "POST", f"/sparql?{more}", headers, query.encode(errors="surrogatepass"))

    def of_a_day(self) -> Request:
        """A query that names days, most of which are none."""
        graphs = [
            f"<{BASE}graph/at/{self.random.choice(DAYS)}>" for _ in range(self.random.choice((1, 2, 9)))
        ]
        form = self.random.choice(
            (
                "SELECT * FROM {0} {{ ?s a ?o }} LIMIT 3",
                "SELECT * FROM NAMED {0} {{ GRAPH ?g {{ ?s a ?o }} }} LIMIT 3",
                "SELECT * {{ GRAPH {0} {{ ?s a ?o }} }} LIMIT 3",
                "SELECT * {{ VALUES ?g {{ {1} }} GRAPH ?g {{ ?s a ?o }} }} LIMIT 3",
                "SELECT * {{ BIND(IRI(CONCAT('" + BASE + "graph/at/', '2008-12-31')) AS ?g) "
                "GRAPH ?g {{ ?s a ?o }} }} LIMIT 3",
            )
        )
        return self.asking("day", form.format(graphs[0], " ".join(graphs)))

    def bytes_at_random(self) -> Request:
        """Bytes that are no UTF-8, or no text at all, as a query or a target."""
        size = self.random.choice((1, 7, 100, 3000))
        noise = self.random.randbytes(size)
        where = self.random.randrange(3)
        if where == 0:
            return Request("bytes", "GET", f"/sparql?query={quote_from_bytes(noise)}")
        headers = {"Content-Type": self.random.choice(MEDIA)}
        good = self.random.choice(self.good).encode()
        body = noise if where == 1 else good[:40] + noise[:3] + good[40:]
        return Request("bytes", "POST", "/sparql", headers, body)

    def parameters_at_random(self) -> Request:
        """Parameters that are missing, doubled, unknown, odd, or far too many; any method, any media type."""
        names = (
            "query",
            "update",
            "timeout",
            "format",
            "default-graph-uri",
            "named-graph-uri",
            "x",
            "",
            "q%",
        )
        values = (
            "ASK {}", "", "1", "-1", "nan", "1e9", "0", "csv", "exe", "urn:x", BASE + "graph/now", "%", "%zz", "%00",
            "%ff", "../../etc/passwd", "<x>", "SELECT * { ?s ?p ?o } LIMIT 1", "1" * 400, "DROP ALL",
        )  # fmt: skip
        count = self.random.choice((0, 1, 2, 3, 5, 250))
        pairs = (
            f"{self.random.choice(names)}={self.random.choice(values).replace(' ', '+')}"
            for _ in range(count)
        )
        text = self.random.choice(("&", "&", "&&", ";")).join(pairs)
        method = self.random.choice(
            ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW")
        )
        path = self.random.choice(
            ("/sparql", "/sparql", "/graphs", "/sparql/", "/ready", "/health", "/nowhere")
        )
        headers = {
            "Accept": _latin(self.random.choice(ACCEPTS)),
            "If-None-Match": self.random.choice(('"x"', "*", "W/")),
        }
        if self.random.random() < 0.3:
            headers["Accept-Encoding"] = self.random.choice(("gzip", "zstd", "br;q=1, *;q=0", "x" * 500))
        if self.random.random() < 0.5:
            headers["Content-Type"] = _latin(self.random.choice(MEDIA))
            return Request("parameters", method, path, headers, text.encode())
        return Request(
            "parameters", method, f"{path}?{text}".replace("<", "%3C").replace(">", "%3E"), headers
        )

    def a_graph(self) -> Request:
        """A graph by the Graph Store Protocol, there or not."""
        graph = quote(self.graph(), safe="")
        return Request(
            "graph", self.random.choice(("GET", "HEAD")), f"/graphs?graph={graph}", {"Accept": "text/turtle"}
        )

    # Queries

    def flat(self) -> str:
        """A long chain."""
        return FLAT[self.random.choice(list(FLAT))](self.random.choice((150, 2_000, 20_000, 60_000)))

    def nested(self) -> str:
        """Brackets in brackets."""
        before, opening, closing = NESTED[self.random.choice(list(NESTED))]
        deep = self.random.choice((20, 190, 199, 201, 3_000, 40_000))
        return before + opening * deep + "1" + closing * self.random.choice((deep, deep, deep - 1)) + " }"

    def flood(self) -> str:
        """Many rows of VALUES, long strings, wide projections."""
        count = self.random.choice((10, 1_000, 20_000))
        return self.random.choice(
            (
                "SELECT * { VALUES (?a ?b) { " + "(1 <urn:x>)" * count + " } }",
                "SELECT * { VALUES ?s { " + " ".join(f"<urn:{n}>" for n in range(count)) + " } ?s a ?o }",
                f"SELECT (STRLEN('{'x' * count}') AS ?n) {{ }}",
                "SELECT * { VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } "
                + " ".join(f"VALUES ?v{n} {{ 1 2 3 4 5 6 7 8 9 }}" for n in range(min(count, 9)))
                + " }",
                f"SELECT (REPLACE('{'a' * min(count, 2000)}', 'a*', '$0$0$0$0') AS ?x) {{ }}",
                f"SELECT * {{ ?s ?p ?o FILTER(REGEX(?o, '(a{{1,{min(count, 1000)}}}){{1,{min(count, 1000)}}}')) }}",
            )
        )

    def mutated(self) -> str:
        """A good query with pieces taken out, doubled, swapped or replaced."""
        text = self.random.choice(self.good)
        for _ in range(self.random.choice((1, 1, 2, 5, 20))):
            at, upto = sorted(self.random.randrange(len(text) + 1) for _ in range(2))
            upto = min(upto, at + self.random.choice((1, 3, 40)))
            piece = self.random.choice((self.term, self.expression, self.path, self.odd))()
            match self.random.randrange(4):
                case 0:
                    text = text[:at] + text[upto:]
                case 1:
                    text = text[:at] + text[at:upto] * 2 + text[upto:]
                case 2:
                    text = text[:at] + piece + text[upto:]
                case _:
                    text = text[:at] + piece + text[at:]
            text = text or "ASK {}"
        return text

    def odd(self) -> str:
        """Characters that mean something somewhere."""
        return self.random.choice(
            (
                "{", "}", "(", ")", "<", ">", '"', "'", "\\", "\\u0022", "\\u007D", "#", "\n", "\r", "\0", "\u202e",
                "\ufeff", "'''", '"""', "<<", ">>", "{|", "|}", "^^", "@", "_:", "SERVICE", "LOAD <urn:x>", ";",
                "INSERT DATA {}", "\U000e0041", "LATERAL", "BASE <../x>", "PREFIX : <>", "%00", "\ud800", "é", "\u0300",
            )
        )  # fmt: skip

    def query(self, depth: int = 4) -> str:
        """A query by the grammar."""
        body = f"WHERE {self.group(depth)}"
        datasets = ("", "", "", f"FROM <{self.graph()}> ", f"FROM NAMED <{self.graph()}> ")
        dataset = self.random.choice(datasets)
        match self.random.randrange(6):
            case 0:
                return f"ASK {dataset}{body}"
            case 1:
                return f"CONSTRUCT {{ {self.triples(2)} }} {dataset}{body} LIMIT 50"
            case 2:
                return f"DESCRIBE {self.random.choice((self.variable(), self.iri()))} {dataset}{body} LIMIT 3"
            case _:
                return f"SELECT {self.projection()} {dataset}{body} {self.modifiers()}"

    def projection(self) -> str:
        """What is selected."""
        one = f"({self.expression()} AS ?z{self.random.randrange(9)})"
        total = f"({self.random.choice(('COUNT', 'SUM', 'MIN', 'AVG', 'SAMPLE', 'GROUP_CONCAT'))}({self.variable()}) AS ?n)"
        return self.random.choice(
            ("*", "DISTINCT *", self.variable(), one, total, "REDUCED *", f"DISTINCT {one}")
        )

    def modifiers(self) -> str:
        """What comes after the pattern."""
        parts = []
        if self.random.random() < 0.2:
            parts.append(f"GROUP BY {self.variable()}")
        if self.random.random() < 0.1:
            parts.append(f"HAVING ({self.expression()})")
        if self.random.random() < 0.3:
            parts.append(f"ORDER BY {self.random.choice(('', 'DESC'))}({self.expression()})")
        if self.random.random() < 0.9:
            parts.append(f"LIMIT {self.random.choice((0, 1, 10, 99, 2**64, -1))}")
        if self.random.random() < 0.1:
            parts.append(f"OFFSET {self.random.choice((0, 5, 10**9, 10**30))}")
        return " ".join(parts)

    def group(self, depth: int) -> str:
        """A group of patterns."""
        parts = []
        for _ in range(self.random.randint(1, 3)):
            inner = self.group(depth - 1) if depth > 0 else "{ }"
            parts.append(
                self.random.choice(
                    (
                        self.triples(self.random.randint(1, 3)),
                        self.triples(1),
                        f"OPTIONAL {inner}",
                        f"{inner} UNION {self.group(0) if depth > 0 else '{ }'}",
                        f"MINUS {inner}",
                        f"GRAPH {self.random.choice((self.variable(), f'<{self.graph()}>'))} {inner}",
                        f"FILTER({self.expression()})",
                        f"FILTER {self.random.choice(('', 'NOT '))}EXISTS {inner}",
                        f"BIND({self.expression()} AS ?b{self.random.randrange(99)})",
                        f"VALUES {self.variable()} {{ {self.literal()} UNDEF {self.iri()} }}",
                        f"{{ SELECT {self.projection()} {{ {self.triples(1)} }} LIMIT 5 }}",
                    )
                )
            )
        return "{ " + " ".join(parts) + " }"

    def triples(self, count: int) -> str:
        """Triple patterns."""
        return " ".join(f"{self.subject()} {self.path()} {self.term()} ." for _ in range(count))

    def subject(self) -> str:
        """A thing more often than not, so that many a query comes to an end."""
        return self.random.choice(
            (self.iri(), self.iri(), self.variable(), "_:b", f"[ a {self.variable()} ]")
        )

    def path(self, depth: int = 2) -> str:
        """A verb or a path."""
        if depth == 0 or self.random.random() < 0.6:
            return self.random.choice((*PROPERTIES, self.variable() if depth == 2 else "a"))
        inner = self.path(depth - 1)
        return self.random.choice(
            (f"({inner})*", f"({inner})+", f"^({inner})", f"({inner})?", "!(a|^rdfs:label)",
             f"({inner}/{self.path(0)})", f"({inner}|{self.path(0)})")
        )  # fmt: skip

    def expression(self, depth: int = 3) -> str:
        """An expression."""
        if depth == 0 or self.random.random() < 0.3:
            return self.random.choice((self.variable(), self.literal(), self.iri()))
        one, two = self.expression(depth - 1), self.expression(depth - 1)
        operator = self.random.choice(OPERATORS)
        return self.random.choice(
            (
                f"({one}{operator}{f'({two})' if 'IN' in operator else two})",
                f"{self.random.choice(FUNCTIONS)}({one})",
                f"(!{one})", f"(-{one})", f"IF({one}, {two}, 1)", f"COALESCE({one}, {two})", f"REGEX({one}, {two})",
                f"REPLACE({one}, {two}, '$9')", f"SUBSTR(STR({one}), {two})", f"CONCAT({one}, {two})",
                f"STRDT(STR({one}), xsd:date)", f"LANGMATCHES(LANG({one}), '*')", f"EXISTS {{ ?s a {self.literal()} }}",
            )
        )  # fmt: skip

    def term(self) -> str:
        """A term."""
        return self.random.choice((self.variable(), self.variable(), self.literal(), self.iri()))

    def literal(self) -> str:
        """A literal, whole or not."""
        return self.random.choice(LITERALS)

    def variable(self) -> str:
        """A variable of a few, so that they meet."""
        return self.random.choice(("?s", "?p", "?o", "$o", "?x", "?é", "?_1"))

    def iri(self) -> str:
        """An IRI, most often of a thing that is there."""
        return self.random.choice(
            (*(f"<{BASE}id/{thing}>" for thing in THINGS), "cje:MagistratesCourt", "<>", "<../x>", "<urn:x>",
             "<http://[::1]:99999/>", "<a\\u0020b>", "<\\U0001F600>", "unknown:name", "cje:a\\-b", "cje:%41", "<//x/>")
        )  # fmt: skip

    def graph(self) -> str:
        """The IRI of a graph, there or not."""
        fixed = (
            "claims",
            "ever",
            "ontology",
            "now",
            "now/certain",
            "nowhere",
            f"at/{self.random.choice(DAYS)}",
        )
        return BASE + "graph/" + self.random.choice(fixed)


def _latin(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")
