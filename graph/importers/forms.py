"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers import curated, police_areas, police_boundaries, police_forces
from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {
    "change-events": curated.form("domain before event date after note source"),
    "lad-csp-pfa-2024": police_areas.LOOKUP_FORM,
    "police-area-legal-descriptions-2012": police_areas.DESCRIPTIONS_FORM,
    "police-area-parts-2012": police_areas.PARTS_FORM,
    "police-boundaries": police_boundaries.FORM,
    "police-boundaries-earlier": police_boundaries.EARLIER_FORM,
    "police-force-names": police_forces.NAMES_FORM,
    "police-forces": police_forces.FORCES_FORM,
}
