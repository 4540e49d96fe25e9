"""Every form of upstream table by its name; `imports.csv` says which table is of which form."""

from __future__ import annotations

from collections.abc import Mapping

from graph.importers.reading import Form

FORMS: Mapping[str, Form] = {}
