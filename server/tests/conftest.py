"""A real database for each test, of both kinds, and a world on it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dayshift.store import schema
from dayshift.store.engine import Store, open_store
from dayshift.testing.postgres import PostgreSQL, start_postgresql
from dayshift.testing.world import World

START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """One PostgreSQL for all tests of this process."""
    server = start_postgresql(tmp_path_factory.mktemp("postgresql"))
    if server is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes empty databases at the schema of this version."""
    opened: list[Store] = []

    def make() -> Store:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / f'{len(opened)}.db'}"
        else:
            url = request.getfixturevalue("postgresql").new_database()
        store = open_store(url)
        opened.append(store)
        schema.migrate(store, backups=None, now=START)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """An empty database."""
    return new_store()


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    """A world at half past nine."""
    return World(store, tmp_path, START)
