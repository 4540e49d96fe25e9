"""Are ready answers kept within their bounds, and told apart?"""

from __future__ import annotations

import gzip

import pytest
import zstandard

from api.cache import Cache, Ready, encoding_for, etag, packed


def ready(body: bytes, status: int = 200) -> Ready:
    """An answer with a validator."""
    return Ready(status, ((b"content-type", b"text/plain"),), body, b'"tag"')


def test_what_was_kept_is_given_again() -> None:
    cache = Cache(100_000)
    cache.put(("/a",), ready(b"one"))
    assert cache.get(("/a",)) == ready(b"one")
    assert cache.get(("/b",)) is None
    assert (cache.hits, cache.misses) == (1, 1)


def test_the_least_lately_used_go_beyond_the_limit() -> None:
    cache = Cache(10 * ready(b"x" * 1000).size)
    for number in range(10):
        cache.put((str(number),), ready(b"x" * 1000))
    cache.get(("0",))
    cache.put(("10",), ready(b"x" * 1000))
    assert cache.get(("0",)) is not None
    assert cache.get(("1",)) is None
    assert len(cache) == 10
    assert cache.size == 10 * ready(b"x" * 1000).size


def test_is_the_size_right_when_an_answer_is_replaced() -> None:
    cache = Cache(100_000)
    cache.put(("/a",), ready(b"x" * 1000))
    cache.put(("/a",), ready(b"x"))
    assert cache.size == ready(b"x").size
    cache.clear()
    assert (cache.size, len(cache)) == (0, 0)


@pytest.mark.parametrize("status", [400, 404, 503, 504, 204])
def test_nothing_but_a_good_answer_is_kept(status: int) -> None:
    cache = Cache(100_000)
    cache.put(("/a",), ready(b"no", status))
    assert len(cache) == 0


def test_an_answer_that_would_fill_the_cache_is_not_kept() -> None:
    cache = Cache(8_000)
    cache.put(("/a",), ready(b"x" * 2_000))
    assert len(cache) == 0


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ('"tag"', True),
        ('W/"tag"', True),
        ('"other", "tag"', True),
        ("*", True),
        ('"other"', False),
        ("", False),
    ],
)
def test_is_an_answer_unchanged(header: str, same: bool) -> None:
    assert ready(b"one").unchanged(header) is same


def test_is_a_validator_of_one_representation() -> None:
    tags = {etag("r", b"/a"), etag("r", b"/b"), etag("s", b"/a"), etag("r", b"/", b"a"), etag("r", b"/a")}
    assert len(tags) == 4
    assert all(tag.startswith(b'"') and len(tag) == 34 for tag in tags)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("zstd, gzip", "zstd"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("br", "identity"),
        ("*", "zstd"),
        ("*;q=0", "identity"),
        ("gzip;q=0", "identity"),
        ("GZIP", "gzip"),
        ("gzip;q=x", "identity"),
        ("\xff\xfe", "identity"),
    ],
)
def test_the_best_packing_that_is_accepted(accepted: str, encoding: str) -> None:
    assert encoding_for(accepted) == encoding


def test_is_what_was_packed_the_body() -> None:
    body = b"Oakham " * 1000
    assert gzip.decompress(packed(body, "gzip")[0]) == body
    assert zstandard.ZstdDecompressor().decompress(packed(body, "zstd")[0]) == body
    assert packed(body, "identity") == (body, "identity")
    assert packed(b"small", "gzip") == (b"small", "identity")
    assert packed(body, "gzip") == packed(body, "gzip")
