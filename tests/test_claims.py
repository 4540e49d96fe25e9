"""Do the tables say only what they can say, and is every fault in them found in one run?"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Claim, RecordedGap, point
from graph.dates import Span
from graph.errors import Fault, TableError
from graph.reading import read_tables
from graph.schema import load_schema

if TYPE_CHECKING:
    from tests.conftest import Mini

CLAIM_FIELDS = ("subject", "property", "value", "lang", "start", "until", "source", "locator")
SHA = hashlib.sha256(b"").hexdigest()

OAKHAM = """
magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,list-2013
magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,[..2011-04-30],codes,row B33PL00
magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes,row B33PL00
magistrates-court/oakham,org:hasPrimarySite,courthouse/oakham,,,,list-2013
courthouse/oakham,cje:point,POINT(-0.7274 52.6702),,,,list-2013
"""
LEDGER = f"""
codes,B33PL00,{SHA},claims
codes,B33XX00,{SHA},set-aside,Not a court.
"""
POLICY = """
*,2,code-list,,kept by the centre
cje:point,1,,list-2013,surveyed
"""
GAPS = "magistrates-court/oakham,cje:ljaCode,list-2013 ; codes,its page,Its justice area code was not found."
LISTS = "courts-2013,list-2013,page 1,criminal-justice-area/33,cje:constituent,cje:Territory"
CROSSWALK = "magistrates-court/oakham,codes,B33PL00,code,The code is Oakham's."


@pytest.fixture
def oakham(mini: Mini) -> Path:
    """A sound folder with a row in every table."""
    return mini(OAKHAM, policy=POLICY, lists=LISTS, gaps=GAPS, crosswalk=CROSSWALK, ledger=LEDGER)


def faults(folder: Path) -> list[Fault]:
    """What is wrong with the tables of a folder."""
    with pytest.raises(TableError) as raised:
        read_tables(folder)
    return list(raised.value.faults)


def append(folder: Path, file: str, row: str) -> int:
    """Add a row at the end of a table; returns its line."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{row}\n", encoding="utf-8")
    return len(text.splitlines()) + 1


# What is read


def test_what_do_sound_tables_say(oakham: Path) -> None:
    tables = read_tables(oakham)
    assert len(tables.claims) == 3 + 5
    assert tables.classes == {
        "magistrates-court/oakham": "cje:MagistratesCourt",
        "criminal-justice-area/33": "cje:CriminalJusticeArea",
        "courthouse/oakham": "cje:Courthouse",
    }
    assert tables.batches == {"mini": 5}
    assert tables.ledger == {"codes": Counter({"claims": 1, "set-aside": 1})}
    assert tables.reasons == {"codes": Counter({"Not a court.": 1})}
    assert tables.set_aside == 1
    assert tables.gaps == (
        RecordedGap(
            "magistrates-court/oakham",
            "cje:ljaCode",
            ("list-2013", "codes"),
            "its page",
            "Its justice area code was not found.",
        ),
    )
    assert [(row.property, row.rank, row.kind, row.source) for row in tables.policy] == [
        ("*", 2, "code-list", ""),
        ("cje:point", 1, "", "list-2013"),
    ]


def test_what_does_a_row_of_the_registry_claim(mini: Mini) -> None:
    tables = read_tables(mini("magistrates-court/oakham,skos:prefLabel,Oakham,en,,,codes"))
    assert tables.claims[0] == Claim(
        subject="magistrates-court/oakham",
        property="rdf:type",
        value="cje:MagistratesCourt",
        lang="",
        start="",
        until="",
        source="registry",
        locator="row magistrates-court/oakham",
    )


def test_is_an_empty_status_asserted(mini: Mini) -> None:
    tables = read_tables(mini("magistrates-court/oakham,skos:prefLabel,Oakham,en,,,codes"))
    assert tables.claims[1].status == "asserted"


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["planned"], "planned"),
        (["proposed", "planned"], "planned"),
        (["proposed", ""], "asserted"),
        (["deprecated"], "deprecated"),
    ],
)
def test_is_a_thing_there_of_which_everything_is_only_planned(
    mini: Mini, statuses: list[str], status: str
) -> None:
    rows = [
        f"closure/oakham,cje:date,201{n},,,,statement,page 1,{status},Its reason."
        for n, status in enumerate(statuses)
    ]
    tables = read_tables(mini("\n".join(rows)))
    assert [claim.status for claim in tables.claims if claim.property == "rdf:type"] == [status]


