"""What happens, counted for Prometheus; nothing of who asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

PARTS = frozenset(
    (
        " sparql graphs id doc api health ready metrics static search map explore questions changes compare "
        "sources quality timeline about report ontology timemap exports openapi.json docs context.jsonld "
        "map.svg"
    ).split(" ")
)
"""The first parts of the paths that there are; the empty one is that of the first page."""


@dataclass(slots=True)
class Tally:
    """The requests of one kind: how many, how many by the time that they took, and all their time."""

    count: int = 0
    seconds: float = 0.0
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))

    def add(self, seconds: float) -> None:
        """Count one that took so many seconds."""
        self.count += 1
        self.seconds += seconds
        self.buckets[bisect_left(BUCKETS, seconds)] += 1


class Requests(Collector):
    """The requests by path and status: counted in the loop alone, told to Prometheus when it asks.

    The client's own counters take a lock and 8 microseconds a request, a sixth of a ready answer.
    """

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, int], Tally] = {}

    def add(self, first: str, status: int, seconds: float) -> None:
        """Count a request, by the first part of its path: of paths there is no end."""
        name = first if first in PARTS else "other"
        tally = self._tallies.get((name, status))
        if tally is None:
            tally = self._tallies[name, status] = Tally()
        tally.add(seconds)

    def collect(self) -> Iterable[Metric]:
        """The counts, as Prometheus' client has them."""
        requests = CounterMetricFamily(
            "estate_requests", "Requests by path and status.", labels=("path", "status")
        )
        latency = HistogramMetricFamily("estate_request_seconds", "Seconds to an answer.", labels=("path",))
        by_path: dict[str, list[Tally]] = {}
        for (name, status), tally in self._tallies.items():
            label = f"/{name}" if name in PARTS else name
            requests.add_metric((label, str(status)), tally.count)
            by_path.setdefault(label, []).append(tally)
        for label, tallies in by_path.items():
            latency.add_metric((label,), [*_buckets(tallies)], sum(tally.seconds for tally in tallies))
        return requests, latency


def _buckets(tallies: list[Tally]) -> Iterable[tuple[str, float]]:
    """How many took at most so many seconds."""
    each = map(sum, zip(*(tally.buckets for tally in tallies), strict=True))
    return zip((*map(str, BUCKETS), "+Inf"), accumulate(each), strict=True)


class Metrics:
    """The counts of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Requests()
        self.registry.register(self.requests)
        self.queries = Histogram(
            "estate_query_seconds", "Seconds in a query process.", buckets=BUCKETS, registry=self.registry
        )
        self.ended = Gauge(
            "estate_queries_ended", "Queries that ended, by how.", ("how",), registry=self.registry
        )
        self.running = Gauge("estate_queries_running", "Queries that run.", registry=self.registry)
        self.queued = Gauge("estate_queries_queued", "Queries that wait.", registry=self.registry)
        self.processes = Gauge("estate_processes_started", "Query processes started.", registry=self.registry)
        self.cache = Gauge("estate_cache", "The cache of ready answers.", ("what",), registry=self.registry)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        self.requests.add(path[1:].partition("/")[0], status, seconds)

    def text(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self.registry)
