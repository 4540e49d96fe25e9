"""Run the server: one process of granian, which hands queries to processes of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from api.settings import VARIABLE, Settings
from graph.errors import EstateError, ReleaseError
from graph.release import DEFAULT, Release
from graph.store import file_format


def settings_for(
    release: Path | None,
    data: Sequence[Path],
    endpoint: str,
    workers: int | None,
    deadline: float,
    memory: int,
) -> Settings:
    """The settings of a server; ReleaseError or EstateError for what cannot be served."""
    told: dict[str, object] = {"deadline": deadline, "memory": memory}
    if workers is not None:
        told["workers"] = workers
    if data and endpoint:
        raise EstateError("Files are served, or what a store holds, not both: leave out one of them.")
    if data:
        for path in data:
            file_format(path)
            if not path.is_file():
                raise EstateError(f"{path} cannot be read: there is no such file.")
        return Settings.model_validate(told | {"data": tuple(path.resolve() for path in data)})
    if endpoint:
        if urlsplit(endpoint).scheme not in ("http", "https") or not urlsplit(endpoint).hostname:
            raise EstateError(f"{endpoint!r} is no address of a store. Write it as http://HOST:PORT/PATH.")
        told["endpoint"] = endpoint
        if release is None and not _stands():
            return Settings.model_validate(told)
    # The link, not what it points to: a new release takes its place.
    chosen = Path.cwd() / (release or os.environ.get("ESTATE_RELEASE") or DEFAULT)
    Release.open(chosen)
    return Settings.model_validate(told | {"release": chosen})


def _stands() -> bool:
    """Whether there is a release where one is looked for; what is published without one has no days."""
    try:
        Release.open()
    except ReleaseError:
        return False
    return True


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until a signal ends it."""
    from granian import Granian  # noqa: PLC0415 - only who serves needs it
    from granian.constants import Interfaces, Loops  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    _open_standard_streams()
    os.environ[VARIABLE] = settings.model_dump_json()
    Granian(
        "api.main:app",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        workers=1,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()


def _open_standard_streams() -> None:
    """Open what is closed of the standard streams: else a file gets their number, and the log with it."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
