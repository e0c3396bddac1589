"""A real uv with a cache of its own, the server's interpreter, and builds as the supervisor would run them."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift.environments import building, index, interpreters
from dayshift.environments.base import BuildRequest, Lock, Uv
from dayshift.environments.interpreters import Interpreter


@pytest.fixture(scope="session")
def uv(tmp_path_factory: pytest.TempPathFactory) -> Uv:
    return index.find_uv(tmp_path_factory.mktemp("uv-cache"), os.environ)


@pytest.fixture(scope="session")
def interpreter() -> Interpreter:
    return interpreters.own()


@pytest.fixture
def build(tmp_path: Path, uv: Uv, interpreter: Interpreter) -> Callable[[Lock], str | None]:
    """Build below ``tmp_path/environments`` in a process of its own; returns why it failed."""

    def build(lock: Lock, **changes: object) -> str | None:
        request = BuildRequest(
            **{
                "key": lock.key,
                "lock": lock.text,
                "interpreter": interpreter.path,
                "folder": tmp_path / "environments",
                "uv": uv,
                **changes,
            }
        )
        folder = tmp_path / "build"
        folder.mkdir(exist_ok=True)
        subprocess.run(building.prepare(request, folder), env=dict(uv.variables), timeout=120)
        return building.failure(folder)

    return build
