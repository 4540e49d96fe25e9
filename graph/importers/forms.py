"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers import (
    cccd,
    courtfinder_2013,
    courtfinder_search,
    darts_courthouses,
    fact_courts_latest,
    fact_displayed_by_snapshot,
    hmpps_court_register,
    juror_court_locations,
    pre_recorded_evidence_sites,
)
from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {
    "cccd": cccd.FORM,
    "courtfinder-2013": courtfinder_2013.FORM,
    "courtfinder-search": courtfinder_search.FORM,
    "darts-courthouses": darts_courthouses.FORM,
    "fact-courts-latest": fact_courts_latest.FORM,
    "fact-displayed-by-snapshot": fact_displayed_by_snapshot.FORM,
    "hmpps-court-register": hmpps_court_register.FORM,
    "juror-court-locations": juror_court_locations.FORM,
    "pre-recorded-evidence-sites": pre_recorded_evidence_sites.FORM,
}
