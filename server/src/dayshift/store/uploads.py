"""Uploads under way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from dayshift.store.engine import Tx
from dayshift.store.tables import uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Bytes on their way to ``path``; ``size`` was said at the start and is reserved."""

    id: str
    project: int
    path: str
    size: int
    replace: bool


def _upload(row: Any) -> Upload:
    return Upload(id=row.id, project=row.project, path=row.path, size=row.size, replace=row.replace)


def add(tx: Tx, upload: Upload, *, principal: int, now: datetime) -> None:
    tx.execute(
        insert(uploads).values(
            id=upload.id,
            project=upload.project,
            principal=principal,
            path=upload.path,
            size=upload.size,
            replace=upload.replace,
            created_at=now,
            seen_at=now,
        )
    )


def find(tx: Tx, project: int, upload_id: str) -> Upload | None:
    row = tx.row(select(uploads).where(uploads.c.project == project, uploads.c.id == upload_id))
    return None if row is None else _upload(row)


def touch(tx: Tx, upload_id: str, now: datetime) -> None:
    tx.execute(update(uploads).where(uploads.c.id == upload_id).values(seen_at=now))


def remove(tx: Tx, upload_id: str) -> None:
    tx.execute(delete(uploads).where(uploads.c.id == upload_id))


def abandoned(tx: Tx, before: datetime) -> list[str]:
    """Uploads without news since ``before``."""
    return [row.id for row in tx.rows(select(uploads.c.id).where(uploads.c.seen_at < before).limit(100))]
