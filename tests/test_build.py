"""Is a release made whole or not at all, the same each time, and under whatever base is asked for?"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.build import Built, CheckFailed, build, know
from graph.dataset import Writer
from graph.errors import EstateError, TableError
from graph.estate import Estate
from graph.namespaces import Names
from graph.nquads import Terms
from graph.release import DATASET, METADATA, STORE, SUMS, Release
from graph.resources import CANONICAL_BASE

if TYPE_CHECKING:
    from tests.conftest import Mini

DAY = "2026-11-23"
OAKHAM = """
court/crown-court,skos:prefLabel,Crown Court,en,,,list-2013
criminal-justice-area/33,skos:prefLabel,Leicestershire,en,,,codes
magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,list-2005
magistrates-court/oakham,skos:prefLabel,"Llys ""Oakham"" \\ Wyddgrug’s",cy,,,list-2005,paragraph 1,,"A tab	and é"
magistrates-court/oakham,skos:prefLabel,Oakham (closed),en,,,list-2025
magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,[..2012-04-30],codes
magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
magistrates-court/oakham,org:hasPrimarySite,courthouse/oakham,,,,list-2005
courthouse/oakham,skos:prefLabel,The Castle,en,,,list-2005
courthouse/oakham,cje:point,POINT(-0.7274 52.6702),,,,list-2005
courthouse/oakham,cje:point,POINT(-0.7274 52.6712),,,,list-2025
closure/oakham,cje:date,2011-07-31,,,,statement
closure/oakham,cje:affects,magistrates-court/oakham,,,,statement
magistrates-court/oakham,cje:standing,true,,,,list-2013
magistrates-court/oakham,cje:standing,true,,,,list-2025
"""


@pytest.fixture
def folder(mini: Mini) -> Path:
    """Tables whose texts need escapes and have letters beyond ASCII, and whose sources disagree."""
    return mini(OAKHAM, policy="*,1,,list-2005,kept with care")


def files(release: Path) -> dict[str, bytes]:
    """The files of a release but its derived store."""
    return {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.relative_to(release).parts[0] != STORE
    }


def quads(built: Built, graph: str) -> set[str]:
    """The triples of a graph of a release, as lines without their graph."""
    ending = f" <{built.release.names.graph(graph)}> .\n"
    with (built.release.folder / DATASET).open(encoding="utf-8", newline="\n") as lines:
        return {line.removesuffix(ending) for line in lines if line.endswith(ending)}


# A small release, made once


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Built:
    """A release of the tables of `folder`."""
    del request
    raise NotImplementedError
