"""Databases at today's schema, and programs that play on them."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dayshift.store import schema
from dayshift.store.engine import open_store
from dayshift.testing.postgres import PostgreSQL, start_postgresql

NewDatabase = Callable[[Path], str]


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """From which chance this run takes its hits and moments; a red run names it."""
    given = request.config.getoption("--seed") or os.environ.get("DAYSHIFT_TEST_SEED")
    return int(given) if given else random.randrange(1, 1_000_000)


@pytest.fixture(scope="session")
def crash_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL | None]:
    """A PostgreSQL for the servers that are killed; None where it is not installed."""
    server = start_postgresql(tmp_path_factory.mktemp("crash-postgresql"))
    yield server
    if server is not None:
        server.stop()


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Puts an empty database into a data directory and returns its address."""
    template = tmp_path_factory.mktemp("template") / "dayshift.db"
    _migrate(f"sqlite:///{template}")

    def make(home: Path) -> str:
        shutil.copy(template, home)
        return f"sqlite:///{home / template.name}"

    return make


@pytest.fixture(scope="session")
def new_postgresql(crash_postgresql: PostgreSQL | None) -> NewDatabase | None:
    """Makes an empty database on PostgreSQL; None where it is not installed."""
    if crash_postgresql is None:
        return None
    template = crash_postgresql.new_database()
    _migrate(template)
    return lambda _home: crash_postgresql.new_database(template=template)


def _migrate(url: str) -> None:
    store = open_store(url)
    schema.migrate(store, backups=None, now=datetime.now(UTC))
    store.close()
