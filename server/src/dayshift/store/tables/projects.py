"""Projects, and what people save in them."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, func, text

from dayshift.store.tables.base import Id, id_column, metadata, reference
from dayshift.store.types import Instant, Json

projects = Table(
    "projects",
    metadata,
    id_column(),
    Column("name", String(50), nullable=False),
    Column("tz", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_bytes", BigInteger, nullable=False),  # files, as the janitor last counted them
    Column("used_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
Index("uq_projects_name", func.lower(projects.c.name), unique=True)

# What was asked for, its lock, and the build of that lock. ``key`` names the immutable folder.
environments = Table(
    "environments",
    metadata,
    id_column(),
    reference("project", "projects", nullable=True),  # none: a base environment of the install
    Column("name", String(64), nullable=False),
    Column("requirements", Text, nullable=False),
    Column("lock", Text, nullable=False),
    Column("key", String(64), nullable=False, index=True),
    Column("state", String(10), nullable=False),  # queued | building | ready | failed
    Column("message", Text, nullable=False),
    Column("owner", String(32)),  # the replica that builds it
    Column("lease_until", Instant),
    Column("tries", Integer, nullable=False),  # numbers the builds, and so their logs
    Column("handle", Json),
    Column("created_at", Instant, nullable=False),
    Column("built_at", Instant),  # when what is asked for now was ready
    Column("used_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    sqlite_autoincrement=True,
)
_living = environments.c.deleted_at.is_(None)
Index(
    "uq_environments_project_name",
    func.coalesce(environments.c.project, 0),
    environments.c.name,
    unique=True,
    sqlite_where=_living,
    postgresql_where=_living,
)
_to_build = environments.c.state.in_(("queued", "building"))
Index("ix_environments_to_build", environments.c.id, sqlite_where=_to_build, postgresql_where=_to_build)

# The last run and the next one are kept here by whoever changes them: a list of 10,000 jobs needs no join over history.
jobs = Table(
    "jobs",
    metadata,
    id_column(),
    reference("project", "projects"),
    Column("name", String(64), nullable=False),
    Column("title", String(120), nullable=False),
    Column("description", String(280), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("environment", String(64), nullable=False),
    Column("definition", Json, nullable=False),
    Column("memory", BigInteger, nullable=False),  # bytes that a run reserves
    Column("max_running", Integer),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("last_execution", BigInteger),
    Column("last_state", String(10)),
    Column("last_at", Instant),
    # What its owners say about readers.
    Column("private", Boolean, nullable=False),
    Column("logs_for", Integer, nullable=False),
    Column("code_for", Integer, nullable=False),
    Column("free_arguments", Boolean, nullable=False),
    Column("owner", Id),  # the principal who made it, where that is known
    # What a search looks through, whatever the case: name and title in two lines, and the program's file.
    Column("search", Text, nullable=False),
    Column("search_file", Text),
    sqlite_autoincrement=True,
)
_living_job = jobs.c.deleted_at.is_(None)
Index(
    "uq_jobs_project_name",
    jobs.c.project,
    jobs.c.name,
    unique=True,
    sqlite_where=_living_job,
    postgresql_where=_living_job,
)
# All that says who may see a job and which is wanted: a search reads no definition, however long.
Index(
    "ix_jobs_list",
    jobs.c.project,
    jobs.c.name,
    jobs.c.private,
    jobs.c.owner,
    jobs.c.search,
    jobs.c.deleted_at,
)
_with_file = jobs.c.search_file.is_not(None)
Index("ix_jobs_file", jobs.c.project, sqlite_where=_with_file, postgresql_where=_with_file)
_failing = _living_job & jobs.c.last_state.in_(("failed", "timed_out", "lost"))
Index("ix_jobs_failing", jobs.c.project, jobs.c.last_at, sqlite_where=_failing, postgresql_where=_failing)
IS_FAILING = text("jobs.last_state IN ('failed', 'timed_out', 'lost')")  # word for word: SQLite takes the index then

# Words on jobs. What bears a tag can be shared by it.
tags = Table(
    "tags",
    metadata,
    reference("project", "projects"),
    reference("job", "jobs"),
    Column("tag", String(40), nullable=False),
    UniqueConstraint("job", "tag"),
    Index("ix_tags_project_tag_job", "project", "tag", "job"),
)

# An upload under way; its bytes are reserved from the project's quota.
uploads = Table(
    "uploads",
    metadata,
    Column("id", String(32), primary_key=True),
    reference("project", "projects", index=True),
    reference("principal", "principals"),
    Column("path", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("replace", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False, index=True),
)
