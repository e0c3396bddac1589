"""Who a process is, so that nobody takes another one with the same number for it."""

import os

from dayshift.executors.supervisor.system import boot_id, start_time


def identity() -> tuple[str, int, str]:
    """This process: the machine's boot, its pid, and when it started."""
    return boot_id(), os.getpid(), str(start_time(os.getpid()))


def is_gone(boot: str, pid: int, started: str) -> bool:
    """Whether that process of this machine is dead, for certain; a pid alone proves nothing."""
    if boot != boot_id():
        return True
    try:
        return str(start_time(pid)) != started
    except (OSError, ValueError, IndexError):
        return True
