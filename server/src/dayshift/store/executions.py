"""Executions as people see them: made, listed, asked to stop. What the loops write about them is in ``running.py``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from dayshift.domain.actions import Role
from dayshift.domain.executions import Cause, Execution, State
from dayshift.domain.schedules import Waiting
from dayshift.store.engine import Tx
from dayshift.store.outbox import run_changed
from dayshift.store.tables import api_keys, attempts, environments, executions, jobs, projects
from dayshift.store.tables.runs import IS_OPEN, IS_QUEUED
from dayshift.store.types import Instant
from dayshift.store.visible import Reader, of_visible_jobs, seen_by

RUNS_ENDED = "runs ended"  # what a transaction wakes that ends some: whoever waits for them looks again

# fmt: off
_NARROW = [
    "id", "project", "job", "state", "attempt", "cause", "created_at", "not_before", "schedule", "fire", "nominal_at",
    "rerun_of", "waits_for", "started_at", "ended_at", "exit_code", "signal", "reason", "message",
    "cancel_requested_at", "requested_by", "requester", "progress",
]
# fmt: on
NEWEST = (executions.c.created_at.desc(), executions.c.id.desc())
FEW = 16  # jobs: with so many, a look at each takes less than a walk
_EXECUTION = select(*(executions.c[name] for name in _NARROW))
_ADD = insert(executions).returning(*(executions.c[name] for name in _NARROW))
_NAMED = (executions.c.id, executions.c.project, executions.c.job)
_ADD_FIRED = insert(executions).returning(*_NAMED, executions.c.fire)


def _execution(row: Any) -> Execution:
    values = {name: getattr(row, name) for name in _NARROW}
    return Execution(**(values | {"state": State(row.state), "cause": Cause(row.cause)}))


def add(tx: Tx, rows: Sequence[dict[str, Any]]) -> list[Execution]:
    """Queue executions, as they then are, in the order of their ids."""
    runs = sorted((_execution(row) for row in tx.execute(_ADD, list(rows))), key=lambda run: run.id)
    tx.tell(*map(run_changed, runs))
    return runs


def add_fired(tx: Tx, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Queue executions that fires started; their ids, in the order given."""
    if not rows:
        return []
    made = tx.execute(_ADD_FIRED, list(rows)).all()
    tx.tell(*map(run_changed, made))
    by_fire = {row.fire: row.id for row in made}
    return [by_fire[row["fire"]] for row in rows]


def get(tx: Tx, number: int) -> Execution:
    """The execution of that id: a permit or another row names it."""
    return _execution(tx.execute(_EXECUTION.where(executions.c.id == number)).one())


def details(tx: Tx, number: int) -> Any:
    """The wide columns of one execution: request, environment, code, order, owner, host, handle."""
    e = executions.c
    wide = select(e.request, e.environment, e.code, e.order, e.owner, e.host, e.handle, e.lease_until, e.memory)
    return tx.execute(wide.where(e.id == number)).one()


