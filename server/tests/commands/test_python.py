import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift.executors.commands import python
from dayshift.executors.commands.base import Program
from dayshift.executors.commands.place import place_variables

SAY = "import json, os, sys, lib; print(json.dumps([sys.argv[1:], sys.path[0], lib.__name__, dict(os.environ)]))"


def test_a_program_is_started_directly_with_its_arguments_as_they_are(
    program: Program, start: Callable[..., subprocess.Popen[str]]
) -> None:
    (program.code / "report.py").write_text(SAY)
    (program.code / "lib.py").touch()
    (program.environment / "bin").mkdir()
    (program.environment / "bin" / "python").symlink_to(sys.executable)

    assert start(python.command(program), program).wait(30) == 0

    argv, first, lib, env = json.loads((program.run / "log").read_text())
    assert argv == ["a b", "", "-rf", "$HOME", "ö"]
    assert (first, lib) == (str(program.code), "lib")
    assert env["HOME"] == str(program.run / "work" / "home")


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
