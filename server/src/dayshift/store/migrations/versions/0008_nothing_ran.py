"""The lines of the ledger at which nothing ran, by themselves: few among many, and listed with the runs.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOTHING_RAN = sa.text("outcome NOT IN ('ran', 'late', 'waited')")


def upgrade() -> None:
    op.create_index(
        "ix_fires_nothing_ran",
        "fires",
        ["project", "nominal_at", "id"],
        sqlite_where=NOTHING_RAN,
        postgresql_where=NOTHING_RAN,
    )


def downgrade() -> None:
    op.drop_index("ix_fires_nothing_ran", "fires")
