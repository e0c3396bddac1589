"""The jobs that somebody may see, of all projects: what went wrong first, then what runs, then by their next run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, and_, cast, func, literal, or_, select, tuple_
from sqlalchemy import type_coerce as as_type

from dayshift.domain.actions import Level, Role
from dayshift.domain.executions import State
from dayshift.domain.jobs import Job
from dayshift.domain.rights import Actor
from dayshift.store.engine import Tx
from dayshift.store.jobfacts import WENT_WRONG
from dayshift.store.jobs import LIVING, job_of
from dayshift.store.schedules import ACTIVE
from dayshift.store.sharing import GRANTED, granted_of
from dayshift.store.tables import executions, grants, jobs, members, people, principals, projects, schedules
from dayshift.store.tables.projects import IS_FAILING
from dayshift.store.tables.runs import IS_LIVE, IS_OPEN
from dayshift.store.types import EPOCH, Instant
from dayshift.store.visible import jobs_of_guest, living, visible_jobs

USUAL_OF = 20  # runs, of which those count that succeeded
MOST_LIVE = 10_000
ASKED = 3


class Place(IntEnum):
    """The parts of the list, in their order. ``REST``: what no schedule will run."""

    FAILED = 0
    RUNNING = 1
    NEXT = 2
    REST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a job stands in the list; ``at`` is what its part is ordered by, beside the number of the job."""

    place: Place
    at: datetime
    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A job as its reader finds it among hers. ``last``: reason, exit code, signal of the last run, if it is kept.

    ``tz`` is that of the schedule that runs it next, or of the project; ``took`` are seconds of runs that succeeded.
    """

    job: Job
    project: str
    role: Role
    granted: Level
    last: tuple[str | None, int | None, int | None] | None
    running_since: datetime | None
    next_at: datetime | None
    tz: str
    took: tuple[float, ...]
    ask: tuple[str, ...]


_live = select(executions.c.job).where(IS_LIVE).limit(MOST_LIVE)
_fine = or_(jobs.c.last_state.is_(None), jobs.c.last_state.not_in(WENT_WRONG))
_calm = and_(_fine, jobs.c.id.not_in(_live))
_planned = select(schedules.c.id).where(schedules.c.job == jobs.c.id, ACTIVE).correlate(jobs).exists()


def spots(tx: Tx, actor: Actor, after: Spot | None, limit: int) -> list[Spot]:
    """The next ``limit`` jobs of the list. Each part is asked for only when those before it do not fill the page."""
    found: list[Spot] = []
    seen = [LIVING, visible_jobs(actor, tx.now)]
    if _is_only_guest(tx, actor):  # the same, said so that the jobs of others are not walked through
        seen.append(jobs.c.id.in_(jobs_of_guest(actor, tx.now)))
    for place in Place:
        if len(found) == limit or (after is not None and place < after.place):
            continue
        here = _part(place, after if after is not None and after.place is place else None)
        part = here.where(*seen).limit(limit - len(found))
        found += [Spot(place=place, at=row.at, job=row.id) for row in tx.rows(part)]
    return found


def _is_only_guest(tx: Tx, actor: Actor) -> bool:
    more = select(members.c.project).where(members.c.principal == actor.principal, members.c.role != Role.GUEST)
    return tx.row(more.limit(1)) is None


def _part(place: Place, after: Spot | None) -> Select[Any]:
    at, number = jobs.c.last_at, jobs.c.id
    match place:
        case Place.FAILED:
            part = select(number, at.label("at")).where(IS_FAILING).order_by(at.desc(), number.desc())
            return part if after is None else part.where(tuple_(at, number) < _key(after))
        case Place.NEXT:
            at = schedules.c.next_fire_at
            part = select(number, at.label("at")).join(schedules, schedules.c.job == number)
            part = part.where(ACTIVE, _is_first(), _calm).order_by(at, number)
            return part if after is None else part.where(tuple_(at, number) > _key(after))
        case _:
            which = and_(_fine, number.in_(_live)) if place is Place.RUNNING else and_(_calm, ~_planned)
            part = select(number, literal(EPOCH, Instant()).label("at")).where(which).order_by(number)
            return part if after is None else part.where(number > after.job)


def _key(spot: Spot) -> Any:
    return tuple_(literal(spot.at, Instant()), literal(spot.job))


def _is_first() -> ColumnElement[bool]:
    """Holds for the schedule that runs a job next, where it has several."""
    other = schedules.alias("other")
    earlier = tuple_(other.c.next_fire_at, other.c.id) < tuple_(schedules.c.next_fire_at, schedules.c.id)
    active = and_(
        other.c.deleted_at.is_(None),
        other.c.parked.is_(None),
        or_(other.c.paused_until.is_(None), other.c.paused_until <= other.c.next_fire_at),
    )
    same = select(other.c.id).where(other.c.job == schedules.c.job, active, earlier)
    return ~same.correlate(schedules).exists()


_newest = (
    select(executions.c.state, executions.c.started_at, executions.c.ended_at)
    .where(executions.c.job == jobs.c.id)
    .order_by(executions.c.created_at.desc(), executions.c.id.desc())
    .limit(USUAL_OF)
    .correlate(jobs)
    .subquery()
)
_took = as_type(_newest.c.ended_at, BigInteger) - as_type(_newest.c.started_at, BigInteger)
_last = executions.alias("last")
_of_job = schedules.c.job == jobs.c.id
_ROW = (
    select(
        jobs,
        GRANTED,
        members.c.role,
        projects.c.name.label("project_name"),
        projects.c.tz,
        _last.c.id.label("kept"),
        _last.c.reason,
        _last.c.exit_code,
        _last.c.signal,
        select(func.min(func.coalesce(executions.c.started_at, executions.c.created_at), type_=Instant()))
        .where(executions.c.job == jobs.c.id, IS_OPEN, IS_LIVE)
        .correlate(jobs)
        .label("running_since"),
        select(schedules.c.id)
        .where(_of_job, ACTIVE)
        .order_by(schedules.c.next_fire_at, schedules.c.id)
        .limit(1)
        .correlate(jobs)
        .label("planned"),
        select(func.aggregate_strings(cast(_took, String), ","))
        .where(_newest.c.state == State.SUCCEEDED)
        .correlate(jobs)
        .label("took"),
    )
    .join(projects, projects.c.id == jobs.c.project)
    .join(members, members.c.project == jobs.c.project)
    .outerjoin(_last, _last.c.id == jobs.c.last_execution)
)


def load(tx: Tx, actor: Actor, numbers: Sequence[int]) -> dict[int, Mine]:
    """These jobs, with all that is shown of them."""
    page = _ROW.where(jobs.c.id.in_(numbers), members.c.principal == actor.principal)
    rows = tx.rows(page, {"principal": actor.principal, "now": tx.now})
    planned = _planned_of(tx, [row.planned for row in rows if row.planned is not None])
    managers = _managers(tx, actor, [row.id for row in rows])
    owners = _owners(tx, actor, {row.project for row in rows})
    return {
        row.id: _mine(
            actor,
            row,
            planned.get(row.planned, (None, row.tz)),
            _distinct((*managers.get(row.id, ()), *owners.get(row.project, ()))),
        )
        for row in rows
    }


def _mine(actor: Actor, row: Any, planned: tuple[datetime | None, str], ask: tuple[str, ...]) -> Mine:
    return Mine(
        job=job_of(row),
        project=row.project_name,
        role=Role(row.role),
        granted=granted_of(actor, row),
        last=None if row.kept is None else (row.reason, row.exit_code, row.signal),
        running_since=row.running_since,
        next_at=planned[0],
        tz=planned[1],
        took=tuple(sorted(int(micros) / 1_000_000 for micros in row.took.split(","))) if row.took else (),
        ask=ask,
    )


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:ASKED]


def _planned_of(tx: Tx, numbers: Sequence[int]) -> dict[int, tuple[datetime | None, str]]:
    """When these schedules fire next, and in which zone people think of it."""
    s = schedules.c
    rows = tx.rows(select(s.id, s.next_fire_at, s.definition).where(s.id.in_(numbers)))
    return {row.id: (row.next_fire_at, row.definition["tz"]) for row in rows}


def _managers(tx: Tx, actor: Actor, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Who else manages these jobs by a grant on them."""
    mine = and_(grants.c.job.in_(numbers), grants.c.level >= Level.MANAGE, living(tx.now))
    return _first_of_each(tx, grants.c.job, _others(actor, grants).where(mine))


