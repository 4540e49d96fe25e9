"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers import (
    cccd,
    circuits,
    cjs_areas,
    cjs_ou,
    cjs_ou_changes,
    closure_counts,
    closures,
    courtfinder_2013,
    courtfinder_search,
    cps,
    cps_courts,
    darts_courthouses,
    fact_courts_latest,
    fact_displayed_by_snapshot,
    hansard_2002,
    hmcpsi,
    hmpps_court_register,
    juror_court_locations,
    justice_areas,
    opal,
    peel,
    police_areas,
    police_boundaries,
    police_forces,
    pre_recorded_evidence_sites,
    rating_counts,
    rating_scales,
    regions,
    set_aside,
    thematic,
)
from graph.importers.curated import form as curated
from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {
    "cccd": cccd.FORM,
    "change-events": curated("domain before event date after note source"),
    "chief-inspectors": curated("inspectorate name office from to note source"),
    "cjs-area-codes": cjs_areas.AREAS,
    "cjs-force-codes": cjs_areas.BODIES,
    "cjs-ou-active-2024": cjs_ou.ACTIVE,
    "cjs-ou-codes-change-log": cjs_ou_changes.FORM,
    "cjs-ou-codes-v32": cjs_ou.CODES,
    "closure-counts": closure_counts.FORM,
    "court-closures": closures.FORM,
    "court-counts-by-cps-area": cps_courts.COUNTED_FORM,
    "courtfinder-2013": courtfinder_2013.FORM,
    "courtfinder-search": courtfinder_search.FORM,
    "courts-and-offices-named-by-area": cps_courts.NAMED_FORM,
    "courts-by-cjs-area": cjs_ou.BY_AREA,
    "crown-court-links": circuits.LINKS,
    "cps-area-schemes": curated("scheme_id label n_areas valid_from valid_to note source"),
    "cps-areas-13-14-forces": cps.AREAS_SINCE_2011_FORM,
    "cps-areas-31-1987": cps.AREAS_1987_FORM,
    "cps-areas-42": cps.AREAS_42_FORM,
    "cps-chief-crown-prosecutors": curated("area_name name office qualifier from to as_of source"),
    "cps-more": curated("subject property value from to as_of source"),
    "darts-courthouses": darts_courthouses.FORM,
    "derived-ou-court-crosswalk": set_aside.form(
        "ou_code court_kind category name other_names cjs_area_code cjs_area_name ou_start_date ou_end_date"
        " active_in_2024_list psa_lja_or_crown_code_2024 fact_slug fact_displayed address town postcode"
        " lat lon location_source location_source_id match ou_rows ou_intervals change_log_closure_notes",
        set_aside.MATCHED,
        own_id="ou_code",
    ),
    "fact-courts-latest": fact_courts_latest.FORM,
    "fact-displayed-by-snapshot": fact_displayed_by_snapshot.FORM,
    "hansard-2002": hansard_2002.FORM,
    "hmcpsi-area-inspections": hmcpsi.INSPECTIONS_FORM,
    "hmcpsi-ratings": hmcpsi.RATINGS_FORM,
    "hmcpsi-thematic-and-joint": thematic.FORM,
    "hmcts-regions": regions.FORM,
    "hmicfrs-status-events": curated("police_uk_slug event date note source"),
    "hmpps-court-register": hmpps_court_register.FORM,
    "juror-court-locations": juror_court_locations.FORM,
    "lad-csp-pfa-2024": police_areas.LOOKUP_FORM,
    "legal-base": curated("body act provision effect source"),
    "leicestershire-courts": set_aside.form(
        "court kind ou_code ou_start_date ou_end_date earlier_codes address postcode lat lon lja_or_area"
        " successor opening_or_closing_evidence sources",
        "a digest of other sources; what it says of the court is claimed from the sources and pages that it"
        " names",
    ),
    "lja-order-2011-mergers-partial": justice_areas.ORDER_AGAIN,
    "local-justice-area-merges": justice_areas.MERGES,
    "local-justice-area-merges-2": justice_areas.RELATIONS,
    "opa-aspects-2005": hmcpsi.ASPECTS_FORM,
    "opa-rating-counts": rating_counts.OPA_FORM,
    "opal-business-units": set_aside.form(
        "business_unit_id business_unit_name business_unit_code business_unit_type parent_business_unit_id"
        " welsh_language",
        set_aside.ACCOUNTS,
        own_id="business_unit_id",
    ),
    "opal-local-justice-areas": opal.AREAS,
    "opal-prosecutors": set_aside.form(
        "prosecutor_id prosecutor_code name address_line_1 address_line_2 address_line_3 address_line_4"
        " address_line_5 postcode end_date",
        set_aside.PAYEE,
        own_id="prosecutor_id",
    ),
    "other-territory-units": circuits.UNITS,
    "parliament-2019-court-sales": set_aside.form(
        "property receipt_gbp programme",
        "the price of a building that was sold: no property of this estate, and no sign that the court had"
        " closed (that of Bolton went on elsewhere)",
    ),
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
    "territory-schemes": curated("scheme n from to note source"),
    "unsourced": set_aside.form("subject statement note", set_aside.UNSOURCED),
}
