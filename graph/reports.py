"""What a release says of how it was made: sums, the SHACL report, checks and conflicts."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.checks import Problem
from graph.claims import REGISTRY_SOURCE
from graph.coverage import REPORT, coverage
from graph.coverage import report as coverage_report
from graph.dataset import Knowledge, shown
from graph.sourced import write as write_sourced
from graph.tally import (
    DOUBT_COLUMNS,
    LEFT_OUT_COLUMNS,
    CourtTally,
    SchemeTally,
    doubt_rows,
    left_out_rows,
    scheme_bodies,
    scheme_tallies,
    territorial_forces,
)
from graph.validate import Report


@dataclass(frozen=True, slots=True)
class Sums:
    """What a build did, in numbers; every row that was read of a source is among them."""

    claims_per_batch: Mapping[str, int]
    rows_read: int
    rows_with_claims: int
    rows_set_aside: int
    set_aside_per_source: Mapping[str, int]
    set_aside_per_reason: Mapping[str, int]
    claims_per_kind: Mapping[str, int]
    things_per_class: Mapping[str, int]
    territorial_forces: int
    schemes: Sequence[SchemeTally]
    scheme_bodies: int
    courts: Mapping[str, str]
    statements: int
    conflicts_per_property: Mapping[str, int]
    inferred_per_rule: Mapping[str, int]
    omissions: int
    lifespans: int
    quads_per_graph: Mapping[str, int]


def sums(known: Knowledge, counts: Iterable[CourtTally], quads_per_graph: Mapping[str, int]) -> Sums:
    """The numbers of a build; rows read = rows with claims + rows set aside with a reason."""
    ledger = known.tables.ledger
    with_claims = sum(counts["claims"] for counts in ledger.values())
    aside = {source: counts["set-aside"] for source, counts in ledger.items() if counts["set-aside"]}
    return Sums(
        claims_per_batch={REGISTRY_SOURCE: len(known.tables.classes), **known.tables.batches},
        rows_read=with_claims + known.tables.set_aside,
        rows_with_claims=with_claims,
        rows_set_aside=known.tables.set_aside,
        set_aside_per_source=_sorted(Counter(aside)),
        set_aside_per_reason=dict(sum(known.tables.reasons.values(), Counter[str]()).most_common()),
        claims_per_kind=_sorted(Counter(claim.subject.partition("/")[0] for claim in known.tables.claims)),
        things_per_class=_sorted(Counter(known.tables.classes.values())),
        territorial_forces=territorial_forces(known),
        schemes=scheme_tallies(known),
        scheme_bodies=scheme_bodies(known),
        courts={f"{tally.day} ({tally.count.rpartition('/')[2]})": tally.words for tally in counts},
        statements=shown(known.resolution.statements),
        conflicts_per_property=_sorted(Counter(conflict.property for conflict in known.conflicts)),
        inferred_per_rule=_sorted(Counter(claim.rule for claim in known.inferred)),
        omissions=len(known.omissions),
        lifespans=sum(len(lives) for lives in known.lives.values()),
        quads_per_graph=quads_per_graph,
    )


def write_reports(
    folder: Path,
    known: Knowledge,
    totals: Sums,
    counts: Sequence[CourtTally],
    report: Report,
    problems: Iterable[Problem],
) -> None:
    """Write the sums, the coverage, what the checks found, the conflicts, the courts in doubt or left out."""
    folder.mkdir()
    _json(folder / "sums.json", asdict(totals))
    (folder / REPORT).write_text(coverage_report(coverage(known)), encoding="utf-8")
    write_sourced(folder, known)
    results = [asdict(result) for result in report.results]
    _json(folder / "shacl.json", {"conforms": report.conforms, "results": results})
    _json(folder / "checks.json", [asdict(problem) for problem in problems])
    columns = ("subject", "property", "chosen", "rival", "difference", "chosen_by", "rival_by", "reason")
    rows = sorted(
        (
            conflict.subject,
            conflict.property,
            conflict.chosen_value,
            conflict.rival_value,
            str(conflict.difference),
            "; ".join(sorted({claim.source for claim in conflict.chosen})),
            "; ".join(sorted({claim.source for claim in conflict.rivals})),
            conflict.reason,
        )
        for conflict in known.conflicts
    )
    _csv(folder / "conflicts.csv", columns, rows)
    _csv(folder / "courts-in-doubt.csv", DOUBT_COLUMNS, doubt_rows(counts))
    _csv(folder / "courts-beyond-the-count.csv", LEFT_OUT_COLUMNS, left_out_rows(counts))


def _csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


def _json(path: Path, content: object) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
