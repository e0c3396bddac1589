# ruff: noqa: PTH208
# (pathlib is not on the import diet)
"""The process tree of one attempt, and how it is ended for good."""

import os
import time

from dayshift.executors.supervisor.groups import Groups
from dayshift.executors.supervisor.system import SIGKILL, read_text

SIGTERM, SIGCONT, SIGSTOP = 15, 18, 19
ROUND_S = 0.02
KILL_FOR_S = 5.0
PAGE = os.sysconf("SC_PAGE_SIZE")


def children_by_parent() -> dict[int, list[int]]:
    """Who is whose child on this machine, but for those that have ended."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            state, parent = read_text(f"/proc/{name}/stat").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state not in ("Z", "X"):
            children.setdefault(int(parent), []).append(int(name))
    return children


def descendants(root: int) -> list[int]:
    """Every living process below ``root``. Orphans are there too, since the supervisor adopts them."""
    children = children_by_parent()
    found: list[int] = []
    ask = [root]
    while ask:
        below = children.get(ask.pop(), [])
        found += below
        ask += below
    return found


def send(pids: "list[int]", number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def reap_orphans(job: int | None) -> bool:
    """Collect ended processes that this one adopted, never ``job``. False when no child at all is left."""
    try:
        while True:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None or ended.si_pid == job:
                return True
            os.waitpid(ended.si_pid, os.WNOHANG)
    except ChildProcessError:
        return False


class Tree:
    """All processes of the attempt, by its groups where they exist, by descent where not."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.root = os.getpid()

    def pids(self) -> list[int]:
        return descendants(self.root)

    def terminate(self) -> None:
        """Ask every process to end; a stopped one is woken so that it can hear."""
        pids = self.pids()
        send(pids, SIGTERM)
        send(pids, SIGCONT)

    def kill(self) -> None:
        """Kill every process, once. Where single ones must be killed, a quick forker may need another round."""
        if not self.groups.kill():
            send(self.pids(), SIGKILL)

    def clear(self, patience_s: float, *, ask: bool) -> int:
        """End what the program left behind, and say how many there were.

        TERM if they are to be asked, ``patience_s`` seconds, then KILL until none is left.
        """
        if not reap_orphans(None):
            return 0
        count = len(self.pids())
        if ask:
            self.terminate()
        if not self._empty_within(patience_s):
            self._kill_rounds()
        return count

    def _empty_within(self, patience_s: float) -> bool:
        until = time.monotonic() + patience_s
        while reap_orphans(None):
            if time.monotonic() > until:
                return False
            time.sleep(ROUND_S)
        return True

    def _kill_rounds(self) -> None:
        until = time.monotonic() + KILL_FOR_S
        while reap_orphans(None) and time.monotonic() < until:
            self.kill()
            time.sleep(ROUND_S)

    def memory(self) -> int:
        """Resident memory that is not shared, in bytes, summed over the tree."""
        total = 0
        for pid in self.pids():
            try:
                pages = read_text(f"/proc/{pid}/statm").split()
            except OSError:
                continue
            total += int(pages[1]) - int(pages[2])
        return total * PAGE
