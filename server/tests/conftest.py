"""A real database for each test, of both kinds, and a world on it; tests run as somebody with no rights."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dayshift.store import schema
from dayshift.store.engine import Store, open_store
from dayshift.testing.postgres import PostgreSQL, start_postgresql
from dayshift.testing.world import World

NOBODY = 65534
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


@pytest.fixture
def passed_as_plain_user() -> Callable[[Path], int]:
    """Runs the tests of a file as nobody, since nothing is closed to root; says how many passed, where none failed."""

    def passed(tests: Path) -> int:
        with tempfile.TemporaryDirectory(prefix="dayshift-plain-") as folder:  # pytest's own is closed to others
            os.chown(folder, NOBODY, NOBODY)
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={folder}/tmp", tests],
                user=NOBODY,
                group=NOBODY,
                extra_groups=[],
                env={"PATH": "/usr/bin:/bin", "HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                text=True,
                timeout=120,
            )
        assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
        return int(re.search(r"(\d+) passed", done.stdout)[1])

    return passed