@pytest.mark.parametrize(
    ("locator", "row"),
    [
        ("row B33PL00", "B33PL00"),
        ("row 7, name", "7"),
        ("row 7, lat and lon", "7"),
        ("row 7, displayed_2020-09-23", "7"),
        ("row Leics, Court_name", "Leics"),
        ("row NEWPORT, ISLE OF WIGHT", "NEWPORT, ISLE OF WIGHT"),
        ("row THE CRIMINAL COURT, GUILDHALL", "THE CRIMINAL COURT, GUILDHALL"),
        ("row THE CRIMINAL COURT, GUILDHALL, display_name", "THE CRIMINAL COURT, GUILDHALL"),
        ("row Bristol, City of/UTA, name", "Bristol, City of/UTA"),
        ("paragraph 1", ""),
    ],
)
def test_which_row_does_a_locator_name(locator: str, row: str) -> None:
    assert Claim("a", "b", "c", "", "", "", "codes", locator).row == row


def test_what_makes_a_claim_another_claim() -> None:
    row = ("magistrates-court/oakham", "cje:ouCode", "B33PL", "", "2004-11-11", "", "codes", "row 1")
    claim = Claim(*row)
    assert claim.key == "claim/" + hashlib.sha256("\x1f".join(row).encode()).hexdigest()
    assert claim.key == Claim(*row, status="deprecated", note="A slip.").key
    others = [replace(claim, **{column: "2005"}).key for column in CLAIM_FIELDS]
    assert len({claim.key, *others}) == len(row) + 1 == len(CLAIM_FIELDS) + 1


def test_when_was_the_source_of_a_claim_made(mini: Mini) -> None:
    tables = read_tables(mini("magistrates-court/oakham,skos:prefLabel,Oakham,en,,,notice"))
    assert tables.made(tables.claims[1]) == Span(date(2007, 12, 1), date(2011, 3, 31))


# Faults, one at a time


