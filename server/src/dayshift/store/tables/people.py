"""Who there is, and how they prove it."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, func

from dayshift.store.tables.base import Id, id_column, metadata, reference
from dayshift.store.types import Instant, Json

# A person, or the robot of a project.
principals = Table(
    "principals",
    metadata,
    id_column(),
    Column("kind", String(10), nullable=False),
    Column("name", String(120), nullable=False),
    reference("project", "projects", nullable=True),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
Index(
    "uq_principals_person",
    func.lower(principals.c.name),
    unique=True,
    sqlite_where=principals.c.project.is_(None),
    postgresql_where=principals.c.project.is_(None),
)

people = Table(
    "people",
    metadata,
    reference("principal", "principals"),
    Column("password_hash", Text),  # none: only a link signs in
    Column("is_admin", Boolean, nullable=False),
    Column("disabled_at", Instant),  # since when she may not sign in, and holds no right
    Column("preferences", Json),  # how she wants her pages to be; none: as they come
    UniqueConstraint("principal"),
)

# A person signed in, in a browser or a terminal.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    reference("principal", "principals", index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("confirmed_at", Instant, nullable=False),  # the last time that a password or a link was shown
    Column("ends_at", Instant, nullable=False, index=True),
)

# A one-time link: it sets up the install, or signs somebody in.
links = Table(
    "links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("purpose", String(10), nullable=False),
    reference("principal", "principals"),
    Column("ends_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
)

# A terminal that waits until somebody lets it in, in a browser. Of its address, its
# secret and its code only hashes are stored.
terminals = Table(
    "terminals",
    metadata,
    Column("flow_hash", String(64), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("address", String(64), nullable=False),  # from where it asked
    Column("created_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
    Column("tries", Integer, nullable=False),  # codes that were typed
    Column("is_refused", Boolean, nullable=False),
    reference("let_in_by", "principals", nullable=True),
    Column("confirmed_at", Instant),  # when whoever let it in showed her password
)

# Only the hash of a key is stored. A key of a run ends with its attempt.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", String(3), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    reference("principal", "principals", index=True),
    reference("project", "projects", nullable=True),
    reference("execution", "executions", nullable=True, index=True),
    Column("name", String(120), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ends_at", Instant, index=True),
    Column("revoked_at", Instant),
)

members = Table(
    "members",
    metadata,
    reference("project", "projects"),
    reference("principal", "principals", index=True),
    Column("role", String(10), nullable=False),
    UniqueConstraint("project", "principal"),
)

# A link by which somebody becomes a member, once; who has no account makes one with it.
invitations = Table(
    "invitations",
    metadata,
    id_column(),
    Column("token_hash", String(64), nullable=False, unique=True),
    reference("project", "projects", index=True),
    Column("role", String(10), nullable=False),
    reference("invited_by", "principals"),
    Column("created_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# What was shared with one member beyond the role: a job, or all that bears a tag, also what gets it later.
grants = Table(
    "grants",
    metadata,
    id_column(),
    reference("project", "projects"),
    reference("principal", "principals"),
    reference("job", "jobs", nullable=True),
    Column("tag", String(40)),
    Column("level", Integer, nullable=False),
    Column("ends_at", Instant, index=True),
    Column("reason", String(280), nullable=False),
    Column("source", String(10), nullable=False),  # shared | created_it
    Column("granted_by", Id, nullable=False),
    Column("granted_at", Instant, nullable=False),
    UniqueConstraint("project", "principal", "job"),
    UniqueConstraint("project", "principal", "tag"),
    Index("ix_grants_job", "job"),
    Index("ix_grants_principal", "principal"),
    sqlite_autoincrement=True,
)
