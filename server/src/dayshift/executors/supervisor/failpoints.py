"""Where a test may kill, stop or slow this program: the supervisor's own few lines, without the server."""

import os
import time

POINTS = (
    "supervisor.after_lock",
    "supervisor.after_fork",
    "supervisor.after_job_json",
    "supervisor.after_gate",
    "supervisor.after_term",
    "supervisor.after_child_exit",
    "supervisor.after_exit_tmp",
    "supervisor.after_exit_json",
    "log.before_cut",
    "log.after_cut",
)
VARIABLE = "DAYSHIFT_SUPERVISOR_FAILPOINTS"
_SIGNALS = {"kill": 9, "stop": 19}


def _parse(text: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in text.split(";") if "=" in item)


_armed = _parse(os.environ.get(VARIABLE, ""))


def failpoint(name: str) -> None:
    """Do here what ``name`` was armed with: ``kill``, ``stop``, or ``sleep:<ms>``."""
    action, _, argument = _armed.get(name, "").partition(":")
    if action in _SIGNALS:
        os.kill(os.getpid(), _SIGNALS[action])
    elif action == "sleep":
        time.sleep(int(argument) / 1000)
