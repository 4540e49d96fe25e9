"""Whether a server lives and is ready, for who runs it: told before the site is there, and then by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.server import Server

UNKEPT = {"Cache-Control": "no-store"}


def health() -> dict[str, Any]:
    """That it answers at all."""
    return {"status": "ok"}


def readiness(server: Server) -> tuple[int, dict[str, Any]]:
    """The status and what it says: 200 if queries are answered, else 503 with the reason."""
    metadata = server.release.metadata if server.release else None
    told = {
        "ready": server.ready,
        "release": metadata.date if metadata else None,
        "rdfc10_sha256": metadata.rdfc10_sha256 if metadata else None,
        "settled": server.workers.settled,
        "problem": server.problem or None,
    }
    return (200 if server.ready else 503), told
