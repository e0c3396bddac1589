"""Runs, and the times at which nothing ran, as one list."""

from typing import Any, Literal

from pydantic import Field

from dayshift.api.schemas.base import Answer, Instant
from dayshift.domain.executions import Cause, Execution
from dayshift.domain.fires import Fire
from dayshift.services.runlist import Line

SKIPPED = "skipped"


class RunLine(Answer):
    """A run, or a time of a schedule at which nothing ran: ``kind`` says which, and what ``id`` is the number of."""

    kind: Literal["run", "fire"]
    id: int
    job: str
    title: str
    at: Instant = Field(description="What the list is ordered by: when a run was asked for, or a time was due.")
    state: str = Field(description="That of a run; `skipped` for a time at which nothing ran.")
    outcome: str | None = Field(description="What became of a time at which nothing ran, as in the ledger.")
    reason: str | None
    words: str | None = Field(description="In short why a run did not succeed, such as `exit 1`.")
    sentence: str | None = Field(description="The same as a sentence, as far as its row says it.")
    due: Instant | None = Field(description="The time of its schedule that it is for.")
    started_at: Instant | None
    ended_at: Instant | None
    stopping: bool
    by: str
    cause: str
    attempts: int = Field(description="How many were begun, or are to begin; 0 where nothing ran.")
    schedule: int | None
    rerun_of: int | None
    progress: dict[str, Any] | None

    @classmethod
    def of(cls, line: Line) -> "RunLine":
        found = line.found
        return cls(
            kind=line.key.kind.value,
            id=line.key.number,
            job=line.name,
            title=line.title,
            at=line.key.at,
            words=line.words,
            sentence=line.sentence,
            due=found.nominal_at,
            by=line.by,
            schedule=found.schedule,
            **(_of_run(found) if isinstance(found, Execution) else _of_fire(found)),
        )


def _of_run(run: Execution) -> dict[str, Any]:
    return {
        "state": run.state.value,
        "outcome": None,
        "reason": run.reason,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "stopping": run.cancel_requested_at is not None and run.ended_at is None,
        "cause": run.cause.value,
        "attempts": run.attempt,
        "rerun_of": run.rerun_of,
        "progress": None if run.progress is None else dict(run.progress),
    }


def _of_fire(fire: Fire) -> dict[str, Any]:
    nothing = dict.fromkeys(("started_at", "ended_at", "rerun_of", "progress"))
    reason = None if fire.reason is None else fire.reason.value
    known = {"outcome": fire.outcome.value, "reason": reason, "cause": Cause.SCHEDULE.value}
    return {"state": SKIPPED, "stopping": False, "attempts": 0, **known, **nothing}


class RunLines(Answer):
    items: list[RunLine]
    next: str | None
