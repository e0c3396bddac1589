# ruff: noqa: PTH108, PTH208
# (pathlib is not on the import diet)
"""How an attempt ended, collected piece by piece and written so that neither a crash nor a full disk loses it."""

import os
import time

from dayshift.executors.supervisor import records
from dayshift.executors.supervisor.failpoints import failpoint
from dayshift.executors.supervisor.groups import Groups
from dayshift.executors.supervisor.system import complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from resource import struct_rusage
    from typing import Any

RETRY_S = 1.0
KILL_CODES = (9, 137)


class End:
    """The record ``exit.json`` in the making."""

    def __init__(self, slot: records.Slot) -> None:
        self._slot = slot
        self._facts: dict[str, Any] = {}
        self.leftovers = 0
        self.log_bytes = 0
        self._oom_kills = 0

    def took(self, started_at: float, ended_at: float, wall_s: float) -> None:
        self._facts |= {"started_at": started_at, "ended_at": ended_at, "wall_s": round(wall_s, 6)}

    def used(self, usage: "struct_rusage", groups: Groups) -> None:
        """What it cost, by its groups, which see every process; else by what the program and its children report."""
        own_cpu_s, max_rss = usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10
        cpu_s, peak = groups.cpu_s(), groups.peak_memory()
        self._oom_kills = groups.oom_kills()
        self._facts |= {
            "cpu_s": round(own_cpu_s if cpu_s is None else cpu_s, 6),
            "max_rss": max_rss,
            "peak_memory": max_rss if peak is None else peak,
            "oom_kills": self._oom_kills,
        }

    def how(self, status: int, stopped_by: str | None, memory: int) -> "dict[str, Any]":
        """Code or signal, and who was the cause: it is ``oom`` only if the program itself died of it."""
        code = os.waitstatus_to_exitcode(status)
        if stopped_by is None and self._oom_kills and abs(code) in KILL_CODES:
            stopped_by = "oom"
        exact = {"code": code, "signal": None} if code >= 0 else {"code": None, "signal": -code}
        return {**exact, "stopped_by": stopped_by, "memory_limit": memory}

    def write(self, last: "dict[str, Any]") -> None:
        """Publish the record; the disk may be so full that even the reserved slot fails: then try until it works."""
        record: dict[str, Any] = {
            "v": 1,
            "code": None,
            "signal": None,
            "stopped_by": None,
            "setup": None,
            "started_at": None,
        }
        record |= {"v": 1, "ended_at": time.time(), "log_bytes": self.log_bytes, "leftovers": self.leftovers}
        record |= self._facts | last
        self._until_done(lambda: self._slot.write(record))
        failpoint("supervisor.after_exit_tmp")
        remove_secrets()
        self._until_done(self._slot.publish)
        failpoint("supervisor.after_exit_json")

    def _until_done(self, work: "Callable[[], None]") -> None:
        while True:
            try:
                return work()
            except FileNotFoundError:  # somebody removed the run directory: there is nobody left to tell
                return
            except OSError as error:
                complain(f"the end cannot be written yet: {error}")
                time.sleep(RETRY_S)


def remove_secrets() -> None:
    """Nothing of a secret outlives the run that needed it."""
    try:
        for name in os.listdir("secrets"):
            os.unlink(f"secrets/{name}")
    except FileNotFoundError:
        return
