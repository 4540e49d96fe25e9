"""What one server holds: its settings, the processes that answer, and what it has answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from api.cache import Cache
from api.failures import Refused
from api.lookups import Lookups
from api.metrics import Metrics
from api.settings import Settings
from api.telling import tell
from api.workers import Workers
from graph.errors import EstateError
from graph.release import Release
from graph.scale import advice


@dataclass(slots=True)
class Server:
    """Everything that one server holds."""

    settings: Settings
    workers: Workers
    cache: Cache
    metrics: Metrics
    release: Release | None = None
    lookups: Lookups | None = None
    """What answers the lightest queries without a process, if a release is served from here."""
    ready: bool = False
    problem: str = ""
    """Why it is not ready, if something went wrong."""

    @property
    def version(self) -> str:
        """What tells the served data from any other: the hash of the release."""
        return self.release.metadata.rdfc10_sha256 if self.release else "files"

    async def start(self) -> None:
        """Open the release and start the first query process."""
        try:
            if self.settings.release is not None:
                self.release = Release.open(self.settings.release)
                if not self.settings.endpoint and (sentence := advice(self.release.metadata.quads)):
                    tell(sentence)
            await self.workers.start()
            self.lookups = await self._lookups(self.release)
        except (EstateError, Refused) as error:
            self.problem = str(error)
            tell(str(error))
            return
        self.ready = True

    async def reload(self) -> None:
        """Serve the release that stands in place now; a release that cannot be opened changes nothing."""
        release = Release.open(self.settings.release)
        lookups = await self._lookups(release)
        await self.workers.reload()
        self.release, self.lookups = release, lookups
        self.cache.clear()

    async def _lookups(self, release: Release | None) -> Lookups | None:
        """Open a release for lookups; ReleaseError. None where another store or files are served."""
        if release is None or self.settings.endpoint:
            return None
        return await asyncio.get_running_loop().run_in_executor(None, Lookups, release)
