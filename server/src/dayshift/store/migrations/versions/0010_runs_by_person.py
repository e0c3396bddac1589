"""The runs that somebody started, by themselves: most are started by schedules.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BY_SOMEBODY = sa.text("requester IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_executions_requester",
        "executions",
        ["project", "requester", "created_at", "id"],
        sqlite_where=BY_SOMEBODY,
        postgresql_where=BY_SOMEBODY,
    )


def downgrade() -> None:
    op.drop_index("ix_executions_requester", "executions")
