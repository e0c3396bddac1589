"""Who did what: written in the transaction that did it, and never changed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

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
