"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers import closure_counts, closures, hansard_2002, set_aside
from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {
    "closure-counts": closure_counts.FORM,
    "court-closures": closures.FORM,
    "hansard-2002": hansard_2002.FORM,
    "leicestershire-courts": set_aside.form(
        "court kind ou_code ou_start_date ou_end_date earlier_codes address postcode lat lon lja_or_area"
        " successor opening_or_closing_evidence sources",
        "a digest of other sources; what it says of the court is claimed from the sources and pages that it"
        " names",
    ),
    "parliament-2019-court-sales": set_aside.form(
        "property receipt_gbp programme",
        "the price of a building that was sold: no property of this estate, and no sign that the court had"
        " closed (that of Bolton went on elsewhere)",
    ),
}
