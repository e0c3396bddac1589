"""Bringing a database to the schema of this version: one history, the same on both databases."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, text

from dayshift.domain.errors import DayshiftError
from dayshift.store.engine import Store

HEAD = "0012"
MIGRATION_LOCK = 0x6D696772


class SchemaMismatch(DayshiftError):
    """The database is not of this version."""

    code = "schema_mismatch"
    message = "The database has schema {found}; this version needs {needed}."
    hint = "{cure}"


def revision(store: Store) -> str | None:
    """The revision of the database; None for an empty one."""
    with store.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def require_current(store: Store) -> None:
    """Raises SchemaMismatch, naming the command that mends it."""
    found = revision(store)
    if found != HEAD:
        newer = found is not None and found > HEAD
        cure = "Install the version that wrote it, or a newer one." if newer else "Run: dayshift migrate"
        raise SchemaMismatch(found=found or "none", needed=HEAD, cure=cure)


def migrate(store: Store, *, backups: Path | None, now: datetime) -> Path | None:
    """Bring the database to the head; returns the copy of a SQLite file that was made before. Safe to run twice.

    Raises SchemaMismatch for a database that a newer version wrote.
    """
    found = revision(store)
    if found == HEAD:
        return None
    if found is not None and found > HEAD:
        require_current(store)
    copy = None if found is None or backups is None or store.is_postgresql else _copy(store, backups, found, now)
    _upgrade(store)
    return copy


def _copy(store: Store, backups: Path, found: str, now: datetime) -> Path:
    """A copy of the database as it is, complete with what its write-ahead log holds."""
    backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = backups / f"before-{HEAD}-from-{found}-{now:%Y%m%dT%H%M%SZ}.db"
    connection = store.engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    target.chmod(0o600)
    return target


def _upgrade(store: Store) -> None:
    from alembic import command  # noqa: PLC0415 (heavy, and needed only when something is to be migrated)

    from dayshift.store.migrations.config import config  # noqa: PLC0415 (the same)

    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        if store.is_postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATION_LOCK})
        command.upgrade(config(connection), "head")
