"""What the list of jobs can be asked for: who owns a job, words to search, indexes for what is counted beside it.

Revision ID: 0006
Revises: 0005
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 1000
FAILING = sa.text("deleted_at IS NULL AND last_state IN ('failed', 'timed_out', 'lost')")
WITH_FILE = sa.text("search_file IS NOT NULL")
PAUSED = sa.text("pause IS NOT NULL")
ENDED = sa.text("ended_at IS NOT NULL")

jobs = sa.table("jobs", *map(sa.column, ("id", "name", "title", "definition", "search", "search_file")))


def upgrade() -> None:
    op.add_column("jobs", sa.Column("owner", ID))
    op.add_column("jobs", sa.Column("search", sa.Text, nullable=False, server_default=""))
    op.add_column("jobs", sa.Column("search_file", sa.Text))
    _fill_owners()
    _fill_words()
    columns = ["project", "name", "private", "owner", "search", "deleted_at"]
    op.create_index("ix_jobs_list", "jobs", columns)
    op.create_index("ix_jobs_failing", "jobs", ["project", "last_at"], sqlite_where=FAILING, postgresql_where=FAILING)
    op.create_index("ix_jobs_file", "jobs", ["project"], sqlite_where=WITH_FILE, postgresql_where=WITH_FILE)
    columns = ["project", "next_fire_at"]
    op.create_index("ix_schedules_paused", "schedules", columns, sqlite_where=PAUSED, postgresql_where=PAUSED)
    op.create_index("ix_grants_principal", "grants", ["principal"])
    columns = ["project", "state", "ended_at", "job"]
    op.create_index("ix_executions_ended", "executions", columns, sqlite_where=ENDED, postgresql_where=ENDED)


def _fill_owners() -> None:
    """Who made a job: her own grant says so, or the audit trail."""
    op.execute(
        """
        UPDATE jobs SET owner = COALESCE(
            (SELECT MAX(granted_by) FROM grants WHERE grants.job = jobs.id AND grants.source = 'created_it'),
            (SELECT MAX(actor) FROM audit WHERE audit.job = jobs.id AND audit.action = 'job:create')
        )
        """
    )


def _fill_words() -> None:
    connection = op.get_bind()
    page = sa.select(jobs).order_by(jobs.c.id).limit(BATCH)
    after = 0
    while rows := connection.execute(page.where(jobs.c.id > after)).fetchall():
        connection.execute(
            sa.update(jobs)
            .where(jobs.c.id == sa.bindparam("job"))
            .values(search=sa.bindparam("words"), search_file=sa.bindparam("file")),
            [_words(row) for row in rows],
        )
        after = rows[-1].id


def _words(row: Any) -> dict[str, Any]:
    path = json.loads(row.definition)["program"].get("path")
    return {
        "job": row.id,
        "words": f"{row.name}\n{row.title}".casefold(),
        "file": None if path is None else path.casefold(),
    }


def downgrade() -> None:
    op.drop_index("ix_executions_ended", "executions")
    op.drop_index("ix_grants_principal", "grants")
    op.drop_index("ix_schedules_paused", "schedules")
    for name in ("ix_jobs_file", "ix_jobs_failing", "ix_jobs_list"):
        op.drop_index(name, "jobs")
    for name in ("search_file", "search", "owner"):
        op.drop_column("jobs", name)
