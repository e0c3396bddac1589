"""A program in a snapshot, and the folders of its attempt."""

import getpass
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift.executors.commands.base import Command, Program
from dayshift.executors.commands.place import place_variables


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A snapshot with ``report.py``, an environment that is a bare folder, and a run folder."""
    folders = code, environment, run = tmp_path / "code", tmp_path / "environment", tmp_path / "a run"
    for folder in folders:
        folder.mkdir()
    (code / "report.py").touch()
    return Program(
        code=code, name="report.py", environment=environment, run=run, arguments=("a b", "", "-rf", "$HOME", "ö")
    )


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[str]]:
    """Start a command as an executor would, its output in ``<run>/log``."""

    def start(command: Command, program: Program) -> subprocess.Popen[str]:
        for folder in command.folders:
            (program.run / "work" / folder).mkdir(parents=True, exist_ok=True)
        env = place_variables(program.environment, program.run, getpass.getuser()) | dict(command.env)
        with (program.run / "log").open("wb") as log:
            return subprocess.Popen(
                command.argv,
                env=env,
                cwd=program.run / "work",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )

    return start
