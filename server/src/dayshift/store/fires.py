"""The ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal, select, tuple_, update

from dayshift.domain.fires import Fire, Outcome, Reason
from dayshift.store.engine import Tx
from dayshift.store.executions import Filter
from dayshift.store.tables import executions, fires, schedules
from dayshift.store.tables.schedules import NOTHING_RAN
from dayshift.store.types import Instant
from dayshift.store.visible import Reader, of_visible_jobs

_FIRE = select(fires, executions.c.id.label("execution")).outerjoin(executions, executions.c.fire == fires.c.id)
_RECORD = insert(fires).returning(fires.c.id, fires.c.schedule, fires.c.nominal_at)
_MERGE = update(fires).where(fires.c.id == bindparam("fire")).values(merged_into=bindparam("into"))
_MERGED = select(fires.c.nominal_at).where(fires.c.merged_into == bindparam("fire")).order_by(fires.c.nominal_at.desc())


def _fire(row: Any) -> Fire:
    return Fire(
        id=row.id,
        schedule=row.schedule,
        nominal_at=row.nominal_at,
        revision=row.revision,
        decided_at=row.decided_at,
        outcome=Outcome(row.outcome),
        reason=None if row.reason is None else Reason(row.reason),
        window_start=row.window_start,
        window_end=row.window_end,
        merged_into=row.merged_into,
        execution=row.execution,
    )


def record(tx: Tx, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Write ledger rows; their ids, in the order given. Raises IntegrityError for a time that has its row."""
    if not rows:
        return []
    # Asking the database for an order would cost a statement a row on SQLite; the key tells which is which.
    made = {(row.schedule, row.nominal_at): row.id for row in tx.execute(_RECORD, list(rows))}
    return [made[row["schedule"], row["nominal_at"]] for row in rows]


def merge(tx: Tx, pairs: Sequence[tuple[int, int]]) -> None:
    """Say into which fire each was merged."""
    if pairs:
        tx.execute(_MERGE, [{"fire": fire, "into": into} for fire, into in pairs])


def find_fire(tx: Tx, schedule: int, nominal_at: datetime) -> Fire | None:
    row = tx.row(_FIRE.where(fires.c.schedule == schedule, fires.c.nominal_at == nominal_at))
    return None if row is None else _fire(row)


def get_fire(tx: Tx, number: int) -> Fire:
    return _fire(tx.execute(_FIRE.where(fires.c.id == number)).one())


def list_fires(
    tx: Tx, schedule: int, *, before: datetime | None, since: datetime | None, outcome: str | None, limit: int
) -> list[Fire]:
    """The ledger of one schedule, newest first, strictly before ``before`` and not before ``since``."""
    here = [fires.c.schedule == schedule]
    if before is not None:
        here.append(fires.c.nominal_at < before)
    if since is not None:
        here.append(fires.c.nominal_at >= since)
    if outcome is not None:
        here.append(fires.c.outcome == outcome)
    return [_fire(row) for row in tx.rows(_FIRE.where(*here).order_by(fires.c.nominal_at.desc()).limit(limit))]


def list_without_run(
    tx: Tx, reader: Reader | None, wanted: Filter, *, before: tuple[datetime, int] | None, limit: int
) -> list[tuple[int, Fire]]:
    """Times of a project at which nothing ran, newest first, each with the number of its job.

    As the list of runs: only of jobs that ``reader`` may see; None: whoever asks may see them all.
    """
    f, job = fires.c, schedules.c.job
    where = [f.project == wanted.project, *wanted.of_jobs(job), *wanted.within(f.nominal_at)]
    if wanted.q:
        where.append(job.in_(wanted.called()))
    if before is not None:
        where.append(tuple_(f.nominal_at, f.id) < tuple_(literal(before[0], Instant()), literal(before[1])))
    if reader is not None:
        where.append(of_visible_jobs(job, reader, tx.now))
    listed = _FIRE.add_columns(job).join(schedules, schedules.c.id == f.schedule).where(*where, NOTHING_RAN)
    newest = listed.order_by(f.nominal_at.desc(), f.id.desc()).limit(limit)
    return [(row.job, _fire(row)) for row in tx.rows(newest)]


def merged_into(tx: Tx, fire: int) -> list[datetime]:
    """The nominal times that were merged into this fire, newest first."""
    return [row.nominal_at for row in tx.rows(_MERGED, {"fire": fire})]


def oldest_kept(tx: Tx, schedule: int) -> datetime | None:
    """The oldest time that the ledger still has of this schedule."""
    row = tx.row(select(fires.c.nominal_at).where(fires.c.schedule == schedule).order_by(fires.c.nominal_at).limit(1))
    return None if row is None else row.nominal_at


def drop_old(tx: Tx, before: datetime, *, limit: int) -> int:
    """Remove rows decided before ``before`` that no execution names: how many."""
    old = (
        select(fires.c.id)
        .outerjoin(executions, executions.c.fire == fires.c.id)
        .where(fires.c.decided_at < before, executions.c.id.is_(None))
        .order_by(fires.c.decided_at)
        .limit(limit)
    )
    return tx.changed(delete(fires).where(fires.c.id.in_(old)))
