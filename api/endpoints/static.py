"""The style sheets, scripts and pictures of the pages, as they lie on the disk."""

from __future__ import annotations

from collections.abc import MutableMapping
from os import PathLike, stat_result
from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.staticfiles import StaticFiles
from starlette.responses import FileResponse

from api.assets import BUILT
from api.cache import encoding_for

FOREVER = "public, max-age=31536000, immutable"
"""For a file whose name has the hash of what is in it."""


class Static(StaticFiles):
    """Files with a validator; those of the build are kept for good, and go out packed where they lie so."""

    def file_response(
        self,
        full_path: PathLike[str] | str,
        stat_result: stat_result,
        scope: MutableMapping[str, Any],
        status_code: int = 200,
    ) -> Response:
        """A file, or word that it has not changed."""
        path = Path(full_path)
        headers = {"x-content-type-options": "nosniff"}
        hashed = path.is_relative_to(BUILT / "assets")
        headers["cache-control"] = FOREVER if hashed else "no-cache"
        beside = path.with_name(f"{path.name}.gz")
        if hashed and beside.is_file():
            headers["vary"] = "Accept-Encoding"
            if _takes_gzip(scope):
                kind = FileResponse(path).media_type
                headers["content-encoding"] = "gzip"
                return FileResponse(beside, status_code, headers, kind, stat_result=beside.stat())
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(headers)
        return response


def _takes_gzip(scope: MutableMapping[str, Any]) -> bool:
    wanted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1").split(",")
    return (
        encoding_for(",".join(item for item in wanted if item.strip().lower().startswith("gzip"))) == "gzip"
    )
