"""Who did what: written in the transaction that did it, and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from dayshift.domain.rights import Actor
from dayshift.store.engine import Tx
from dayshift.store.tables import audit

_ADD = insert(audit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed. ``before`` and ``after`` hold what changed, and no secret."""

    action: str
    kind: str
    subject: str
    project: int | None = None
    job: int | None = None
    before: Any = None
    after: Any = None
    outcome: str = "done"


def write(tx: Tx, actor: Actor, entry: Entry) -> None:
    """Add a row to the audit trail."""
    row = {
        "at": tx.now,
        "actor": actor.principal or None,
        "actor_name": actor.name,
        "action": entry.action,
        "project": entry.project,
        "job": entry.job,
        "kind": entry.kind,
        "subject": entry.subject,
        "before": entry.before,
        "after": entry.after,
        "outcome": entry.outcome,
        "channel": tx.channel.name,
        "address": tx.channel.address,
        "request_id": tx.channel.request_id,
        "key_id": actor.key.key_id if actor.key else None,
    }
    tx.execute(_ADD, row)


def read(
    tx: Tx, *, project: int | None = None, job: int | None = None, actor: int | None = None, before: int, limit: int
) -> Sequence[Any]:
    """The rows about one of these, newest first, from the one before the id ``before`` (0: the newest)."""
    wanted = {"project": project, "job": job, "actor": actor}
    where = [audit.c[name] == number for name, number in wanted.items() if number is not None]
    if before:
        where.append(audit.c.id < before)
    return tx.rows(select(audit).where(*where).order_by(audit.c.id.desc()).limit(limit))
