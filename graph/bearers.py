"""From what a person writes to a key: a key itself, else a name that one thing bears."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.errors import AmbiguousName, UnknownKey

_KINDS = re.compile(r"\b(magistrates|crown|court|centre|police|constabulary|cps|area|at|the|of|and)\b")


class NameIndex:
    """The names of the things of a dataset, past ones too.

    >>> index = NameIndex([("magistrates-court/oakham", "Oakham Magistrates' Court")])
    >>> index.resolve("Oakham")
    'magistrates-court/oakham'
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        for key, name in names:
            self._names[key].append(name)

    def resolve(self, text: str) -> str:
        """The one key that a text means.

        The first of these that fits anything decides: a key; a whole name; a name without the words for its
        kind; the last part of a key; the beginning of a name. AmbiguousName lists several that fit alike,
        with those that fit but for the words for their kind; UnknownKey names those that are spelt alike.
        """
        if text in self._names:
            return text
        wanted, core = _plain(text), _bare(_plain(text))
        named = [(key, _plain(name)) for key, names in self._names.items() for name in names]
        ways: tuple[Callable[[str, str], bool], ...] = (
            lambda key, name: name == wanted,
            lambda key, name: core != "" and _bare(name) == core,
            lambda key, name: _plain(key.rpartition("/")[2]) == wanted,
            lambda key, name: name.startswith(f"{wanted} "),
        )
        for fits in ways:
            found = sorted({key for key, name in named if fits(key, name)})
            if len(found) == 1:
                return found[0]
            if found:
                close = {key for key, name in named if any(way(key, name) for way in ways[:2])}
                found = sorted(close.union(found))
                raise AmbiguousName(f"{text!r} may be: {self._listed(found)}. Ask by its key.")
        raise UnknownKey(f"Nothing is called {text!r}.{self._like(text)}")

    def _listed(self, keys: Sequence[str], most: int = 12) -> str:
        shown = "; ".join(f"{self._names[key][0]} ({key})" for key in keys[:most])
        return shown if len(keys) <= most else f"{shown}; and {len(keys) - most} more"

    def _like(self, text: str) -> str:
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only needed when a name fails

        names: Mapping[str, str] = {name: key for key, known in self._names.items() for name in known}
        close = process.extract(
            text, list(names), scorer=fuzz.WRatio, processor=utils.default_process, limit=3, score_cutoff=70
        )
        listed = "; ".join(f"{name} ({names[name]})" for name, _, _ in close)
        return f" Like it: {listed}" if listed else " Try a part of its name, or: estate ask CQ-10"


def _plain(name: str) -> str:
    """Lower case, letters and digits only, single spaces."""
    return re.sub(r"[^\w]+", " ", name.casefold().replace("'", "").replace("’", "")).strip()


def _bare(plain: str) -> str:
    """A plain name without the words for kinds of body."""
    return " ".join(_KINDS.sub(" ", plain).split())
