"""What the processes of a benchmark cost, and how they end: always by their ids, never by a name."""

import os
import signal
import time
from collections.abc import Collection
from pathlib import Path

from dayshift.executors.supervisor.groups import remove_group

PROC = Path("/proc")
GROUPS = Path("/sys/fs/cgroup")
TICKS = os.sysconf("SC_CLK_TCK")  # a second
USER, REAPED = 11, 15  # the fields of stat behind the name: utime, stime, cutime, cstime
BUSY = (0, 1, 2, 5, 6)  # the columns of the machine's line: user, nice, system, irq, softirq


def family(root: int) -> list[int]:
    """The process and all that descend from it, parents first."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:  # it grows meanwhile
        found += children.get(pid, [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields behind the name; none when the process is gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def cpu_s(root: int) -> float:
    """CPU seconds of the family so far, those of its members that were reaped included."""
    stats = [fields for pid in family(root) if (fields := _stat(pid))]
    return sum(int(ticks) for fields in stats for ticks in fields[USER:REAPED]) / TICKS


def others_cpu_s() -> float:
    """CPU seconds of the machine so far that were not ours: whoever measures twice knows what others used between."""
    columns = (PROC / "stat").read_text().partition("\n")[0].split()[1:]
    return sum(int(columns[index]) for index in BUSY) / TICKS - cpu_s(os.getpid())


def pss_mib(root: int) -> float:
    """The memory of the family, what is shared being counted once: forked processes share most of theirs."""
    return sum(_pss_kib(pid) for pid in family(root)) / 1024


def _pss_kib(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def kill_family(root: int) -> None:
    """End the process and all that descend from it. Each is held still first, so that none is born unseen."""
    held: dict[int, int] = {}
    while new := [pid for pid in family(root) if pid not in held]:
        for pid in new:
            held[pid] = _hold(pid)
    for handle in held.values():
        if handle >= 0:
            _send(handle, signal.SIGKILL)
            os.close(handle)


def _hold(pid: int) -> int:
    """Stop it, and return a handle that can mean no other process; -1 when it is gone."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return -1
    _send(handle, signal.SIGSTOP)
    return handle


def _send(handle: int, number: signal.Signals) -> None:
    try:
        signal.pidfd_send_signal(handle, number)
    except ProcessLookupError:
        return


def wait_gone(pids: Collection[int], patience_s: float) -> list[int]:
    """Those of these that still live after so many seconds."""
    until = time.monotonic() + patience_s
    while (living := [pid for pid in pids if _lives(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    return living


def _lives(pid: int) -> bool:
    fields = _stat(pid)
    return bool(fields) and fields[0] not in "ZX"


def remove_groups(name: str) -> None:
    """Remove the control groups of this name with those inside them, now that nothing lives in them."""
    for group in GROUPS.glob(f"**/{name}"):
        for inside in [entry for entry in group.iterdir() if entry.is_dir()]:
            remove_group(str(inside))
        remove_group(str(group))
