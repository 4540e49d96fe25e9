"""Local justice areas: what was combined into what, and which code a court had when."""

from __future__ import annotations

from pathlib import Path

from graph.importers.justice_areas import MERGES, ORDER_AGAIN, RELATIONS
from tests.conftest import Mini
from tests.upstream import faults, imported, notes, said, set_aside

OF = "S.I. 2011/1168"
IMPORTS = """
    merges,local-justice-area-merges,,merges.csv
    again,lja-order-2011-mergers-partial,si-2011-1168,again.csv
    relations,local-justice-area-merges-2,,relations.csv
"""
SOURCES = """
    si-2011-1168,legislation,2011-04-26
    article,encyclopaedia,2020
    lists,code-list,2024-05-22
"""
WEST = "local-justice-area/west-rutland"
LEFT = "local-justice-area/oakham-and-uppingham"
RIGHT = "local-justice-area/cottesmore"


def tables(mini: Mini, crosswalk: str) -> Path:
    """A folder in which each source is cited by its key."""
    folder = mini("", imports=IMPORTS, sources=SOURCES, crosswalk=crosswalk)
    sources = folder / "sources.csv"
    lines = [line.split(",") for line in sources.read_text(encoding="utf-8").splitlines()]
    named = [",".join([*cells[:6], cells[0], *cells[7:]]) for cells in lines[1:]]
    sources.write_text("\n".join([",".join(lines[0]), *named]) + "\n", encoding="utf-8")
    return folder


def test_does_a_line_of_the_order_combine_what_the_crosswalk_divides_it_into(mini: Mini) -> None:
    folder = tables(
        mini,
        f"""
        {LEFT},si-2011-1168,Midlands/2,statement,the comma divides the line
        {RIGHT},si-2011-1168,Midlands/2,statement,the comma divides the line
        {WEST},si-2011-1168,Midlands/2/into,statement,the new area
        local-justice-area/london,si-2011-1168,Midlands/1/into,statement,the new area
        """,
    )
    rows = f"""
        MIDLANDS,Barnsdale and Empingham and Ketton,London,2012-01-01,{OF},si-2011-1168
        MIDLANDS,"Oakham and Uppingham, and Cottesmore",West Rutland,2012-01-01,{OF},si-2011-1168
    """
    imported(folder, "merges", MERGES.columns, rows)
    event = "merger/lja-west-rutland"
    order = "si-2011-1168"
    assert said(folder, "merges", event, WEST, LEFT, RIGHT) == [
        f"{event} cje:date 2012-01-01 | {order}, in_force",
        f"{event} org:originalOrganization {LEFT} | {order}, existing_areas_text",
        f"{event} org:originalOrganization {RIGHT} | {order}, existing_areas_text",
        f"{event} org:resultingOrganization {WEST} | {order}, new_area",
        f"{event} cje:legalBasis law/uksi-2011-1168 | {order}, row",
        f"{LEFT} skos:prefLabel Oakham and Uppingham ( to 2011-12-31) | {order}, existing_areas_text",
        f"{RIGHT} skos:prefLabel Cottesmore ( to 2011-12-31) | {order}, existing_areas_text",
        f"{WEST} skos:prefLabel West Rutland (2012-01-01 to ) | {order}, new_area",
    ]
    assert said(folder, "merges", "merger/lja-london") == [
        f"merger/lja-london cje:date 2012-01-01 | {order}, in_force",
        f"merger/lja-london cje:notStated org:originalOrganization | {order}, existing_areas_text",
        f"merger/lja-london org:resultingOrganization local-justice-area/london | {order}, new_area",
        f"merger/lja-london cje:legalBasis law/uksi-2011-1168 | {order}, row",
    ]


def test_does_an_area_that_goes_in_and_comes_out_keep_its_name(mini: Mini) -> None:
    folder = tables(
        mini,
        f"""
        {RIGHT},article,merges/2,name,Cottesmore
        {WEST},article,merges/2,name,West Rutland
        {WEST},article,merges/2/into,name,West Rutland
        """,
    )
    imported(folder, "merges", MERGES.columns, "WALES,Cottesmore | West Rutland,West Rutland,2006,,article")
    named = [line for line in said(folder, "merges") if "prefLabel" in line]
    assert named == [
        f"{RIGHT} skos:prefLabel Cottesmore ( to [2005-12-31..2006-12-30]) | article, existing_areas_text",
        f"{WEST} skos:prefLabel West Rutland | article, new_area",
    ]


def test_is_an_area_that_the_line_does_not_name_a_fault(mini: Mini) -> None:
    folder = tables(mini, f"{RIGHT},article,merges/2,name,Cottesmore\n{WEST},article,merges/2/into,name,West")
    row = "WALES,Ketton | Langham,West Rutland,2006,,article"
    assert faults(folder, "merges", MERGES.columns, row) == [
        (2, "Ketton | Langham", f"existing_areas_text: Does not name {RIGHT}")
    ]


def test_is_the_second_table_of_the_order_a_second_reading(mini: Mini) -> None:
    folder = tables(mini, "")
    imported(folder, "again", ORDER_AGAIN.columns, "Midlands,Oakham and Ketton,West Rutland,2012-01-01")
    assert set_aside(folder, "again") == [
        ("Midlands/1/2", "a second reading of the line Midlands/1 of the order")
    ]


