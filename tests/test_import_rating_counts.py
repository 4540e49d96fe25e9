"""Published counts of grades, and the scales of programmes."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.importers import rating_scales
from graph.importers.rating_counts import AREA_COLUMNS, OPA_COLUMNS, PEEL_COLUMNS
from tests.conftest import Mini
from tests.upstream import faults, imported, said

OPA, PEEL, AREA, SCALES = "opa-rating-counts", "peel-rating-counts", "peel-area-counts", "rating-scales"


@pytest.fixture
def tables(mini: Mini) -> Path:
    return mini(
        "police-force/kent,skos:prefLabel,Kent Police,en,,,notice",
        registry="""
            police-force/kent,cje:PoliceForce
            inspection-programme/aap-2016,cje:InspectionProgramme
            inspection-programme/peel-2021,cje:InspectionProgramme
            rating/aap-2016/wessex/overall,cje:Rating
            rating/area-2010/gwent/overall,cje:Rating
            rating/peel-2021/kent/managing-offenders,cje:Rating
        """,
        imports="\n".join(f"{name},{name},,{name}.csv" for name in (OPA, PEEL, AREA, SCALES)),
        sources="page,inspectorate-page,2018",
    )


def test_what_does_a_count_of_areas_say(tables: Path) -> None:
    imported(tables, OPA, OPA_COLUMNS, "OPA 2005,all 42 areas,Poor,4,,file:page")
    it = "stated-count/opa-2005/all-areas/poor"
    assert said(tables, OPA) == [
        f"{it} cje:counted cjev:counted-bodies-rated | page, row",
        f"{it} cje:count 4 | page, n_areas",
        f"{it} skos:prefLabel Overall performance assessment 2005, all 42 areas: graded Poor | page, row",
        f"{it} cje:countedOn 2006-03-14 | page, batch",
        f"{it} cje:aspect cjev:aspect-overall | page, row",
        f"{it} cje:grade cjev:opa4-poor | page, rating",
        f"{it} cje:withinProgramme inspection-programme/opa-2005 | page, programme",
        f"{it} cje:countedWithin area-scheme/1999 | page, batch",
    ]


def test_do_both_tables_of_counts_of_forces_speak_of_one_count(tables: Path) -> None:
    imported(tables, OPA, OPA_COLUMNS, "PEEL 2014 efficiency,43 forces,Requires improvement,3,,file:page")
    imported(tables, PEEL, PEEL_COLUMNS, "2014,efficiency,Requires improvement,3,file:page")
    it = "stated-count/peel-2014/efficiency/requires-improvement"
    assert said(tables, PEEL) == [
        f"{it} cje:counted cjev:counted-bodies-rated | page, row",
        f"{it} cje:count 3 | page, n_forces",
        f"{it} skos:prefLabel PEEL 2014, efficiency: forces graded Requires improvement | page, row",
        f"{it} cje:withinProgramme inspection-programme/peel-2014 | page, cycle",
        f"{it} cje:aspect cjev:aspect-peel-efficiency | page, pillar",
        f"{it} cje:grade cjev:peel4-requires-improvement | page, rating",
        f"{it} cje:countedOn 2014-11-27 | page, cycle",
    ]
    assert {line.partition(" ")[0] for line in said(tables, OPA)} == {it}


def test_what_do_counts_within_a_force_say(tables: Path) -> None:
    imported(tables, AREA, AREA_COLUMNS, "kent,2021/22,9,1,4,1,3,0,2022-04-28,n,file:page")
    graded, good = "stated-count/peel-2021/kent/graded", "stated-count/peel-2021/kent/good"
    assert said(tables, AREA, graded) == [
        f"{graded} cje:counted cjev:counted-aspects-rated | page, row",
        f"{graded} cje:count 9 | page, n_graded_areas",
        f"{graded} skos:prefLabel PEEL 2021/22, Kent Police: aspects graded | page, row",
        f"{graded} cje:countedWithin police-force/kent | page, police_uk_slug",
        f"{graded} cje:withinProgramme inspection-programme/peel-2021 | page, cycle",
        f"{graded} cje:countedOn 2022-04-28 | page, published",
    ]
    assert f"{good} cje:grade cjev:peel5-good | page, good" in said(tables, AREA, good)
    assert len({line.partition(" ")[0] for line in said(tables, AREA)}) == 6


def test_what_does_a_scale_say(tables: Path) -> None:
    rows = """
        opa4,HMCPSI,OPA and AAP,Excellent|Good|Fair|Poor,,file:page
        peel5,HMICFRS,PEEL 2021/22 on,Outstanding|Good,,file:page
        ppa4,Home Office/HMIC,Assessments,excellent|good,,file:page
    """
    imported(tables, SCALES, rating_scales.COLUMNS, rows)
    assert said(tables, SCALES, "rating/", "inspection-programme/aap", "inspection-programme/peel") == [
        "inspection-programme/aap-2016 cje:scale cjev:opa4 | page, used_in",
        "rating/aap-2016/wessex/overall cje:scale cjev:opa4 | page, used_in",
        "rating/area-2010/gwent/overall cje:scale cjev:opa4 | page, used_in",
        "inspection-programme/peel-2021 cje:scale cjev:peel5 | page, used_in",
        "rating/peel-2021/kent/managing-offenders cje:scale cjev:peel5 | page, used_in",
    ]
    assert said(tables, SCALES, "inspection-programme/ppa-2004") == [
        "inspection-programme/ppa-2004 skos:prefLabel Police performance assessments 2004-05 | page, used_in",
        "inspection-programme/ppa-2004 cje:conductedBy inspectorate/hmicfrs | page, body",
        "inspection-programme/ppa-2004 cje:scale cjev:ppa4 | page, used_in",
    ]


def test_is_a_cell_that_cannot_be_right_named(tables: Path) -> None:
    row = "OPA 2005,20 areas,Poor,4,,file:page"
    assert (2, "20 areas", "batch: An unknown batch of areas") in faults(tables, OPA, OPA_COLUMNS, row)
    row = "OPA 2005,all 42 areas,Bad,4,,file:page"
    assert (2, "Bad", "rating: Not a grade of opa4") in faults(tables, OPA, OPA_COLUMNS, row)
    row = "2014,efficiency,Good,few,file:page"
    assert (2, "few", "n_forces: Not a number") in faults(tables, PEEL, PEEL_COLUMNS, row)
    row = "2014,efficiency,Adequate,3,file:page"
    assert (2, "Adequate", "rating: Not a grade of peel4") in faults(tables, PEEL, PEEL_COLUMNS, row)
    row = "kent,2021/22,9,1,4,1,2,0,,n,file:page"
    assert (2, "9", "n_graded_areas: The grades come to 8") in faults(tables, AREA, AREA_COLUMNS, row)
    row = "rutland,2021/22,9,1,4,1,3,0,,n,file:page"
    assert (2, "rutland", "police_uk_slug: Not a force known here") in faults(tables, AREA, AREA_COLUMNS, row)
    row = "peel9,HMICFRS,PEEL,Good,,file:page"
    assert (2, "peel9", "scale_id: An unknown scale") in faults(tables, SCALES, rating_scales.COLUMNS, row)
