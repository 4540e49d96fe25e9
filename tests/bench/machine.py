"""The machine and its processes: what is known of them, and what they take."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ESTATE = [sys.executable, "-m", "graph.cli"]
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process: seconds on the wall and in the processor, and its largest memory."""

    wall: float
    processor: float
    peak_megabytes: float


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; CalledProcessError if it fails."""
    started = time.perf_counter()
    # Python's compiled files are kept, as on a user's machine; some environments switch that off.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=usual)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def pace() -> float:
    """Seconds for ten million additions in Python: how fast the machine is just now."""
    started = time.perf_counter()
    total = 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - started


def processor() -> str:
    """The name of the processor."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(": ")[2]
    return platform.processor() or platform.machine()


def gibibytes() -> float:
    """The memory of the machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found, waiting = [pid], [pid]
    while waiting:
        with suppress(OSError):  # It has gone meanwhile.
            for task in Path(f"/proc/{waiting.pop()}/task").iterdir():
                below = [int(text) for text in (task / "children").read_text().split()]
                found += below
                waiting += below
    return found


def megabytes(pid: int) -> float:
    """What a process and its descendants take together, a page that several have counted once (PSS)."""
    total = 0
    for each in tree(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def seconds_at_work(pid: int) -> float:
    """The processor's seconds of a process and its descendants, those that have ended included."""
    total = 0
    for each in tree(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
    return total / _TICK


def idle(pid: int, patience: float = 12.0) -> bool:
    """Whether a process and its descendants come to rest: less than a tenth of a core for 0.3 s."""
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        before = seconds_at_work(pid)
        time.sleep(0.3)
        if seconds_at_work(pid) - before < 0.03:
            return True
    return False


def size(folder: Path) -> float:
    """The megabytes of the files of a folder, as they lie on the disk."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()) / 1e6
