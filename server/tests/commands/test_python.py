import json
import subprocess
import sys
from pathlib import Path

import pytest

from dayshift.executors.commands import python
from dayshift.executors.commands.base import Program
from dayshift.executors.commands.place import place_variables

SAY = "import json, os, sys, lib; print(json.dumps([sys.argv[1:], sys.path[0], lib.__name__, dict(os.environ)]))"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A program in a snapshot, and a folder that looks like an environment."""
    code, environment, run = tmp_path / "code", tmp_path / "environment", tmp_path / "run"
    for folder in (code, environment / "bin", run / "work"):
        folder.mkdir(parents=True)
    (code / "report.py").write_text(SAY)
    (code / "lib.py").write_text("")
    (environment / "bin" / "python").symlink_to(sys.executable)
    return Program(
        code=code, name="report.py", environment=environment, run=run, arguments=("a b", "", "-rf", "$HOME", "ö")
    )


def test_a_program_is_started_directly_with_its_arguments_as_they_are(program: Program, tmp_path: Path) -> None:
    command = python.command(program)
    variables = place_variables(program.environment, program.run, "project-7") | dict(command.env)

    done = subprocess.run(command.argv, env=variables, cwd=program.run, capture_output=True, check=True)

    argv, first, lib, env = json.loads(done.stdout)
    assert argv == ["a b", "", "-rf", "$HOME", "ö"]
    assert (first, lib) == (str(program.code), "lib")
    assert {**env, **variables} == env
    assert set(env) - set(variables) <= {"LC_CTYPE"}  # Python's own coercion of the C locale


def test_the_place_is_built_and_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYSHIFT_DATABASE_URL", "secret")
    monkeypatch.setenv("HOME", "/root")

    variables = place_variables(Path("/env"), Path("/run/7/1"), "project-7")

    assert variables == {
        "PATH": "/env/bin:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": "/run/7/1/work/home",
        "TMPDIR": "/run/7/1/work/tmp",
        "USER": "project-7",
        "LOGNAME": "project-7",
        "SHELL": "/bin/sh",
        "VIRTUAL_ENV": "/env",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
