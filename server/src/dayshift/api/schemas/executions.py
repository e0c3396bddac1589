"""Runs and their logs."""

from typing import Annotated, Any

from pydantic import Field

from dayshift.api.schemas.base import Answer, Arguments, Body, Instant, JsonObject, Variables
from dayshift.domain import arguments
from dayshift.domain.executions import Execution
from dayshift.services.requests import Asked


class StartExecution(Body):
    """What this run gets; what is left out is the job's. Arguments are literal unless ``expand``."""

    arguments: Arguments | None = None
    parameters: JsonObject | None = None
    environment_variables: Variables | None = None
    expand: bool = False

    def asked(self) -> Asked:
        """Raises InvalidArguments for a text that cannot be split."""
        given = self.arguments
        words = arguments.split(given) if isinstance(given, str) else given
        return Asked(
            arguments=None if words is None else tuple(words),
            parameters=self.parameters,
            variables=self.environment_variables,
            expand=self.expand,
        )


class StartMany(Body):
    items: Annotated[list[StartExecution], Field(min_length=1, max_length=500)]


class Rerun(Body):
    """``same_code``: the code and the definition of that run, not today's."""

    same_code: bool = False


class ExecutionOut(Answer):
    """A run. ``reason`` and ``message`` say why it ended otherwise than well."""

    id: int
    job: str
    state: str
    attempt: int
    cause: str
    created_at: Instant
    not_before: Instant
    started_at: Instant | None
    ended_at: Instant | None
    exit_code: int | None
    signal: int | None
    reason: str | None
    message: str
    schedule: int | None
    nominal_at: Instant | None
    rerun_of: int | None
    waits_for: int | None
    stopping: bool
    requested_by: str
    progress: dict[str, Any] | None

    @classmethod
    def of(cls, run: Execution, job: str) -> "ExecutionOut":
        return cls(
            id=run.id,
            job=job,
            state=run.state.value,
            attempt=run.attempt,
            cause=run.cause.value,
            created_at=run.created_at,
            not_before=run.not_before,
            started_at=run.started_at,
            ended_at=run.ended_at,
            exit_code=run.exit_code,
            signal=run.signal,
            reason=run.reason,
            message=run.message,
            schedule=run.schedule,
            nominal_at=run.nominal_at,
            rerun_of=run.rerun_of,
            waits_for=run.waits_for,
            stopping=run.cancel_requested_at is not None and run.ended_at is None,
            requested_by=run.requested_by,
            progress=None if run.progress is None else dict(run.progress),
        )


class ExecutionPage(Answer):
    items: list[ExecutionOut]
    next: str | None


class Started(Answer):
    items: list[ExecutionOut]


class AttemptOut(Answer):
    number: int
    state: str
    started_at: Instant | None
    ended_at: Instant
    exit_code: int | None
    signal: int | None
    reason: str | None
    message: str
    peak_memory: int | None
    cpu_s: float | None


class ExecutionDetail(ExecutionOut):
    """A run with its attempts, and what it was told, for those who may read its log."""

    attempts: list[AttemptOut]
    arguments: list[str] | None
    parameters: dict[str, Any] | None
    code: str | None
    window_start: Instant | None
    window_end: Instant | None
    earlier: int | None = Field(description="The run of the same job before this one.")
    later: int | None = Field(description="The run of the same job after this one.")


class LogPage(Answer):
    """A part of a log; a cut stands in place: ``{cut: {bytes, lines}}``. ``next``: the byte to go on from.

    ``complete``: the run has ended and this is all there is.
    """

    lines: list[dict[str, Any]]
    next: int
    size: int
    total: int | None
    generation: int
    complete: bool


class LevelBucket(Answer):
    """A part of a log. A line counts where it begins, once, and as an error if it speaks of both."""

    offset: int
    line: int | None = Field(description="The first line that begins in it; null where none does.")
    errors: int
    warnings: int


class LogLevels(Answer):
    """Where a log speaks of errors and warnings, guessed from the words of its lines, in buckets of equal size.

    ``scanned``: up to this byte it was looked through; ask again with ``after`` where that is less than ``size``.
    """

    buckets: list[LevelBucket]
    scanned: int
    size: int
    complete: bool