def _owners(tx: Tx, actor: Actor, numbers: Iterable[int]) -> dict[int, list[str]]:
    """Who else owns these projects."""
    here = and_(members.c.project.in_(sorted(numbers)), members.c.role == Role.OWNER)
    return _first_of_each(tx, members.c.project, _others(actor, members).where(here))


def _others(actor: Actor, table: Any) -> Select[Any]:
    """People who may sign in, but for oneself."""
    return (
        select(principals.c.name)
        .join(table, table.c.principal == principals.c.id)
        .join(people, people.c.principal == principals.c.id)
        .where(people.c.disabled_at.is_(None), principals.c.id != actor.principal)
    )


def _first_of_each(tx: Tx, group: ColumnElement[int], found: Select[Any]) -> dict[int, list[str]]:
    number = func.row_number().over(partition_by=group, order_by=principals.c.id).label("number")
    ranked = found.add_columns(group.label("of"), number).subquery()
    names: dict[int, list[str]] = {}
    for row in tx.rows(select(ranked).where(ranked.c.number <= ASKED).order_by(ranked.c.of, ranked.c.number)):
        names.setdefault(row.of, []).append(row.name)
    return names


def walk(tx: Tx, actor: Actor, found: Sequence[Spot]) -> Iterator[tuple[Spot, Mine]]:
    """What stands at these spots."""
    known = load(tx, actor, [spot.job for spot in found]) if found else {}
    for spot in found:
        yield spot, known[spot.job]
