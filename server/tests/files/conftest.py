"""A store on a real disk, a place for code, and a file of a project in one call."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift import failpoints
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath


@pytest.fixture
def store(tmp_path: Path) -> LocalFileStore:
    return LocalFileStore(tmp_path / "projects")


@pytest.fixture
def put(store: LocalFileStore) -> Callable[..., ProjectPath]:
    """Write a file of project 1 as a job would: around the store, with an old modification time."""

    def put(text: str, data: bytes = b"x") -> ProjectPath:
        path = ProjectPath.read(1, text)
        place = store.root(1).joinpath(*path.parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return path

    return put


@pytest.fixture(autouse=True)
def _disarmed():
    yield
    failpoints.arm("")
