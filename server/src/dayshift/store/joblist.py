"""Lists of jobs: what can be asked for, and what is shown beside each, in as many statements for many as for one."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select

from dayshift.domain.actions import Level
from dayshift.domain.executions import State
from dayshift.domain.jobs import Job
from dayshift.domain.rights import Actor
from dayshift.store.engine import Tx
from dayshift.store.jobs import LIVING, job_of
from dayshift.store.sharing import GRANTED, granted_of
from dayshift.store.tables import executions, jobs, principals, schedules, tags
from dayshift.store.tables.projects import IS_FAILING
from dayshift.store.visible import reads_code, visible_jobs

RECENT = 12  # runs, as a strip shows them
FIRST = 5  # schedules, as a row has room for
MOST_SCHEDULES = 1000  # counted no further


class Show(StrEnum):
    """Which jobs a list shows. ``failing``: those whose last run went wrong; ``mine``: those that one made."""

    ALL = "all"
    SCHEDULED = "scheduled"
    FAILING = "failing"
    MINE = "mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of jobs is asked for. ``q``: a part of a name, a title, a file or a tag, whatever the case."""

    q: str = ""
    show: Show = Show.ALL
    tag: str | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One run, as a strip shows it."""

    execution: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a list shows beside a job. ``recent``: its newest runs, oldest first; ``schedules``: the first ids."""

    tags: tuple[str, ...]
    owner: str | None
    recent: tuple[Mark, ...]
    schedules: tuple[int, ...]
    schedule_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A job in somebody's list. ``granted``: the highest level of her living grants on it."""

    job: Job
    granted: Level
    beside: Beside


_here = schedules.c.job == jobs.c.id
_scheduled = and_(_here, schedules.c.deleted_at.is_(None))
_newest = (
    select(executions.c.id, executions.c.created_at, executions.c.state)
    .where(executions.c.job == jobs.c.id)
    .order_by(executions.c.created_at.desc(), executions.c.id.desc())
    .limit(RECENT)
    .correlate(jobs)
    .subquery()
)
_mark = cast(_newest.c.created_at, String) + ":" + cast(_newest.c.id, String) + ":" + _newest.c.state
_first = select(schedules.c.id).where(_scheduled).order_by(schedules.c.id).limit(FIRST).correlate(jobs).subquery()
_BESIDE = (
    select(func.aggregate_strings(tags.c.tag, ",")).where(tags.c.job == jobs.c.id).correlate(jobs).label("tags"),
    select(principals.c.name).where(principals.c.id == jobs.c.owner).correlate(jobs).label("owner_name"),
    select(func.aggregate_strings(_mark, ",")).correlate(jobs).label("recent"),
    select(func.aggregate_strings(cast(_first.c.id, String), ",")).correlate(jobs).label("first"),
    select(func.count())
    .select_from(select(schedules.c.id).where(_scheduled).limit(MOST_SCHEDULES).correlate(jobs).subquery())
    .correlate(jobs)
    .label("schedule_count"),
)
_SEEN = select(jobs, GRANTED, *_BESIDE)


def list_jobs(tx: Tx, actor: Actor, project: int, wanted: Wanted, *, after: str, limit: int) -> list[Seen]:
    """The jobs of a project that ``actor`` may see, by name, from the one after ``after``."""
    here = [jobs.c.project == project, LIVING, jobs.c.name > after, visible_jobs(actor, tx.now)]
    found = select(jobs.c.id).where(*here, *_asked(tx, actor, project, wanted)).order_by(jobs.c.name).limit(limit)
    page = _SEEN.where(jobs.c.id.in_(found.correlate(None))).order_by(jobs.c.name)
    rows = tx.rows(page, {"principal": actor.principal, "now": tx.now})
    return [Seen(job=job_of(row), granted=granted_of(actor, row), beside=_beside(row)) for row in rows]


def beside(tx: Tx, job: int) -> Beside:
    """What lists show beside one job."""
    return _beside(tx.execute(select(*_BESIDE).select_from(jobs).where(jobs.c.id == job)).one())


def _beside(row: Any) -> Beside:
    marks = sorted(tuple(mark.split(":")) for mark in row.recent.split(",")) if row.recent else []
    return Beside(
        tags=tuple(sorted(row.tags.split(","))) if row.tags else (),
        owner=row.owner_name,
        recent=tuple(Mark(execution=int(number), state=State(state)) for _, number, state in marks),
        schedules=tuple(sorted(map(int, row.first.split(",")))) if row.first else (),
        schedule_count=row.schedule_count,
    )


def _asked(tx: Tx, actor: Actor, project: int, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    match wanted.show:
        case Show.SCHEDULED:
            yield select(schedules.c.id).where(_scheduled).correlate(jobs).exists()
        case Show.FAILING:
            yield jobs.c.id.in_(_in_project(project).where(LIVING, IS_FAILING))
        case Show.MINE:
            yield jobs.c.owner == actor.principal
    if wanted.tag is not None:
        yield jobs.c.id.in_(select(tags.c.job).where(tags.c.project == project, tags.c.tag == wanted.tag))
    if wanted.q:
        yield _holds(tx, actor, project, wanted.q.casefold())


def _in_project(project: int) -> Select[Any]:
    return select(jobs.c.id).where(jobs.c.project == project).correlate(None)


def _holds(tx: Tx, actor: Actor, project: int, part: str) -> ColumnElement[bool]:
    """Of a file only those are told who may read the code."""
    borne = select(tags.c.job).where(tags.c.project == project, tags.c.tag.contains(part, autoescape=True))
    programs = _in_project(project).where(
        jobs.c.search_file.is_not(None),
        jobs.c.search_file.contains(part, autoescape=True),
        reads_code(actor, tx.now),
    )
    return or_(jobs.c.search.contains(part, autoescape=True), jobs.c.id.in_(borne), jobs.c.id.in_(programs))
