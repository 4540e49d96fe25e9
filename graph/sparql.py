"""What a SPARQL text mentions, found by a tokenizer in one pass and without parsing it (DESIGN 9).

The engine has no parser to ask, and rdflib's takes a hundred times as long. A text that is no SPARQL is not
refused here, beyond a string that does not end: the engine says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.errors import QueryError

FORMS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())

# Possessive throughout: a token is taken whole or not at all, so that no text makes the scan go back.
_TOKEN = re.compile(
    r"""
    (?: \s++ | \#[^\n\r]*+ )*+
    (?: < (?P<iri> [^<>"{}|^`\\\x00-\x20]*+ ) >
  | (?P<string> \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )*+ \"{3} | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )*+ '{3}
      | "(?!"") (?: [^"\\\n\r] | \\. )*+ " | '(?!'') (?: [^'\\\n\r] | \\. )*+ ' )
  | (?P<other> [?$]\w++ | @[A-Za-z]++(?:-++[A-Za-z0-9]++)*+ | _:[\w][\w.\-]*+ )
  | (?= [\w:] ) (?P<word> (?: \w[\w.\-]*+ )?+ )
    (?: : (?P<local> (?: [\w:.\-] | %[0-9A-Fa-f]{2} | \\[_~.\-!$&'()*+,;=/?\#@%] )*+ ) )?+
  | (?P<mark> . ) | (?P<end> \Z ) )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_IRI = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text mentions."""

    form: str
    """`SELECT`, `CONSTRUCT`, `ASK`, `DESCRIBE`, `UPDATE`, or empty if nothing of that kind stands in it."""
    iris: frozenset[str]
    """Every IRI outside the declarations of prefixes and bases, resolved."""
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    keywords: frozenset[str]
    """The bare words, in capitals."""
    depth: int
    """How deep brackets of any kind are nested."""
    statements: int
    """At least how many triple patterns stand in it: a brace or bracket, `.`, `;`, `,` and `/` count one."""
    queries: int
    """How many query forms or updates stand outside all braces."""

    @property
    def has_dataset(self) -> bool:
        """Whether it has a dataset clause of its own."""
        return bool(self.default_graphs or self.named_graphs)


def scan(text: str, *, base: str = "", prefixes: Mapping[str, str] | None = None) -> Scan:
    """What a text mentions; QueryError with line and column for a string that does not end.

    Relative IRIs are resolved against the last BASE before them, else against `base`; prefixes that the text
    does not declare are those given. A name of an unknown prefix is no IRI.

    >>> found = scan("BASE <http://e/> SELECT * FROM NAMED <graph/a> { GRAPH x:b { ?s a ?t } }",
    ...              prefixes={"x": "http://x/"})
    >>> found.form, found.named_graphs, sorted(found.iris)
    ('SELECT', ('http://e/graph/a',), ['http://e/graph/a', 'http://x/b'])
    """
    return _Scanner(base, dict(prefixes or {})).scan(_ESCAPE.sub(_character, text))


@dataclass(slots=True)
class _Scanner:
    base: str
    prefixes: dict[str, str]
    forms: list[str] = field(default_factory=list)
    iris: set[str] = field(default_factory=set)
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    keywords: set[str] = field(default_factory=set)
    open: int = 0
    depth: int = 0
    statements: int = 0
    before: tuple[str, ...] = ()
    """The words of a clause of the prologue or dataset that waits for its IRI."""

    def scan(self, text: str) -> Scan:
        for match in _TOKEN.finditer(text):
            match match.lastgroup:
                case "mark":
                    self._mark(match["mark"], text, match.end() - 1)
                case "word":
                    self._word(match["word"])
                case "local":
                    self._name(match["word"], match["local"])
                case "iri":
                    self._iri(match["iri"])
                case "other" | "string":
                    self.before = ()
        forms = ["UPDATE" if form in UPDATES else form for form in self.forms]
        return Scan(
            forms[0] if forms else "",
            frozenset(self.iris),
            tuple(self.default),
            tuple(self.named),
            frozenset(self.keywords),
            self.depth,
            self.statements,
            len(forms),
        )

    def _name(self, prefix: str, written: str) -> None:
        """A prefixed name; dots at its end belong to what follows."""
        local = written.rstrip(".")
        self.statements += len(written) - len(local)
        if self.before == ("PREFIX",):
            self.before = ("PREFIX", prefix)
        elif prefix in self.prefixes:
            self._iri(self.prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local), resolved=True)
        else:
            self.before = ()

    def _word(self, word: str) -> None:
        self.statements += word.count(".")
        keyword = re.split(r"[.\-]", word, maxsplit=1)[0].upper()
        self.keywords.add(keyword)
        if keyword == "NAMED" and self.before == ("FROM",):
            self.before = ("FROM", "NAMED")
        else:
            self.before = (keyword,) if keyword in ("BASE", "PREFIX", "FROM") and not self.open else ()
        if not self.open and (keyword in FORMS or (keyword in UPDATES and not self.forms)):
            self.forms.append(keyword)

    def _iri(self, iri: str, *, resolved: bool = False) -> None:
        whole = iri if resolved else resolve(iri, self.base)
        match self.before:
            case ("BASE",):
                self.base = whole
            case ("PREFIX", name):
                self.prefixes[name] = whole
            case ("FROM",):
                self.default.append(whole)
                self.iris.add(whole)
            case ("FROM", "NAMED"):
                self.named.append(whole)
                self.iris.add(whole)
            case _:
                self.iris.add(whole)
        self.before = ()

    def _mark(self, mark: str, text: str, place: int) -> None:
        if mark in "\"'":
            line = text.count("\n", 0, place) + 1
            column = place - text.rfind("\n", 0, place)
            raise QueryError(f"The string that begins at line {line}, column {column} does not end.")
        if mark in "{([":
            self.open += 1
            self.depth = max(self.depth, self.open)
        elif mark in "})]":
            self.open -= 1
        if mark in "{[.;,/":
            self.statements += 1
        if mark != "<":
            self.before = ()


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def resolve(iri: str, base: str) -> str:
    """An IRI reference as an IRI (RFC 3986, section 5.2); as it is if there is no base.

    >>> resolve("../g", "http://a/b/c/d;p?q"), resolve("?y", "http://a/b/c/d;p?q")
    ('http://a/b/g', 'http://a/b/c/d;p?y')
    """
    scheme, host, path, query, fragment = _parts(iri)
    if not base or scheme is not None:
        return iri if not base else _whole(scheme, host, _without_dots(path), query, fragment)
    scheme, base_host, base_path, base_query, _ = _parts(base)
    if host is not None:
        return _whole(scheme, host, _without_dots(path), query, fragment)
    if not path:
        query = base_query if query is None else query
        return _whole(scheme, base_host, base_path, query, fragment)
    if not path.startswith("/"):
        folder = base_path[: base_path.rfind("/") + 1]
        path = f"/{path}" if base_host is not None and not base_path else folder + path
    return _whole(scheme, base_host, _without_dots(path), query, fragment)


def _parts(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _IRI.fullmatch(iri)
    if match is None:
        return None, None, iri, None, None
    return match[1], match[2], match[3], match[4], match[5]


def _whole(scheme: str | None, host: str | None, path: str, query: str | None, fragment: str | None) -> str:
    pieces = [f"{scheme}:" if scheme is not None else "", f"//{host}" if host is not None else "", path]
    pieces += [f"?{query}" if query is not None else "", f"#{fragment}" if fragment is not None else ""]
    return "".join(pieces)


def _without_dots(path: str) -> str:
    """A path without the segments `.` and `..`."""
    if "/." not in path and not path.startswith("."):
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Each token of a text with the space and the comments before it; a token of no text ends it."""
    return _TOKEN.finditer(text)
