"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers import (
    cccd,
    cjs_areas,
    cjs_ou,
    courtfinder_2013,
    courtfinder_search,
    darts_courthouses,
    fact_courts_latest,
    fact_displayed_by_snapshot,
    hmcpsi,
    hmpps_court_register,
    juror_court_locations,
    leads,
    opal,
    peel,
    police_areas,
    police_boundaries,
    police_forces,
    pre_recorded_evidence_sites,
    rating_counts,
    rating_scales,
    regions,
    thematic,
)
from graph.importers.curated import form as curated
from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {
    "cccd": cccd.FORM,
    "change-events": curated.form("domain before event date after note source"),
    "chief-inspectors": curated("inspectorate name office from to note source"),
    "cjs-area-codes": cjs_areas.AREAS,
    "cjs-force-codes": cjs_areas.BODIES,
    "cjs-ou-active-2024": cjs_ou.ACTIVE,
    "cjs-ou-codes-change-log": cjs_ou.LOG,
    "cjs-ou-codes-v32": cjs_ou.CODES,
    "courtfinder-2013": courtfinder_2013.FORM,
    "courtfinder-search": courtfinder_search.FORM,
    "courts-by-cjs-area": cjs_ou.BY_AREA,
    "darts-courthouses": darts_courthouses.FORM,
    "derived-ou-court-crosswalk": leads.lead(
        "ou_code court_kind category name other_names cjs_area_code cjs_area_name ou_start_date ou_end_date"
        " active_in_2024_list psa_lja_or_crown_code_2024 fact_slug fact_displayed address town postcode"
        " lat lon location_source location_source_id match ou_rows ou_intervals change_log_closure_notes",
        leads.MATCHED,
        own_id="ou_code",
    ),
    "fact-courts-latest": fact_courts_latest.FORM,
    "fact-displayed-by-snapshot": fact_displayed_by_snapshot.FORM,
    "hmcpsi-area-inspections": hmcpsi.INSPECTIONS_FORM,
    "hmcpsi-ratings": hmcpsi.RATINGS_FORM,
    "hmcpsi-thematic-and-joint": thematic.FORM,
    "hmcts-regions": regions.FORM,
    "hmicfrs-status-events": curated("police_uk_slug event date note source"),
    "hmpps-court-register": hmpps_court_register.FORM,
    "juror-court-locations": juror_court_locations.FORM,
    "lad-csp-pfa-2024": police_areas.LOOKUP_FORM,
    "legal-base": curated("body act provision effect source"),
    "opa-aspects-2005": hmcpsi.ASPECTS_FORM,
    "opa-rating-counts": rating_counts.OPA_FORM,
    "opal-business-units": opal.UNITS,
    "opal-local-justice-areas": opal.AREAS,
    "opal-prosecutors": opal.PROSECUTORS,
    "peel-area-counts": rating_counts.AREA_FORM,
    "peel-rating-counts": rating_counts.PEEL_FORM,
    "peel-ratings": peel.FORM,
    "police-area-legal-descriptions-2012": police_areas.DESCRIPTIONS_FORM,
    "police-area-parts-2012": police_areas.PARTS_FORM,
    "police-boundaries": police_boundaries.FORM,
    "police-boundaries-earlier": police_boundaries.EARLIER_FORM,
    "police-force-names": police_forces.NAMES_FORM,
    "police-forces": police_forces.FORCES_FORM,
    "pre-recorded-evidence-sites": pre_recorded_evidence_sites.FORM,
    "rating-scales": rating_scales.FORM,
    "unsourced": leads.lead("subject statement note", leads.UNSOURCED),
}
