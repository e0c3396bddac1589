"""Counters of failures, which all servers of an install share."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from dayshift.store.engine import Tx
from dayshift.store.tables import rate_limits as t
from dayshift.store.types import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something failed. It counts until ``ends_at`` and for nothing after that."""

    key: str
    failures: int
    ends_at: datetime


_now, _until = bindparam("now", type_=Instant), bindparam("until", type_=Instant)
_OPEN = select(t).where(t.c.key.in_(bindparam("keys", expanding=True)), t.c.ends_at > _now)
_COUNT = (
    update(t)
    .where(t.c.key == bindparam("of"))
    .values(
        failures=case((t.c.ends_at > _now, t.c.failures + 1), else_=1),
        ends_at=case((t.c.ends_at > _now, t.c.ends_at), else_=_until),
    )
    .returning(t.c.key, t.c.failures, t.c.ends_at)
)
_BEGIN = insert(t).values(key=bindparam("of"), failures=1, ends_at=_until)
_DROP = delete(t).where(t.c.ends_at <= _now)


def _tally(row: Any) -> Tally:
    return Tally(key=row.key, failures=row.failures, ends_at=row.ends_at)


def open_tallies(tx: Tx, keys: Collection[str]) -> list[Tally]:
    """Those of ``keys`` that count now."""
    return [_tally(row) for row in tx.rows(_OPEN, {"keys": list(keys), "now": tx.now})]


def count(tx: Tx, key: str, until: datetime) -> Tally:
    """One failure more; the first one counts until ``until``, and so do those that follow.

    Whoever counts several at once does so in the order of their keys, or two transactions wait for each other.
    """
    values = {"of": key, "now": tx.now, "until": until}
    row = tx.row(_COUNT, values)
    if row is not None:
        return _tally(row)
    try:
        with tx.savepoint():
            tx.execute(_BEGIN, {"of": key, "until": until})
    except IntegrityError:  # another server began it since
        return _tally(tx.execute(_COUNT, values).one())
    return Tally(key=key, failures=1, ends_at=until)


def drop_ended(tx: Tx, now: datetime) -> None:
    """Remove counters that count no longer."""
    tx.execute(_DROP, {"now": now})
