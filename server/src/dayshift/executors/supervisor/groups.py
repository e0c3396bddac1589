# ruff: noqa: PTH103, PTH106, PTH110
# (pathlib is not on the import diet)
"""The control groups of one attempt: limits that the kernel holds, and a kill that no fork escapes.

The server decided where they are and what stands in them; here they are made, entered, read, killed and removed. Each
is a dict ``{path, limits: [[file, value], …]}``, of the first or the second kind of hierarchy; the files tell which.
"""

import os
import time

from dayshift.executors.supervisor.system import SIGKILL, read_text, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PEAK_FILES = ("memory.peak", "memory.max_usage_in_bytes")
OOM_FILES = ("memory.events", "memory.oom_control")
REMOVE_FOR_S = 1.0


def pids_in(path: str) -> list[int]:
    """The processes of one group; none if it is gone."""
    try:
        return [int(line) for line in read_text(f"{path}/cgroup.procs").split()]
    except OSError:
        return []


def kill_group(path: str) -> bool:
    """Kill all that is in a group at once, whatever it does meanwhile. False where this group cannot do that."""
    if os.path.exists(f"{path}/cgroup.kill"):
        write_text(f"{path}/cgroup.kill", "1")
        return True
    if not os.path.exists(f"{path}/freezer.state"):
        return False
    write_text(f"{path}/freezer.state", "FROZEN")
    try:
        for pid in pids_in(path):
            try:
                os.kill(pid, SIGKILL)
            except ProcessLookupError:
                continue
    finally:
        write_text(f"{path}/freezer.state", "THAWED")
    return True


def remove_group(path: str) -> None:
    """Remove an empty group. The kernel needs a moment after the last process has ended."""
    until = time.monotonic() + REMOVE_FOR_S
    while True:
        try:
            return os.rmdir(path)
        except FileNotFoundError:
            return
        except OSError:
            if time.monotonic() > until:
                return
            time.sleep(0.005)


class Groups:
    """All the groups of one attempt."""

    def __init__(self, plan: "list[dict[str, Any]]") -> None:
        self.plan = plan
        self.paths = [str(group["path"]) for group in plan]

    def make(self) -> None:
        """Make them and set their limits. Raises OSError."""
        for group, path in zip(self.plan, self.paths, strict=True):
            os.makedirs(path, exist_ok=True)
            for file, value in group["limits"]:
                write_text(f"{path}/{file}", str(value))

    def enter(self) -> None:
        """Put the calling process in. Raises OSError."""
        for path in self.paths:
            write_text(f"{path}/cgroup.procs", "0")

    def pids(self) -> set[int]:
        """Every process in them: one that can be frozen or killed as a whole holds all."""
        return {pid for path in self.paths for pid in pids_in(path)}

    def kill(self) -> bool:
        """Kill everything in them. False where only single processes can be killed."""
        return [kill_group(path) for path in self.paths].count(True) > 0

    def oom_kills(self) -> int:
        """How often the kernel killed a process of this attempt for memory."""
        for line in self._first(OOM_FILES).splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
        return 0

    def peak_memory(self) -> int | None:
        """The most memory that was in use at once, in bytes."""
        text = self._first(PEAK_FILES)
        return int(text) if text else None

    def cpu_s(self) -> float | None:
        """Processor time of all processes, in seconds."""
        usage = self._first(("cpuacct.usage",))
        if usage:
            return int(usage) / 1e9
        for line in self._first(("cpu.stat",), having="usage_usec").splitlines():
            if line.startswith("usage_usec "):
                return int(line.split()[1]) / 1e6
        return None

    def remove(self) -> None:
        for path in self.paths:
            remove_group(path)

    def _first(self, files: tuple[str, ...], having: str = "") -> str:
        """What stands in the first of these files that is there and holds ``having``."""
        for path in self.paths:
            for file in files:
                try:
                    text = read_text(f"{path}/{file}")
                except OSError:
                    continue
                if having in text:
                    return text
        return ""
