"""The queue by project in place of by time, and what lives of jobs with a limit: a look at the queue reads few rows.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

QUEUED = sa.text("state = 'queued'")
LIMITED = sa.text("state IN ('starting', 'running') AND max_running IS NOT NULL")
CLAIMABLE = sa.text("state = 'queued' AND waits_for IS NULL")
OPEN = sa.text("state IN ('queued', 'starting', 'running')")


def upgrade() -> None:
    op.drop_index("ix_executions_claimable", "executions")
    op.drop_index("ix_executions_open_project", "executions")
    op.create_index(
        "ix_executions_queue",
        "executions",
        ["project", "not_before", "id", "waits_for"],
        sqlite_where=QUEUED,
        postgresql_where=QUEUED,
    )
    op.create_index("ix_executions_limited", "executions", ["job"], sqlite_where=LIMITED, postgresql_where=LIMITED)


def downgrade() -> None:
    op.drop_index("ix_executions_limited", "executions")
    op.drop_index("ix_executions_queue", "executions")
    op.create_index("ix_executions_open_project", "executions", ["project"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(
        "ix_executions_claimable",
        "executions",
        ["not_before", "id"],
        sqlite_where=CLAIMABLE,
        postgresql_where=CLAIMABLE,
    )
