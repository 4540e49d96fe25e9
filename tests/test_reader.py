"""Does the reader propose what a report says, with the words for it, and nothing that it does not say?"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import CLAIM_COLUMNS, STATUSES
from graph.errors import EstateError
from graph.estate import Estate
from graph.reader.blocks import blocks
from graph.reader.days import about_when, published
from graph.reader.documents import MOST_BYTES, Document, DocumentError, document_of, open_document
from graph.reader.proposals import Reading
from graph.reader.report import read, read_document
from graph.reader.writing import as_claims, as_json, as_turtle
from graph.resources import tables
from graph.schema import load_schema
from tests.conftest import Run

CASES = Path(__file__).parent / "cases" / "reader"
DOCUMENTS = sorted(path for path in CASES.iterdir() if path.suffix != ".csv")
AREA = "cps-area/1999/leicestershire-and-rutland"
CORE = (
    "cje:inspects cje:conductedBy cje:date cje:followsUp cje:inspectionKind cje:grade "
    "cje:ratedBody cje:withinProgramme cje:amount cje:unitAsPrinted cje:since cje:atCourtKind "
    "cje:nationalStanding cje:prosecutesAt cje:servesForce cje:standing cje:memberOfScheme "
    "cje:statedMemberCount cje:establishedBy cje:appointedBy org:reportsTo cje:teamIncludes "
    "eli:first_date_entry_in_force org:member cje:holdsPost cje:postNominals dcterms:hasPart "
    "sosa:observedProperty"
)
"""What a curator does not put in words of his own."""


def told(text: str, estate: Estate, name: str = "notice.md") -> Reading:
    return read_document(document_of(text.encode(), name), estate)


def values(reading: Reading, property_: str) -> list[str]:
    return [each.claim.value for each in reading.proposals if each.claim.property == property_]


def grades(reading: Reading) -> dict[str, str]:
    return {p.claim.subject: p.claim.value for p in reading.proposals if p.claim.property == "cje:grade"}


def notice(body: str, title: str = "HMCPSI inspection of CPS Kent", date: str = "8 July 2009") -> str:
    return f"# {title}\n\n{date}\n\nHMCPSI has today published its report on CPS Kent.\n\n{body}\n"


@pytest.fixture(scope="module")
def readings(estate: Estate) -> dict[Path, Reading]:
    """What is read of each case."""
    return {path: read(path, estate) for path in DOCUMENTS}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_is_proposed_of_a_case_is_what_it_says(path: Path, readings: dict[Path, Reading]) -> None:
    reading = readings[path]
    found = [
        [c.subject, c.property, c.value, c.start, c.locator, p.quote]
        for p in reading.proposals
        if (c := p.claim).property not in ("dcterms:description",)
    ]
    found += [["", "unlinked", each.kind, "", "", each.text] for each in reading.unlinked]
    expected: list[list[str]] = []
    if (beside := path.with_suffix(".csv")).exists():
        expected = list(csv.reader(io.StringIO(beside.read_text(encoding="utf-8"), newline="")))[1:]
    assert [row for row in found if row not in expected] == []
    assert [row for row in expected if row not in found] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_proposal_holds_the_words_that_it_rests_on(path: Path, readings: dict[Path, Reading]) -> None:
    reading = readings[path]
    text = reading.document.text
    assert [p for p in reading.proposals if text[p.start : p.end] != p.quote or not p.quote.strip()] == []
    assert [u for u in reading.unlinked if text[u.start : u.end] != u.text] == []
    assert [p for p in reading.proposals if not 0 < p.confidence <= 1] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_proposal_fits_the_claim_tables(
    path: Path, readings: dict[Path, Reading], estate: Estate
) -> None:
    schema, known = load_schema(), estate.register.seen().entries
    reading = readings[path]
    for proposal in reading.proposals:
        claim = proposal.claim
        declared = schema.properties[claim.property]
        assert claim.status == "proposed"
        assert claim.locator
        _ = claim.bounds  # Its dates are EDTF.
        if declared.kind == "concept":
            assert claim.value in schema.concepts, claim
        elif declared.kind == "key" and claim.value not in known:
            assert claim.value.partition("/")[0] in (
                "inspection",
                "report",
                "person",
                "membership",
                "post",
            ), claim
        elif declared.kind in ("decimal", "integer"):
            float(claim.value)


def test_the_facts_that_a_curator_took_from_the_notice_are_proposed(estate: Estate) -> None:
    with (tables() / "claims" / "press-notice.csv").open(encoding="utf-8", newline="") as file:
        curated = list(csv.DictReader(file))
    core = set(CORE.split())
    wanted = {
        (row["subject"], row["property"], row["value"])
        for row in curated
        if row["property"] in core and not row["subject"].startswith("finding/")
    }
    reading = read(CASES / "leicestershire.md", estate)
    found = {(p.claim.subject, p.claim.property, p.claim.value) for p in reading.proposals}
    assert len(wanted) > 50
    assert wanted - found == set()
    mine = {fact for fact in found if fact[1] in core and not fact[0].startswith("finding/")}
    assert mine - wanted == set()
    assert reading.unlinked == []


def test_an_embargo_is_no_publication(estate: Estate) -> None:
    for line in (
        "EMBARGOED UNTIL 00:01 ON 9 JULY 2009",
        "Not for publication before 9 July 2009",
        "Strictly embargoed: Thursday 9 July 2009 at 00.01",
    ):
        text = notice("The overall rating is good.", date=line)
        assert values(told(text, estate), "dcterms:issued") == []
        assert values(told(f"{text}\nDate: 8 July 2009\n", estate), "dcterms:issued") == ["2009-07-08"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The British Crime Survey 2007/08 was published on public confidence.",
        "The previous report was published on 3 May 2006.",
        "The Crown Prosecution Service Inspectorate Act 2000 came into force on 1 October 2000.",
    ],
)
def test_a_date_of_something_else_is_no_publication(sentence: str, estate: Estate) -> None:
    assert values(told(notice(sentence, date="HMCPSI"), estate), "dcterms:issued") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "There is strong leadership and good teamwork.",
        "Performance in rape cases has been poor.",
        "Outcomes in hate crime cases are excellent.",
        "It had a fair share of serious cases and a good relationship with the police.",
        "If the area were rated poor again, inspectors would return.",
        "Each area is rated excellent, good, fair or poor.",
        "Nationally, six areas were rated good.",
        "The area was not rated fair.",
        "The area hopes to be rated good next year.",
    ],
)
def test_a_word_of_praise_or_blame_is_no_rating(sentence: str, estate: Estate) -> None:
    assert grades(told(notice(sentence), estate)) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "The conviction rate was 87.1%.",
        "The conviction rate rose to 87.1%.",
        "Successful outcomes stood at 84.2%, against a target of 85%.",
        "Five per cent of effective trials were late.",
        "The area aims to increase successful outcomes by 2% next year.",
        "The rate of effective trials rose from 41.2% to 44.3%.",
        "Nationally, successful outcomes have increased by 3% since 2005.",
    ],
)
def test_a_level_a_target_or_a_share_is_no_change(sentence: str, estate: Estate) -> None:
    assert values(told(notice(sentence), estate), "cje:amount") == []


def test_a_change_has_its_unit_as_printed_and_its_base(estate: Estate) -> None:
    reading = told(
        notice(
            "Effective trials fell by 1.5 percentage points since the OPA of 2007. The rate is up 4 per cent."
        ),
        estate,
    )
    assert values(reading, "cje:amount") == ["1.5"]
    assert values(reading, "cje:unitAsPrinted") == ["percentage points"]
    assert values(reading, "cje:since") == ["inspection/opa-2007/kent"]
    assert "cje:unitMeaning" not in values(reading, "cje:notStated")
    reading = told(notice("There was an increase of 4% in the conviction rate since 2006."), estate)
    assert (values(reading, "cje:amount"), values(reading, "cje:unitAsPrinted")) == (["4"], ["%"])
    assert {"cje:unitMeaning", "cje:since"} <= set(values(reading, "cje:notStated"))


@pytest.mark.parametrize(
    ("sentence", "theme", "direction"),
    [
        ("Witness care has improved.", "victim-and-witness-care", "improved"),
        (
            "Custody time limits are handled worse than before and compliance has declined.",
            "custody-time-limits",
            "declined",
        ),
        ("The quality of casework is mixed.", "casework-quality", "mixed"),
        ("Disclosure needs to improve.", "disclosure", "weakness"),
        ("Leadership is effective.", "leadership", "strength"),
        ("Joint working remains unchanged.", "partnerships", "unchanged"),
    ],
)
def test_a_finding_has_a_theme_and_a_direction(
    sentence: str, theme: str, direction: str, estate: Estate
) -> None:
    reading = told(notice(sentence), estate)
    assert f"cjev:theme-{theme}" in values(reading, "cje:theme")
    assert values(reading, "cje:direction") == [f"cjev:direction-{direction}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Witness care is to be improved next year.",
        "Disclosure was one of the subjects of the inspection.",
        "The report can be had by telephone; complaints have increased our postage.",
        "We recommend that disclosure should be improved.",
    ],
)
def test_what_points_no_way_is_no_finding(sentence: str, estate: Estate) -> None:
    assert values(told(notice(sentence), estate), "cje:theme") == []


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Disclosure has not improved.", "unchanged"),
        ("Changes to disclosure have not yet translated into improvement.", "unchanged"),
        ("Disclosure has not deteriorated.", "unchanged"),
        ("Disclosure has failed to improve.", "weakness"),
        ("Disclosure was not handled well.", "weakness"),
        ("The area has no effective system for disclosure.", "weakness"),
        ("Improvement is needed in disclosure.", "weakness"),
        ("The area must make further improvements in disclosure.", "weakness"),
        ("Disclosure is no longer handled effectively.", "declined"),
        ("Disclosure has not only improved, it is a model for others.", "improved"),
        ("The decline in disclosure has been halted.", "improved"),
        ("Delays in disclosure have fallen.", "improved"),
        ("Fewer complaints were made.", "improved"),
        ("Complaints have risen.", "declined"),
        ("The standard of disclosure is better than the national average.", "strength"),
        ("Advocacy is good.", "strength"),
        ("Advocacy was good in just under half of the cases.", ""),
        ("Nationally, advocacy has improved.", ""),
        ("The last inspection found that advocacy was poor.", ""),
        ("Each advocate is neither poor nor good.", ""),
    ],
)
def test_what_denies_or_compares_points_where_it_says(sentence: str, direction: str, estate: Estate) -> None:
    wanted = [f"cjev:direction-{direction}"] if direction else []
    assert values(told(notice(sentence), estate), "cje:direction") == wanted


def test_what_is_conceded_is_parted_from_what_is_said(estate: Estate) -> None:
    sentence = "Although disclosure has improved, advocacy has declined."
    assert values(told(notice(sentence), estate), "cje:direction") == [
        "cjev:direction-improved", "cjev:direction-declined",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "speaker",
    ["Portia Ragnauth, Chief Crown Prosecutor for Kent", "A spokesman for the area", "The Solicitor General"],
)
def test_what_is_said_in_answer_is_neither_a_finding_nor_a_rating(speaker: str, estate: Estate) -> None:
    text = notice(f"{speaker}, said:\n\n“Disclosure has improved. It was rated good for leadership.”")
    reading = told(text, estate)
    assert (values(reading, "cje:direction"), grades(reading)) == ([], {})


@pytest.mark.parametrize(
    ("sentence", "rated"),
    [
        ("The handling of complaints was rated poor.", {}),
        ("Disclosure, however, was judged to be poor.", {"disclosure": "poor"}),
        ("Inspectors rated leadership good.", {"leadership": "good"}),
        ("Leadership received a rating of good.", {"leadership": "good"}),
        ("CPS Kent has been given a rating of good.", {"overall": "good"}),
        ("The area got an overall rating of good for disclosure.", {"disclosure": "good"}),
        ("The area was rated good for disclosure; fair for leadership.",
         {"disclosure": "good", "leadership": "fair"}),
        ("It was rated good for disclosure, but only fair for leadership and custody time limits.",
         {"disclosure": "good", "leadership": "fair", "custody-time-limits": "fair"}),
        ("Neighbouring Sussex was rated poor.", {}),
        ("Four areas were rated poor.", {}),
        ("The area was assessed as poor in 2005.", {}),
    ],
)  # fmt: skip
def test_a_rating_is_of_what_the_sentence_says(sentence: str, rated: dict[str, str], estate: Estate) -> None:
    told_of = grades(told(notice(sentence), estate))
    assert {key.rpartition("/")[2]: grade.rpartition("-")[2] for key, grade in told_of.items()} == rated


def test_the_areas_of_policing_are_read_from_a_list(readings: dict[Path, Reading]) -> None:
    told_of = grades(readings[CASES / "areas-of-policing.txt"])
    assert {key.rpartition("/")[2]: grade.partition("-")[2] for key, grade in told_of.items()} == {
        "police-powers-and-public-treatment": "outstanding",
        "preventing-crime": "good",
        "managing-offenders": "good",
        "responding-to-the-public": "adequate",
        "leadership-and-force-management": "adequate",
        "investigating-crime": "requires-improvement",
        "protecting-vulnerable-people": "requires-improvement",
        "developing-a-positive-workplace": "requires-improvement",
    }


def test_one_inspection_of_several_bodies_rates_each_for_itself(readings: dict[Path, Reading]) -> None:
    reading = readings[CASES / "joint-ratings.md"]
    assert values(reading, "cje:inspects") == ["police-force/kent", "cps-area/1999/kent"]
    assert grades(reading) == {"rating/joint-2010/kent/cps-area-kent/disclosure": "cjev:opa4-good"}
    assert values(reading, "cje:amount") == ["1.2"]
    assert [each.text for each in reading.unlinked if each.kind == "rating"] == ["rated fair"]


def test_a_thematic_inspection_is_one_of_the_service(readings: dict[Path, Reading]) -> None:
    reading = readings[CASES / "thematic.html"]
    assert values(reading, "cje:inspects") == ["prosecution-service/cps"]
    assert values(reading, "dcterms:issued") == ["2022-03-09"]
    assert grades(reading) == {}
    assert values(reading, "cje:direction") == ["cjev:direction-weakness", "cjev:direction-unchanged"]


def test_the_cover_of_a_report_lists_courts(readings: dict[Path, Reading]) -> None:
    reading = readings[CASES / "cover.txt"]
    assert [key.partition("/")[2] for key in values(reading, "cje:prosecutesAt")] == [
        "dorking", "guildford", "redhill", "staines", "guildford",
    ]  # fmt: skip
    assert [each.text for each in reading.unlinked if each.kind == "court"] == ["Erewhon"]
    assert values(reading, "dcterms:issued") == ["2005-03", "2002-11"]


def test_the_date_of_a_letter_gives_way_to_that_of_publication(estate: Estate) -> None:
    text = notice("Date: 3 March 2008\n\nPublished: 8 July 2009", date="HMCPSI")
    assert values(told(text, estate), "dcterms:issued") == ["2009-07-08"]


def test_a_rating_of_another_body_is_not_given_to_the_one_inspected(estate: Estate) -> None:
    reading = told(notice("CPS Kent was rated good overall. By contrast CPS Sussex was rated poor."), estate)
    assert grades(reading) == {"rating/area-2009/kent/overall": "cjev:opa4-good"}
    assert [each.kind for each in reading.unlinked] == ["rating"]


def test_a_grade_of_an_unnamed_earlier_inspection_is_listed_not_guessed(estate: Estate) -> None:
    reading = told(notice("The overall rating is fair, up from poor."), estate)
    assert list(grades(reading).values()) == ["cjev:opa4-fair"]
    assert [each.kind for each in reading.unlinked] == ["earlier rating"]


def test_a_name_that_several_areas_bore_is_told_apart_by_the_date(estate: Estate) -> None:
    for year, key in (("2008", "cps-area/1999/west-midlands"), ("2014", "cps-area/2011/west-midlands")):
        dated = f"Published: 3 March {year}"
        text = f"# HMCPSI inspection of CPS West Midlands\n\n{dated}\n\nThe overall rating is good.\n"
        assert values(told(text, estate), "cje:inspects") == [key]
    undated = told("# HMCPSI inspection of CPS West Midlands\n\nThe overall rating is good.\n", estate)
    assert undated.proposals == []
    assert "no date that decides" in undated.silence


def test_what_the_registry_lacks_is_listed(estate: Estate) -> None:
    reading = told(
        notice("CPS Kent deals with cases at Erewhon Magistrates' Court under the Erewhon Act 1872."), estate
    )
    assert {each.kind for each in reading.unlinked} >= {"law"}
    assert "Erewhon" not in " ".join(each.claim.value for each in reading.proposals)


@pytest.mark.parametrize(
    "text",
    [
        "It was a fair day. The inspector of the Metropolitan Police was rated a poor shot by 5% of men.",
        "Once upon a time the Crown Court at Leicester was rated good, and CPS Kent was rated poor.",
        "HMCPSI is hiring. Apply by 3 March 2009.",
        "lorem ipsum " * 2000,
        "żółć — ☃ — 漢字",
    ],
)
def test_a_text_that_is_no_report_gives_nothing_and_says_so(text: str, estate: Estate) -> None:
    reading = told(text, estate, "novel.txt")
    assert reading.proposals == []
    assert reading.silence


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page with some lines of text, or with none."""
    text = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 40 800 Td {text}ET".encode("latin-1") if lines else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def test_what_a_page_hides_is_not_read() -> None:
    page = (
        "<p>Shown</p><p hidden>one</p><div style='display: none'><p>two<br></p></div><script>three</script>"
        "<textarea>four</textarea><template><p>five</p></template><p>Shown too</p>"
    )
    assert document_of(page.encode(), "page").text.split() == ["Shown", "Shown", "too"]


