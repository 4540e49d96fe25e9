"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers import hmcpsi, peel, rating_counts, rating_scales, thematic
from graph.importers.curated import form as curated
from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {
    "chief-inspectors": curated("inspectorate name office from to note source"),
    "hmcpsi-area-inspections": hmcpsi.INSPECTIONS_FORM,
    "hmcpsi-ratings": hmcpsi.RATINGS_FORM,
    "hmcpsi-thematic-and-joint": thematic.FORM,
    "hmicfrs-status-events": curated("police_uk_slug event date note source"),
    "legal-base": curated("body act provision effect source"),
    "opa-aspects-2005": hmcpsi.ASPECTS_FORM,
    "opa-rating-counts": rating_counts.OPA_FORM,
    "peel-area-counts": rating_counts.AREA_FORM,
    "peel-rating-counts": rating_counts.PEEL_FORM,
    "peel-ratings": peel.FORM,
    "rating-scales": rating_scales.FORM,
}
