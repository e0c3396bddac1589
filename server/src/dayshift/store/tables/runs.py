"""Executions and their attempts."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table, Text, UniqueConstraint, text

from dayshift.store.tables.base import Id, id_column, metadata, reference
from dayshift.store.types import Instant, Json

executions = Table(
    "executions",
    metadata,
    id_column(),
    reference("project", "projects"),
    reference("job", "jobs"),
    Column("state", String(10), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("cause", String(10), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    reference("schedule", "schedules", nullable=True),
    reference("fire", "fires", nullable=True),
    Column("nominal_at", Instant),
    Column("rerun_of", Id),
    Column("waits_for", Id),  # the run that must end first; whoever ends it clears this
    Column("requested_by", String(120), nullable=False),
    Column("requester", Id),  # the principal who started it; none: a schedule did
    Column("memory", BigInteger, nullable=False),
    Column("max_running", Integer),
    # What it was asked to do, and what it was told: read on its own page only.
    Column("request", Json, nullable=False),  # definition of the job, arguments, parameters, variables, code to reuse
    Column("environment", String(64), nullable=False),  # the key of the folder
    Column("code", String(64)),  # digest of the snapshot: retries use the same
    Column("order", Json),
    # Whose it is while it lives.
    Column("owner", String(32)),
    Column("host", String(32)),
    Column("lease_until", Instant),
    Column("handle", Json),
    Column("cancel_requested_at", Instant),
    Column("cancel_reason", String(20)),
    Column("cancel_passed", Boolean, nullable=False),
    # How it went.
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("exit_code", Integer),
    Column("signal", Integer),
    Column("reason", String(20)),
    Column("message", Text, nullable=False),
    Column("progress", Json),
    UniqueConstraint("fire"),
    Index("ix_executions_job_created_at_id", "job", "created_at", "id"),
    Index("ix_executions_project_created_at_id", "project", "created_at", "id"),
    sqlite_autoincrement=True,
)
_queued = executions.c.state == "queued"
Index(
    "ix_executions_queue",
    executions.c.project,
    executions.c.not_before,
    executions.c.id,
    executions.c.waits_for,  # so that those that wait behind another are passed without being read
    sqlite_where=_queued,
    postgresql_where=_queued,
)
_live = executions.c.state.in_(("starting", "running"))
Index("ix_executions_live", executions.c.host, sqlite_where=_live, postgresql_where=_live)
_limited = _live & executions.c.max_running.is_not(None)
Index("ix_executions_limited", executions.c.job, sqlite_where=_limited, postgresql_where=_limited)
_open = executions.c.state.in_(("queued", "starting", "running"))
Index("ix_executions_open", executions.c.schedule, executions.c.id, sqlite_where=_open, postgresql_where=_open)
Index("ix_executions_open_job", executions.c.job, sqlite_where=_open, postgresql_where=_open)
_by_somebody = executions.c.requester.is_not(None)
Index(
    "ix_executions_requester",
    executions.c.project,
    executions.c.requester,
    executions.c.created_at,
    executions.c.id,
    sqlite_where=_by_somebody,
    postgresql_where=_by_somebody,
)
_ended = executions.c.ended_at.is_not(None)
Index(
    "ix_executions_ended",
    executions.c.project,
    executions.c.state,
    executions.c.ended_at,
    executions.c.job,
    sqlite_where=_ended,
    postgresql_where=_ended,
)

# The same conditions for statements, word for word: SQLite takes a partial index only when it reads the very same text.
LIVE = "state IN ('starting', 'running')"
IS_LIVE = text(f"executions.{LIVE}")
IS_OPEN = text("executions.state IN ('queued', 'starting', 'running')")
IS_QUEUED = text("executions.state = 'queued'")

attempts = Table(
    "attempts",
    metadata,
    reference("execution", "executions"),
    Column("number", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("started_at", Instant),
    Column("ended_at", Instant, nullable=False),
    Column("exit_code", Integer),
    Column("signal", Integer),
    Column("reason", String(20)),
    Column("message", Text, nullable=False),
    Column("peak_memory", BigInteger),
    Column("cpu_s", Float),
    Column("key", String(16)),
    UniqueConstraint("execution", "number"),
)
