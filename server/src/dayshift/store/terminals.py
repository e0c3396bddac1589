"""Terminals that wait until somebody lets them in, in a browser."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from dayshift.store.engine import Tx
from dayshift.store.tables import terminals as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """``let_in_by``: whoever let it in, as whom it is then signed in. ``tries``: how many codes were typed for it."""

    flow_hash: str
    secret_hash: str
    code_hash: str
    address: str
    created_at: datetime
    ends_at: datetime
    tries: int = 0
    is_refused: bool = False
    let_in_by: int | None = None
    confirmed_at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        """Whether somebody has let it in or refused it, which it has not heard yet."""
        return self.is_refused or self.let_in_by is not None


def _terminal(row: Any) -> Terminal:
    return Terminal(**row._mapping)


def _waiting(tx: Tx, flow_hash: str) -> Any:
    return (t.c.flow_hash == flow_hash) & (t.c.ends_at > tx.now) & t.c.let_in_by.is_(None) & t.c.is_refused.is_(False)


def add(tx: Tx, terminal: Terminal) -> None:
    tx.execute(
        insert(t).values(
            flow_hash=terminal.flow_hash,
            secret_hash=terminal.secret_hash,
            code_hash=terminal.code_hash,
            address=terminal.address,
            created_at=terminal.created_at,
            ends_at=terminal.ends_at,
            tries=0,
            is_refused=False,
        )
    )


def find(tx: Tx, flow_hash: str) -> Terminal | None:
    """The terminal of that flow, whether or not it was answered, until its time is over."""
    row = tx.row(select(t).where(t.c.flow_hash == flow_hash, t.c.ends_at > tx.now))
    return None if row is None else _terminal(row)


def count_try(tx: Tx, flow_hash: str) -> Terminal | None:
    """A code is typed: counted before it is looked at. Others who type one for the same terminal wait until the end."""
    row = tx.row(update(t).where(_waiting(tx, flow_hash)).values(tries=t.c.tries + 1).returning(*t.c))
    return None if row is None else _terminal(row)


def let_in(tx: Tx, flow_hash: str, *, person: int, confirmed_at: datetime) -> None:
    tx.execute(update(t).where(_waiting(tx, flow_hash)).values(let_in_by=person, confirmed_at=confirmed_at))


def refuse(tx: Tx, flow_hash: str) -> Terminal | None:
    """The terminal that was refused; None if none waited."""
    row = tx.row(update(t).where(_waiting(tx, flow_hash)).values(is_refused=True).returning(*t.c))
    return None if row is None else _terminal(row)


def remove(tx: Tx, flow_hash: str) -> bool:
    """False when somebody else did."""
    return tx.changed(delete(t).where(t.c.flow_hash == flow_hash)) == 1


def drop_ended(tx: Tx) -> None:
    """Remove those whose time is over."""
    tx.execute(delete(t).where(t.c.ends_at <= tx.now))
