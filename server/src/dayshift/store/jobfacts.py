"""What is true of all jobs of a project that somebody may see, counted no further than a page can show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Executable, Select, func, not_, select, true

from dayshift.domain.actions import Role
from dayshift.domain.executions import State
from dayshift.store.engine import Tx
from dayshift.store.jobs import LIVING
from dayshift.store.schedules import ACTIVE
from dayshift.store.tables import executions, jobs, schedules
from dayshift.store.tables.projects import IS_FAILING
from dayshift.store.tables.runs import IS_LIVE, IS_QUEUED
from dayshift.store.visible import Reader, jobs_of_guest, of_visible_jobs, seen_by, visible_jobs

MOST_JOBS = 100_000
MOST_OPEN = 10_000
MOST_ENDED = 20_000  # of one state
NAMED = 3
DAY = timedelta(days=1)
WENT_WRONG = (State.FAILED, State.TIMED_OUT, State.LOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A job, as a sentence names it."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming(Named):
    """A job, and when it runs next."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Runs that are open, and that ended within a day; jobs whose last run went wrong, and the next that runs."""

    running: int
    waiting: int
    succeeded_24h: int
    failed_24h: int
    failing: tuple[Named, ...]
    failing_count: int
    next: Coming | None
    total: int


def facts(tx: Tx, project: int, reader: Reader | None) -> Facts:
    """What is true of the jobs that ``reader`` may see; None: of all, which need not be looked up."""
    counted = tx.execute(_counts(tx, project, _within(tx, project, reader))).one()
    return Facts(**counted._asdict(), failing=_failing(tx, project, reader), next=_next(tx, project, reader))


Within = Callable[[ColumnElement[int]], ColumnElement[bool]]


def _within(tx: Tx, project: int, reader: Reader | None) -> Within:
    """Holds for the numbers of jobs that are counted, deleted ones too; they are found once for all counts.

    Of who sees most of a project, what is hidden is found: that is the shorter list.
    """
    if reader is None:
        return lambda _: true()
    if reader.role is Role.GUEST:
        seen = _once(jobs_of_guest(reader.actor, tx.now))
        return lambda job: job.in_(seen)
    hidden = _once(select(jobs.c.id).where(jobs.c.project == project, not_(visible_jobs(reader.actor, tx.now))))
    return lambda job: job.not_in(hidden)


def _once(found: Select[Any] | CompoundSelect[Any]) -> Select[Any]:
    cte = found.cte("found").prefix_with("MATERIALIZED")
    return select(*cte.c)


def _counts(tx: Tx, project: int, within: Within) -> Executable:
    e, j = executions.c, jobs.c
    live = select(e.job, e.project).where(IS_LIVE).limit(MOST_OPEN).subquery()  # of all projects, which are few
    here = select(e.job).where(e.project == project, within(e.job))
    ended = here.where(e.ended_at >= tx.now - DAY)
    known = select(j.id).where(j.project == project, LIVING, within(j.id))
    return select(
        _many(select(live.c.job).where(live.c.project == project, within(live.c.job)), MOST_OPEN).label("running"),
        _many(here.where(IS_QUEUED), MOST_OPEN).label("waiting"),
        _many(ended.where(e.state == State.SUCCEEDED), MOST_ENDED).label("succeeded_24h"),
        _many(ended.where(e.state.in_(WENT_WRONG)), MOST_ENDED).label("failed_24h"),
        _many(known.where(IS_FAILING), MOST_JOBS).label("failing_count"),
        _many(known, MOST_JOBS).label("total"),
    )


def _many(rows: Select[Any], most: int) -> Any:
    counted = select(func.count()).select_from(rows.limit(most).subquery())
    return counted.scalar_subquery()


def _visible(tx: Tx, reader: Reader | None) -> list[ColumnElement[bool]]:
    return [] if reader is None else [seen_by(reader, tx.now)]


def _failing(tx: Tx, project: int, reader: Reader | None) -> tuple[Named, ...]:
    """Those that went wrong last."""
    here = [jobs.c.project == project, LIVING, *_visible(tx, reader)]
    newest = select(jobs.c.name, jobs.c.title).where(*here, IS_FAILING).order_by(jobs.c.last_at.desc()).limit(NAMED)
    return tuple(Named(name=row.name, title=row.title) for row in tx.rows(newest))


def _next(tx: Tx, project: int, reader: Reader | None) -> Coming | None:
    """It looks at all that is due, in its order, until one is found: by the project all would be read and sorted."""
    s = schedules.c
    seen = [] if reader is None else [of_visible_jobs(s.job, reader, tx.now)]
    active = select(jobs.c.name, jobs.c.title, s.next_fire_at).join(jobs, jobs.c.id == s.job)
    row = tx.row(active.where(s.project + 0 == project, ACTIVE, *seen).order_by(s.next_fire_at).limit(1))
    return None if row is None else Coming(name=row.name, title=row.title, at=row.next_fire_at)
