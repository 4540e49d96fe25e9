"""What the operator is told, on standard error."""

from __future__ import annotations

import contextlib
import sys


def tell(text: str) -> None:
    """Tell the operator; where standard error takes nothing, nobody reads it."""
    with contextlib.suppress(OSError, ValueError):
        print(f"estate serve: {text}", file=sys.stderr, flush=True)  # noqa: T201
