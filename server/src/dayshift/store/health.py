"""Counts of what must never be, for ``doctor``."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, text

from dayshift.domain.executions import LIVE
from dayshift.domain.fires import STARTED
from dayshift.store.engine import Tx
from dayshift.store.tables import executions, fires, schedules

MOST = 1001
ALLOWED_SKEW_MICROS = 1_000_000


def _count(tx: Tx, *where: ColumnElement[bool], of: Any) -> int:
    """How many rows, counted no further than a thousand and one."""
    return int(
        tx.execute(select(func.count()).select_from(select(of).where(*where).limit(MOST).subquery())).scalar_one()
    )


def database_faults(tx: Tx) -> list[str]:
    """What SQLite itself says of its file; PostgreSQL is looked after by its own tools."""
    if tx.is_postgresql:
        return []
    found = [row[0] for row in tx.rows(text("PRAGMA quick_check")) if row[0] != "ok"]
    broken = tx.rows(text("PRAGMA foreign_key_check"))
    return found[:3] + ([f"{len(broken)} rows point to nothing"] if broken else [])


def early_fires(tx: Tx) -> int:
    ahead = fires.c.nominal_at - fires.c.decided_at
    return _count(tx, ahead > ALLOWED_SKEW_MICROS, of=fires.c.id)


def fires_without_run(tx: Tx, since: datetime) -> int:
    lonely = ~select(1).where(executions.c.fire == fires.c.id).exists()
    return _count(
        tx,
        fires.c.outcome.in_([outcome.value for outcome in STARTED]),
        lonely,
        fires.c.decided_at > since,
        of=fires.c.id,
    )


def stuck_cursors(tx: Tx, before: datetime) -> int:
    living = schedules.c.deleted_at.is_(None) & schedules.c.parked.is_(None)
    return _count(tx, schedules.c.next_fire_at < before, living, of=schedules.c.id)


def ghosts(tx: Tx, before: datetime) -> int:
    live = executions.c.state.in_([state.value for state in LIVE])
    return _count(tx, live, executions.c.lease_until < before, of=executions.c.id)


def odd_ends(tx: Tx) -> int:
    return _count(tx, executions.c.ended_at < executions.c.started_at, of=executions.c.id)