@pytest.mark.parametrize(
    ("row", "value", "problem", "remedy"),
    [
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,,20014-10-30,,codes,row B33PL00,,",
            "20014-10-30",
            "Not a date",
            "Write 2011, 2011-07, 2011-07-31, [..2011-07-31] (by then), [2011-07-31..] (from then) or "
            "[2010-01..2011-07]",
            id="malformed date",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,,,2011-02-30,codes,row B33PL00,,",
            "2011-02-30",
            "Not a day of the calendar (day is out of range for month)",
            "Write 2011, 2011-07, 2011-07-31, [..2011-07-31] (by then), [2011-07-31..] (from then) or "
            "[2010-01..2011-07]",
            id="day that no calendar has",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,,2011-07-31,2011-07-30,codes,row B33PL00,,",
            "2011-07-31 to 2011-07-30",
            "It ends before it starts",
            "Check both; until is the last day",
            id="end before start",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCod,B33LG,,,,codes,row B33PL00,,",
            "cje:ouCod",
            "Unknown property",
            "Use one of docs/model.md, or declare it in the ontology",
            id="unknown property",
        ),
        pytest.param(
            "magistrates-court/okeham,cje:ouCode,B33LG,,,,codes,row B33PL00,,",
            "magistrates-court/okeham",
            "Unknown subject",
            "Mint the key in registry.csv or mend it",
            id="unknown subject",
        ),
        pytest.param(
            "magistrates-court/oakham,org:hasPrimarySite,courthouse/okeham,,,,list-2013,page 1,,",
            "courthouse/okeham",
            "Unknown key",
            "Mint it in registry.csv or mend it",
            id="unknown key",
        ),
        pytest.param(
            "magistrates-court/oakham,org:hasPrimarySite,criminal-justice-area/33,,,,list-2013,page 1,,",
            "criminal-justice-area/33",
            "A cje:CriminalJusticeArea where org:hasPrimarySite wants another thing",
            "Give a key of class cje:Courthouse",
            id="wrong class of key",
        ),
        pytest.param(
            "courthouse/oakham,cje:ouCode,B33LG,,,,codes,row B33PL00,,",
            "courthouse/oakham",
            "cje:ouCode is not said of a cje:Courthouse",
            "It is said of cje:CriminalCourt",
            id="wrong class of subject",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:courtKind,cjev:opa4-fair,,,,list-2013,page 1,,",
            "cjev:opa4-fair",
            "A concept outside the scheme of cje:courtKind",
            "Take one of cjev:court-kinds",
            id="value outside its scheme",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33PL00,,,,codes,row B33PL00,,",
            "B33PL00",
            "Not of the form of cje:ouCode",
            f"It must match {load_schema().properties['cje:ouCode'].pattern.pattern}",  # type: ignore[union-attr]
            id="code of another length",
        ),
        pytest.param(
            "magistrates-court/oakham,skos:prefLabel,Oakham Court,,,,list-2013,page 1,,",
            "",
            "No language of the estate",
            "Write en or cy in the column lang",
            id="missing language",
        ),
        pytest.param(
            "magistrates-court/oakham,skos:prefLabel,Oakham Court,fr,,,list-2013,page 1,,",
            "fr",
            "No language of the estate",
            "Write en or cy in the column lang",
            id="another language",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,en,,,codes,row B33PL00,,",
            "en",
            "cje:ouCode takes no language",
            "Leave the column lang empty",
            id="language of a code",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,,,,,codes,row B33PL00,,",
            "",
            "cje:ouCode without a value",
            "Give the value, or remove the row if unknown",
            id="no value",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,,,,codes,row B33PL00,deprecated,",
            "B33LG",
            "A deprecated claim without its reason",
            "Give the reason in the note",
            id="deprecated without reason",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,,,,codes,row B33PL00,maybe,",
            "maybe",
            "Unknown status",
            "One of asserted, planned, proposed, deprecated, or nothing",
            id="unknown status",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,,,,cods,page 1,,",
            "cods",
            "Unknown source",
            "Add it to sources.csv or mend the key",
            id="unknown source",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,,,,codes,,,",
            "B33LG",
            "No locator",
            "Say where in the source: a row, page or paragraph",
            id="no locator",
        ),
        pytest.param(
            "courthouse/oakham,cje:point,POINT(52.6702 -0.7274),,,,list-2013,page 2,,",
            "POINT(52.6702 -0.7274)",
            "A point outside England and Wales",
            "Longitude comes first, then latitude",
            id="swapped coordinates",
        ),
        pytest.param(
            'courthouse/oakham,cje:point,"-0.7274, 52.6702",,,,list-2013,page 2,,',
            "-0.7274, 52.6702",
            "Not a point",
            "Write POINT(longitude latitude), such as POINT(-1.373974 52.721341)",
            id="no point",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:standing,yes,,,,list-2013,page 1,,",
            "yes",
            "Not a truth value",
            "Write true or false",
            id="no truth value",
        ),
        pytest.param(
            "magistrates-court/oakham,skos:exactMatch,https://example.org/oakham,,,,list-2013,page 1,,",
            "https://example.org/oakham",
            "Not an IRI",
            "Write it in angle brackets: <https://...>",
            id="IRI without brackets",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:notStated,cje:colour,,,,list-2013,page 1,,",
            "cje:colour",
            "Unknown property",
            "Write a property of the ontology as a CURIE",
            id="unknown property as a value",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,[..2011-04-30],codes,row B33PL00,,again",
            "B33PL",
            "The same claim stands at claims/mini.csv:3",
            "Remove one of the two",
            id="duplicate row",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG,,,,codes,row B33ZZ00,,",
            "row B33ZZ00",
            "A row of codes that the ledger lacks",
            "Enter it",
            id="row that the ledger lacks",
        ),
        pytest.param(
            "magistrates-court/oakham,cje:ouCode,B33LG",
            "magistrates-court/oakham,cje:ouCode,B33LG",
            "3 cells where 10 belong",
            "Quote a cell that holds a comma",
            id="cells missing",
        ),
    ],
)
def test_is_a_claim_refused_with_its_place_and_a_remedy(
    oakham: Path, row: str, value: str, problem: str, remedy: str
) -> None:
    line = append(oakham, "claims/mini.csv", row)
    assert faults(oakham) == [Fault("claims/mini.csv", line, value, problem, remedy)]