def test_is_a_proposal_proposed_and_a_bench_no_area(mini: Mini) -> None:
    folder = tables(
        mini,
        f"{RIGHT},article,relations/2,name,Cottesmore\n{WEST},article,relations/2/into,name,West Rutland",
    )
    rows = """
        merger proposed,,,West Rutland,,Cottesmore,,in 2010,article
        merged into,,2012,Rutland (bench),,Oakham (bench),,,article
        merged into (petty sessional divisions),S.I. 1992/1,,Oakham,,Ketton,,,article
    """
    imported(folder, "relations", RELATIONS.columns, rows)
    claims = (folder / "claims" / "relations.csv").read_text(encoding="utf-8").splitlines()[1:]
    event = "merger/lja-west-rutland"
    assert claims == [
        f'{event},org:originalOrganization,{RIGHT},,,,article,"row relations/2, member",proposed,',
        f'{event},org:resultingOrganization,{WEST},,,,article,"row relations/2, area",proposed,',
    ]
    assert set_aside(folder, "relations") == [
        ("relations/3", "benches, which are bodies of magistrates and no areas"),
        ("relations/4", "petty sessional divisions, which came before local justice areas"),
    ]


def test_does_a_merger_without_a_printed_result_say_that_its_source_is_silent(mini: Mini) -> None:
    event = "merger/lja-cottesmore-and-ketton-2014"
    folder = tables(
        mini, f"{RIGHT},article,relations/2,name,Cottesmore\n{event},article,relations/2,statement,one event"
    )
    row = "merged into,S.I. 2014/9,2014-07-01,(name cut off in the stored text),,Cottesmore,,,article"
    imported(folder, "relations", RELATIONS.columns, row)
    assert said(folder, "relations", event) == [
        f"{event} cje:date 2014-07-01 | article, in_force",
        f"{event} org:originalOrganization {RIGHT} | article, member",
        f"{event} cje:notStated org:resultingOrganization | article, area",
        f"{event} cje:legalBasis law/uksi-2014-9 | article, si",
    ]


def test_is_a_court_in_its_area_on_the_day_of_the_joined_lists(mini: Mini) -> None:
    court = "magistrates-court/oakham"
    crosswalk = f"{court},{{0}},relations/2,code,B33PL\n{WEST},{{0}},relations/2,code,2100"
    folder = tables(mini, crosswalk.format("lists") + "\n" + crosswalk.format("article"))
    row = "contains court,,,West Rutland,2100,Oakham,B33PL00,as of 2024-05-22; joined here by code,{}"
    imported(folder, "relations", RELATIONS.columns, row.format("lists ; article"))
    dated = "([..2024-05-22] to [2024-05-22..])"
    assert said(folder, "relations") == [
        f"{court} cje:withinLocalJusticeArea {WEST} {dated} | lists, area",
        f"{court} cje:withinLocalJusticeArea {WEST} {dated} | article, area",
    ]
    undated = "contains court,,,West Rutland,2100,Oakham,B33PL00,joined here by code,lists"
    problem = (2, "joined here by code", "note: No day on which the court lay in the area")
    assert problem in faults(folder, "relations", RELATIONS.columns, undated)


CODES = "; the legacy code is the local justice area (PSA) code,lists"


def test_does_a_code_end_the_day_before_the_change(mini: Mini) -> None:
    court = "magistrates-court/oakham"
    folder = tables(
        mini,
        f"{court},lists,relations/2,code,B33PL\n{court},lists,relations/3,code,B33PL\n"
        f"{WEST},lists,relations/3,code,2100",
    )
    change = "area code of a court changed,,2014-01-01"
    rows = f"""
        {change},,,Oakham,B33PL00,old code 2088; list version 7.0 of 2013-09-20{CODES}
        {change},West Rutland,2100,Oakham,B33PL00,old code not given; list version 7.0 of 2013-09-20{CODES}
    """
    imported(folder, "relations", RELATIONS.columns, rows)
    assert said(folder, "relations") == [
        f"{court} cje:ljaCode 2088 ( to 2013-12-31) | lists, note",
        f"{court} cje:ljaCode 2100 (2014-01-01 to ) | lists, area_code",
        f"{court} cje:withinLocalJusticeArea {WEST} (2014-01-01 to ) | lists, area",
    ]


def test_is_a_change_without_a_day_bounded_by_the_versions_and_the_later_changes(mini: Mini) -> None:
    oakham, ketton = "magistrates-court/oakham", "magistrates-court/ketton"
    crosswalk = f"""
        {oakham},lists,relations/2,code,B33PL
        {ketton},lists,relations/3,code,B33KT
        {ketton},lists,relations/4,code,B33KT
    """
    folder = tables(mini, crosswalk)
    rows = f"""
        area code of a court changed,,,,,Oakham,B33PL00,old code 2088; list version 6.5{CODES}
        area code of a court changed,,,,2091,Ketton,B33KT00,old code 2090; list version 7.5{CODES}
        area code of a court changed,,2014-07-01,,,Ketton,B33KT00,old code 2091; list version 7.5{CODES}
    """
    imported(folder, "relations", RELATIONS.columns, rows)
    assert said(folder, "relations") == [
        f"{oakham} cje:ljaCode 2088 ( to [..2013-09-19]) | lists, note",
        f"{ketton} cje:ljaCode 2090 ( to [..2014-06-30]) | lists, note",
        f"{ketton} cje:ljaCode 2091 ([..2014-06-30] to [..2014-06-30]) | lists, area_code",
        f"{ketton} cje:ljaCode 2091 ( to 2014-06-30) | lists, note",
    ]
    assert notes(folder, "relations", "cje:ljaCode")[oakham].startswith("the new code is not printed; ")


def test_is_a_change_without_an_old_code_a_fault(mini: Mini) -> None:
    folder = tables(mini, "magistrates-court/oakham,lists,relations/2,code,B33PL")
    row = "area code of a court changed,,,,2100,Oakham,B33PL00,recoded,lists"
    problem = (2, "recoded", "note: No old code and version of the list")
    assert problem in faults(folder, "relations", RELATIONS.columns, row)
