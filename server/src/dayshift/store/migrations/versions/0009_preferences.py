"""How somebody wants her pages to be.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from dayshift.store.types import Json

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("preferences", Json))


def downgrade() -> None:
    op.drop_column("people", "preferences")
