"""The last part of a key out of a name."""

from __future__ import annotations

import re
import unicodedata


def slug(name: str) -> str:
    """A name as the last part of a key: small letters and digits, joined by hyphens.

    >>> slug("Decision-making in magistrates' court cases & more")
    'decision-making-in-magistrates-court-cases-and-more'
    """
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ").replace("'", "").replace("’", ""))
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower()))
