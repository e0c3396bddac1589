"""The servers of this install, and the one row about the install itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update

from dayshift.store.engine import APPLICATION, IDLE_TIMEOUT_MS, Tx
from dayshift.store.tables import instance, replicas


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """A server process. ``id`` is random; host, boot, pid and its start prove whether it is dead."""

    id: str
    host: str
    boot: str
    pid: int
    pid_start: str
    started_at: datetime


def register(tx: Tx, replica: Replica) -> None:
    tx.execute(
        insert(replicas).values(
            id=replica.id,
            host=replica.host,
            boot=replica.boot,
            pid=replica.pid,
            pid_start=replica.pid_start,
            started_at=replica.started_at,
            heard_at=replica.started_at,
        )
    )


def beat(tx: Tx, me: str, now: datetime) -> None:
    tx.execute(update(replicas).where(replicas.c.id == me).values(heard_at=now))


def say_goodbye(tx: Tx, me: str, now: datetime) -> None:
    """It stops on purpose: others wait longer before they judge its runs."""
    tx.execute(update(replicas).where(replicas.c.id == me).values(stopped_at=now))


def find(tx: Tx, ids: set[str]) -> dict[str, Replica]:
    rows = tx.rows(select(replicas).where(replicas.c.id.in_(sorted(ids))))
    return {row.id: _replica(row) for row in rows}


def _replica(row: Any) -> Replica:
    return Replica(
        id=row.id, host=row.host, boot=row.boot, pid=row.pid, pid_start=row.pid_start, started_at=row.started_at
    )


def silent_hosts(tx: Tx, *, crashed_before: datetime, stopped_before: datetime) -> list[str]:
    """Hosts without a server heard since ``crashed_before`` (``stopped_before``, if it stopped on purpose)."""
    newest = func.max(replicas.c.heard_at)
    rows = tx.rows(
        select(replicas.c.host, newest.label("heard_at"), func.max(replicas.c.stopped_at).label("stopped_at"))
        .group_by(replicas.c.host)
        .having(newest < crashed_before)
    )
    return [
        row.host
        for row in rows
        if row.stopped_at is None or row.stopped_at < row.heard_at or row.heard_at < stopped_before
    ]


def up_since(tx: Tx, heard_after: datetime) -> datetime | None:
    """Since when some server has been running without a break, as far as their hearts tell."""
    alive = (replicas.c.heard_at >= heard_after) & replicas.c.stopped_at.is_(None)
    row = tx.row(select(func.min(replicas.c.started_at).label("since")).where(alive))
    return None if row is None else row.since


def drop_silent(tx: Tx, before: datetime) -> None:
    tx.execute(delete(replicas).where(replicas.c.heard_at < before))


_CUT = text("""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = :application AND datname = current_database() AND usename = current_user
    AND xact_start IS NOT NULL AND wait_event = 'ClientRead'
    AND state_change < clock_timestamp() - :silent_ms * interval '1 millisecond'
""")


def cut_off_frozen(tx: Tx, silent_ms: int = IDLE_TIMEOUT_MS) -> int:
    """End the connections of servers that have said nothing for so long in a transaction: how many.

    ``idle_in_transaction_session_timeout`` alone does not free what a frozen server has locked. The driver sends the
    rows of one statement as a pipeline, and who stops in the middle of it is not idle; and PostgreSQL 15 now and then
    forgets to set that timer: it let 3 of 52 frozen transactions be.
    """
    if not tx.is_postgresql:
        return 0
    return len(tx.execute(_CUT, {"application": APPLICATION, "silent_ms": silent_ms}).all())


# The install ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """``name`` marks everything this install starts; ``tzdata``: the data with which cursors were derived."""

    name: str
    tzdata: str


def find_instance(tx: Tx) -> Instance | None:
    row = tx.row(select(instance.c.name, instance.c.tzdata))
    return None if row is None else Instance(name=row.name, tzdata=row.tzdata)


def add_instance(tx: Tx, name: str, *, tzdata: str, now: datetime) -> Instance:
    tx.execute(insert(instance).values(id=1, name=name, tzdata=tzdata, created_at=now))
    return Instance(name=name, tzdata=tzdata)


def tzdata(tx: Tx) -> str:
    """The version of the time zone data with which cursors were derived."""
    return str(tx.execute(select(instance.c.tzdata)).scalar_one())


def set_tzdata(tx: Tx, version: str) -> None:
    tx.execute(update(instance).values(tzdata=version))


def database_now(tx: Tx) -> float | None:
    """The clock of a PostgreSQL server, in seconds since the epoch, to compare ours with; None on SQLite."""
    if not tx.is_postgresql:
        return None
    return float(tx.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())


def trusted_at(tx: Tx) -> datetime | None:
    """When an administrator acknowledged that several people may bring code."""
    row = tx.row(select(instance.c.trusted_at))
    return None if row is None else row.trusted_at


def trust(tx: Tx, now: datetime) -> None:
    tx.execute(update(instance).values(trusted_at=now))
