"""What was told, as streams read it: in the order of its ids, and nothing is missed."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, text

from dayshift.store.engine import Store, Tx
from dayshift.store.errors import DatabaseError
from dayshift.store.outbox import ORDER_LOCK, Event, Topic
from dayshift.store.tables import events

MOST = 5_000  # events that are read at once; a stream that is further behind is told to begin anew

e = events.c
_NEWEST = select(func.coalesce(func.max(e.id), 0))
_OLDEST = select(func.coalesce(func.min(e.id), 0))
_AFTER = select(events).where(e.id > bindparam("after"), e.id <= bindparam("until")).order_by(e.id).limit(MOST)
# A sequence hands out numbers before anybody else can see their rows, so the newest row says nothing.
_HANDED_OUT = text("SELECT last_value FROM events_id_seq")
# Ends at once whatever becomes of this process, and waits no longer than writers behind it may.
_PASS_WRITERS = text(
    "SELECT pg_advisory_xact_lock(:lock) FROM (SELECT set_config('lock_timeout', '200', true) OFFSET 0) AS set"
).bindparams(lock=ORDER_LOCK)


class Told(NamedTuple):
    """An event as it was written."""

    id: int
    at: datetime
    event: Event


def settled(store: Store, now: datetime, known: int) -> int:
    """The id up to which every event can be read by now, or will never be: what is told later has a larger one.

    At least ``known``, what this said before. PostgreSQL numbers rows before they are durable: a reader that went by
    the newest one would lose, for ever, that of a slower transaction.
    """
    with store.read(now) as tx:
        newest = int(tx.execute(_HANDED_OUT if tx.is_postgresql else _NEWEST).scalar_one())
    if newest > known and store.is_postgresql:
        try:
            store.run_alone(_PASS_WRITERS)
        except DatabaseError:
            return known
    return max(newest, known)


def between(tx: Tx, after: int, until: int) -> Sequence[Told]:
    """The events after one id, up to another, both of which :func:`settled` gave; at most ``MOST`` of them."""
    rows = tx.rows(_AFTER, {"after": after, "until": until})
    return [Told(row.id, row.at, Event(Topic(row.topic), row.project, row.job, row.subject)) for row in rows]


def is_kept(tx: Tx, number: int, until: int) -> bool:
    """Whether nothing was forgotten of what came after the event ``number``, up to ``until``."""
    oldest = int(tx.execute(_OLDEST).scalar_one())
    return oldest - 1 <= number <= until


def drop_old(tx: Tx, before: datetime, *, limit: int) -> None:
    """Forget what is older; the newest stays, so that no number is ever given twice."""
    newest = select(func.max(e.id)).scalar_subquery()
    first = select(e.id).order_by(e.id).limit(limit).subquery()
    old = e.id.in_(select(first.c.id)) & (e.at < before) & (e.id < newest)
    tx.execute(delete(events).where(old))
