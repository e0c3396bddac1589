"""When jobs run, and the ledger of what became of each time."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from dayshift.store.tables.base import Id, id_column, metadata, reference
from dayshift.store.types import Instant, Json

schedules = Table(
    "schedules",
    metadata,
    id_column(),
    reference("project", "projects"),
    reference("job", "jobs", index=True),
    Column("name", String(64), nullable=False),
    Column("definition", Json, nullable=False),  # what its author saved, canonical; bounds and zone are read from it
    Column("sentence", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    reference("owner", "principals"),
    Column("skips", Json, nullable=False),  # nominal times, microseconds
    Column("pause", Json),
    Column("paused_until", Instant),  # what of it lists must know: the first time that runs again; FOREVER: none
    Column("next_fire_at", Instant),
    Column("last_nominal_at", Instant),
    Column("window_from", Instant),
    Column("runs_started", Integer, nullable=False),
    Column("failures", Integer, nullable=False),  # how often its rule raised, in a row
    Column("parked", Text),  # why it was taken out, after three times
    sqlite_autoincrement=True,
)
_living = schedules.c.deleted_at.is_(None)
Index(
    "uq_schedules_project_name",
    schedules.c.project,
    schedules.c.name,
    unique=True,
    sqlite_where=_living,
    postgresql_where=_living,
)
_due = schedules.c.next_fire_at.is_not(None)
Index("ix_schedules_due", schedules.c.next_fire_at, sqlite_where=_due, postgresql_where=_due)

# The rule of every revision: explains a time that another rule named.
schedule_revisions = Table(
    "schedule_revisions",
    metadata,
    reference("schedule", "schedules"),
    Column("revision", Integer, nullable=False),
    Column("definition", Json, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("schedule", "revision"),
)

# The ledger. The unique key is the guarantee: one row for one nominal time, over all replicas, restarts and edits.
fires = Table(
    "fires",
    metadata,
    id_column(),
    reference("schedule", "schedules"),
    reference("project", "projects"),
    Column("nominal_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", String(20)),
    Column("window_start", Instant, nullable=False),
    Column("window_end", Instant, nullable=False),
    Column("merged_into", Id),
    UniqueConstraint("schedule", "nominal_at"),
    Index("ix_fires_project_nominal_at", "project", "nominal_at"),
    Index("ix_fires_decided_at", "decided_at"),
    sqlite_autoincrement=True,
)
_nothing_ran = fires.c.outcome.not_in(("ran", "late", "waited"))
Index(
    "ix_fires_nothing_ran",
    fires.c.project,
    fires.c.nominal_at,
    fires.c.id,
    sqlite_where=_nothing_ran,
    postgresql_where=_nothing_ran,
)
NOTHING_RAN = text("fires.outcome NOT IN ('ran', 'late', 'waited')")  # word for word: SQLite takes the index then