@pytest.mark.parametrize(
    ("file", "row", "value", "problem", "remedy"),
    [
        pytest.param(
            "registry.csv",
            "magistrates-court/oakham,cje:MagistratesCourt,",
            "magistrates-court/oakham",
            "Key already minted on line 2",
            "A key is minted once",
            id="key minted twice",
        ),
        pytest.param(
            "registry.csv",
            "Oakham Court,cje:MagistratesCourt,",
            "Oakham Court",
            "Not a key",
            "Write <kind>/<key>, such as magistrates-court/oakham",
            id="no key",
        ),
        pytest.param(
            "registry.csv",
            "magistrates-court/melton,cje:Cout,",
            "cje:Cout",
            "Unknown class",
            "Write a class of the ontology as a CURIE",
            id="unknown class",
        ),
        pytest.param(
            "sources.csv",
            "codes,Again,A publisher,code-list,OGL-3.0,2019,file:codes,",
            "codes",
            "Source already on line 3",
            "Give it another key",
            id="source twice",
        ),
        pytest.param(
            "sources.csv",
            "more,More,A publisher,code-list,OGL-3.0,2019,file:more,",
            "more",
            "A source that nothing cites",
            "Cite it or remove the row",
            id="source that nothing cites",
        ),
        pytest.param(
            "policy.csv",
            "cje:pont,1,,codes,near",
            "cje:pont",
            "Unknown property",
            "Use one of docs/model.md, or *",
            id="policy of an unknown property",
        ),
        pytest.param(
            "policy.csv",
            "cje:point,0,,codes,near",
            "0",
            "Not a rank",
            "Write 1 for the best, 2 for the next",
            id="no rank",
        ),
        pytest.param(
            "policy.csv",
            "cje:postcode,1,code-list,codes,near",
            "code-listcodes",
            "A kind and a source, or neither",
            "Give exactly one of the two",
            id="policy of a kind and a source",
        ),
        pytest.param(
            "policy.csv",
            "cje:postcode,1,,,near",
            "",
            "A kind and a source, or neither",
            "Give exactly one of the two",
            id="policy of nothing",
        ),
        pytest.param(
            "policy.csv",
            "cje:postcode,1,,cods,near",
            "cods",
            "Unknown source",
            "Add it to sources.csv or mend the key",
            id="policy of an unknown source",
        ),
        pytest.param(
            "policy.csv",
            "cje:postcode,1,,codes,",
            "cje:postcode",
            "A rank without its reason",
            "Say in a word why",
            id="rank without reason",
        ),
        pytest.param(
            "lists.csv",
            "more,cods,page 1,criminal-justice-area/33,cje:constituent,cje:Territory,",
            "cods",
            "Unknown source",
            "Add it to sources.csv or mend the key",
            id="list of an unknown source",
        ),
        pytest.param(
            "lists.csv",
            "more,codes,page 1,criminal-justice-area/34,cje:constituent,cje:Territory,",
            "criminal-justice-area/34",
            "Unknown subject",
            "Mint the key in registry.csv or mend it",
            id="list of an unknown subject",
        ),
        pytest.param(
            "lists.csv",
            "more,codes,page 1,criminal-justice-area/33,cje:part,cje:Territory,",
            "cje:part",
            "Unknown property",
            "Use one of docs/model.md",
            id="list of an unknown property",
        ),
        pytest.param(
            "lists.csv",
            "more,codes,page 1,criminal-justice-area/33,cje:constituent,cje:Teritory,",
            "cje:Teritory",
            "Unknown class",
            "Write a class of the ontology as a CURIE",
            id="list of an unknown class",
        ),
        pytest.param(
            "gaps.csv",
            "magistrates-court/okeham,cje:ljaCode,codes,,Not found.",
            "magistrates-court/okeham",
            "Unknown subject",
            "Mint the key in registry.csv or mend it",
            id="gap of an unknown key",
        ),
        pytest.param(
            "gaps.csv",
            "magistrates-court/oakham,cje:code2,codes,,Not found.",
            "cje:code2",
            "Unknown property",
            "Use one of docs/model.md",
            id="gap of an unknown property",
        ),
        pytest.param(
            "gaps.csv",
            "magistrates-court/oakham,cje:ljaCode,codes ; cods,,Not found.",
            "cods",
            "Unknown source",
            "Add it to sources.csv or mend the key",
            id="gap in an unknown source",
        ),
        pytest.param(
            "gaps.csv",
            "magistrates-court/oakham,cje:ljaCode,,,Not found.",
            "magistrates-court/oakham",
            "A gap for which nothing was looked at",
            "Say what was looked at",
            id="gap for which nobody looked",
        ),
        pytest.param(
            "gaps.csv",
            "magistrates-court/oakham,cje:ljaCode,codes,,",
            "magistrates-court/oakham",
            "A gap without a note",
            "Say in a sentence what is not known",
            id="gap without a note",
        ),
        pytest.param(
            "crosswalk.csv",
            "magistrates-court/okeham,codes,B33PL00,code,The code.",
            "magistrates-court/okeham",
            "Unknown key",
            "Mint it in registry.csv or mend it",
            id="match of an unknown key",
        ),
        pytest.param(
            "crosswalk.csv",
            "magistrates-court/oakham,cods,B33PL00,code,The code.",
            "cods",
            "Unknown source",
            "Add it to sources.csv or mend the key",
            id="match of an unknown source",
        ),
        pytest.param(
            "crosswalk.csv",
            "magistrates-court/oakham,codes,B33PL00,guess,It looks like it.",
            "guess",
            "Unknown way of matching",
            "One of code, name, place, statement, hand, none",
            id="match by guess",
        ),
        pytest.param(
            "crosswalk.csv",
            "magistrates-court/oakham,codes,B33PL00,hand,",
            "magistrates-court/oakham",
            "A match without evidence",
            "Say what shows it, or why it is none",
            id="match without evidence",
        ),
        pytest.param(
            "ledger.csv",
            f"cods,table,1,{SHA},set-aside,Empty.",
            "cods",
            "Unknown source",
            "Add it to sources.csv or mend the key",
            id="ledger of an unknown source",
        ),
        pytest.param(
            "ledger.csv",
            f"codes,table,B33PL00,{SHA},claims,",
            "B33PL00",
            "Row already entered on line 2",
            "Enter each row once",
            id="row entered twice",
        ),
        pytest.param(
            "ledger.csv",
            "codes,table,B33YY00,abc,set-aside,Empty.",
            "abc",
            "Not a SHA-256",
            "Write 64 hexadecimal digits",
            id="no hash",
        ),
        pytest.param(
            "ledger.csv",
            f"codes,table,B33YY00,{SHA},dropped,Empty.",
            "dropped",
            "Unknown outcome",
            "Write claims or set-aside",
            id="unknown outcome",
        ),
        pytest.param(
            "ledger.csv",
            f"codes,table,B33YY00,{SHA},set-aside,",
            "B33YY00",
            "Set aside without a reason",
            "Give the reason in the note",
            id="set aside without reason",
        ),
        pytest.param(
            "ledger.csv",
            f"codes,table,B33YY00,{SHA},claims,",
            "B33YY00",
            "No claim cites this row",
            "Set it aside with a reason, or claim it",
            id="row that no claim cites",
        ),
    ],
)
def test_is_a_row_of_another_table_refused_with_its_place_and_a_remedy(
    oakham: Path, file: str, row: str, value: str, problem: str, remedy: str
) -> None:
    line = append(oakham, file, row)
    assert faults(oakham) == [Fault(file, line, value, problem, remedy)]


