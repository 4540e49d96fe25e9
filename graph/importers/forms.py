"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers import (
    cccd,
    courtfinder_2013,
    courtfinder_search,
    cps,
    cps_courts,
    darts_courthouses,
    fact_courts_latest,
    fact_displayed_by_snapshot,
    hmcpsi,
    hmpps_court_register,
    juror_court_locations,
    peel,
    pre_recorded_evidence_sites,
    rating_counts,
    rating_scales,
    thematic,
)
from graph.importers.curated import form as curated
from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {
    "cccd": cccd.FORM,
    "chief-inspectors": curated("inspectorate name office from to note source"),
    "court-counts-by-cps-area": cps_courts.COUNTED_FORM,
    "courtfinder-2013": courtfinder_2013.FORM,
    "courtfinder-search": courtfinder_search.FORM,
    "courts-and-offices-named-by-area": cps_courts.NAMED_FORM,
    "cps-area-schemes": curated("scheme_id label n_areas valid_from valid_to note source"),
    "cps-areas-13-14-forces": cps.AREAS_SINCE_2011_FORM,
    "cps-areas-31-1987": cps.AREAS_1987_FORM,
    "cps-areas-42": cps.AREAS_42_FORM,
    "cps-chief-crown-prosecutors": curated("area_name name office qualifier from to as_of source"),
    "cps-more": curated("subject property value from to as_of source"),
    "darts-courthouses": darts_courthouses.FORM,
    "fact-courts-latest": fact_courts_latest.FORM,
    "fact-displayed-by-snapshot": fact_displayed_by_snapshot.FORM,
    "hmcpsi-area-inspections": hmcpsi.INSPECTIONS_FORM,
    "hmcpsi-ratings": hmcpsi.RATINGS_FORM,
    "hmcpsi-thematic-and-joint": thematic.FORM,
    "hmicfrs-status-events": curated("police_uk_slug event date note source"),
    "hmpps-court-register": hmpps_court_register.FORM,
    "juror-court-locations": juror_court_locations.FORM,
    "legal-base": curated("body act provision effect source"),
    "opa-aspects-2005": hmcpsi.ASPECTS_FORM,
    "opa-rating-counts": rating_counts.OPA_FORM,
    "peel-area-counts": rating_counts.AREA_FORM,
    "peel-rating-counts": rating_counts.PEEL_FORM,
    "peel-ratings": peel.FORM,
    "pre-recorded-evidence-sites": pre_recorded_evidence_sites.FORM,
    "rating-scales": rating_scales.FORM,
}
