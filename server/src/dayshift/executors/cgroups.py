"""Control groups of this machine: where runs may have theirs, and what that enforces. Found out by doing it."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dayshift.executors.base import Order
from dayshift.executors.supervisor.groups import kill_group, remove_group
from dayshift.executors.supervisor.system import write_text

V1_CONTROLLERS = ("memory", "cpu", "cpuacct", "pids", "freezer")
V2_CONTROLLERS = ("memory", "cpu", "pids")
SERVER_GROUP = "dayshift-server"
PERIOD_US = 100_000
PROBE_S = 5.0

# Written in this order: the limit of memory and swap together may not be below that of memory.
LIMITS: Mapping[str, Callable[[Order], str]] = {
    "memory.limit_in_bytes": lambda order: str(order.memory),
    "memory.memsw.limit_in_bytes": lambda order: str(order.memory),
    "memory.max": lambda order: str(order.memory),
    "memory.swap.max": lambda _: "0",
    "memory.oom.group": lambda _: "1",
    "cpu.cfs_quota_us": lambda order: str(round(order.cpu * PERIOD_US)),
    "cpu.shares": lambda order: str(max(2, round(order.cpu * 1024))),
    "cpu.max": lambda order: f"{round(order.cpu * PERIOD_US)} {PERIOD_US}",
    "cpu.weight": lambda order: str(min(10_000, max(1, round(order.cpu * 100)))),
    "pids.max": lambda order: str(order.processes),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in which each run gets a group, and the files that such a group has."""

    folder: Path
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cgroups:
    """What can be used here; nothing at all is a possible answer. ``faults`` says why something cannot."""

    places: tuple[Place, ...] = ()
    faults: tuple[str, ...] = ()

    def has(self, *files: str) -> bool:
        """Whether some group has one of these files."""
        return any(file in place.files for place in self.places for file in files)

    def plan(self, order: Order) -> list[dict[str, Any]]:
        """The groups of one run with their limits, for its supervisor to make."""
        return [
            {
                "path": str(place.folder / order.name),
                "limits": [[file, value(order)] for file, value in LIMITS.items() if file in place.files],
            }
            for place in self.places
        ]


def probe(instance: str) -> Cgroups:
    """Make a group in each hierarchy below our own, put a process in, kill it, and keep what worked.

    Below our own: a run must not leave the limits that were set around the server.
    """
    process = subprocess.Popen([sys.executable, "-I", "-S", "-c", f"import time; time.sleep({PROBE_S})"], cwd="/")
    places: list[Place] = []
    faults: list[str] = []
    try:
        for own in _own_groups():
            try:
                places.append(_try(own / f"dayshift-{instance}", process.pid))
            except OSError as error:
                faults.append(f"{own}: {error.strerror}")
    finally:
        _end_probe(places, process)
    return Cgroups(tuple(_needed(places)), tuple(faults))


def _try(folder: Path, pid: int) -> Place:
    """Raises OSError."""
    folder.mkdir(exist_ok=True)
    try:
        if (folder / "cgroup.controllers").exists():
            _hand_down(folder.parent)
            _hand_down(folder)
        test = folder / "probe"
        test.mkdir(exist_ok=True)
        try:
            write_text(str(test / "cgroup.procs"), str(pid))
        except OSError:
            test.rmdir()
            raise
    except OSError:
        folder.rmdir()
        raise
    return Place(folder, frozenset(entry.name for entry in test.iterdir()))


def _hand_down(group: Path) -> None:
    """Let the groups below have the controllers (v2). A group with processes may not, so the server steps aside."""
    has = (group / "cgroup.controllers").read_text().split()
    wanted = " ".join(f"+{name}" for name in V2_CONTROLLERS if name in has)
    if not wanted:
        return
    try:
        write_text(str(group / "cgroup.subtree_control"), wanted)
    except OSError:
        (group / SERVER_GROUP).mkdir(exist_ok=True)
        write_text(str(group / SERVER_GROUP / "cgroup.procs"), "0")
        write_text(str(group / "cgroup.subtree_control"), wanted)


def _end_probe(places: list[Place], process: "subprocess.Popen[bytes]") -> None:
    for place in places:
        kill_group(str(place.folder / "probe"))
    process.kill()
    process.wait()
    for place in places:
        remove_group(str(place.folder / "probe"))


def _needed(places: list[Place]) -> Iterator[Place]:
    """Only what limits or kills: each group costs time at each start."""
    kills = any("cgroup.kill" in place.files for place in places)
    for place in places:
        limits = any(file in place.files for file in LIMITS)
        freezes = "freezer.state" in place.files and not kills
        counts = "cpuacct.usage" in place.files and not kills
        if limits or freezes or counts or "cgroup.kill" in place.files:
            yield place
        else:
            place.folder.rmdir()


def _own_groups() -> Iterator[Path]:
    """The folder of our own group in each hierarchy that could be of use, once."""
    mounts = dict(_mounts())
    seen: set[Path] = set()
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for kind in controllers.split(",") if controllers else ["cgroup2"]:
            if kind not in mounts:
                continue
            root, mount = mounts[kind]
            own = mount / path.removeprefix(root).lstrip("/")
            own = own.parent if own.name == SERVER_GROUP else own
            if own not in seen:
                seen.add(own)
                yield own


def _mounts() -> Iterator[tuple[str, tuple[str, Path]]]:
    """For each v1 controller, and for ``cgroup2``: the root of the mount, and where it is."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        root, mount = before.split()[3:5]
        kind, _, options = after.split()[:3]
        if kind == "cgroup2":
            yield "cgroup2", (root.rstrip("/"), Path(mount))
        elif kind == "cgroup":
            for controller in set(options.split(",")) & set(V1_CONTROLLERS):
                yield controller, (root.rstrip("/"), Path(mount))