class Who(NamedTuple):
    """Who asked for a run: somebody, by number or by name; with neither, a schedule."""

    principal: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which executions a list shows. ``q``: a part of the job's name or title, or a run's number.

    ``jobs``: these alone, where there are any. ``since`` and ``until`` bound when they were asked for.
    """

    project: int
    job: int | None = None
    jobs: tuple[int, ...] | None = None
    schedule: int | None = None
    states: tuple[str, ...] = ()
    q: str = ""
    who: Who | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def names_jobs(self) -> bool:
        return self.job is not None or self.jobs is not None

    @property
    def number(self) -> int:
        """The run that ``q`` may be the number of; 0: none."""
        return int(self.q) if self.q.isascii() and self.q.isdigit() and len(self.q) < 19 else 0

    def of_jobs(self, job: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
        """Holds for the rows of the jobs that are wanted."""
        numbers = (self.job,) if self.job is not None else self.jobs
        if numbers is not None:
            yield job == numbers[0] if len(numbers) == 1 else job.in_(numbers)

    def called(self) -> Select[Any]:
        """The jobs whose name or title holds ``q``."""
        part = jobs.c.search.contains(self.q.casefold(), autoescape=True)
        return select(jobs.c.id).where(jobs.c.project == self.project, part)

    def within(self, at: ColumnElement[datetime]) -> Iterator[ColumnElement[bool]]:
        """Holds for the rows of the time that is wanted."""
        if self.since is not None:
            yield at >= self.since
        if self.until is not None:
            yield at < self.until


def list_executions(
    tx: Tx, reader: Reader | None, wanted: Filter, *, before: tuple[datetime, int] | None, limit: int
) -> list[Execution]:
    """Newest first, from the one after the key ``before`` (created_at, id).

    Only those whose job ``reader`` may see; None: whoever asks may see them all, which need not be looked up.
    """
    e = executions.c
    where = _where(wanted, before)
    sees = [] if reader is None else [of_visible_jobs(e.job, reader, tx.now)]
    few = _few_jobs(tx, reader, wanted)
    if few is None:
        if wanted.q:
            where.append(or_(e.job.in_(wanted.called()), e.id == wanted.number))
        # A job is of one project; said beside it, the project's index would be taken, and all of its runs read.
        of_jobs = list(wanted.of_jobs(e.job)) or [e.project == wanted.project]
        return _newest(tx, _EXECUTION.where(*of_jobs, *where, *sees), limit)
    ranges = [select(e.id).where(e.job == job, *where) for job in few]
    if wanted.number:
        ranges.append(select(e.id).where(e.id == wanted.number, e.project == wanted.project, *where, *sees))
    if not ranges:
        return []
    first = [select(one.order_by(*NEWEST).limit(limit).subquery().c.id) for one in ranges]
    return _newest(tx, _EXECUTION.where(e.id.in_(union_all(*first))), limit)


def _newest(tx: Tx, found: Select[Any], limit: int) -> list[Execution]:
    return [_execution(row) for row in tx.rows(found.order_by(*NEWEST).limit(limit))]


def _few_jobs(tx: Tx, reader: Reader | None, wanted: Filter) -> list[int] | None:
    """The jobs of a search, or of a guest, if they are so few that the runs of each are looked up.

    None: they are more, or the list is of all jobs, or of jobs that it names. Then the newest runs are walked through
    until enough are found, which is soon where many are wanted, and would be all of them where few are.
    """
    is_guest = reader is not None and reader.role is Role.GUEST
    if wanted.names_jobs or not (wanted.q or is_guest):
        return None
    named = wanted.called() if wanted.q else select(jobs.c.id).where(jobs.c.project == wanted.project)
    if reader is not None:
        named = named.where(seen_by(reader, tx.now))
    found = [row.id for row in tx.rows(named.limit(FEW + 1))]
    return found if len(found) <= FEW else None


def _where(wanted: Filter, before: tuple[datetime, int] | None) -> list[ColumnElement[bool]]:
    """What holds for the runs themselves, whatever their job is."""
    e = executions.c
    where = [*wanted.within(e.created_at)]
    if wanted.who is not None:
        where.append(_asked_by(wanted.who))
    if wanted.schedule is not None:
        where.append(e.schedule == wanted.schedule)
    if wanted.states:
        where.append(e.state.in_(wanted.states))
    if before is not None:
        after = tuple_(literal(before[0], Instant()), literal(before[1]))
        where.append(tuple_(e.created_at, e.id) < after)  # one range of the index: an OR would read it from its top
    return where


def _asked_by(who: Who) -> ColumnElement[bool]:
    if who.principal is not None:
        return executions.c.requester == who.principal
    if who.name is None:
        return executions.c.requester.is_(None)
    return executions.c.requester.is_not(None) & (func.lower(executions.c.requested_by) == who.name.lower())


_COUNT_QUEUED = select(func.count()).select_from(
    select(1).where(executions.c.project == bindparam("project"), IS_QUEUED).limit(bindparam("up_to")).subquery()
)


def count_queued(tx: Tx, project: int, *, up_to: int) -> int:
    """How many runs of a project are queued, counted no further than ``up_to``."""
    return int(tx.execute(_COUNT_QUEUED, {"project": project, "up_to": up_to}).scalar_one())


_queues = (
    select(executions.c.project)
    .where(executions.c.project.in_(bindparam("ids", expanding=True)), IS_QUEUED)
    .group_by(executions.c.project)
    .having(func.count() >= bindparam("queued"))
)
_stuffed = select(projects.c.id).where(
    projects.c.id.in_(bindparam("ids", expanding=True)), projects.c.used_bytes > bindparam("bytes")
)
_WITHOUT_ROOM = union_all(_queues, _stuffed)


def projects_without_room(tx: Tx, numbers: set[int], *, queued: int, quota: int) -> set[int]:
    """Those of these projects that have so many queued runs, or whose files take more than ``quota`` bytes."""
    return {row[0] for row in tx.rows(_WITHOUT_ROOM, {"ids": sorted(numbers), "queued": queued, "bytes": quota})}


_OPEN_OF_SCHEDULES = (
    select(executions.c.id, executions.c.schedule, executions.c.waits_for, executions.c.fire)
    .where(executions.c.schedule.in_(bindparam("ids", expanding=True)), executions.c.fire.is_not(None), IS_OPEN)
    .order_by(executions.c.schedule, executions.c.id)
)


def open_of_schedules(tx: Tx, schedules: Sequence[int]) -> dict[int, tuple[list[int], list[Waiting]]]:
    """Per schedule: its executions that are not over and wait for nothing, and those that wait behind another."""
    found: dict[int, tuple[list[int], list[Waiting]]] = {}
    for row in tx.rows(_OPEN_OF_SCHEDULES, {"ids": list(schedules)}):
        active, waiting = found.setdefault(row.schedule, ([], []))
        if row.waits_for is None:
            active.append(row.id)
        else:
            waiting.append(Waiting(execution=row.id, fire=row.fire))
    return found


_WAIT = update(executions).where(executions.c.id == bindparam("execution")).values(waits_for=bindparam("behind"))


def chain(tx: Tx, pairs: Sequence[tuple[int, int]]) -> None:
    """Queue each execution behind another."""
    if pairs:
        tx.execute(_WAIT, [{"execution": execution, "behind": behind} for execution, behind in pairs])


def open_of_job(tx: Tx, job: int) -> list[Execution]:
    return [_execution(row) for row in tx.rows(_EXECUTION.where(executions.c.job == job, IS_OPEN))]


def request_cancel(tx: Tx, numbers: Sequence[int], *, reason: str, now: datetime) -> list[int]:
    """Ask these to stop; those that are over, or were asked already, are left alone. The ids that were asked."""
    asked = executions.c.id.in_(list(numbers)) & IS_OPEN & executions.c.cancel_requested_at.is_(None)
    values = {"cancel_requested_at": now, "cancel_reason": reason}
    return _told(tx, tx.rows(update(executions).where(asked).values(values).returning(*_NAMED)))


def cancel_queued(tx: Tx, where: ColumnElement[bool], *, reason: str, now: datetime) -> list[int]:
    """End what was never started, at once. The ids that ended."""
    never_started = where & IS_QUEUED
    values = {
        "state": State.CANCELLED,
        "reason": reason,
        "ended_at": now,
        "cancel_requested_at": func.coalesce(executions.c.cancel_requested_at, bindparam("asked", type_=Instant())),
        "waits_for": None,
    }
    ended = update(executions).where(never_started).values(values).returning(*_NAMED)
    numbers = _told(tx, tx.rows(ended, {"asked": now}))
    if numbers:
        tx.wake(RUNS_ENDED)
    return numbers


def _told(tx: Tx, changed: Sequence[Any]) -> list[int]:
    tx.tell(*map(run_changed, changed))
    return [row.id for row in changed]


def queued_of_schedules(numbers: Sequence[int]) -> ColumnElement[bool]:
    """Runs that these schedules queued."""
    return executions.c.schedule.in_(list(numbers)) & executions.c.fire.is_not(None)


def queued_of_job(job: int) -> ColumnElement[bool]:
    return executions.c.job == job


def among(numbers: Sequence[int]) -> ColumnElement[bool]:
    return executions.c.id.in_(list(numbers))


def list_attempts(tx: Tx, number: int) -> Sequence[Any]:
    """The ended attempts of an execution, first to last."""
    return tx.rows(select(attempts).where(attempts.c.execution == number).order_by(attempts.c.number))


def key_ids(tx: Tx, number: int) -> list[str]:
    """The keys that the attempts of an execution were given, as far as anybody can print them."""
    ended = [row.key for row in tx.rows(select(attempts.c.key).where(attempts.c.execution == number)) if row.key]
    order = tx.execute(select(executions.c.order).where(executions.c.id == number)).scalar_one()
    minted = select(api_keys.c.id).where(api_keys.c.execution == number)
    living = [row.id for row in tx.rows(minted)]
    return sorted({*ended, *living, *([order["key"]] if order else [])})


def last_success(tx: Tx, schedule: int) -> datetime | None:
    """The nominal time of the newest run of a schedule that succeeded."""
    good = (executions.c.schedule == schedule) & (executions.c.state == State.SUCCEEDED)
    row = tx.row(
        select(executions.c.nominal_at)
        .where(good, executions.c.nominal_at.is_not(None))
        .order_by(executions.c.nominal_at.desc())
        .limit(1)
    )
    return None if row is None else row.nominal_at


def usual_s(tx: Tx, job: int) -> tuple[float, float] | None:
    """The median and the 95th percentile of how long the last 20 successful runs took, in seconds."""
    e = executions.c
    newest = (
        select(e.started_at, e.ended_at)
        .where(e.job == job, e.state == State.SUCCEEDED, e.started_at.is_not(None))
        .order_by(e.created_at.desc(), e.id.desc())
        .limit(20)
    )
    took = sorted((row.ended_at - row.started_at).total_seconds() for row in tx.rows(newest))
    if not took:
        return None
    return took[(len(took) - 1) // 2], took[min(len(took) - 1, int(len(took) * 0.95))]


def neighbours(tx: Tx, run: Execution) -> tuple[int | None, int | None]:
    """The runs of the same job before and after this one, in the order in which lists show them."""
    e = executions.c
    at, of_job = run.created_at, e.job == run.job
    before = and_(e.created_at <= at, or_(e.created_at < at, e.id < run.id))
    after = and_(e.created_at >= at, or_(e.created_at > at, e.id > run.id))
    earlier = tx.row(select(e.id).where(of_job, before).order_by(e.created_at.desc(), e.id.desc()).limit(1))
    later = tx.row(select(e.id).where(of_job, after).order_by(e.created_at, e.id).limit(1))
    return earlier and earlier.id, later and later.id


def old_ones(tx: Tx, before: datetime, *, limit: int) -> list[int]:
    """Executions that ended before ``before``, oldest first."""
    ended = select(executions.c.id).where(executions.c.created_at < before, executions.c.ended_at < before)
    return [row.id for row in tx.rows(ended.order_by(executions.c.created_at, executions.c.id).limit(limit))]


def drop(tx: Tx, numbers: Sequence[int]) -> None:
    """Remove executions and their attempts; their ledger rows stay."""
    tx.execute(delete(api_keys).where(api_keys.c.execution.in_(list(numbers))))
    tx.execute(delete(attempts).where(attempts.c.execution.in_(list(numbers))))
    tx.execute(delete(executions).where(executions.c.id.in_(list(numbers))))


def codes_kept(tx: Tx) -> set[str]:
    """The digests of all snapshots that some execution names."""
    rows = tx.rows(select(executions.c.code).where(executions.c.code.is_not(None)).distinct())
    return {row.code for row in rows}


def environments_kept(tx: Tx) -> set[str]:
    """The environment folders that a living environment or an open run names."""
    named = select(environments.c.key).where(environments.c.deleted_at.is_(None))
    used = select(executions.c.environment.label("key")).where(IS_OPEN)
    return {row.key for row in tx.rows(named.union(used))}


def attempts_of(tx: Tx, numbers: Sequence[int]) -> list[tuple[int, int]]:
    """The attempts of executions, each with a log: (execution, number)."""
    rows = tx.rows(select(executions.c.id, executions.c.attempt).where(executions.c.id.in_(list(numbers))))
    return [(row.id, number) for row in rows for number in range(1, row.attempt + 1)]
