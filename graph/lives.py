"""When a body or court existed: lifespans from events, attestations and the periods of codes (DESIGN 4).

Only evidence of existence makes a life. A code's period bounds one; a page withdrawn ends one only
where nothing later speaks for it; a reopened court has two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from graph import wording
from graph.claims import Claim, Tables
from graph.dates import FIRST_DAY, LAST_DAY, UNSTATED, Bounds, Extent, Span, day_before, parse
from graph.existence import Evidence, Moment, evidence_of_existence
from graph.resolve import Conflict, Resolution
from graph.values import Difference


@dataclass(frozen=True, slots=True)
class Life:
    """One life of a thing: between which days it began and ended, and the claims that say so."""

    subject: str
    number: int
    bounds: Bounds
    claims: tuple[Claim, ...]

    @property
    def key(self) -> str:
        """The key of the lifespan, `lifespan/<key of the thing>/<number>`."""
        return f"lifespan/{self.subject}/{self.number}"

    @property
    def extent(self) -> Extent:
        """The days on which the thing certainly, as shown, and possibly existed."""
        bounds = self.bounds
        # What is known only by having ended is shown on no day: nobody saw it stand.
        seen = bounds.latest_start or bounds.earliest_end
        start = bounds.earliest_start or (min(seen, bounds.latest_end or LAST_DAY) if seen else LAST_DAY)
        return Extent(
            bounds.earliest_start or FIRST_DAY,
            start,
            max(bounds.latest_start or LAST_DAY, start),
            min(bounds.earliest_end or FIRST_DAY, bounds.latest_end or LAST_DAY),
            bounds.latest_end or LAST_DAY,
            bounds.latest_end or LAST_DAY,
        )


def lives(tables: Tables, resolution: Resolution) -> tuple[dict[str, list[Life]], list[Conflict]]:
    """The lives of each thing that has evidence of one, by key; and where that evidence disagrees."""
    found: dict[str, list[Life]] = {}
    conflicts: list[Conflict] = []
    for subject, evidence in sorted(evidence_of_existence(tables, resolution).items()):
        found[subject] = _lives_of(subject, evidence, conflicts)
    return found, conflicts


def hull(lives_of_one: Sequence[Life]) -> Extent:
    """From the first day of the first life to the last day of the last."""
    first, last = lives_of_one[0].extent, lives_of_one[-1].extent
    return Extent(
        first.possible_from,
        first.shown_from,
        first.certain_from,
        last.certain_until,
        last.shown_until,
        last.possible_until,
    )


def _lives_of(subject: str, evidence: Evidence, conflicts: list[Conflict]) -> list[Life]:
    beginnings = sorted(evidence.beginnings, key=lambda moment: moment.order)
    endings = sorted(evidence.endings, key=lambda moment: moment.order)
    found = []
    pairs = _paired(beginnings, endings)
    codes = _end_of_codes(evidence) if len(pairs) == 1 else None
    for number, (beginning, ending) in enumerate(pairs, start=1):
        next_start = _start_after(beginnings, beginning)
        seen = [
            moment
            for moment in evidence.attested
            if _belongs(moment, beginning if number > 1 else None, next_start)
        ]
        over = _earlier(beginning, ending, codes)
        found.append(_life(subject, number, beginning, over, seen, conflicts))
    if len(found) == 1:
        found[0] = _bounded_by_codes(found[0], evidence, conflicts)
    else:
        befores = [None, *found[:-1]]
        found = [_begun_by_codes(life, before, evidence) for life, before in zip(found, befores, strict=True)]
        found = [*map(_over_before, found, found[1:]), found[-1]]
    found[-1] = _withdrawn(found[-1], evidence, conflicts)
    return found


def _over_before(life: Life, after: Life) -> Life:
    """A life that was over, at the latest, on the day before the next had surely begun."""
    bounds, begun = life.bounds, after.bounds.latest_start
    if begun is None or (bounds.latest_end is not None and bounds.latest_end < begun):
        return life
    eve = day_before(begun)
    if eve < (bounds.earliest_start or bounds.latest_start or eve):
        return life
    seen = min(bounds.earliest_end, eve) if bounds.earliest_end else None
    return replace(life, bounds=replace(bounds, earliest_end=seen, latest_end=eve))


def _end_of_codes(evidence: Evidence) -> Moment | None:
    """The day by which the last of its codes had ended, unless something later than the list sees it stand.

    A directory of courts goes on to show a court that has closed; the list of codes ends late, and not early.
    """
    claims = tuple(claim for listed in evidence.codes for claim in listed.claims)
    ends = [claim.bounds.latest_end for claim in claims]
    if not claims or not all(ends):
        return None
    made = max(listed.span.latest or LAST_DAY for listed in evidence.codes)
    if any((moment.span.earliest or moment.span.latest or FIRST_DAY) > made for moment in evidence.attested):
        return None
    return Moment(Span(None, max(day for day in ends if day)), claims)


def _earlier(beginning: Moment | None, ending: Moment | None, codes: Moment | None) -> Moment | None:
    """What ended a thing first: its ending, or the last of its codes where that leaves room for both."""
    last = codes.span.latest if codes else None
    begun = beginning.span.earliest if beginning else None
    if codes is None or last is None or (begun is not None and begun > last):
        return ending
    if ending is None:
        return codes
    if ending.span.earliest is not None and ending.span.earliest > last:
        return ending
    if ending.span.latest is not None and ending.span.latest <= last:
        return ending
    return Moment(Span(ending.span.earliest, last), (*ending.claims, *codes.claims))


def _paired(
    beginnings: Sequence[Moment], endings: Sequence[Moment]
) -> list[tuple[Moment | None, Moment | None]]:
    """Beginnings and ends as lives in their order; each life has at most one of either."""
    pairs: list[tuple[Moment | None, Moment | None]] = []
    to_begin, to_end = deque(beginnings), deque(endings)
    stands, begun = bool(beginnings) and beginnings[0].again, None
    while to_begin or to_end:
        if not to_end or (to_begin and _comes_first(to_begin[0], to_end[0], stands=stands)):
            if stands:
                pairs.append((begun, None))
            stands, begun = True, to_begin.popleft()
        else:
            ending = to_end.popleft()
            if stands or not pairs:
                pairs.append((begun, ending))
            stands, begun = False, None
    if stands or not pairs:
        pairs.append((begun, None))
    return pairs


def _comes_first(beginning: Moment, ending: Moment, *, stands: bool) -> bool:
    """Whether a beginning precedes an end; of two that may be one day, what stands ends first."""
    if beginning.span.gap(ending.span) == 0:
        return not stands
    return beginning.order < ending.order


def _start_after(beginnings: Iterable[Moment], this: Moment | None) -> date:
    later = [moment.order for moment in beginnings if this is None or moment.order > this.order]
    return min(later, default=LAST_DAY)


def _belongs(moment: Moment, beginning: Moment | None, next_start: date) -> bool:
    day = moment.span.latest or moment.span.earliest or LAST_DAY
    return (beginning is None or day >= beginning.order) and day < next_start


def _life(
    subject: str,
    number: int,
    beginning: Moment | None,
    ending: Moment | None,
    seen: Sequence[Moment],
    conflicts: list[Conflict],
) -> Life:
    start = beginning.span if beginning else UNSTATED
    end = ending.span if ending else UNSTATED
    agreeing, later = [], []
    for moment in seen:
        rival = moment.span.earliest or moment.span.latest
        if ending and end.latest and rival and rival > end.latest:
            later.append((rival, moment))
        else:
            agreeing.append(moment)
    if ending and end.latest and later:
        last = max(day for day, _ in later)
        conflicts.append(_dispute(subject, ending, [moment for _, moment in later], (last - end.latest).days))
    begun_by = [moment.span.latest for moment in agreeing if moment.span.latest]
    stood_on = [moment.span.earliest for moment in agreeing if moment.span.earliest]
    bounds = Bounds(
        start.earliest,
        min([day for day in (start.latest, *begun_by) if day], default=None),
        max([day for day in (end.earliest, *stood_on) if day], default=None),
        end.latest,
    )
    claims = [claim for moment in (beginning, ending, *agreeing) if moment for claim in moment.claims]
    return Life(subject, number, bounds, tuple(claims))


def _dispute(subject: str, ending: Moment, seen: Iterable[Moment], days: int) -> Conflict:
    return Conflict(
        subject,
        "cje:standing",
        ending.claims,
        tuple(claim for moment in seen for claim in moment.claims),
        Difference(Decimal(days), "days"),
        f"{_how_ended(ending)}; a list of a later day still shows it",
    )


def _how_ended(ending: Moment) -> str:
    first = ending.claims[0]
    if first.property == "cje:date" and parse(first.value).latest == ending.span.latest:
        return f"it ended {wording.edtf(first.value)}"
    last = ending.span.latest
    return f"the last of its codes ended on {wording.day(last)}" if last else "it ended on a day not known"


def _outlived(life: Life, codes: Sequence[Claim], last: date) -> Conflict:
    stood = max(life.bounds.earliest_end or last, life.bounds.earliest_start or last)
    return Conflict(
        life.subject,
        codes[0].property,
        tuple(life.claims),
        tuple(codes),
        Difference(Decimal((stood - last).days), "days"),
        f"it stood on {wording.day(stood)}, after the last of its codes had ended",
    )


def _bounded_by_codes(life: Life, evidence: Evidence, conflicts: list[Conflict]) -> Life:
    """A life limited by the periods of its codes: begun by the first start, over by the last end."""
    if not evidence.codes:
        return life
    bounds = life.bounds
    codes = tuple(claim for moment in evidence.codes for claim in moment.claims)
    starts = [day for claim in codes if (day := claim.bounds.latest_start)]
    ends = [claim.bounds.latest_end for claim in codes]
    begun_by = min([day for day in (bounds.latest_start, *starts) if day], default=None)
    over_by = bounds.latest_end
    if all(ends):
        last = max(day for day in ends if day)
        if last < max(bounds.earliest_end or last, bounds.earliest_start or last):
            conflicts.append(_outlived(life, codes, last))
        else:
            over_by = min(over_by or last, last)
    start_known = bounds.earliest_start is not None
    return replace(
        life,
        bounds=replace(
            bounds, latest_start=bounds.latest_start if start_known else begun_by, latest_end=over_by
        ),
        claims=(*life.claims, *codes),
    )


def _begun_by_codes(life: Life, before: Life | None, evidence: Evidence) -> Life:
    """One of several lives, begun at the latest with the first code that starts in it."""
    after = before.bounds.latest_end if before else None
    last = life.bounds.latest_end or LAST_DAY
    starts = {
        day: claim
        for listed in evidence.codes
        for claim in listed.claims
        if (day := claim.bounds.latest_start) and (after or FIRST_DAY) < day <= last
    }
    if life.bounds.earliest_start is not None or not starts:
        return life
    first = min(starts)
    begun_by = min(first, life.bounds.latest_start or first)
    return replace(
        life, bounds=replace(life.bounds, latest_start=begun_by), claims=(*life.claims, starts[first])
    )


def _withdrawn(life: Life, evidence: Evidence, conflicts: list[Conflict]) -> Life:
    """A life that a withdrawn page ends, if nothing speaks for the thing afterwards.

    A page that was never shown in a life that began again was withdrawn in the life before: it ends nothing.
    """
    running: dict[Claim, None] = {}
    outlived: list[tuple[date, Moment]] = []
    for moment in evidence.withdrawn:
        day = moment.span.latest
        if day is None:
            continue
        end, last_seen = life.bounds.latest_end, life.bounds.earliest_end
        begun = life.bounds.earliest_start
        if (end is not None and end <= day) or (begun is not None and day < begun):
            continue
        stale = life.number > 1 and last_seen is None
        still_runs = [claim for listed in evidence.codes for claim in _running_after(listed, day)]
        if still_runs or stale or (last_seen is not None and last_seen > day):
            outlived.append((day, moment))
            running |= dict.fromkeys(still_runs)
        else:
            life = replace(
                life,
                bounds=replace(life.bounds, latest_end=day),
                claims=(*life.claims, *moment.claims),
            )
    if outlived:
        conflicts.append(_still_there(life, tuple(running), outlived))
    return life


def _running_after(listed: Moment, day: date) -> Iterable[Claim]:
    """The code, if a list made after a day gives it no end."""
    made = listed.span.earliest or FIRST_DAY
    return (claim for claim in listed.claims if claim.bounds.latest_end is None and made > day)


def _still_there(
    life: Life, running: tuple[Claim, ...], withdrawn: Sequence[tuple[date, Moment]]
) -> Conflict:
    """Pages withdrawn of what is seen later, or whose code still runs."""
    first, last_seen = min(day for day, _ in withdrawn), life.bounds.earliest_end
    rivals = tuple(claim for _, moment in withdrawn for claim in moment.claims)
    if last_seen is not None and last_seen > first:
        later = tuple(c for c in life.claims if c.property == "cje:standing" and c.value == "true")
        days = Difference(Decimal((last_seen - first).days), "days")
        why = "later evidence shows it standing; a page withdrawn is no end"
        return Conflict(life.subject, "cje:standing", later or life.claims, rivals, days, why)
    if not running:
        why = "it began again, and the page was not shown since"
        return Conflict(life.subject, "cje:standing", life.claims, rivals, Difference(), why)
    why = "its code still runs; a page withdrawn is no end"
    return Conflict(life.subject, "cje:standing", running, rivals, Difference(), why)
