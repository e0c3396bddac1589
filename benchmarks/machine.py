"""The machine of a benchmark: what it is, and that only one benchmark at a time has it."""

import fcntl
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measure import median

SYNCS = 50
BLOCK = b"x" * 4096


def facts(folder: Path) -> dict[str, Any]:
    """What the figures depend on. ``folder``: on the disk that is used."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_mib": pages >> 20,
        "kernel": platform.release(),
        "python": platform.python_version(),
        "fsync_ms_p50": round(_fsync_ms(folder), 3),
        "load": round(os.getloadavg()[0], 2),
    }


def _fsync_ms(folder: Path) -> float:
    """What it costs that a written block is durable."""
    taken = []
    probe = folder / "fsync"
    with probe.open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(BLOCK)
            begun = perf_counter()
            os.fsync(file.fileno())
            taken.append((perf_counter() - begun) * 1000)
    probe.unlink()
    return median(taken)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold this machine for one benchmark; others wait. The folder itself is locked, so no file is left behind."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another benchmark runs on this machine; this one waits for it.", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
