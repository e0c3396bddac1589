import os
import sys
from pathlib import Path

import pytest

from dayshift.domain.errors import Invalid
from dayshift.environments import interpreters

HERE = ".".join(map(str, sys.version_info[:3]))


def test_the_servers_own_version_is_found_and_said_in_full() -> None:
    interpreter = interpreters.own()

    assert interpreter.version == HERE
    assert interpreter.implementation == "cpython"
    assert interpreter.platform.startswith("linux-")


def test_a_configured_interpreter_comes_first_if_it_runs(tmp_path: Path) -> None:
    broken, missing, good = tmp_path / "broken", tmp_path / "missing", tmp_path / "good"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    good.symlink_to(sys.executable)

    assert interpreters.find(HERE, [broken, missing, good]).path == good


def test_a_version_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        interpreters.find("3.1")

    assert refused.value.faults[0].field == "python"
    assert HERE in refused.value.faults[0].text


@pytest.mark.parametrize("version", ["", "2.7", "3", "3.11.x", "/usr/bin/python3.11", "3.11 "])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(Invalid, match=r"like 3\.11"):
        interpreters.find(version)


def test_an_interpreter_is_asked_without_the_servers_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = tmp_path / "spy"
    spy.write_text(f'#!/bin/sh\nset > {tmp_path}/seen\nexec {sys.executable} "$@"\n')
    spy.chmod(0o755)
    monkeypatch.setitem(os.environ, "DAYSHIFT_SECRET", "hush")

    interpreters.find(HERE, [spy])

    assert "hush" not in (tmp_path / "seen").read_text()