def test_is_an_unknown_kind_of_source_refused_with_the_known_ones(oakham: Path) -> None:
    sources = oakham / "sources.csv"
    sources.write_text(sources.read_text().replace(",code-list,", ",codelist,"))
    [fault] = faults(oakham)
    assert (fault.file, fault.line, fault.value) == ("sources.csv", 3, "codelist")
    assert fault.problem == "Unknown kind of source"
    assert "cjev:source-kind-code-list" in fault.remedy


@pytest.mark.parametrize("column", ["title", "publisher", "licence", "reference"])
def test_is_a_source_refused_that_lacks_a_column(oakham: Path, column: str) -> None:
    cells = {
        "title": "The codes",
        "publisher": "A publisher",
        "licence": "OGL-3.0",
        "reference": "file:codes",
    }
    sources = oakham / "sources.csv"
    lines = sources.read_text().splitlines()
    lines[2] = lines[2].replace(f",{cells[column]},", ",,")
    sources.write_text("\n".join(lines) + "\n")
    assert faults(oakham) == [
        Fault("sources.csv", 3, "codes", f"No {column}", f"Give the {column} of the source")
    ]


@pytest.mark.parametrize(
    "file",
    [
        "registry.csv",
        "sources.csv",
        "policy.csv",
        "lists.csv",
        "gaps.csv",
        "crosswalk.csv",
        "ledger.csv",
        "corrections.csv",
    ],
)
def test_is_a_folder_refused_that_lacks_a_table(oakham: Path, file: str) -> None:
    (oakham / file).unlink()
    assert (file, 0, "There is no such table") in [(f.file, f.line, f.problem) for f in faults(oakham)]


