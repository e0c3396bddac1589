"""The queue: what could start, what lives already, and the claim that makes an execution a replica's own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, text, true, update

from dayshift.domain.executions import State
from dayshift.domain.slots import Candidate
from dayshift.store.engine import Tx
from dayshift.store.executions import RUNS_ENDED
from dayshift.store.tables import environments, executions, jobs, projects
from dayshift.store.tables.runs import IS_LIVE, IS_QUEUED, LIVE

CLAIM_LOCK = 0x64617973  # claims of all replicas run one after another, or two would fill the same slot

e = executions.c
alive = executions.alias("alive")
turn = executions.alias("turn")  # a row whose turn it is, found through its project's part of the index


def _build(state: str, of: Any) -> Any:
    """Whether the environment of ``of`` is in this state."""
    return select(1).where(environments.c.key == of.environment, environments.c.state == state).exists()


def _what_is_weighed(of: Any) -> list[Any]:
    return [of.id, of.project, of.job, of.memory, of.max_running, of.not_before, _build("ready", of).label("is_ready")]


_LIVE_HERE = (
    select(e.project, func.count().label("runs"), func.sum(e.memory).label("memory"))
    .where(IS_LIVE, e.host == bindparam("host"))
    .group_by(e.project)
)
_LIVE_OF_JOBS = select(e.job, func.count().label("runs")).where(IS_LIVE, e.max_running.is_not(None)).group_by(e.job)
_live_of_job = (
    select(func.count())
    .select_from(alive)
    .where(alive.c.job == e.job, text(f"alive.{LIVE}"), alive.c.max_running.is_not(None))
    .scalar_subquery()
)
_reserved = (
    select(func.coalesce(func.sum(alive.c.memory), 0))
    .where(alive.c.host == bindparam("host"), text(f"alive.{LIVE}"))
    .scalar_subquery()
)
_could_start = (
    _build("ready", e)
    & (e.memory <= bindparam("memory") - _reserved)
    & or_(e.max_running.is_(None), e.max_running > _live_of_job)
)
_first_of_project = (
    select(e.id)
    .where(
        e.project == projects.c.id,
        IS_QUEUED,
        e.waits_for.is_(None),
        e.not_before <= bindparam("now"),
        or_(_could_start, _build("failed", e)),
    )
    .order_by(e.not_before, e.id)
    .limit(bindparam("most"))
    .correlate(projects)
)
_weighed = select(*_what_is_weighed(turn.c)).select_from(projects)
_first = _first_of_project.lateral("first")
# SQLite knows no LATERAL; PostgreSQL would run an IN with a LIMIT for every pair of a project and a run.
_CANDIDATES_SQLITE = _weighed.join(turn, turn.c.id.in_(_first_of_project))
_CANDIDATES_POSTGRESQL = _weighed.join(_first, true()).join(turn, turn.c.id == _first.c.id)


def candidates(tx: Tx, now: datetime, *, host: str, memory: int, most: int) -> list[Candidate]:
    """Queued executions that are due and could start on this host, and those that never will: see ``is_ready``.

    At most ``most`` of each project, its oldest. What cannot start takes nobody's place: not one that is too large,
    nor one whose job runs as often as it may, nor one whose environment is still being built. ``memory``: the host's.
    """
    statement = _CANDIDATES_POSTGRESQL if tx.is_postgresql else _CANDIDATES_SQLITE
    asked = {"now": now, "host": host, "memory": memory, "most": most}
    return [_candidate(row) for row in tx.rows(statement, asked)]


def _candidate(row: Any) -> Candidate:
    return Candidate(
        execution=row.id,
        project=row.project,
        job=row.job,
        memory=row.memory,
        max_running=row.max_running,
        not_before=row.not_before,
        is_ready=bool(row.is_ready),
    )


def live_here(tx: Tx, host: str) -> dict[int, tuple[int, int]]:
    """Per project, what lives on this host: runs and the bytes that they reserved."""
    return {row.project: (row.runs, int(row.memory)) for row in tx.rows(_LIVE_HERE, {"host": host})}


def live_of_jobs(tx: Tx) -> dict[int, int]:
    """How many runs live anywhere of each job that has a limit."""
    return {row.job: row.runs for row in tx.rows(_LIVE_OF_JOBS)}


_TO_PREPARE = (
    select(
        e.id, e.project, e.job, e.attempt, e.request, e.environment, e.code, e.nominal_at, e.cause, e.schedule, e.fire,
        e.memory, e.created_at, projects.c.name.label("project_name"), jobs.c.name.label("job_name"),
    )
    .join(projects, projects.c.id == e.project)
    .join(jobs, jobs.c.id == e.job)
    .where(e.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


def to_prepare(tx: Tx, numbers: Sequence[int]) -> Sequence[Any]:
    """What an order is made from."""
    return tx.rows(_TO_PREPARE, {"ids": list(numbers)})


_HOLD = (
    select(*_what_is_weighed(e))
    .where(e.id.in_(bindparam("ids", expanding=True)), IS_QUEUED)
    .order_by(e.id)
    .with_for_update(key_share=True, of=executions)
)


def hold(tx: Tx, numbers: Sequence[int]) -> list[Candidate]:
    """Those of these executions that are still queued: they stay so until this transaction has claimed them."""
    return [_candidate(row) for row in tx.rows(_HOLD, {"ids": list(numbers)})]


_CLAIM = (
    update(executions)
    .where(e.id == bindparam("execution"), IS_QUEUED, e.attempt == bindparam("number"))
    .values(
        state=State.STARTING,
        owner=bindparam("me"),
        host=bindparam("place"),
        lease_until=bindparam("until"),
        code=bindparam("digest"),
        order=bindparam("what"),
        handle=bindparam("found"),
        cancel_passed=False,
        message="",
    )
)


def claim(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Take queued executions that are held. Each: execution, number, me, place, until, digest, what, found."""
    if rows:
        tx.execute(_CLAIM, list(rows))


def refuse(tx: Tx, number: int, *, reason: str, message: str, now: datetime) -> bool:
    """Fail a queued execution that cannot be started; False if it is not queued any more."""
    queued = (e.id == number) & IS_QUEUED
    values = {"state": State.FAILED, "reason": reason, "message": message, "ended_at": now}
    tx.wake(RUNS_ENDED)
    return tx.changed(update(executions).where(queued).values(values)) == 1


def why_not_built(tx: Tx, numbers: Sequence[int]) -> Sequence[Any]:
    """Why the environment of these executions could not be built: id, name, message."""
    return tx.rows(
        select(e.id, environments.c.name, environments.c.message)
        .join(environments, environments.c.key == e.environment)
        .where(e.id.in_(list(numbers)), environments.c.state == "failed")
    )
