"""The contract between Dayshift and a place where attempts run: what it is told, and what it tells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol


class LogFull(StrEnum):
    """What happens when an attempt has written more log than it may keep."""

    TRIM = "trim"  # the head and the tail are kept, the middle is cut
    STOP = "stop"  # the attempt is stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a place is told to start. Sizes are bytes; ``run`` names the attempt's folder, ``<execution>/<attempt>``."""

    name: str  # ds-<instance>-<execution>-<attempt>: launching it twice gives one attempt
    run: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    cwd: str
    cpu: float
    memory: int
    processes: int
    grace: timedelta
    time_limit: timedelta | None = None
    log_limit: int
    log_full: LogFull = LogFull.TRIM
    folders: tuple[str, ...] = ()  # made below the run's work folder before it starts
    hold: str | None = None  # a file that is locked (shared) for the life of the run: its environment
    secrets: Mapping[str, str] = field(
        default_factory=dict, repr=False
    )  # variables that are stored nowhere but in the run


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """Enough to find an attempt again after any restart of anything. ``adopted``: it was there before this launch."""

    executor: str
    name: str
    run: str
    host: str
    adopted: bool = False


class Seen(StrEnum):
    """What a place says of an attempt."""

    WAITING = "waiting"  # known there, the program has not started
    RUNNING = "running"
    ENDED = "ended"
    ABSENT = "absent"  # the place was asked, is healthy, and does not know it
    UNKNOWN = "unknown"  # the place cannot be asked: nothing changes


class Reason(StrEnum):
    """Why an attempt ended otherwise than by its own exit."""

    KILLED = "killed"
    TIMEOUT = "timeout"
    OOM = "oom"
    SETUP = "setup"
    LOG_FULL = "log_full"
    PROCESSES = "processes"
    SUPERVISOR_KILLED = "supervisor_killed"
    HOST_RESTARTED = "host_restarted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one attempt was doing at ``observed_at``, an instant before the place was asked."""

    name: str
    seen: Seen
    observed_at: datetime
    exit_code: int | None = None
    signal: int | None = None
    reason: Reason | None = None
    message: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    peak_memory: int | None = None
    cpu_s: float | None = None
    progress: Mapping[str, Any] | None = None  # {"fraction": 0.42, "text": "month 5 of 12"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that this place cannot do, said plainly, with its cure."""

    feature: str
    text: str
    cure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a place can enforce, found out by trying it."""

    memory: str  # hard | watched
    cpu: str  # quota | affinity
    processes: str  # hard | watched
    kill: str  # atomic | rounds
    gaps: tuple[Gap, ...] = ()


class Executor(Protocol):
    """A place where attempts run. It keeps no truth: the handle is all it gets back. No call runs in a transaction."""

    kind: ClassVar[str]
    capabilities: Capabilities

    def handle_of(self, order: Order) -> Handle:
        """By what the attempt will be found, before it is launched: whoever launches has written it down already."""

    def launch(self, order: Order) -> Handle:
        """Start ``order.name``, or return the handle of the one already there, whatever its state.

        Raises BackendRejected when this order will never work, BackendUnavailable when it may have been accepted:
        launch it again.
        """

    def observe(self, handles: Sequence[Handle]) -> Iterable[Observation]:
        """Say what each does now; every handle is answered, and a place that cannot be asked answers ``unknown``."""

    def cancel(self, handle: Handle, grace: timedelta) -> None:
        """Ask it to stop, force it after ``grace``. Returns at once; twice, or after the end, is no error."""

    def owned(self) -> Iterable[Handle]:
        """Everything here that bears this install's mark, ended ones too: how orphans are found."""

    def forget(self, handle: Handle) -> None:
        """Remove what is left of an ended attempt but its log. Twice is no error."""
