"""The store of a release, with the graphs of any day: where every question to it is run."""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from weakref import finalize

from graph.asof import AsOf, Dataset, Dates, Moment, Timeline, dataset_of, only_days
from graph.errors import ReleaseError
from graph.release import TIMELINE, Release
from graph.sparql import scan
from graph.store import AnyStore, Store, Table, Term


class Engine:
    """Answers queries from a store; graphs of a day stand beside it, never in it.

    A query that needs nothing but graphs of a day is answered from memory. One that needs more is answered
    from a copy of the store on disk, whose files are links and which is gone with the engine. Another store
    than the embedded one has room for them itself, and keeps them: others may be asking for them.
    """

    def __init__(self, store: AnyStore, release: Release | None = None) -> None:
        self.store = store
        self.release = release
        self._remove: finalize[[str], Engine] | None = None

    def close(self) -> None:
        """Give up the copy of the store, if there is one, and the store; neither is asked after that."""
        if self._remove is not None:
            self._remove()
        self.store.close()

    @cached_property
    def dates(self) -> Dates:
        """The days for which the release can be asked; ReleaseError for a store without a release."""
        if self.release is None:
            raise ReleaseError(
                "A store without a release has no timeline, so it cannot be asked about a day. "
                "Name the release that the store was loaded from: --release"
            )
        timeline = Timeline.open(self.release.folder / TIMELINE)
        return Dates(self.store.names, timeline, date.fromisoformat(self.release.metadata.date))

    def dataset(self, query: str, at: Moment | None = None) -> Dataset:
        """What a query sees that a person wrote; see `dataset_of`."""
        mentioned = scan(query, base=self.store.names.base, prefixes=self.store.names.prefixes)
        if at is None and not mentioned.has_dataset and not self._names_a_day(mentioned.iris):
            return self.fixed
        return dataset_of(mentioned, self.dates, at)

    @property
    def fixed(self) -> Dataset:
        """What a query sees that says nothing of its graphs: `ever`, and every fixed graph by name."""
        graph = self.store.names.graph
        return Dataset((graph("ever"),), tuple(map(graph, Store.FIXED)))

    def on(self, moment: Moment) -> Dataset:
        """The same with the graph of a moment as the default graph."""
        return Dataset((self.dates.graph(moment),), self.fixed.named)

    def select(
        self, query: str, bindings: Mapping[str, Term] | None = None, *, dataset: Dataset | None = None
    ) -> Table:
        """The answer of a SELECT over a dataset."""
        store, seen = self._ready(dataset or self.fixed)
        return store.select(query, bindings, default=seen.default, named=seen.named)

    def serialize(
        self, query: str, format: str, *, dataset: Dataset | None = None, limit: int | None = None
    ) -> bytes:
        """The answer of any query over a dataset, serialized; of at most so many bytes."""
        store, seen = self._ready(dataset or self.fixed)
        return store.serialize_answer(query, format, default=seen.default, named=seen.named, limit=limit)

    def _names_a_day(self, iris: frozenset[str]) -> bool:
        graph = self.store.names.graph
        return any(iri.startswith((graph("at/"), graph("now"))) for iri in iris)

    def _ready(self, dataset: Dataset) -> tuple[AnyStore, Dataset]:
        graphs = frozenset((*dataset.default, *dataset.named))
        if not self._names_a_day(graphs):
            return self.store, dataset
        if not isinstance(self.store, Store):
            asof = self._there
        else:
            asof = self._in_memory if only_days(dataset, self.dates) else self._beside
        return asof.store, asof.ready(dataset)

    @cached_property
    def _there(self) -> AsOf:
        return AsOf(self.store, self.dates, math.inf)

    @cached_property
    def _in_memory(self) -> AsOf:
        return AsOf(Store.in_memory(self.store.names), self.dates)

    @cached_property
    def _beside(self) -> AsOf:
        if self.release is None or (isinstance(self.store, Store) and not self.store.on_disk):
            return AsOf(self.store, self.dates)
        copy, folder = self.release.scratch(self.store if isinstance(self.store, Store) else None)
        self._remove = finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return AsOf(copy, self.dates)
