"""Runs, and the times at which nothing ran, as one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from dayshift.domain.errors import Invalid
from dayshift.domain.executions import Execution, State
from dayshift.domain.fires import Fire
from dayshift.domain.rights import Permit
from dayshift.domain.schedules import Schedule
from dayshift.domain.triggers.zones import Zones
from dayshift.services import why
from dayshift.services.executions import reader_of
from dayshift.services.wording import in_short
from dayshift.store import executions, fires, jobs, people, schedules
from dayshift.store.engine import Tx
from dayshift.store.executions import Filter, Who

SCHEDULE = "schedule"
LAST = 1 << 62  # behind every number


class Kind(StrEnum):
    """What a line of the list is: a run, or a time of a schedule at which nothing ran."""

    RUN = "run"
    FIRE = "fire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which lines are wanted. ``states`` None: all runs; ``with_fires``: also times at which nothing ran.

    ``by``: ``me``, ``schedule``, or the name of somebody.
    """

    q: str = ""
    states: tuple[str, ...] = ()
    with_runs: bool = True
    with_fires: bool = True
    by: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    job: str | None = None


class Key(NamedTuple):
    """Where a line stands: of one moment runs come first."""

    at: datetime
    kind: Kind
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A run, or a time at which nothing ran. ``words``: in short, why a run did not succeed."""

    key: Key
    found: Execution | Fire
    name: str
    title: str
    by: str
    sentence: str | None
    words: str | None = None


def list_lines(tx: Tx, permit: Permit, asked: Question, zones: Zones, *, after: Key | None, limit: int) -> list[Line]:
    """Newest first: runs by when they were asked for, times by when they were due. Only what the actor may see."""
    wanted = _filter(tx, permit, asked)
    if wanted is None:
        return []
    reader = reader_of(permit)
    runs: Sequence[Execution] = ()
    times: Sequence[tuple[int, Fire]] = ()
    if asked.with_runs:
        before = None if after is None else (after.at, after.number if after.kind is Kind.RUN else 0)
        runs = executions.list_executions(tx, reader, wanted, before=before, limit=limit)
    if asked.with_fires and asked.by in (None, SCHEDULE):
        before = None if after is None else (after.at, after.number if after.kind is Kind.FIRE else LAST)
        times = fires.list_without_run(tx, reader, wanted, before=before, limit=limit)
    return _lines(tx, zones, runs, times, limit)


def _filter(tx: Tx, permit: Permit, asked: Question) -> Filter | None:
    """None where nothing can be found."""
    numbers = None if asked.job is None else tuple(jobs.called(tx, permit.project, asked.job))
    if numbers == ():
        return None
    if asked.since is not None and asked.until is not None and asked.since >= asked.until:
        raise Invalid.of("to", "this lies before `from`; give a later time")
    return Filter(
        project=permit.project,
        jobs=numbers,
        states=asked.states,
        q=asked.q,
        who=_who(tx, permit, asked.by),
        since=asked.since,
        until=asked.until,
    )


def _who(tx: Tx, permit: Permit, by: str | None) -> Who | None:
    match by:
        case None:
            return None
        case "me":
            return Who(principal=permit.actor.principal)
        case "schedule":
            return Who()
    person = people.find_person(tx, by)
    return Who(name=by) if person is None else Who(principal=person.id)


def _lines(
    tx: Tx, zones: Zones, runs: Sequence[Execution], times: Sequence[tuple[int, Fire]], limit: int
) -> list[Line]:
    keys: dict[Key, Execution | Fire] = {Key(run.created_at, Kind.RUN, run.id): run for run in runs}
    keys |= {Key(fire.nominal_at, Kind.FIRE, fire.id): fire for _, fire in times}
    shown = sorted(keys, key=lambda key: (key.at, key.kind is Kind.RUN, key.number), reverse=True)[:limit]
    job_of = {fire.id: job for job, fire in times}
    called = jobs.titles_of(tx, {run.job for run in runs} | set(job_of.values()))
    planned = schedules.get_many(tx, sorted({fire.schedule for _, fire in times}))
    lines = []
    for key in shown:
        found = keys[key]
        if isinstance(found, Execution):
            lines.append(_of_run(key, found, called[found.job], tx.now))
        else:
            lines.append(_of_fire(key, found, called[job_of[found.id]], planned[found.schedule], zones))
    return lines


def _of_run(key: Key, run: Execution, called: tuple[str, str], now: datetime) -> Line:
    has_failed = run.ended_at is not None and run.state is not State.SUCCEEDED
    return Line(
        key=key,
        found=run,
        name=called[0],
        title=called[1],
        by=run.requested_by,
        sentence=why.say_run(run, now),
        words=in_short(run.reason, run.exit_code, run.signal) if has_failed else None,
    )


def _of_fire(key: Key, fire: Fire, called: tuple[str, str], schedule: Schedule, zones: Zones) -> Line:
    return Line(
        key=key,
        found=fire,
        name=called[0],
        title=called[1],
        by=f"Schedule {schedule.name}, set by {schedule.owner}",
        sentence=why.say_fire(schedule, zones.get(schedule.definition["tz"]), fire),
    )
