"""Jobs."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from dayshift.api.schemas.base import (
    Answer,
    Arguments,
    Body,
    Instant,
    JsonObject,
    Line,
    Seconds,
    Text,
    Unlimited,
    Variables,
)
from dayshift.api.schemas.definitions import Definition, Parameters
from dayshift.domain.schedules import Schedule, ScheduleState
from dayshift.services.jobs import Listed, Words
from dayshift.store.jobfacts import Facts

Source = Annotated[Unlimited, StringConstraints(max_length=262_144)]
DAY = 86_400


class Program(Body):
    """A file of the project, or a text that is written here."""

    path: Text | None = None
    source: Source | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Program":
        if (self.path is None) == (self.source is None):
            raise ValueError("give either path or source")
        return self


class Resources(Body):
    """What a run takes. ``memory`` is MiB, ``cpu`` cores."""

    cpu: Annotated[float, Field(ge=0.1, le=256, strict=False)] = 1.0
    memory: Annotated[int, Field(ge=64, le=1 << 20)] = 2048
    processes: Annotated[int, Field(ge=8, le=32_768)] = 512


class RetriesIn(Body):
    """How often, and when, a failed attempt is tried again. ``lost`` is never implied."""

    max: Annotated[int, Field(ge=0, le=20)] = 0
    delay: Annotated[float, Field(ge=0, le=DAY, strict=False)] = 60.0
    backoff: Annotated[float, Field(ge=1, le=10, strict=False)] = 2.0
    max_delay: Annotated[float, Field(ge=0, le=DAY, strict=False)] = 3600.0
    on: list[Literal["failed", "timed_out", "oom", "lost"]] = ["failed", "timed_out"]


class JobFields(Body):
    """What a job does. Times are seconds, sizes MiB."""

    title: Line | None = None
    description: Annotated[Text, StringConstraints(max_length=280)] = ""
    kind: Literal["python", "pyspark"] = "python"
    program: Program
    files: list[Text] = []
    arguments: Arguments = ""
    parameters: Annotated[list[JsonObject], Field(max_length=50)] = []
    variables: Variables = {}
    environment: Line | None = None
    resources: Resources = Resources()
    time_limit: Annotated[int, Field(ge=1, le=31 * DAY)] | None = None
    grace: Annotated[Seconds, Field(le=600)] = 10
    log_limit: Annotated[int, Field(ge=1)] = 1024
    log_full: Literal["trim", "stop"] = "trim"
    retries: RetriesIn = RetriesIn()
    max_running: Annotated[int, Field(ge=1, le=1000)] | None = None
    spark: JsonObject | None = None

    def checked(self) -> dict[str, Any]:
        """The body that the desk reads: every field there, with its default."""
        definition = self.model_dump(exclude={"title", "description", "kind", "name"})
        return {"kind": self.kind, "definition": definition}

    def words(self, name: str) -> Words:
        return Words(name=name, title=self.title or name, description=self.description)


class NewJob(JobFields):
    name: Line


class LastOut(Answer):
    execution: int
    state: str
    at: Instant


class RunMark(Answer):
    """One run, as a strip shows it."""

    execution: int
    state: str


class JobSchedule(Answer):
    """When a job runs, in words; paused by whom, until when and why. ``reason`` also says why one was parked."""

    id: int
    sentence: str
    state: str
    paused_until: Instant | None
    paused_by: str | None
    reason: str | None

    @classmethod
    def of(cls, schedule: Schedule, now: datetime) -> "JobSchedule":
        state = schedule.state(now)
        pause = schedule.pause if state is ScheduleState.PAUSED else None
        return cls(
            id=schedule.id,
            sentence=schedule.sentence,
            state=state.value,
            paused_until=None if pause is None else pause.until,
            paused_by=None if pause is None else pause.by,
            reason=schedule.parked if pause is None else pause.reason,
        )


class JobRow(Answer):
    """A job as lists show it."""

    id: int = Field(description="As events name it; paths name it by its name.")
    name: str
    title: str
    description: str
    kind: str
    environment: str
    revision: int
    last: LastOut | None
    next_at: Instant | None
    level: str = Field(description="What the reader may do with it: view, run, schedule, edit or manage.")
    private: bool
    tags: list[str]
    owner: str | None = Field(description="Who made it, where that is known.")
    file: str | None = Field(description="The program's file, for those who may read the code; null when written here.")
    recent: list[RunMark] = Field(description="Its newest runs, at most 12, oldest first.")
    schedules: list[JobSchedule] = Field(description="The first five.")
    schedule_count: int = Field(description="How many there are, counted no further than 1,000.")

    @classmethod
    def of(cls, listed: Listed) -> "JobRow":
        return cls(**_row(listed))


def _row(listed: Listed) -> dict[str, Any]:
    job = listed.job
    last = job.last
    return {
        "id": job.id,
        "name": job.name,
        "title": job.title,
        "description": job.description,
        "kind": job.kind.value,
        "environment": job.environment,
        "revision": job.revision,
        "last": None if last is None else LastOut(execution=last.execution, state=last.state.value, at=last.at),
        "next_at": listed.next_at,
        "level": listed.level.word,
        "private": job.sharing.private,
        "tags": list(listed.tags),
        "owner": listed.owner,
        "file": listed.file,
        "recent": [RunMark(execution=mark.execution, state=mark.state.value) for mark in listed.recent],
        "schedules": [JobSchedule.of(schedule, listed.at) for schedule in listed.schedules],
        "schedule_count": listed.schedule_count,
    }


class JobNamed(Answer):
    name: str
    title: str


class NextRun(Answer):
    job: str
    title: str
    at: Instant


class JobFacts(Answer):
    """What is true of all jobs of the project that the reader may see.

    Counted no further than 10,000 runs that are open, 20,000 that ended each way, and 100,000 jobs.
    """

    running: int
    waiting: int
    succeeded_24h: int
    failed_24h: int
    failing: list[JobNamed] = Field(description="Whose last run went wrong: the newest three of ``failing_count``.")
    failing_count: int
    next: NextRun | None
    total: int

    @classmethod
    def of(cls, facts: Facts) -> "JobFacts":
        following = facts.next
        return cls(
            running=facts.running,
            waiting=facts.waiting,
            succeeded_24h=facts.succeeded_24h,
            failed_24h=facts.failed_24h,
            failing=[JobNamed(name=one.name, title=one.title) for one in facts.failing],
            failing_count=facts.failing_count,
            next=None if following is None else NextRun(job=following.name, title=following.title, at=following.at),
            total=facts.total,
        )


class JobPage(Answer):
    """``facts``: beside the first page alone."""

    items: list[JobRow]
    next: str | None
    facts: JobFacts | None


class JobOut(JobRow):
    """A job with the form that a run fills, and how long it usually takes (p50 and p95, seconds).

    ``definition``: all that its author saved; none for those who may not read it.
    """

    definition: Definition | None
    parameters: Parameters
    free_arguments: bool = Field(description="Whether the reader may give its runs whatever arguments.")
    usual_s: list[float] | None
    created_at: Instant
    updated_at: Instant

    @classmethod
    def whole(
        cls, listed: Listed, *, usual: tuple[float, float] | None, with_code: bool, free_arguments: bool
    ) -> "JobOut":
        job = listed.job
        definition = {name: value for name, value in job.definition.items() if name != "argv"}
        return cls(
            **_row(listed),
            definition=definition if with_code else None,
            parameters=job.definition["parameters"],
            free_arguments=free_arguments,
            usual_s=None if usual is None else list(usual),
            created_at=job.created_at,
            updated_at=job.updated_at,
        )
