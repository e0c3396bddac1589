"""Schedules, the ledger, previews."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from dayshift.api.schemas.base import MOST, Answer, Arguments, Body, Instant, JsonObject, Line, Text
from dayshift.domain.fires import Fire
from dayshift.domain.schedules import Schedule

ScheduleName = Annotated[Line, StringConstraints(max_length=64)]


class MisfireIn(Body):
    """What happens to times that were noticed too late."""

    mode: Literal["latest", "none", "all"] = "latest"
    max_late_s: Annotated[int, Field(ge=60, le=31_536_000)] = 604_800
    max_runs: Annotated[int, Field(ge=1, le=100)] = 100


class OverlapIn(Body):
    """What a fire does while earlier runs of the schedule are not over."""

    mode: Literal["queue_one", "skip", "queue_all", "allow", "replace"] = "queue_one"
    active: Annotated[int, Field(ge=1, le=100)] = 1
    max: Annotated[int, Field(ge=1, le=100)] = 100


class Target(Body):
    job: Line


class ScheduleFields(Body):
    """When a job runs. Wall times follow ``tz``; start and end are inclusive."""

    name: ScheduleName | None = None
    trigger: JsonObject
    tz: Line | None = None
    start: Line | None = None
    end: Line | None = None
    max_runs: int | None = None
    misfire: MisfireIn = MisfireIn()
    overlap: OverlapIn = OverlapIn()
    arguments: Arguments | None = None
    parameters: JsonObject | None = None

    def body(self) -> dict[str, Any]:
        """Every field there, with its default."""
        return {"restart_count": False, **self.model_dump(exclude={"target"})}


class NewSchedule(ScheduleFields):
    target: Target


class ManySchedules(Body):
    items: Annotated[list[NewSchedule], Field(min_length=1, max_length=500)]


class ChangedSchedule(ScheduleFields):
    """``restart_count``: count runs from zero again, for ``max_runs``."""

    target: Target | None = None
    restart_count: bool = False


class PauseIn(Body):
    """``until``: a day or a wall time, by the clocks of the schedule's zone, or an instant with Z or an offset."""

    until: Line | None = None
    reason: Annotated[Text, StringConstraints(max_length=280)] = ""


class SkipIn(Body):
    nominal: Instant


class TestIn(Body):
    """``as_of``: the time whose run it shall be; by default the next one."""

    as_of: Instant | None = None


class PauseOut(Answer):
    since: Instant
    until: Instant | None
    reason: str
    by: str


GIVEN = "Shown to those who may read the arguments of runs, or change the schedule; null to others."


class ScheduleOut(Answer):
    id: int
    name: str
    target: dict[str, str]
    trigger: dict[str, Any]
    tz: str
    start: str | None
    end: str | None
    max_runs: int | None
    skips: list[Instant]
    misfire: dict[str, Any]
    overlap: dict[str, Any]
    arguments: list[str] | None = Field(description=GIVEN)
    parameters: dict[str, Any] | None = Field(description=GIVEN)
    pause: PauseOut | None
    state: str
    parked: str | None
    sentence: str
    next_fire_at: Instant | None
    last_nominal_at: Instant | None
    runs_started: int
    owner: str
    owner_lost: bool = Field(description="Who set it may change it no more: it runs on, until somebody adopts it.")
    revision: int

    @classmethod
    def of(cls, schedule: Schedule, job: str, now: datetime, *, owner_lost: bool, with_given: bool) -> "ScheduleOut":
        """``with_given``: with what its runs are given."""
        pause = schedule.pause
        saved = {**schedule.definition, **({} if with_given else {"arguments": None, "parameters": None})}
        return cls(
            id=schedule.id,
            name=schedule.name,
            target={"job": job},
            **{name: saved[name] for name in _SAVED},
            skips=sorted(schedule.skips),
            pause=None
            if pause is None
            else PauseOut(since=pause.since, until=pause.until, reason=pause.reason, by=pause.by),
            state=schedule.state(now).value,
            parked=schedule.parked,
            sentence=schedule.sentence,
            next_fire_at=schedule.next_fire_at,
            last_nominal_at=schedule.last_nominal_at,
            runs_started=schedule.runs_started,
            owner=schedule.owner,
            owner_lost=owner_lost,
            revision=schedule.revision,
        )


_SAVED = ("trigger", "tz", "start", "end", "max_runs", "misfire", "overlap", "arguments", "parameters")


class SchedulePage(Answer):
    items: list[ScheduleOut]
    next: str | None


class Schedules(Answer):
    items: list[ScheduleOut]


class FireOut(Answer):
    """One line of the ledger: what became of one nominal time."""

    nominal_at: Instant
    outcome: str
    reason: str | None
    decided_at: Instant
    revision: int
    window_start: Instant
    window_end: Instant
    execution: int | None

    @classmethod
    def of(cls, fire: Fire) -> "FireOut":
        return cls(
            nominal_at=fire.nominal_at,
            outcome=fire.outcome.value,
            reason=None if fire.reason is None else fire.reason.value,
            decided_at=fire.decided_at,
            revision=fire.revision,
            window_start=fire.window_start,
            window_end=fire.window_end,
            execution=fire.execution,
        )


class FirePage(Answer):
    items: list[FireOut]
    next: str | None


def _date(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_date)]


class Days(Body):
    from_: Day = Field(alias="from")
    to: Day


def _with_target(schedule: dict[str, Any]) -> dict[str, Any]:
    target = schedule.get("target")
    if target is not None and not (isinstance(target, dict) and isinstance(target.get("job"), str)):
        raise ValueError('write the target as {"job": NAME}')
    return schedule


class PreviewIn(Body):
    """``schedule`` may be incomplete while somebody writes it; ``id``: the saved schedule that it would replace."""

    schedule: Annotated[JsonObject, Field(max_length=40), AfterValidator(_with_target)]
    id: Annotated[int, Field(ge=1, le=MOST)] | None = None
    count: Annotated[int, Field(ge=1, le=100)] = 10
    days: Days | None = None
    viewer_tz: Line | None = None
