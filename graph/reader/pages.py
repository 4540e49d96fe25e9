"""Reads the text of a PDF from standard input in a process of its own, so that a bad one harms nothing.

It is run by its path, in isolation, and imports nothing of the project. Memory and time of the processor are
bounded before the first byte is read. What comes back is JSON: the pages, or what is wrong.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject

MEMORY = 1 << 30
SECONDS = 50
MOST_PAGES = 1000
MOST_CHARACTERS = 1_500_000
_COLUMNS = re.compile(r"\S.{25,} {3,}\S.{25,}")
"""A line that goes across two columns."""


def main() -> None:
    """Write the text of each page."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(told(sys.stdin.buffer.read()), sys.stdout)


def _text(page: PageObject) -> str:
    """The text of a page as it lies on it, gaps between paragraphs too; of columns, as the file has it."""
    try:
        laid = str(page.extract_text(extraction_mode="layout"))
    except MemoryError:
        raise
    except Exception:  # The layout needs more of a font than the text does.
        return str(page.extract_text())
    lines = [line for line in laid.splitlines() if line.strip()]
    columns = sum(_COLUMNS.search(line) is not None for line in lines)
    return laid if lines and columns <= len(lines) / 3 else str(page.extract_text())


def told(content: bytes) -> dict[str, object]:
    """The pages of a PDF, or the error that reading it met."""
    from pypdf import PdfReader  # noqa: PLC0415 - only once memory is bounded
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "it is locked with a password"}
        if len(reader.pages) > MOST_PAGES:
            return {"error": f"it has {len(reader.pages)} pages, and {MOST_PAGES} are read"}
        pages, length = [], 0
        for page in reader.pages:
            pages.append(_text(page))
            length += len(pages[-1])
            if length > MOST_CHARACTERS:
                return {"error": f"it has more than {MOST_CHARACTERS:,} characters"}
    except MemoryError:
        return {"error": "it asks for too much memory"}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        return {"error": f"it is not whole ({type(error).__name__})"}
    except Exception as error:  # Whatever a broken PDF brings about is told, not shown as a traceback.
        return {"error": f"it is not whole ({type(error).__name__})"}
    return {"pages": pages} if pages else {"error": "it has no page"}


if __name__ == "__main__":
    main()
