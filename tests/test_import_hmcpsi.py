"""Inspections of CPS areas and their grades."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.importers.hmcpsi import ASPECT_COLUMNS, INSPECTION_COLUMNS, RATING_COLUMNS
from tests.conftest import Mini
from tests.upstream import faults, imported, said, set_aside

INSPECTIONS, RATINGS, ASPECTS = "hmcpsi-area-inspections", "hmcpsi-ratings", "opa-aspects-2005"
AREAS = """
    cps-area/1999/west-midlands,skos:prefLabel,CPS West Midlands,en,,,notice
    cps-area/1999/merseyside,skos:prefLabel,CPS Merseyside,en,,,notice
    cps-area/1999/cheshire,skos:prefLabel,CPS Cheshire,en,,,notice
    cps-area/2011/west-midlands,skos:prefLabel,CPS West Midlands,en,,,notice
    cps-area/2011/wessex,skos:prefLabel,CPS Wessex,en,,,notice
    cps-area/2017/london-north,skos:prefLabel,CPS London North,en,,,notice
    inspection/opa-2005/lancashire,skos:prefLabel,Overall performance assessment,en,,,notice
"""


@pytest.fixture
def tables(mini: Mini) -> Path:
    return mini(
        AREAS,
        imports="\n".join(f"{name},{name},,{name}.csv" for name in (INSPECTIONS, RATINGS, ASPECTS)),
        sources="page,inspectorate-page,2018\nhmcpsi-leicestershire-and-rutland,press-notice,2008",
        crosswalk="""
            inspection/opa-2005/lancashire,page,opa_aspects_2005/2,statement,its own report
            ,notice,hmcpsi_area_inspections/3,none,speaks of another area
        """,
    )


def test_what_does_an_inspection_of_a_programme_say(tables: Path) -> None:
    row = "aap-wessex-2017,HMCPSI,Area Assurance Programme,Wessex,,2017-03,its own note,file:page"
    imported(tables, INSPECTIONS, INSPECTION_COLUMNS, row)
    it, label = "inspection/aap-2016/wessex", "Area Assurance Inspection of CPS Wessex"
    assert said(tables, INSPECTIONS) == [
        "inspection-programme/aap-2016 skos:prefLabel Area Assurance Programme | page, programme",
        "inspection-programme/aap-2016 cje:conductedBy inspectorate/hmcpsi | page, inspectorate",
        f"{it} skos:prefLabel {label} | page, row",
        f"{it} cje:inspects cps-area/2011/wessex | page, row",
        f"{it} cje:conductedBy inspectorate/hmcpsi | page, row",
        f"{it} cje:withinProgramme inspection-programme/aap-2016 | page, row",
        f"{it} cje:inspectionKind cjev:inspection-kind-area-assurance | page, row",
        f"report/aap-2016/wessex cje:reportOf {it} | page, row",
        f"report/aap-2016/wessex skos:prefLabel {label} | page, row",
        "report/aap-2016/wessex dcterms:issued 2017-03 | page, published",
        f"{it} cje:date [..2017-03] | page, published",
        "cps-area/2011/wessex cje:standing true ([..2017-03] to [2017-03..]) | page, row",
    ]


@pytest.mark.parametrize(
    ("row", "key", "bodies", "kinds", "date", "label"),
    [
        (
            "opa-2005-west-midlands,Overall Performance Assessment 2005,West Midlands,,2005-12,",
            "opa-2005/west-midlands",
            "cps-area/1999/west-midlands",
            "overall-performance-assessment",
            "[..2005-12]",
            "Overall performance assessment 2005 of CPS West Midlands",
        ),
        (
            "aap-west-midlands-2017,Area Assurance Programme (pilot),West Midlands,2017-01,2017,",
            "aap-2016/west-midlands",
            "cps-area/2011/west-midlands",
            "area-assurance pilot",
            "2017-01",
            "Area Assurance Inspection of CPS West Midlands",
        ),
        (
            "aap-wessex-2019,Area Assurance Programme (limited revisit),Wessex,,2018/19,W Report (May 19)",
            "aap-2016/wessex-2019",
            "cps-area/2011/wessex",
            "area-assurance follow-up",
            "[..2019]",
            "W Report (May 19)",
        ),
        (
            "aip-london-north,Area Inspection Programme (baseline),London North,,,",
            "aip-2021/london-north",
            "cps-area/2017/london-north",
            "area-inspection-programme",
            "",
            "Area Inspection Programme: CPS London North baseline assessment",
        ),
        (
            "aap-composite-2018,Area Assurance Programme (composite),12 areas,,2018-07-13,",
            "aap-2016/composite-2018",
            "prosecution-service/cps",
            "area-assurance composite",
            "[..2018-07-13]",
            "Area Assurance Programme: composite report",
        ),
        (
            "mc-2010,Review of performance follow-up,Merseyside|Cheshire,2010-10/2010-11,2011,",
            "area-2010/merseyside-and-cheshire",
            "cps-area/1999/merseyside cps-area/1999/cheshire",
            "area follow-up review",
            "[2010-10..2010-11]",
            "Follow-up of the review of the performance of CPS Merseyside and CPS Cheshire, 2010",
        ),
    ],
)
def test_which_inspection_of_which_area_is_it(
    tables: Path, row: str, key: str, bodies: str, kinds: str, date: str, label: str
) -> None:
    id_, _, rest = row.partition(",")
    imported(tables, INSPECTIONS, INSPECTION_COLUMNS, f"{id_},HMCPSI,{rest},file:page")
    lines = said(tables, INSPECTIONS, f"inspection/{key}")

    def values(property_: str) -> list[str]:
        return [
            line.split(f" {property_} ")[1].partition(" | ")[0] for line in lines if f" {property_} " in line
        ]

    assert values("skos:prefLabel") == [label]
    assert values("cje:inspects") == bodies.split()
    assert values("cje:inspectionKind") == [f"cjev:inspection-kind-{kind}" for kind in kinds.split()]
    assert values("cje:date") == ([date] if date else [])


def test_is_the_day_of_an_answer_to_a_report_a_bound_of_its_own(tables: Path) -> None:
    (tables / "corrections.csv").write_text(
        "source,row,column,printed,read_as,reason\n"
        "page,hmcpsi_area_inspections/2,published,2022-04-12,[..2022-04-12],the day of the answer to it\n",
        encoding="utf-8",
    )
    row = "aip-wessex-2022,HMCPSI,Area Inspection Programme (baseline),Wessex,,2022-04-12,,file:page"
    imported(tables, INSPECTIONS, INSPECTION_COLUMNS, row)
    told = [line for line in said(tables, INSPECTIONS) if ", published" in line or "standing" in line]
    assert told == [
        "report/aip-2021/wessex dcterms:issued [..2022-04-12] | page, published",
        "inspection/aip-2021/wessex cje:date [..2022-04-12] | page, published",
    ]


def test_what_does_a_grade_say(tables: Path) -> None:
    inspections = """
        aap-wessex-2017,HMCPSI,Area Assurance Programme (pilot),Wessex,,2017-03,,file:page
    """
    imported(tables, INSPECTIONS, INSPECTION_COLUMNS, inspections)
    rows = """
        aap-wessex-2017,Wessex,Managing resources,Good,n,,file:page
        opa-2007-cheshire,Cheshire,The service to victims,Poor,n,,file:page
    """
    imported(tables, RATINGS, RATING_COLUMNS, rows)
    pilot, opa = "rating/aap-2016/wessex/managing-resources", "rating/opa-2007/cheshire/service-to-victims"
    other, programme = "inspection/opa-2007/cheshire", "inspection-programme/opa-2007"
    assert said(tables, RATINGS) == [
        f"{pilot} cje:ofInspection inspection/aap-2016/wessex | page, row",
        f"{pilot} cje:ratedBody cps-area/2011/wessex | page, row",
        f"{pilot} cje:aspect cjev:aspect-aap-pilot-managing-resources | page, aspect",
        f"{pilot} cje:grade cjev:opa4-good (2017-03 to ) | page, rating",
        f"{programme} skos:prefLabel Overall performance assessment 2007 | page, inspection_id",
        f"{programme} cje:conductedBy inspectorate/hmcpsi | page, inspection_id",
        f"{other} skos:prefLabel Overall performance assessment 2007 of CPS Cheshire | page, row",
        f"{other} cje:inspects cps-area/1999/cheshire | page, row",
        f"{other} cje:conductedBy inspectorate/hmcpsi | page, row",
        f"{other} cje:withinProgramme inspection-programme/opa-2007 | page, row",
        f"{other} cje:inspectionKind cjev:inspection-kind-overall-performance-assessment | page, row",
        f"{opa} cje:ofInspection {other} | page, row",
        f"{opa} cje:ratedBody cps-area/1999/cheshire | page, row",
        f"{opa} cje:aspect cjev:aspect-opa-service-to-victims | page, aspect",
        f"{opa} cje:grade cjev:opa4-poor | page, rating",
    ]


def test_which_rows_are_set_aside(tables: Path) -> None:
    rows = """
        aei-leicestershire,HMCPSI,Area inspection,Leicestershire,2008,2008/9,,"seed: the notice, 2008/9"
        aap-wessex-2017,HMCPSI,Area Assurance Programme,Wessex,,2017-03,,file:page ; file:notice
    """
    imported(tables, INSPECTIONS, INSPECTION_COLUMNS, rows)
    assert set_aside(tables, INSPECTIONS) == [
        ("hmcpsi_area_inspections/2", "read from the notice itself"),
        ("hmcpsi_area_inspections/3", "speaks of another area"),
    ]
    imported(
        tables,
        RATINGS,
        RATING_COLUMNS,
        "aap-wessex-2017,Wessex,overall,Good,y,,file:page\naap-wessex-2017,Wessex,overall,Good,n,,file:page",
    )
    assert set_aside(tables, RATINGS) == [("hmcpsi_ratings/2", "from a page that is held out for tests")]


def test_what_does_the_list_of_aspects_say(tables: Path) -> None:
    imported(tables, ASPECTS, ASPECT_COLUMNS, "1,Disclosure,file:page")
    assert said(tables, ASPECTS) == ["inspection/opa-2005/lancashire cje:examined Disclosure | page, aspect"]


def test_is_a_cell_that_cannot_be_right_named(tables: Path) -> None:
    row = "aap-mercia-2017,HMCPSI,Area Assurance Programme,Mercia,,2017,,file:page"
    assert (2, "Mercia", "area_name: No CPS area of that name") in faults(
        tables, INSPECTIONS, INSPECTION_COLUMNS, row
    )
    row = "aap-wessex-2017,HMCPSI,Area Assurance Programme,Wessex,,spring,,file:page"
    assert (2, "spring", "published: Not a day, month, year or two of them") in faults(
        tables, INSPECTIONS, INSPECTION_COLUMNS, row
    )
    row = "aap-wessex-2017,Wessex,overall,Adequate,n,,file:page"
    assert (2, "Adequate", "rating: Not a grade of opa4") in faults(tables, RATINGS, RATING_COLUMNS, row)
