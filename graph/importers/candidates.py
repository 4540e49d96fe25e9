"""For a row on which nobody has decided: the things that it may speak of, likeliest first, with reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.claims import CLAIM_COLUMNS, Claim, point
from graph.matching import Matcher, Sight
from graph.tables import Faults, read_rows

SHOWN = 3
"""How many candidates a person is shown."""

_CODES = frozenset(
    "cje:ouCode cje:ljaCode cje:crownCourtNumber cje:hmppsCode cje:findACourtSlug cje:courtFinderId".split()
)


def proposer(folder: Path, kinds: tuple[str, ...]) -> Callable[[Sight], str]:
    """A function that words the likeliest of what the tables know, of these kinds, for what a row shows."""
    matcher = Matcher(_known(folder, kinds))

    def propose(sight: Sight) -> str:
        found = matcher.propose(sight)[:SHOWN]
        said = [f"{one.key} ({one.score:.0f}: {'; '.join(one.reasons)})" for one in found]
        return f"Candidates: {', '.join(said)}" if said else "Nothing known is like it"

    return propose


def _known(folder: Path, kinds: tuple[str, ...]) -> Iterator[tuple[str, Sight]]:
    """Each thing of these kinds as the claim tables show it: its names, codes and the place where it sits."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for path in sorted((folder / "claims").glob("*.csv")):
        for row in read_rows(path, CLAIM_COLUMNS, Faults()):
            claim = Claim(*row.cells)
            claims[claim.subject].append(claim)
    for key, said in claims.items():
        if key.partition("/")[0] not in kinds:
            continue
        codes = frozenset(claim.value for claim in said if claim.property in _CODES)
        sites = [
            about for claim in said if claim.property == "org:hasPrimarySite" for about in claims[claim.value]
        ]
        postcode = next((claim.value for claim in sites if claim.property == "cje:postcode"), "")
        place = next((point(claim.value) for claim in sites if claim.property == "cje:point"), None)
        for name in {claim.value for claim in said if claim.property == "skos:prefLabel"}:
            yield key, Sight(name, codes=codes, postcode=postcode, point=place)
