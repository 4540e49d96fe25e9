"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers import cps, cps_courts, curated
from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {
    "court-counts-by-cps-area": cps_courts.COUNTED_FORM,
    "courts-and-offices-named-by-area": cps_courts.NAMED_FORM,
    "cps-area-schemes": curated.form("scheme_id label n_areas valid_from valid_to note source"),
    "cps-areas-13-14-forces": cps.AREAS_SINCE_2011_FORM,
    "cps-areas-31-1987": cps.AREAS_1987_FORM,
    "cps-areas-42": cps.AREAS_42_FORM,
    "cps-chief-crown-prosecutors": curated.form("area_name name office qualifier from to as_of source"),
    "cps-more": curated.form("subject property value from to as_of source"),
}