def test_is_a_folder_refused_that_has_no_claims(oakham: Path) -> None:
    (oakham / "claims" / "mini.csv").unlink()
    assert ("claims", 0, "There is no claim table") in [(f.file, f.line, f.problem) for f in faults(oakham)]


def test_is_a_registry_refused_that_is_no_source(oakham: Path) -> None:
    """Every row of the registry is a claim by the source `registry`, which must be described too."""
    sources = oakham / "sources.csv"
    lines = [line for line in sources.read_text().splitlines() if not line.startswith("registry,")]
    sources.write_text("\n".join(lines) + "\n")
    assert [(f.file, f.value, f.problem) for f in faults(oakham)] == [
        ("sources.csv", "registry", "The registry is no source")
    ]


@pytest.mark.parametrize(
    ("events", "cycles"),
    [
        ((("a", "b"), ("b", "a")), [("police-force/a", 2), ("police-force/b", 4)]),
        ((("a", "b"), ("b", "c"), ("c", "b")), [("police-force/b", 4), ("police-force/c", 6)]),
        ((("a", "b"), ("b", "c")), []),
    ],
)
def test_is_a_body_refused_that_becomes_what_it_came_from(
    mini: Mini, events: tuple[tuple[str, str], ...], cycles: list[tuple[str, int]]
) -> None:
    rows = [
        f"merger/{number},org:{role}Organization,police-force/{key},,,,statement"
        for number, event in enumerate(events)
        for role, key in zip(("original", "resulting"), event, strict=True)
    ]
    folder = mini("\n".join(rows))
    if not cycles:
        read_tables(folder)
        return
    assert [(fault.value, fault.line, fault.problem) for fault in faults(folder)] == [
        (value, line, "A cycle of successions: it becomes what it came from") for value, line in cycles
    ]


def test_may_a_body_go_on_that_absorbs_others(mini: Mini) -> None:
    read_tables(
        mini("""
        merger/1967,org:originalOrganization,police-force/county,,,,statement
        merger/1967,org:originalOrganization,police-force/city,,,,statement
        merger/1967,org:resultingOrganization,police-force/county,,,,statement
        """)
    )


def test_do_all_faults_of_all_tables_come_at_once(oakham: Path) -> None:
    append(oakham, "registry.csv", "magistrates-court/melton,cje:Cout,")
    append(oakham, "claims/mini.csv", "magistrates-court/okeham,cje:ouCode,B33LG,,2011-13,,cods,page 1,,")
    (oakham / "crosswalk.csv").write_bytes(b"")
    (oakham / "lists.csv").write_bytes(b"key,source\n")
    (oakham / "claims" / "more.csv").write_bytes(b"subject\xff\n")
    assert [(fault.file, fault.line, fault.value, fault.problem) for fault in faults(oakham)] == [
        ("claims/mini.csv", 7, "2011-13", "Not a day of the calendar (month must be in 1..12)"),
        ("claims/mini.csv", 7, "cods", "Unknown source"),
        ("claims/mini.csv", 7, "magistrates-court/okeham", "Unknown subject"),
        ("claims/more.csv", 1, "\xff\n", "Not UTF-8 (byte 7)"),
        ("crosswalk.csv", 1, "", "The file is empty"),
        ("lists.csv", 1, "key,source", "Wrong columns"),
        ("registry.csv", 5, "cje:Cout", "Unknown class"),
    ]


def test_are_the_sources_read_whose_row_names_no_date_of_its_making(oakham: Path) -> None:
    sources = oakham / "sources.csv"
    sources.write_text(sources.read_text().replace("2019-11-08", "2019-11-08/2019-10"))
    assert [(f.line, f.value, f.problem) for f in faults(oakham)] == [
        (3, "2019-11-08/2019-10", "Ends before it starts")
    ]


# Points


@given(st.decimals(-7, 2, places=6), st.decimals(49, 56, places=6))
def test_is_a_point_read_with_its_longitude_first(longitude: object, latitude: object) -> None:
    assert point(f"POINT({longitude} {latitude})") == (float(str(longitude)), float(str(latitude)))


@pytest.mark.parametrize(
    "text", ["POINT(1)", "POINT(1,52)", "POINT (1 52)", "POINT(1 52 0)", "POINT(1e0 52)", "POINT(１ 52)", ""]
)
def test_is_a_text_no_point(text: str) -> None:
    assert point(text) is None
