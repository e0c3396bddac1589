"""People share jobs: grants, tags, invitations, what a job says about its readers, and who may bring code.

Revision ID: 0003
Revises: 0002
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dayshift.store.types import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUN, EDIT = 20, 40


def _new_columns() -> list[tuple[str, sa.Column[Any]]]:
    return [
        ("jobs", sa.Column("private", sa.Boolean, nullable=False, server_default=sa.false())),
        ("jobs", sa.Column("logs_for", sa.Integer, nullable=False, server_default=str(RUN))),
        ("jobs", sa.Column("code_for", sa.Integer, nullable=False, server_default=str(EDIT))),
        ("jobs", sa.Column("free_arguments", sa.Boolean, nullable=False, server_default=sa.false())),
        ("people", sa.Column("disabled_at", Instant)),
        ("executions", sa.Column("requester", ID)),
        ("instance", sa.Column("trusted_at", Instant)),
        ("audit", sa.Column("job", ID)),
    ]


def upgrade() -> None:
    for table, column in _new_columns():
        op.add_column(table, column)
    op.create_index("ix_audit_job_id", "audit", ["job", "id"])
    op.create_index("ix_audit_actor_id", "audit", ["actor", "id"])
    _tags()
    _invitations()
    _grants()


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("project", ID, sa.ForeignKey("projects.id", name="fk_tags_project"), nullable=False),
        sa.Column("job", ID, sa.ForeignKey("jobs.id", name="fk_tags_job"), nullable=False),
        sa.Column("tag", sa.String(40), nullable=False),
        sa.UniqueConstraint("job", "tag", name="uq_tags_job_tag"),
    )
    op.create_index("ix_tags_project_tag_job", "tags", ["project", "tag", "job"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("project", ID, sa.ForeignKey("projects.id", name="fk_invitations_project"), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("invited_by", ID, sa.ForeignKey("principals.id", name="fk_invitations_invited_by"), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitations_project", "invitations", ["project"])
    op.create_index("ix_invitations_ends_at", "invitations", ["ends_at"])


def _grants() -> None:
    op.create_table(
        "grants",
        sa.Column("id", ID, primary_key=True),
        sa.Column("project", ID, sa.ForeignKey("projects.id", name="fk_grants_project"), nullable=False),
        sa.Column("principal", ID, sa.ForeignKey("principals.id", name="fk_grants_principal"), nullable=False),
        sa.Column("job", ID, sa.ForeignKey("jobs.id", name="fk_grants_job")),
        sa.Column("tag", sa.String(40)),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("ends_at", Instant),
        sa.Column("reason", sa.String(280), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("granted_by", ID, nullable=False),
        sa.Column("granted_at", Instant, nullable=False),
        sa.UniqueConstraint("project", "principal", "job", name="uq_grants_project_principal_job"),
        sa.UniqueConstraint("project", "principal", "tag", name="uq_grants_project_principal_tag"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_grants_ends_at", "grants", ["ends_at"])
    op.create_index("ix_grants_job", "grants", ["job"])


def downgrade() -> None:
    for table in ("grants", "invitations", "tags"):
        op.drop_table(table)
    op.drop_index("ix_audit_actor_id", "audit")
    op.drop_index("ix_audit_job_id", "audit")
    for table, column in reversed(_new_columns()):
        op.drop_column(table, column.name)
