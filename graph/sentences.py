"""What a thing was, in a sentence or two made from its statements, with dates as uncertain as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.describe import Description, Fact

_OF = (
    "cje:affects",
    "org:resultingOrganization",
    "org:originalOrganization",
    "cje:ofInspection",
    "sosa:hasFeatureOfInterest",
    "org:member",
)
"""What a thing without a name is of, best first."""

_MOST = 3
"""How many things a sentence lists before it counts them."""


def sentences(told: Description) -> tuple[str, ...]:
    """The sentences that stand under the title of a thing's page, the most telling first."""
    ways: Mapping[str, Callable[[Description], Iterable[str]]] = {
        "cje:MagistratesCourt": _court,
        "cje:CrownCourtCentre": _court,
        "cje:PoliceForce": _force,
        "cje:CPSArea": _cps_area,
        "cje:Inspection": _inspection,
        "cje:Rating": _rating,
        "cje:Closure": _event,
        "cje:Courthouse": _courthouse,
    }
    ways_of_kind = [ways[class_] for class_ in told.classes if class_ in ways]
    made = ways_of_kind[0](told) if ways_of_kind else _anything(told)
    return tuple(_sentence(text) for text in made if text)


def heading(told: Description) -> str:
    """What a thing is called, or what it is of where nothing names it.

    Such as "Closure of Oakham Magistrates' Court" and "CPS Leicestershire and Rutland: Overall, Poor".
    """
    if told.title != told.key:
        return told.title
    kind = told.kinds[0] if told.kinds else "thing"
    if of := _values(told.facts, "cje:ratedBody"):
        grade = ", ".join(_values(told.facts, "cje:aspect") + _values(told.facts, "cje:grade"))
        return f"{of[0]}: {grade}"
    for property_ in _OF:
        if of := _values(told.facts, property_):
            return f"{kind[:1].upper()}{kind[1:]} of {_listed(of)}"
    return f"{kind[:1].upper()}{kind[1:]} {told.key.partition('/')[2]}"


def _court(told: Description) -> Iterable[str]:
    once = len(told.lives) == 1
    yield f"{told.title} {_lived(told)}{_under(told) if once else ''}"
    if moved := _values(_of_parts(told, "cje:Closure"), "cje:workMovedTo"):
        yield f"its work moved to {_listed(moved)}"
    force = _values(told.facts, "cje:inAreaOfForce")
    areas = _subjects(told.references, "cje:prosecutesAt")
    where = f"it lay in the area of {_listed(force)}" if force else ""
    who = f"{_listed(areas)} prosecuted there" if areas else ""
    if told.standing:
        where = where.replace("it lay", "it lies")
        who = f"{areas[-1]} prosecutes there" if areas else ""
    yield "; ".join(part for part in (where, who) if part)
    if sites := _values(told.facts, "org:hasPrimarySite"):
        verb = "s were" if len(sites) > 1 else " is" if told.standing else " was"
        yield f"its building{verb} {_listed(sites)}"


def _force(told: Description) -> Iterable[str]:
    yield f"{told.title} {_lived(told)}"
    if areas := _subjects(told.references, "cje:servesForce"):
        latest = f"{areas[-1]} serves it" if told.standing else f"{areas[-1]} served it"
        before = f", as {_listed(areas[:-1])} did before" if areas[:-1] else ""
        yield f"{latest}{before}"
    if into := _values(told.facts, "cje:successor"):
        yield f"after it came {_listed(into)}"


def _cps_area(told: Description) -> Iterable[str]:
    scheme = _values(told.facts, "cje:memberOfScheme")
    among = f", one of the {_listed(scheme)}," if scheme else ""
    yield f"{told.title}{among} {_lived(told)}"
    does, did = ("serves", "prosecutes") if told.standing else ("served", "prosecuted")
    forces = _values(told.facts, "cje:servesForce")
    courts = _values(told.facts, "cje:prosecutesAt")
    parts = [f"{does} {_listed(forces)}"] if forces else []
    parts += [f"{did} at {_listed(courts)}"] if courts else []
    yield f"it {' and '.join(parts)}" if parts else ""
    if into := _values(told.facts, "cje:successor"):
        yield f"after it came {_listed(into)}"


