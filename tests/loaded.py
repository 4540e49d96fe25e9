"""A part of the estate that every engine can be loaded with in seconds, and real servers that hold it."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from graph.publish import Published
from graph.release import DATASET, STORE, TIMELINE, Release, seal
from graph.remote import Endpoint, RemoteStore
from graph.store import Store
from tests.servers import Server

NEIGHBOURS = re.compile(rb"oakham|melton-mowbray|leicestershire|area-scheme/|id/law/|membership/|id/post/")
"""What a claim must name to be among those that are loaded."""


def part_of(whole: Release, folder: Path) -> Release:
    """A release, in a new folder, without the claims, and their geometry, that name none of NEIGHBOURS."""
    folder.mkdir()
    content = b"".join(_part(whole))
    (folder / DATASET).write_bytes(content)
    shutil.copy(whole.folder / TIMELINE, folder / TIMELINE)
    store = Store.create(folder / STORE, whole.names)
    store.append(content)
    store.optimize()
    digest = hashlib.sha256(content).hexdigest()
    metadata = replace(whole.metadata, quads=content.count(b"\n"), rdfc10_sha256=digest)
    seal(folder, metadata)
    return Release(folder, metadata)


def _part(release: Release) -> Iterator[bytes]:
    claims = f" <{release.names.graph('claims')}> .\n".encode()
    with (release.folder / DATASET).open("rb") as quads:
        for subject, lines in groupby(quads, lambda line: line.partition(b" ")[0]):
            about = list(lines)
            said = b"".join(line for line in about if b"wasDerivedFrom" not in line)
            for line in about:
                if not line.endswith(claims) or b"/id/claim/" not in subject or NEIGHBOURS.search(said):
                    yield line


@dataclass(frozen=True, slots=True)
class Loaded:
    """A server that has the part of the estate, and what publishing it told."""

    server: Server
    published: Published
    stores: list[RemoteStore] = field(default_factory=list)

    def store(self, **otherwise: str) -> RemoteStore:
        """The store behind it, filled by the Graph Store Protocol unless it is said otherwise."""
        made = RemoteStore(replace(endpoint_of(self.server), **otherwise))
        self.stores.append(made)
        return made


def endpoint_of(server: Server) -> Endpoint:
    """Where a server is asked and takes graphs, by its Graph Store Protocol."""
    return Endpoint(server.query, "", server.graphs, server.user, server.password)
