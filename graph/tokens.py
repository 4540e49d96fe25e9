"""The tokens of SPARQL, as Oxigraph reads them, found in one pass that never goes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CHAR = (
    r"\w\u00b7\u0300-\u037d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    r"\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CODE = r"\\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8}"
_ESCAPED = rf"\\[tbnrf\"'\\] | {_CODE}"

# Possessive throughout: a token is taken whole or not at all, so that no text makes the scan go back.
TOKEN = re.compile(
    rf"""
    (?: \s++ | \#[^\n\r]*+ )*+
    (?: < (?P<iri> (?: [^<>"{{}}|^`\\\x00-\x20] | {_CODE} )*+ ) >
  | (?P<string> \"{{3}} (?: \"{{0,2}} (?: [^"\\] | {_ESCAPED} ) )*+ \"{{3}}
      | '{{3}} (?: '{{0,2}} (?: [^'\\] | {_ESCAPED} ) )*+ '{{3}}
      | "(?!"") (?: [^"\\\n\r] | {_ESCAPED} )*+ " | '(?!'') (?: [^'\\\n\r] | {_ESCAPED} )*+ ' )
  | (?P<variable> [?$][{_CHAR}]++ ) | (?P<tag> @[A-Za-z]++(?:-++[A-Za-z0-9]++)*+ )
  | (?P<blank> _:[{_CHAR}][{_CHAR}.\-]*+ )
  | (?P<number> (?: [0-9]++ (?: \.(?= [0-9] | [eE][+\-]?[0-9] ) [0-9]*+ )?+ | \.[0-9]++ )
      (?: [eE][+\-]?[0-9]++ )?+ )
  | (?= [{_CHAR}:] ) (?P<word> (?: [{_CHAR}][{_CHAR}.\-]*+ )?+ )
    (?: : (?P<local> (?: [{_CHAR}:.\-] | %[0-9A-Fa-f]{{2}} | \\[_~.\-!$&'()*+,;=/?\#@%] )*+ ) )?+
  | (?P<mark> . ) | (?P<end> \Z ) )
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Each token of a text with the space and the comments before it; a token of no text ends it."""
    return TOKEN.finditer(text)
