"""Terminals that are let in by a browser.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from dayshift.store.types import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "terminals",
        sa.Column("flow_hash", sa.String(64), primary_key=True),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("is_refused", sa.Boolean, nullable=False),
        sa.Column("let_in_by", ID, sa.ForeignKey("principals.id", name="fk_terminals_let_in_by")),
        sa.Column("confirmed_at", Instant),
    )
    op.create_index("ix_terminals_ends_at", "terminals", ["ends_at"])


def downgrade() -> None:
    op.drop_table("terminals")
