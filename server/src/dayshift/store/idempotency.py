"""What a request with an Idempotency-Key was answered: asked again, it gets the same answer and has no other effect."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from dayshift.domain.errors import KeyReused
from dayshift.store.engine import Tx
from dayshift.store.tables import idempotency_keys as t


def claim(tx: Tx, principal: int, key: str, request: str, now: datetime) -> Any | None:
    """Take ``key`` for ``request``: None when it is new, else the answer given before.

    A twin that is still under way is waited for, since its row is locked. Raises KeyReused for another request.
    """
    try:
        with tx.savepoint():
            tx.execute(insert(t).values(principal=principal, key=key, request=request, created_at=now))
    except IntegrityError:
        row = tx.execute(select(t).where(t.c.principal == principal, t.c.key == key)).one()
        if row.request != request:
            raise KeyReused from None
        return row.answer
    return None


def keep(tx: Tx, principal: int, key: str, answer: Any) -> None:
    tx.execute(update(t).where(t.c.principal == principal, t.c.key == key).values(answer=answer))


def drop_old(tx: Tx, before: datetime) -> None:
    tx.execute(delete(t).where(t.c.created_at < before))
