"""Executions: one running of a job, in one or more attempts; the states and every edge between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class State(StrEnum):
    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    LOST = "lost"


TERMINAL = frozenset({State.SUCCEEDED, State.FAILED, State.TIMED_OUT, State.CANCELLED, State.LOST})
OPEN = frozenset(State) - TERMINAL
LIVE = frozenset({State.STARTING, State.RUNNING})  # a process may exist

# Every edge there is. ``LIVE → QUEUED`` is an attempt that ended while tries are left.
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.STARTING, State.CANCELLED, State.FAILED}),
    State.STARTING: frozenset({State.RUNNING, State.FAILED, State.CANCELLED, State.LOST, State.QUEUED}),
    State.RUNNING: TERMINAL | {State.QUEUED},
    **{state: frozenset() for state in TERMINAL},
}


class Cause(StrEnum):
    """How an execution came to be; ``DAYSHIFT_TRIGGER`` tells the job."""

    SCHEDULE = "schedule"
    LATE = "late"
    MANUAL = "manual"
    TEST = "test"
    RERUN = "rerun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often, and when, a failed attempt is tried again. Times are seconds."""

    max: int = 0
    delay: float = 60.0
    backoff: float = 2.0
    max_delay: float = 3600.0
    on: frozenset[str] = frozenset({"failed", "timed_out"})

    def wait(self, attempt: int) -> timedelta:
        """How long to wait after attempt number ``attempt`` (1 is the first)."""
        return timedelta(seconds=min(self.delay * self.backoff ** (attempt - 1), self.max_delay))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How one attempt ended, in the words of an execution. ``retry_on`` is the word that retries must name."""

    state: State
    reason: str | None
    message: str = ""
    exit_code: int | None = None
    signal: int | None = None
    started_at: datetime | None = None
    ended_at: datetime
    peak_memory: int | None = None
    cpu_s: float | None = None

    @property
    def retry_on(self) -> str:
        return "oom" if self.reason == "oom" else self.state.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """One running of a job, as lists show it; ``detail`` holds what only its own page reads."""

    id: int
    project: int
    job: int
    state: State
    attempt: int
    created_at: datetime
    not_before: datetime
    cause: Cause
    schedule: int | None = None
    fire: int | None = None
    nominal_at: datetime | None = None
    rerun_of: int | None = None
    waits_for: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    exit_code: int | None = None
    signal: int | None = None
    reason: str | None = None
    message: str = ""
    cancel_requested_at: datetime | None = None
    requested_by: str = ""
    requester: int | None = None
    progress: Mapping[str, Any] | None = field(default=None)


def tries_again(ending: Ending, attempt: int, retries: Retries, cancelled: bool) -> timedelta | None:
    """How long until the next attempt, or None when this was the last one. A cancelled run is never tried again."""
    if cancelled or attempt > retries.max or ending.retry_on not in retries.on:
        return None
    return retries.wait(attempt)