def _inspection(told: Description) -> Iterable[str]:
    kind = _values(told.facts, "cje:inspectionKind") or ("inspection",)
    of = _values(told.facts, "cje:inspects")
    by = _values(told.facts, "cje:conductedBy")
    when = _values(told.facts, "cje:date")
    yield (
        f"{kind[0]}{f' of {_listed(of)}' if of else ''}{f' by {_listed(by)}' if by else ''}"
        f"{f', {when[0]}' if when else ''}"
    )
    if earlier := _values(told.facts, "cje:followsUp"):
        yield f"it followed up {_listed(earlier)}"


def _rating(told: Description) -> Iterable[str]:
    of, grade = _values(told.facts, "cje:ratedBody"), _values(told.facts, "cje:grade")
    aspect, scale = _values(told.facts, "cje:aspect"), _values(told.facts, "cje:scale")
    within = _values(told.facts, "cje:ofInspection")
    if of and grade:
        yield (
            f"{of[0]} was rated {grade[0]}{f' for {aspect[0].lower()}' if aspect else ''}"
            f"{f' in {within[0]}' if within else ''}{f', on the scale {scale[0]!r}' if scale else ''}"
        )


def _event(told: Description) -> Iterable[str]:
    what, when = _values(told.facts, "cje:affects"), _values(told.facts, "cje:date")
    day = when[0] if when else "on a day not known"
    yield f"{told.kinds[0]}{f' of {_listed(what)}' if what else ''}, {day}{_under(told)}"
    if moved := _values(told.facts, "cje:workMovedTo"):
        yield f"the work moved to {_listed(moved)}"


def _courthouse(told: Description) -> Iterable[str]:
    address = _values(told.facts, "cje:address")
    built = _values(told.facts, "cje:builtIn")
    yield (
        f"a building{f' at {address[0]}' if address else ' whose address is not known'}"
        f"{f', built {built[0]}' if built else ''}"
    )
    if users := _subjects(told.references, "org:hasPrimarySite"):
        yield f"used by {_listed(users)}"


def _anything(told: Description) -> Iterable[str]:
    kind = told.kinds[0] if told.kinds else "thing"
    article = "an" if kind[:1].lower() in "aeio" else "a"
    yield f"{told.title} is {article} {kind}{f': {told.lives[-1]}' if told.lives else ''}"


def _lived(told: Description) -> str:
    """Each life as a predicate."""
    if not told.lives:
        return "is known, but not when it began or ended"
    first, *others = (life.replace("; ", " and ").replace("no end is known and ", "") for life in told.lives)
    for old, new in (
        ("and no end is known and last known to stand", "and was last known to stand"),
        ("and last known to stand", "and was last known to stand"),
        ("and there as far", "and was there as far"),
        ("and certainly there", "and was certainly there"),
        ("its beginning is not known and ", "began on a day not known, and "),
    ):
        first = first.replace(old, new)
    return "; again it ".join([first, *others])


def _under(told: Description) -> str:
    closures = _of_parts(told, "cje:Closure") or list(told.facts)
    programme = _values(closures, "cje:underProgramme")
    return f", under the {_listed(programme)}" if programme else ""


def _of_parts(told: Description, class_: str) -> list[Fact]:
    return [fact for part in told.parts if part.class_ == class_ for fact in part.facts]


def _values(facts: Iterable[Fact], property_: str) -> tuple[str, ...]:
    """The chosen values of a property in words, in order."""
    return tuple(
        dict.fromkeys(fact.value_label for fact in facts if fact.property == property_ and fact.chosen)
    )


def _subjects(facts: Iterable[Fact], property_: str) -> tuple[str, ...]:
    """The things that name this one by a property, the older key first."""
    found = sorted((f.about, f.about_label) for f in facts if f.property == property_ and f.chosen)
    return tuple(dict.fromkeys(name for _, name in found))


def _listed(names: Sequence[str]) -> str:
    """Names in a row; of more than a few the first, and how many more there are.

    >>> _listed(("Oakham", "Coalville")), _listed("ABCDE")
    ('Oakham and Coalville', 'A, B, C and 2 more')
    """
    if len(names) > _MOST + 1:
        return f"{', '.join(names[:_MOST])} and {len(names) - _MOST} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
