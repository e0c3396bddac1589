"""The audit trail."""

from collections.abc import Sequence
from typing import Any

from dayshift.api.schemas.base import Answer, Instant


class AuditRow(Answer):
    """One deed. ``outcome``: done, or refused. ``before`` and ``after`` hold what changed."""

    id: int
    at: Instant
    actor_name: str
    action: str
    kind: str
    subject: str
    before: Any
    after: Any
    outcome: str
    channel: str
    address: str
    request_id: str
    key_id: str | None


class AuditPage(Answer):
    items: list[AuditRow]
    next: str | None

    @classmethod
    def of(cls, rows: Sequence[Any], limit: int) -> "AuditPage":
        shown = [AuditRow.model_validate(row, from_attributes=True) for row in rows[:limit]]
        return cls(items=shown, next=str(shown[-1].id) if len(rows) > limit else None)


def lines_of(rows: Sequence[Any]) -> bytes:
    """The same rows, each as one line of JSON."""
    shown = (AuditRow.model_validate(row, from_attributes=True).model_dump_json() for row in rows)
    return "".join(f"{line}\n" for line in shown).encode()
