"""Thematic, joint and follow-up inspections."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.importers.thematic import COLUMNS
from tests.conftest import Mini
from tests.upstream import faults, imported, said, set_aside

NAME = "hmcpsi-thematic-and-joint"


@pytest.fixture
def tables(mini: Mini) -> Path:
    return mini(
        "prosecution-service/cps,skos:prefLabel,Crown Prosecution Service,en,,,notice",
        registry="prosecution-service/cps,cje:ProsecutionService",
        imports=f"{NAME},{NAME},,x.csv",
        sources="list,inspectorate-page,2021",
    )


def test_what_does_a_joint_inspection_say(tables: Path) -> None:
    row = "County lines (interim),2021-01-19,HMICFRS|HMCPSI|HM Inspectorate of Prisons,joint,file:list"
    imported(tables, NAME, COLUMNS, row)
    it, title = "inspection/joint-2021/county-lines", "County lines (interim)"
    assert said(tables, NAME) == [
        "inspectorate/hmi-prisons skos:prefLabel HM Inspectorate of Prisons | list, inspectorates",
        f"{it} skos:prefLabel {title} | list, row",
        f"{it} cje:conductedBy inspectorate/hmicfrs | list, row",
        f"{it} cje:conductedBy inspectorate/hmcpsi | list, row",
        f"{it} cje:conductedBy inspectorate/hmi-prisons | list, row",
        f"{it} cje:inspects prosecution-service/cps | list, row",
        f"{it} cje:inspectionKind cjev:inspection-kind-joint | list, kind",
        f"report/joint-2021/county-lines cje:reportOf {it} | list, row",
        f"report/joint-2021/county-lines skos:prefLabel {title} | list, row",
        "report/joint-2021/county-lines dcterms:issued 2021-01-19 | list, published",
        f"{it} cje:date [..2021-01-19] | list, published",
    ]


def test_does_a_follow_up_name_the_earlier_inspection(tables: Path) -> None:
    imported(
        tables, NAME, COLUMNS, "SFO disclosure (follow-up to 2019),2023-05-04,HMCPSI,follow-up,file:list"
    )
    first, later = "inspection/thematic-2019/sfo-disclosure", "inspection/follow-up-2023/sfo-disclosure"
    assert said(tables, NAME, first) == [
        f"{first} skos:prefLabel SFO disclosure, 2019 | list, row",
        f"{first} cje:inspects prosecution-service/serious-fraud-office | list, row",
        f"{first} cje:conductedBy inspectorate/hmcpsi | list, row",
        f"{first} cje:date [..2019] | list, title",
    ]
    assert said(tables, NAME, later)[-1] == f"{later} cje:followsUp {first} | list, title"
    assert said(tables, NAME, "prosecution-service/") == [
        "prosecution-service/serious-fraud-office skos:prefLabel SFO | list, title"
    ]


def test_which_rows_are_set_aside(tables: Path) -> None:
    rows = """
        Annual report 2020,2020-07-14,HMCPSI,annual report,file:list
        Handbook,2021-02-01,HMCPSI,guidance,file:list
        County lines,2023-07-25,HMCPSI,thematic,file:list
    """
    imported(tables, NAME, COLUMNS, rows)
    assert set_aside(tables, NAME) == [
        ("hmcpsi_thematic_and_joint/2", "an annual report, of no one inspection"),
        ("hmcpsi_thematic_and_joint/3", "guidance, no inspection"),
    ]


def test_is_an_unknown_inspectorate_named(tables: Path) -> None:
    row = "County lines,2023-07-25,HMCPSI|HMI Schools,joint,file:list"
    assert (2, "HMCPSI|HMI Schools", "inspectorates: An unknown inspectorate") in faults(
        tables, NAME, COLUMNS, row
    )