def test_a_pdf_is_read_as_text_with_its_pages(estate: Estate) -> None:
    pytest.importorskip("pypdf", reason="The extra is missing: pip install 'justice-estate[reader]'")
    lines = [
        "HMCPSI inspection of CPS Kent", "", "Published: 8 July 2009", "",
        "HMCPSI inspected CPS Kent. The overall rating of", "the area is GOOD.",
    ]  # fmt: skip
    reading = read_document(document_of(pdf(lines), "kent.pdf"), estate)
    assert list(grades(reading).values()) == ["cjev:opa4-good"]
    assert values(reading, "dcterms:issued") == ["2009-07-08"]
    assert all(each.claim.locator.startswith("page 1, ") for each in reading.proposals)
    assert all(reading.document.text[p.start : p.end] == p.quote for p in reading.proposals)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.txt", "is empty"),
        (b" \n\t ", "a.txt", "is empty"),
        (pdf([]), "a.pdf", "made of pictures"),
        (pdf(["text enough to be read as a page"])[:200], "a.pdf", "cannot be read as PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "a.pdf", "cannot be read as PDF"),
        (b"PK\x03\x04" + bytes(2000), "report.txt", "zip archive"),
        (b"inspectorate,area\nHMCPSI,CPS Kent\n", "inspections.csv", "a table"),
        (b"HMCPSI,CPS Kent\n" * 5, "inspections.txt", "a table"),
        (b"\x89PNG\r\n" + bytes(2000), "report.md", "a picture"),
        (bytes(range(256)) * 50, "report.txt", "is not text"),
        (b"<?xml version='1.0'?><a>b</a>", "a.xml", "is XML"),
        (b'{"text": "HMCPSI inspection of CPS Kent"}', "a.txt", "is JSON"),
        (b"<!DOCTYPE html><html><body><img src='a.png'></body></html>", "a.html", "holds no text"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(content: bytes, name: str, words: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdf", reason="The extra is missing: pip install 'justice-estate[reader]'")
    with pytest.raises(DocumentError, match=words) as caught:
        document_of(content, name)
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_missing_too_large_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        open_document(tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="is a folder"):
        open_document(tmp_path)
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(DocumentError, match="is read"):
        open_document(large)


def test_a_text_of_any_encoding_is_read(estate: Estate) -> None:
    text = "HMCPSI inspection of CPS Kent\n\nPublished: 8 July 2009\n\nThe area’s overall rating is good.\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        reading = read_document(document_of(text.encode(encoding), "kent.txt"), estate)
        assert list(grades(reading).values()) == ["cjev:opa4-good"], encoding


def test_the_claims_are_rows_for_a_curator(estate: Estate) -> None:
    reading = read(CASES / "two-areas.md", estate)
    header, *rows = csv.reader(io.StringIO(as_claims(reading), newline=""))
    assert tuple(header) == CLAIM_COLUMNS
    assert len(rows) == len(reading.proposals)
    assert {row[8] for row in rows} == {"proposed"} < set(STATUSES)
    assert all("read with confidence" in row[9] for row in rows)
    assert {row[6] for row in rows} == {"two-areas"}


def test_json_has_the_text_that_the_spans_count_in(estate: Estate) -> None:
    answer: dict[str, Any] = json.loads(as_json(read(CASES / "peel.html", estate)))
    assert answer["proposals"]
    assert [p for p in answer["proposals"] if answer["text"][p["start"] : p["end"]] != p["quote"]] == []


def test_turtle_holds_claims_and_annotations(estate: Estate) -> None:
    from rdflib import Graph, URIRef  # noqa: PLC0415

    reading = read(CASES / "two-areas.md", estate)
    graph = Graph().parse(data=as_turtle(reading, estate.store.names), format="turtle")
    status = URIRef(estate.store.names.expand("cje:status"))
    proposed = URIRef(estate.store.names.expand("cjev:status-proposed"))
    assert len(list(graph.subjects(status, proposed))) == len(reading.proposals)
    exact = {str(text) for text in graph.objects(None, URIRef("http://www.w3.org/ns/oa#exact"))}
    assert exact == {each.quote for each in reading.proposals}


def test_the_command_proposes_and_changes_nothing(estate: Estate, run_estate: Run) -> None:
    assert estate.release is not None
    folder = str(estate.release.folder)
    before = len(estate.store)
    answer = run_estate(
        "read", str(CASES / "table.md"), "--format", "claims", "--source", "opa", "--release", folder
    )
    assert answer.code == 0
    assert ",opa," in answer.out
    assert len(estate.store) == before
    assert run_estate("read", str(CASES / "table.md"), "--release", folder).out.count("cje:grade") == 8
    nothing = run_estate("read", str(CASES / "nothing.txt"), "--release", folder)
    assert (nothing.code, "names no inspectorate" in nothing.err) == (1, True)
    missing = run_estate("read", "none.txt", "--release", folder)
    assert (missing.code, "cannot be read" in missing.err) == (2, True)


WORDS = st.sampled_from(
    (
        "HMCPSI HMICFRS inspection of CPS Kent and Sussex police Police was rated good poor FAIR overall "
        "in 2007 OPA the since by 5.4% successful outcomes Crown Court at Leicester "
        "( ) \" ' : ; , . | \n\n # - * "
        "¹ 8 July embargoed until published on Act 2000 Dyfed-Powys Heddlu disclosure improved"
    ).split(" ")
)


@given(st.lists(WORDS, min_size=1, max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_spans_hold_and_nothing_breaks(estate: Estate, words: list[str]) -> None:
    document = Document("any.md", "# HMCPSI inspection of CPS Kent\n\n" + " ".join(words), "markdown")
    try:
        reading = read_document(document, estate)
    except EstateError:
        return
    assert all(document.text[p.start : p.end] == p.quote for p in reading.proposals)
    found = blocks(document)
    day, _ = published(found)
    assert day is None or document.text[day.start : day.end].strip()
    _ = about_when(found)
