"""Places where a test may kill, stop or fail this process: beside every commit that is next to an outside effect.

``DAYSHIFT_FAILPOINTS="ticker.before_commit=kill@3;watcher.after_observe=sleep:2000"`` arms them, each as
``name=action[:arg][@hit]``.
Nothing armed costs one look at a module-level boolean.
"""

import errno
import os
import signal
import threading
from dataclasses import dataclass

from dayshift.domain.errors import Invalid

POINTS = frozenset(
    {
        "ticker.after_select",
        "ticker.before_commit",
        "ticker.after_commit",
        "dispatcher.before_claim_commit",
        "dispatcher.after_claim_commit",
        "dispatcher.before_launch",
        "dispatcher.after_launch",
        "watcher.after_observe",
        "watcher.before_end_commit",
        "watcher.after_end_commit",
        "cancel.after_request_commit",
        "api.after_commit",
        "files.after_tmp",
        "files.after_rename",
        "builder.after_build",
        "builder.after_rename",
        "janitor.after_row",
        "janitor.after_file",
    }
)
ACTIONS = frozenset({"kill", "die", "stop", "sleep", "raise", "enospc", "eio"})


@dataclass(slots=True)
class _Armed:
    action: str
    arg: str
    hit: int
    seen: int = 0


class FailpointHit(RuntimeError):
    """Raised by an armed ``raise``: as unexpected as any bug."""


class Died(BaseException):
    """Raised by an armed ``die``: one of several replicas in one test is gone. Nobody catches it."""


_armed: dict[str, _Armed] = {}
_any_armed = False
_lock = threading.Lock()


def arm(text: str) -> None:
    """Arm what ``text`` names, and nothing else. Raises Invalid for an unknown point or action."""
    global _any_armed
    _armed.clear()
    for item in filter(None, text.split(";")):
        name, _, what = item.partition("=")
        action, _, hit = what.partition("@")
        action, _, arg = action.partition(":")
        if name not in POINTS or action not in ACTIONS:
            raise Invalid.of("DAYSHIFT_FAILPOINTS", f"{item!r} names no failpoint and action")
        _armed[name] = _Armed(action, arg, int(hit or 1))
    _any_armed = bool(_armed)


def armed() -> tuple[str, ...]:
    """The names of the armed points."""
    return tuple(sorted(_armed))


def failpoint(name: str) -> None:
    """Do here what a test armed ``name`` with, at its n-th hit; nothing at all otherwise."""
    if _any_armed and name in _armed:
        _strike(_armed[name], name)


def _strike(point: _Armed, name: str) -> None:
    with _lock:
        point.seen += 1
        if point.seen != point.hit:
            return
    match point.action:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "die":
            raise Died(name)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "sleep":
            threading.Event().wait(int(point.arg) / 1000)
        case "raise":
            raise FailpointHit(name)
        case "enospc":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        case "eio":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
