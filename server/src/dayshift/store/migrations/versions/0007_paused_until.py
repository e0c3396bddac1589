"""Until when a schedule is paused, where a list of jobs by their next run can see it.

Revision ID: 0007
Revises: 0006
"""

import json
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from dayshift.store.types import EPOCH, FOREVER, Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PAUSED = sa.text("pause IS NOT NULL")

schedules = sa.table("schedules", sa.column("id"), sa.column("pause"), sa.column("paused_until", Instant))


def upgrade() -> None:
    op.add_column("schedules", sa.Column("paused_until", Instant))
    op.drop_index("ix_schedules_paused", "schedules")
    connection = op.get_bind()
    paused = connection.execute(sa.select(schedules.c.id, schedules.c.pause).where(schedules.c.pause.is_not(None)))
    for row in paused.fetchall():
        until = _until(json.loads(row.pause))
        connection.execute(sa.update(schedules).where(schedules.c.id == row.id).values(paused_until=until))


def _until(pause: dict[str, Any]) -> Any:
    return FOREVER if pause["until"] is None else EPOCH + timedelta(microseconds=pause["until"])


def downgrade() -> None:
    columns = ["project", "next_fire_at"]
    op.create_index("ix_schedules_paused", "schedules", columns, sqlite_where=PAUSED, postgresql_where=PAUSED)
    op.drop_column("schedules", "paused_until")
