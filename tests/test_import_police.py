"""Importing the police forces, their names and areas: small tables of the upstream forms."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from graph.claims import Claim
from graph.errors import Fault, TableError
from graph.importers import police_areas, police_forces
from graph.importers.run import Imported, import_table
from tests.conftest import Mini

NOTICE = "police-force/rutland,skos:prefLabel,Rutland Constabulary,en,,,notice"
IMPORTS = """
    forces,police-forces,,forces.csv
    names,police-force-names,,names.csv
    lookup,lad-csp-pfa-2024,lookup,lookup.csv
    descriptions,police-area-legal-descriptions-2012,law,descriptions.csv
    parts,police-area-parts-2012,law,parts.csv
    boundaries,police-boundaries,boundaries-2020,boundaries.geojson
    boundaries-2016,police-boundaries-earlier,boundaries-2016,boundaries-2016.geojson
"""
SOURCES = """
    list-2025,system-register,2025-10
    codes,code-list,2026-08
    lookup,statistical-lookup,2024
    law,boundary-data,2012
    boundaries-2016,boundary-data,2016-12
    boundaries-2020,boundary-data,2020-12
"""
AREA = "police-area/E23000021"


class Tables:
    """A folder of tables, and a place for upstream files."""

    def __init__(self, folder: Path, upstream: Path) -> None:
        self.folder, self.upstream = folder, upstream

    def import_(self, name: str, columns: Iterable[str], *lines: str) -> Imported:
        path = self.upstream / f"{name}.csv"
        path.write_text("\n".join([",".join(columns), *lines]) + "\n", encoding="utf-8")
        return import_table(name, path, self.folder)

    def faults(self, name: str, columns: Iterable[str], *lines: str) -> list[Fault]:
        with pytest.raises(TableError) as caught:
            self.import_(name, columns, *lines)
        return list(caught.value.faults)

    def said(self, table: str) -> list[tuple[str, str, str]]:
        """What an import claims: subject, property and value, in the order of its table."""
        return [(claim.subject, claim.property, claim.value) for claim in self.claims(table)]

    def claims(self, table: str) -> list[Claim]:
        with (self.folder / "claims" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return [Claim(*row) for row in list(csv.reader(file))[1:]]

    def outcomes(self) -> list[str]:
        """Source, row and reason of each row that was set aside."""
        rows = [line.split(",") for line in (self.folder / "ledger.csv").read_text().splitlines()[1:]]
        return [f"{row[0]} {row[2]}: {','.join(row[5:])}" for row in rows if row[4] == "set-aside"]


@pytest.fixture
def tables(mini: Mini, tmp_path: Path) -> Tables:
    crosswalk = f"""
        {AREA},law,Leicestershire,name,the name
        {AREA},law,Leicestershire/CTY/Leicestershire,name,the name
        territory/leicestershire,law,Leicestershire/CTY/Leicestershire,name,the county
        {AREA},law,Leicestershire/UTA/Rutland,name,the name
        district/E06000017,law,Leicestershire/UTA/Rutland,name,the unitary authority
    """
    registry = f"""
        police-force/rutland,cje:PoliceForce,
        {AREA},cje:PoliceArea,
        territory/leicestershire,cje:Territory,
        district/E06000017,cje:LocalAuthorityDistrict,Rutland
    """
    folder = mini(NOTICE, imports=IMPORTS, sources=SOURCES, crosswalk=crosswalk, registry=registry)
    upstream = tmp_path / "upstream"
    upstream.mkdir()
    return Tables(folder, upstream)


SOURCE = '"slug+short: file:list-2025 ; PFA: file:lookup ; CJS code: file:codes (as stored)"'


def force(slug: str, code: str, kind: str = "territorial", source: str = SOURCE) -> str:
    return f"{slug},{slug.title()} Police,E23000021,X,,{code},short,,E,{kind},{source}"


def test_does_each_source_answer_for_its_own_cell(tables: Tables) -> None:
    done = tables.import_("forces", police_forces.FORCE_COLUMNS, force("leicestershire", "33"))
    assert (done.entries, done.with_claims) == (3, 3)
    assert [
        (claim.property, claim.value, claim.start, claim.source, claim.locator)
        for claim in tables.claims("forces")
    ] == [
        ("cje:policeUkId", "leicestershire", "[..2025-10]", "list-2025", "row forces/2, police_uk_slug"),
        ("cje:maintainedFor", AREA, "[..2024]", "lookup", "row forces/2, pfa_code"),
        ("cje:cjsCode", "33", "[..2026-08]", "codes", "row forces/2, cjs_force_code"),
        ("cje:coversJusticeArea", "criminal-justice-area/33", "", "codes", "row forces/2, cjs_force_code"),
    ]


def test_has_the_city_a_code_but_no_justice_area_of_its_own(tables: Tables) -> None:
    source = "CJS code: file:codes"
    tables.import_("forces", police_forces.FORCE_COLUMNS, force("city-of-london", "48", source=source))
    assert tables.said("forces") == [("police-force/city-of-london", "cje:cjsCode", "48")]


def test_is_a_national_force_named_by_its_code_list_and_one_abroad_set_aside(tables: Tables) -> None:
    tables.import_(
        "forces",
        police_forces.FORCE_COLUMNS,
        force(
            "btp", "93", "non-territorial", "QID: file:list-2025 ; short: file:lookup ; CJS code: file:codes"
        ),
        force("psni", "98", "territorial-outside-EW", "CJS code: file:codes"),
    )
    assert tables.said("forces") == [
        ("police-force/btp", "cje:cjsCode", "93"),
        ("police-force/btp", "skos:prefLabel", "Btp Police"),
    ]
    assert tables.outcomes() == [
        "list-2025 forces/2: the row has no Wikidata identifier",
        'lookup forces/2: "gives a short name for its own use, which is no name of the force"',
        'codes forces/3: "a force of Scotland or Northern Ireland, outside the estate"',
    ]


def test_is_an_unknown_label_before_a_reference_a_fault(tables: Tables) -> None:
    row = force("leicestershire", "33", source="Radio: file:codes")
    problem = "source: A label that the importer does not know"
    assert [fault.problem for fault in tables.faults("forces", police_forces.FORCE_COLUMNS, row)] == [problem]


def test_is_a_name_what_lists_of_a_month_show_and_all_else_beside_it(tables: Tables) -> None:
    tables.import_(
        "names",
        police_forces.NAME_COLUMNS,
        "rutland,Rutland,en,cjs-standing-data-name,2026-08 (snapshot),file:codes",
        "rutland,Rutland Police,en,cjs-standing-data-name,2026-08 (snapshot),file:codes",
        "rutland,Rutland,en,statistical-area-name,2024 (PFA),file:lookup",
        "rutland,Heddlu Rutland,cy,name,2025-10 (snapshot),file:list-2025",
        "rutland,Rutland-Oakham Police,en,name,2025-10 (snapshot),file:list-2025",
        "rutland,Rutland–Oakham Police,en,name,2012-2024 (titles),file:law (a list of aliases)",
        "rutland,Rutland Constables,en,name,2012-2024 (titles),file:law (a list of aliases)",
    )
    assert [(claim.property, claim.value, claim.lang, claim.start) for claim in tables.claims("names")] == [
        ("skos:altLabel", "Rutland", "en", "[..2026-08]"),
        ("skos:prefLabel", "Rutland Police", "en", "[..2026-08]"),
        ("skos:prefLabel", "Heddlu Rutland", "cy", "[..2025-10]"),
        ("skos:prefLabel", "Rutland-Oakham Police", "en", "[..2025-10]"),
        ("skos:prefLabel", "Rutland–Oakham Police", "en", ""),
        ("skos:altLabel", "Rutland Constables", "en", ""),
    ]
    assert tables.outcomes() == [
        'lookup names/4: "a statistical name of the police area, not a name of the force"'
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "melton,Melton Police,en,name,2025-10 (snapshot),file:codes",
            "police_uk_slug: A force that nobody knows",
        ),
        (
            "rutland,Rutland Police,en,name,long ago,file:codes",
            "as_of: Not a year or month with its remark",
        ),
    ],
)
def test_is_a_name_that_cannot_be_placed_a_fault(tables: Tables, row: str, problem: str) -> None:
    found = tables.faults("names", police_forces.NAME_COLUMNS, row)
    assert problem in [fault.problem for fault in found]


def lad(code: str, area: str, partnership: str = "E22000001") -> str:
    return f"{code},Name {code},{partnership},Partnership,{area},Area {area},file"


def test_does_a_district_lie_in_one_area_however_many_partnerships_it_has(tables: Tables) -> None:
    tables.import_(
        "lookup",
        police_areas.LOOKUP_COLUMNS,
        lad("E06000016", "E23000021"),
        lad("E06000016", "E23000021", "E22000002"),
        lad("E06000017", "E23000021"),
    )
    assert tables.said("lookup") == [
        (AREA, "skos:prefLabel", "Area E23000021"),
        (AREA, "cje:onsCode", "E23000021"),
        ("district/E06000016", "skos:prefLabel", "Name E06000016"),
        ("district/E06000016", "cje:onsCode", "E06000016"),
        ("district/E06000016", "cje:withinPoliceArea", AREA),
        ("district/E06000017", "skos:prefLabel", "Name E06000017"),
        ("district/E06000017", "cje:onsCode", "E06000017"),
        ("district/E06000017", "cje:withinPoliceArea", AREA),
    ]
    assert tables.outcomes() == [f'lookup E06000016/2: "{police_areas.AGAIN}"']


def test_is_a_district_in_two_police_areas_a_fault(tables: Tables) -> None:
    rows = lad("E06000016", "E23000021"), lad("E06000016", "E23000020")
    [fault] = tables.faults("lookup", police_areas.LOOKUP_COLUMNS, *rows)
    assert (fault.line, fault.value) == (3, "E23000020")
    assert fault.problem == "pfa24_code: E06000016 is said to lie in E23000021 too"


def test_does_a_description_cite_its_provisions_as_parts_of_their_acts(tables: Tables) -> None:
    site = "http://www.legislation.gov.uk"
    urls = f"{site}/uksi/2009/119/article/3/made | {site}/uksi/2008/491/introduction/made"
    tables.import_("descriptions", police_areas.DESCRIPTION_COLUMNS, f"Leicestershire,The county,{urls},file")
    article, order, other = "law/uksi-2009-119/article-3", "law/uksi-2009-119", "law/uksi-2008-491"
    assert [fact for fact in tables.said("descriptions") if fact[1] != "skos:prefLabel"] == [
        (AREA, "cje:legalDescription", "The county"),
        (order, "dcterms:title", "S.I. 2009/119"),
        (order, "rdfs:seeAlso", f"<{site}/id/uksi/2009/119>"),
        (article, "dcterms:title", "S.I. 2009/119, article 3"),
        (article, "rdfs:seeAlso", f"<{site}/uksi/2009/119/article/3/made>"),
        (article, "dcterms:isPartOf", order),
        (AREA, "cje:legalBasis", article),
        (other, "dcterms:title", "S.I. 2008/491"),
        (other, "rdfs:seeAlso", f"<{site}/id/uksi/2008/491>"),
        (AREA, "cje:legalBasis", other),
    ]


def test_is_an_area_without_description_silent_and_another_address_a_fault(tables: Tables) -> None:
    tables.import_("descriptions", police_areas.DESCRIPTION_COLUMNS, "Leicestershire,,,file")
    assert (AREA, "cje:notStated", "cje:legalDescription") in tables.said("descriptions")
    row = "Leicestershire,The county,http://example.org/act,file"
    [fault] = tables.faults("descriptions", police_areas.DESCRIPTION_COLUMNS, row)
    assert (fault.value, fault.problem) == (
        "http://example.org/act",
        "legislation_urls_cited: Not the address of a provision of law",
    )


def test_is_an_area_made_of_counties_and_districts(tables: Tables) -> None:
    rows = "Leicestershire,CTY,Leicestershire,file", "Leicestershire,UTA,Rutland,file"
    tables.import_("parts", police_areas.PART_COLUMNS, *rows)
    assert tables.said("parts") == [
        (AREA, "cje:constituent", "territory/leicestershire"),
        ("territory/leicestershire", "skos:prefLabel", "Leicestershire"),
        (AREA, "cje:constituent", "district/E06000017"),
        ("district/E06000017", "skos:prefLabel", "Rutland"),
        ("district/E06000017", "cje:withinPoliceArea", AREA),
    ]
    [fault] = tables.faults("parts", police_areas.PART_COLUMNS, "Leicestershire,UTA,Melton,file")
    assert fault.problem == "A row that is neither used nor set aside"


WEST = [[[-1.0, 52.0], [0.0, 52.0], [0.0, 53.0], [-1.0, 53.0], [-1.0, 52.0]]]
EAST = [[[0.0, 52.0], [1.0, 52.0], [1.0, 53.0], [0.0, 53.0], [0.0, 52.0]]]


def collection(path: Path, *shapes: object, more: str = "source") -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": f"E2300000{number}",
                "name": "Area",
                more: "file",
                "vintage": "2020-12, coarse",
            },
            "geometry": {"type": "Polygon", "coordinates": shape},
        }
        for number, shape in enumerate(shapes, start=1)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_does_a_boundary_point_into_the_file_that_the_import_makes(tables: Tables) -> None:
    path = collection(tables.upstream / "boundaries.geojson", WEST, EAST)
    assert import_table("boundaries", path, tables.folder).claims == 2
    assert tables.said("boundaries") == [
        ("police-area/E23000001", "cje:boundary", "boundaries/police-areas.geojson#E23000001"),
        ("police-area/E23000002", "cje:boundary", "boundaries/police-areas.geojson#E23000002"),
    ]
    made = json.loads((tables.folder / "boundaries" / "police-areas.geojson").read_text())
    first = made["features"][0]
    assert (first["id"], first["geometry"]["type"]) == ("E23000001", "MultiPolygon")
    assert first["properties"] == {
        "key": "police-area/E23000001",
        "source": "boundaries-2020",
        "as_of": "2020-12",
    }
    assert {tuple(place) for place in first["geometry"]["coordinates"][0][0]} == {
        (-1.0, 52.0),
        (0.0, 52.0),
        (0.0, 53.0),
        (-1.0, 53.0),
    }


def test_are_the_boundaries_of_an_earlier_year_set_aside(tables: Tables) -> None:
    path = collection(tables.upstream / "boundaries-2016.geojson", WEST)
    assert import_table("boundaries-2016", path, tables.folder).with_claims == 0
    assert not (tables.folder / "boundaries").exists()


def test_does_a_file_of_boundaries_that_cannot_be_right_make_nothing(tables: Tables) -> None:
    path = tables.upstream / "boundaries.geojson"

    def problem() -> str:
        with pytest.raises(TableError) as caught:
            import_table("boundaries", path, tables.folder)
        assert not (tables.folder / "boundaries").exists()
        return caught.value.faults[0].problem

    collection(path, WEST, [[[-0.5, 52.0], [1.0, 52.0], [1.0, 53.0], [-0.5, 52.0]]])
    assert problem() == "geometry: Not a partition of the land"
    collection(path, WEST, more="origin")
    assert problem() == "A feature of other properties"
    path.write_text('{"type":"Topology"}')
    assert problem() == "Not a GeoJSON collection of features"
    path.write_text('{"features":[]}')
    assert problem() == "A file without features"
    path.unlink()
    assert problem() == "The file cannot be read"


def test_is_a_geometry_that_bounds_no_land_named(tables: Tables) -> None:
    path = collection(tables.upstream / "boundaries.geojson", WEST)
    path.write_text(path.read_text().replace('"Polygon"', '"LineString"'))
    with pytest.raises(TableError, match="A geometry that bounds no land"):
        import_table("boundaries", path, tables.folder)
