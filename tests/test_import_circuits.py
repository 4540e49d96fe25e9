"""Circuits, and the plan of 1971 for the centres of the Crown Court."""

from __future__ import annotations

from pathlib import Path

from graph.importers.circuits import LINKS, UNITS
from tests.conftest import Mini
from tests.test_import_justice_areas import tables as cited
from tests.upstream import faults, imported, said, set_aside

PLAN = "hansard-1971-01-26"
CENTRE = "crown-court-centre/oakham"


def tables(mini: Mini, crosswalk: str = "") -> Path:
    folder = cited(mini, crosswalk)
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write(f"{PLAN},The plan,Parliament,parliamentary-answer,OPL-3.0,1971-01-26,{PLAN},\n")
    with (folder / "imports.csv").open("a", encoding="utf-8") as file:
        file.write("units,other-territory-units,,units.csv,\nlinks,crown-court-links,,links.csv,\n")
    return folder


def test_has_a_circuit_its_name_and_the_town_of_its_headquarters(mini: Mini) -> None:
    folder = tables(mini)
    rows = """
        court-circuit,Wales and Rutland,Oakham,1990-01-01,,article
        probation-trust,Rutland,,2008-04-01,,article
    """
    imported(folder, "units", UNITS.columns, rows)
    circuit = "circuit/wales-and-rutland"
    assert said(folder, "units") == [
        f"{circuit} skos:prefLabel Wales and Rutland | article, name",
        f"{circuit} dcterms:description In 1990 its headquarters were in Oakham. | article, headquarters",
    ]
    assert set_aside(folder, "units") == [("units/3", "probation trust: no such thing in this estate")]


def test_is_the_plan_of_1971_planned(mini: Mini) -> None:
    folder = tables(
        mini, f"{CENTRE},{PLAN},Oakham/tier,name,Oakham\n{CENTRE},{PLAN},Oakham/circuit,name,Oakham"
    )
    rows = f"""
        Oakham,Crown Court centre,tier,third,1972-01-01,,1971-01-26,,{PLAN}
        Oakham,Crown Court centre,circuit,Midland,1972-01-01,,1971-01-26,,{PLAN}
    """
    imported(folder, "links", LINKS.columns, rows)
    note = "provisional conclusion; the answer of 1971-07-01 confirms the list"
    assert (folder / "claims" / "links.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        f"{CENTRE},cje:tier,cjev:tier-third,,,,{PLAN},row Oakham/tier,planned,{note}",
        f'{CENTRE},skos:prefLabel,Oakham,en,,,{PLAN},"row Oakham/tier, subject",,',
        f"{CENTRE},cje:withinCircuit,circuit/midland,,,,{PLAN},row Oakham/circuit,planned,{note}",
        f"circuit/midland,skos:prefLabel,Midland,en,,,{PLAN},row Oakham/circuit,,",
    ]


def test_is_a_tier_of_no_kind_a_fault(mini: Mini) -> None:
    folder = tables(mini, f"{CENTRE},{PLAN},Oakham/tier,name,Oakham")
    row = f"Oakham,Crown Court centre,tier,fourth,,,1971-01-26,,{PLAN}"
    assert (2, "fourth", "value: Not a tier") in faults(folder, "links", LINKS.columns, row)


def test_is_what_no_rule_reads_left_to_a_person(mini: Mini) -> None:
    folder = tables(mini, f"{CENTRE},article,Ketton/sends cases to Crown Court,name,Oakham")
    row = "Ketton,magistrates' court,sends cases to Crown Court,Oakham,,,,,article"
    assert faults(folder, "links", LINKS.columns, row) == [
        (
            2,
            "Ketton, magistrates' court, sends cases to Crown Court, Oakham",
            "A row that is neither used nor set aside",
        )
    ]
