"""When an environment was built.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from dayshift.store.types import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("environments", sa.Column("built_at", Instant))


def downgrade() -> None:
    op.drop_column("environments", "built_at")
