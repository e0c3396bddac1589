"""That something changed, for streams.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from dayshift.store.tables.base import Id
from dayshift.store.types import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", Id, primary_key=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("project", Id, nullable=False),
        sa.Column("topic", sa.String(12), nullable=False),
        sa.Column("job", Id),
        sa.Column("subject", Id),
    )


def downgrade() -> None:
    op.drop_table("events")
