"""What a killed supervisor leaves: processes that must not outlive their run, groups, and secrets on the disk."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dayshift.clock import monotonic
from dayshift.executors.runfolder import RunFolder, remove_tree
from dayshift.executors.supervisor import groups
from dayshift.executors.supervisor.system import read_text

KILL_FOR_S = 2.0
ENVIRONMENT_BYTES = 4 << 20


def clear_remains(folder: RunFolder, token: dict[str, Any]) -> None:
    """Kill what is left of an attempt whose supervisor is gone, and remove its groups and secrets. Twice is no error.

    The kernel has killed the program itself; here go those that it started, found by their group, else by their mark.
    """
    paths = [str(path) for path in token.get("groups", [])]
    until = monotonic() + KILL_FOR_S
    while _kill_once(paths, str(token.get("name"))) and monotonic() < until:
        continue
    for path in paths:
        groups.remove_group(path)
    secrets = folder.path / "secrets"
    if secrets.is_dir() and not secrets.is_symlink():
        remove_tree(secrets)


def _kill_once(paths: list[str], name: str) -> bool:
    """Kill all that is seen. True if there was anything."""
    left = [path for path in paths if groups.pids_in(path)]
    for path in left:
        groups.kill_group(path)
    hidden = list(marked(name))
    for pid in hidden:
        _kill(pid)
    return bool(left or hidden)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def marked(name: str) -> Iterator[int]:
    """Every living process that was started with this attempt's name in its environment."""
    mark = f"DAYSHIFT_NAME={name}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and mark in _environment(entry) and not _is_dead(entry):
            yield int(entry.name)


def _environment(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes()[:ENVIRONMENT_BYTES].split(b"\0")
    except OSError:
        return []


def _is_dead(process: Path) -> bool:
    try:
        return read_text(str(process / "stat")).rpartition(")")[2].split()[0] in ("Z", "X")
    except OSError:
        return True
