"""What happens, counted for Prometheus; nothing of who asks."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

PARTS = frozenset(
    (
        " sparql graphs id doc api health ready metrics static search map explore questions changes compare "
        "sources quality timeline about report ontology timemap exports openapi.json docs context.jsonld "
        "map.svg"
    ).split(" ")
)
"""The first parts of the paths that there are; the empty one is that of the first page."""


class Metrics:
    """The counts of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "estate_requests", "Requests by path and status.", ("path", "status"), registry=self.registry
        )
        self.latency = Histogram(
            "estate_request_seconds",
            "Seconds to an answer.",
            ("path",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.queries = Histogram(
            "estate_query_seconds", "Seconds in a query process.", buckets=BUCKETS, registry=self.registry
        )
        self.ended = Gauge(
            "estate_queries_ended", "Queries that ended, by how.", ("how",), registry=self.registry
        )
        self.running = Gauge("estate_queries_running", "Queries that run.", registry=self.registry)
        self.queued = Gauge("estate_queries_queued", "Queries that wait.", registry=self.registry)
        self.processes = Gauge("estate_processes_started", "Query processes started.", registry=self.registry)
        self._children: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self.cache = Gauge("estate_cache", "The cache of ready answers.", ("what",), registry=self.registry)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request, by the first part of its path: of paths there is no end."""
        first = path[1:].partition("/")[0]
        label = f"/{first}" if first in PARTS else "other"
        known = self._children.get((label, status))
        if known is None:
            known = self.requests.labels(label, str(status)), self.latency.labels(label)
            self._children[label, status] = known
        known[0].inc()
        known[1].observe(seconds)

    def text(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self.registry)
