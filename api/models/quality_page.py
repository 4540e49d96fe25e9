"""What the pages on quality, on the ontology, on the project and on errors are made from."""

from __future__ import annotations

from api.models.quality import Conflicts, Count, Coverage, Validation
from api.models.things import Model


class Quality(Model):
    """What the checks found, how complete the release is, and where sources disagree."""

    validation: Validation
    """Its coverage is that of `kind`; without one, that of which the most gaps are recorded."""
    conflicts: Conflicts
    kind: str
    kinds: tuple[Count, ...]
    """The classes whose coverage can be told, with how many things there are of each."""
    gaps: tuple[Coverage, ...]
    """Of what most gaps are recorded: sources were looked at and do not tell it."""


class Licence(Model):
    """A licence, with the publishers whose sources are under it."""

    key: str
    sources: int
    publishers: tuple[Count, ...]


class About(Model):
    """What the release is made of."""

    claims: int
    sources: int
    things: int
    licences: tuple[Licence, ...]


class Row(Model):
    """A claim row, ready to be sent in, and what it still lacks."""

    subject: str
    property: str
    value: str
    lang: str
    start: str
    until: str
    source: str
    locator: str
    status: str
    note: str
    line: str
    """The row as it stands in a table of claims."""
    missing: tuple[str, ...]
    """The columns that must still be filled."""
    page: str
    """The page that the report is about."""


class Term(Model):
    """A term of the ontology."""

    curie: str
    iri: str
    label: str
    definition: str
    kind: str
    under: tuple[str, ...]
    """Its superclasses or superproperties."""
    subjects: tuple[str, ...]
    values: tuple[str, ...]
    persistence: str
    things: int
    """How many things of the release have the class; 0 for a property."""


class Ontology(Model):
    """The terms of the ontology, by kind."""

    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    version: str


class TermTold(Model):
    """A term of the ontology with what is next to it."""

    term: Term
    narrower: tuple[Term, ...]
    """Its subclasses or subproperties."""
    used_on: tuple[Term, ...]
    """The properties that things of this class have."""
    valued_by: tuple[Term, ...]
    """The properties whose values are of this class."""
