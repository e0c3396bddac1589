"""The install itself: its one row, its servers, what was asked twice, who guessed, and who did what."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from dayshift.store.tables.base import Id, id_column, metadata, reference
from dayshift.store.types import Instant, Json

# One row about this install.
instance = Table(
    "instance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(6), nullable=False),  # in every order's name: two installs may share a place
    Column("tzdata", String(16), nullable=False),  # the time zone data that cursors were derived with
    Column("created_at", Instant, nullable=False),
    Column("trusted_at", Instant),  # when an administrator acknowledged that several people may bring code
)

# A server process. Its id is random and made at its start: never a host name, a pid or a pod name.
replicas = Table(
    "replicas",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("host", String(32), nullable=False),
    Column("boot", String(64), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("pid_start", String(32), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("heard_at", Instant, nullable=False),
    Column("stopped_at", Instant),
)

# What a request with an Idempotency-Key was answered, for 30 days.
idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    id_column(),
    reference("principal", "principals"),
    Column("key", String(200), nullable=False),
    Column("request", String(64), nullable=False),  # SHA-256 of route and body
    Column("answer", Json),
    Column("created_at", Instant, nullable=False, index=True),
    UniqueConstraint("principal", "key"),
    sqlite_autoincrement=True,
)

# That something changed, written at the end of the transaction that changed it; kept for a day.
events = Table(
    "events",
    metadata,
    id_column(),
    Column("at", Instant, nullable=False),
    Column("project", Id, nullable=False),  # no reference: nothing may wait for another row at the end of a transaction
    Column("topic", String(12), nullable=False),
    Column("job", Id),
    Column("subject", Id),
)

# How often something failed since the first time. It counts until ``ends_at``.
rate_limits = Table(
    "rate_limits",
    metadata,
    Column("key", String(64), primary_key=True),  # SHA-256 of what is counted, and of whom
    Column("failures", Integer, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
)

# Who did what, in the transaction that did it. Triggers refuse UPDATE and DELETE but for retention.
audit = Table(
    "audit",
    metadata,
    id_column(),
    Column("at", Instant, nullable=False),
    reference("actor", "principals", nullable=True),
    Column("actor_name", String(120), nullable=False),
    Column("action", String(60), nullable=False),
    reference("project", "projects", nullable=True),
    Column("job", Id),  # what it was done to, if that was a job, or a schedule or a run of one
    Column("kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("before", Json),
    Column("after", Json),
    Column("outcome", String(20), nullable=False),  # done | refused
    Column("channel", String(20), nullable=False),
    Column("address", Text, nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("key_id", String(16)),
    Index("ix_audit_project_id", "project", "id"),
    Index("ix_audit_job_id", "job", "id"),
    Index("ix_audit_actor_id", "actor", "id"),
    Index("ix_audit_kind_subject_id", "kind", "subject", "id"),
    sqlite_autoincrement=True,
)
