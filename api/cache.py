"""Ready answers: a release never changes, so what was answered once is answered again without work."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import zstandard

Header = tuple[bytes, bytes]
Key = tuple[str, ...]
"""What tells one request from another; the packing stands last."""

ENCODINGS = ("zstd", "gzip", "identity")
"""How a body can be packed, the best first."""

SMALL = 512
"""Bodies below so many bytes are not packed: it would not pay."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer as it goes out; a body for each way of packing it was asked in."""

    status: int
    headers: tuple[Header, ...]
    body: bytes
    etag: bytes = b""
    told: list[tuple[str, str]] = field(init=False)
    """The headers with the length of the body, as text."""
    size: int = field(init=False)
    """About how many bytes it takes in memory."""

    def __post_init__(self) -> None:
        headers = sum(len(name) + len(value) + 50 for name, value in self.headers)
        object.__setattr__(self, "told", as_text(self.whole))
        object.__setattr__(self, "size", len(self.body) + 2 * headers + 200)

    @property
    def whole(self) -> tuple[Header, ...]:
        """The headers with the length of the body."""
        length = () if self.status == 204 else ((b"content-length", str(len(self.body)).encode()),)
        return (*self.headers, *length)

    @property
    def validators(self) -> tuple[Header, ...]:
        """The headers without those of a body: who asks has that already."""
        return tuple(header for header in self.headers if header[0] not in OF_A_BODY)

    def unchanged(self, if_none_match: str) -> bool:
        """Whether who asks has this very answer already (RFC 9110, weak comparison)."""
        if not self.etag or not if_none_match:
            return False
        tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return "*" in tags or self.etag.decode() in tags


OF_A_BODY = (b"content-type", b"content-encoding")


def as_text(headers: Iterable[Header]) -> list[tuple[str, str]]:
    """Headers as text."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


class Cache:
    """Ready answers by what was asked, the least recently used dropped beyond a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._answers: OrderedDict[Key, Ready] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Key) -> Ready | None:
        """The answer to a request that has the same key; None if there is none."""
        found = self._answers.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._answers.move_to_end(key)
        return found

    def put(self, key: Key, answer: Ready) -> None:
        """Keep an answer, if it is a good one and not so large that few others would fit beside it."""
        if answer.status != 200 or answer.size > self._limit // 8:
            return
        before = self._answers.pop(key, None)
        self._answers[key] = answer
        self.size += answer.size - (before.size if before else 0)
        while self.size > self._limit:
            self.size -= self._answers.popitem(last=False)[1].size

    def clear(self) -> None:
        """Forget everything: another release is served."""
        self._answers.clear()
        self.size = 0


def etag(release: str, *parts: bytes) -> bytes:
    """A strong validator of one representation: of the release, what was asked, the form and the packing."""
    digest = hashlib.sha256(release.encode())
    for part in parts:
        digest.update(b"\x1f" + part)
    return b'"' + digest.hexdigest()[:32].encode() + b'"'


@lru_cache(512)
def encoding_for(accept_encoding: str) -> str:
    """The best packing that is accepted; `identity` if nothing else is.

    >>> encoding_for("gzip, deflate, br"), encoding_for("zstd;q=0, gzip;q=0.5"), encoding_for("")
    ('gzip', 'gzip', 'identity')
    """
    weights = dict(_weights(accept_encoding.lower().split(",")))
    anything = weights.get("*", 0.0)
    best = [(weights.get(name, anything), -place, name) for place, name in enumerate(ENCODINGS[:-1])]
    weight, _, name = max(best)
    return name if weight > 0 else "identity"


def _weights(items: Iterable[str]) -> Iterable[tuple[str, float]]:
    for item in items:
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        if name:
            yield name, weight


def packed(body: bytes, encoding: str) -> tuple[bytes, str]:
    """A body packed in that way, and how it is packed: a small one is left as it is."""
    if len(body) < SMALL or encoding == "identity":
        return body, "identity"
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=3).compress(body), "zstd"
    return gzip.compress(body, compresslevel=6, mtime=0), "gzip"
