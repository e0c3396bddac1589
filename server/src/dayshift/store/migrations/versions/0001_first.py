"""The first schema.

Revision ID: 0001
Revises: nothing
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dayshift.store.types import Instant, Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _where(condition: str) -> dict[str, Any]:
    """A partial index, the same on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _instance()
    _projects()
    _replicas()
    _environments()
    _jobs()
    _principals()
    _audit()
    _idempotency_keys()
    _links()
    _members()
    _people()
    _schedules()
    _sessions()
    _uploads()
    _fires()
    _schedule_revisions()
    _executions()
    _api_keys()
    _attempts()
    _guard()


def _instance() -> None:
    op.create_table(
        "instance",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(6), nullable=False),
        sa.Column("tzdata", sa.String(16), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
    )


def _projects() -> None:
    op.create_table(
        "projects",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("tz", sa.String(64), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("used_bytes", sa.BigInteger, nullable=False),
        sa.Column("used_at", Instant, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_projects_name", "projects", [sa.text("lower(name)")], unique=True)


def _replicas() -> None:
    op.create_table(
        "replicas",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("host", sa.String(32), nullable=False),
        sa.Column("boot", sa.String(64), nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("pid_start", sa.String(32), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("heard_at", Instant, nullable=False),
        sa.Column("stopped_at", Instant),
    )


def _environments() -> None:
    op.create_table(
        "environments",
        sa.Column("id", ID, primary_key=True),
        sa.Column("project", ID, sa.ForeignKey("projects.id")),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("requirements", sa.Text, nullable=False),
        sa.Column("lock", sa.Text, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("owner", sa.String(32)),
        sa.Column("lease_until", Instant),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("handle", Json),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("used_at", Instant, nullable=False),
        sa.Column("deleted_at", Instant),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_environments_key", "environments", ["key"])
    op.create_index("ix_environments_to_build", "environments", ["id"], **_where("state IN ('queued', 'building')"))
    op.create_index(
        "uq_environments_project_name",
        "environments",
        [sa.text("coalesce(project, 0)"), "name"],
        unique=True,
        **_where("deleted_at IS NULL"),
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", ID, primary_key=True),
        sa.Column("project", ID, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("description", sa.String(280), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("environment", sa.String(64), nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("memory", sa.BigInteger, nullable=False),
        sa.Column("max_running", sa.Integer),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("deleted_at", Instant),
        sa.Column("last_execution", sa.BigInteger),
        sa.Column("last_state", sa.String(10)),
        sa.Column("last_at", Instant),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_jobs_project_name", "jobs", ["project", "name"], unique=True, **_where("deleted_at IS NULL"))


def _principals() -> None:
    op.create_table(
        "principals",
        sa.Column("id", ID, primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("project", ID, sa.ForeignKey("projects.id")),
        sa.Column("created_at", Instant, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_principals_person", "principals", [sa.text("lower(name)")], unique=True, **_where("project IS NULL")
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, primary_key=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", ID, sa.ForeignKey("principals.id")),
        sa.Column("actor_name", sa.String(120), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("project", ID, sa.ForeignKey("projects.id")),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("before", Json),
        sa.Column("after", Json),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(16)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_kind_subject_id", "audit", ["kind", "subject", "id"])
    op.create_index("ix_audit_project_id", "audit", ["project", "id"])


def _idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("id", ID, primary_key=True),
        sa.Column("principal", ID, sa.ForeignKey("principals.id"), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("answer", Json),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("principal", "key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("principal", ID, sa.ForeignKey("principals.id"), nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.Column("used_at", Instant),
    )
    op.create_index("ix_links_ends_at", "links", ["ends_at"])


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("project", ID, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("principal", ID, sa.ForeignKey("principals.id"), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.UniqueConstraint("project", "principal"),
    )
    op.create_index("ix_members_principal", "members", ["principal"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("principal", ID, sa.ForeignKey("principals.id"), nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("is_admin", sa.Boolean, nullable=False),
        sa.UniqueConstraint("principal"),
    )


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", ID, primary_key=True),
        sa.Column("project", ID, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("job", ID, sa.ForeignKey("jobs.id"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("deleted_at", Instant),
        sa.Column("owner", ID, sa.ForeignKey("principals.id"), nullable=False),
        sa.Column("skips", Json, nullable=False),
        sa.Column("pause", Json),
        sa.Column("next_fire_at", Instant),
        sa.Column("last_nominal_at", Instant),
        sa.Column("window_from", Instant),
        sa.Column("runs_started", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("parked", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schedules_due", "schedules", ["next_fire_at"], **_where("next_fire_at IS NOT NULL"))
    op.create_index("ix_schedules_job", "schedules", ["job"])
    op.create_index(
        "uq_schedules_project_name", "schedules", ["project", "name"], unique=True, **_where("deleted_at IS NULL")
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("principal", ID, sa.ForeignKey("principals.id"), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("confirmed_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
    )
    op.create_index("ix_sessions_ends_at", "sessions", ["ends_at"])
    op.create_index("ix_sessions_principal", "sessions", ["principal"])


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("project", ID, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("principal", ID, sa.ForeignKey("principals.id"), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("replace", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
    )
    op.create_index("ix_uploads_project", "uploads", ["project"])
    op.create_index("ix_uploads_seen_at", "uploads", ["seen_at"])


def _fires() -> None:
    op.create_table(
        "fires",
        sa.Column("id", ID, primary_key=True),
        sa.Column("schedule", ID, sa.ForeignKey("schedules.id"), nullable=False),
        sa.Column("project", ID, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("nominal_at", Instant, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("decided_at", Instant, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(20)),
        sa.Column("window_start", Instant, nullable=False),
        sa.Column("window_end", Instant, nullable=False),
        sa.Column("merged_into", ID),
        sa.UniqueConstraint("schedule", "nominal_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fires_decided_at", "fires", ["decided_at"])
    op.create_index("ix_fires_project_nominal_at", "fires", ["project", "nominal_at"])


def _schedule_revisions() -> None:
    op.create_table(
        "schedule_revisions",
        sa.Column("schedule", ID, sa.ForeignKey("schedules.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.UniqueConstraint("schedule", "revision"),
    )


def _executions() -> None:
    op.create_table(
        "executions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("project", ID, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("job", ID, sa.ForeignKey("jobs.id"), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("cause", sa.String(10), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("not_before", Instant, nullable=False),
        sa.Column("schedule", ID, sa.ForeignKey("schedules.id")),
        sa.Column("fire", ID, sa.ForeignKey("fires.id")),
        sa.Column("nominal_at", Instant),
        sa.Column("rerun_of", ID),
        sa.Column("waits_for", ID),
        sa.Column("requested_by", sa.String(120), nullable=False),
        sa.Column("memory", sa.BigInteger, nullable=False),
        sa.Column("max_running", sa.Integer),
        sa.Column("request", Json, nullable=False),
        sa.Column("environment", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("order", Json),
        sa.Column("owner", sa.String(32)),
        sa.Column("host", sa.String(32)),
        sa.Column("lease_until", Instant),
        sa.Column("handle", Json),
        sa.Column("cancel_requested_at", Instant),
        sa.Column("cancel_reason", sa.String(20)),
        sa.Column("cancel_passed", sa.Boolean, nullable=False),
        sa.Column("started_at", Instant),
        sa.Column("ended_at", Instant),
        sa.Column("exit_code", sa.Integer),
        sa.Column("signal", sa.Integer),
        sa.Column("reason", sa.String(20)),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("progress", Json),
        sa.UniqueConstraint("fire"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_executions_claimable",
        "executions",
        ["not_before", "id"],
        **_where("state = 'queued' AND waits_for IS NULL"),
    )
    op.create_index("ix_executions_job_created_at_id", "executions", ["job", "created_at", "id"])
    op.create_index("ix_executions_live", "executions", ["host"], **_where("state IN ('starting', 'running')"))
    op.create_index(
        "ix_executions_open", "executions", ["schedule", "id"], **_where("state IN ('queued', 'starting', 'running')")
    )
    op.create_index(
        "ix_executions_open_job", "executions", ["job"], **_where("state IN ('queued', 'starting', 'running')")
    )
    op.create_index(
        "ix_executions_open_project", "executions", ["project"], **_where("state IN ('queued', 'starting', 'running')")
    )
    op.create_index("ix_executions_project_created_at_id", "executions", ["project", "created_at", "id"])


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("kind", sa.String(3), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("principal", ID, sa.ForeignKey("principals.id"), nullable=False),
        sa.Column("project", ID, sa.ForeignKey("projects.id")),
        sa.Column("execution", ID, sa.ForeignKey("executions.id")),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("ends_at", Instant),
        sa.Column("revoked_at", Instant),
    )
    op.create_index("ix_api_keys_ends_at", "api_keys", ["ends_at"])
    op.create_index("ix_api_keys_execution", "api_keys", ["execution"])
    op.create_index("ix_api_keys_principal", "api_keys", ["principal"])


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("execution", ID, sa.ForeignKey("executions.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("started_at", Instant),
        sa.Column("ended_at", Instant, nullable=False),
        sa.Column("exit_code", sa.Integer),
        sa.Column("signal", sa.Integer),
        sa.Column("reason", sa.String(20)),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("peak_memory", sa.BigInteger),
        sa.Column("cpu_s", sa.Float),
        sa.Column("key", sa.String(16)),
        sa.UniqueConstraint("execution", "number"),
    )


TERMINAL = "'succeeded', 'failed', 'timed_out', 'cancelled', 'lost'"

# What is over stays as it is, and what was done stays written: the database itself refuses the rest.
SQLITE_GUARDS = (
    f"""
    CREATE TRIGGER executions_terminal_is_final BEFORE UPDATE OF state, exit_code, ended_at, attempt ON executions
    WHEN OLD.state IN ({TERMINAL})
    BEGIN SELECT RAISE(ABORT, 'a run that is over does not change'); END
    """,
    """
    CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail does not change'); END
    """,
    """
    CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is kept'); END
    """,
)
POSTGRESQL_GUARDS = (
    """
    CREATE FUNCTION dayshift_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'this row does not change'; END $$
    """,
    f"""
    CREATE TRIGGER executions_terminal_is_final BEFORE UPDATE OF state, exit_code, ended_at, attempt ON executions
    FOR EACH ROW WHEN (OLD.state IN ({TERMINAL})) EXECUTE FUNCTION dayshift_refuse()
    """,
    """
    CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION dayshift_refuse()
    """,
)


def _guard() -> None:
    postgresql = op.get_context().dialect.name == "postgresql"
    for statement in POSTGRESQL_GUARDS if postgresql else SQLITE_GUARDS:
        op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION dayshift_refuse()")


TABLES = (
    "attempts",
    "api_keys",
    "executions",
    "schedule_revisions",
    "fires",
    "uploads",
    "sessions",
    "schedules",
    "people",
    "members",
    "links",
    "idempotency_keys",
    "audit",
    "principals",
    "jobs",
    "environments",
    "replicas",
    "projects",
    "instance",
)
