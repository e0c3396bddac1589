"""How far something is stands on a terminal, and nowhere else."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift.testing.server import RunningServer
from dayshift_client.client import Project

DAYSHIFT = str(Path(sys.executable).parent / "dayshift")
TELLS = (
    "import json, os, pathlib, time\n"
    "told = pathlib.Path(os.environ['DAYSHIFT_PROGRESS_FILE'])\n"
    "told.write_text(json.dumps({'fraction': 0.5, 'text': 'month 6'}))\n"
    "time.sleep(3)\n"
)
Typed = tuple[int, str, str]


@pytest.fixture
def typed(server: RunningServer, project: Project, tmp_path: Path) -> Callable[..., Typed]:
    """Runs a command with its errors on a terminal or in a pipe, its output in a pipe: code, output, errors."""
    place = {"DAYSHIFT_URL": server.url, "DAYSHIFT_API_KEY": server.token, "DAYSHIFT_PROJECT": project.name}
    environment = {**os.environ, **place, "TERM": "xterm", "COLUMNS": "100"}

    def run(*words: str, terminal: bool) -> Typed:
        far, near = pty.openpty() if terminal else os.pipe()
        command = [DAYSHIFT, *words]
        with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=near) as running:
            os.close(near)
            said = _all_of(far)
            assert running.stdout is not None
            out = running.stdout.read().decode()
        os.close(far)
        return running.returncode, out, said

    return run


def _all_of(far: int) -> str:
    """What comes until the other end is closed."""
    pieces = []
    while select.select([far], [], [], 60)[0]:
        try:
            piece = os.read(far, 65_536)
        except OSError:  # a terminal whose other end is closed
            break
        if not piece:
            break
        pieces.append(piece)
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", b"".join(pieces).decode(errors="replace"))  # without colours


@pytest.mark.parametrize("terminal", [True, False])
def test_bytes_go_up_and_down_under_a_bar(typed, project: Project, tmp_path: Path, terminal: bool):
    (tmp_path / "folder").mkdir()
    for name in ("one", "two"):
        (tmp_path / "folder" / name).write_bytes(b"x" * (12 << 20))

    up = typed("files", "upload", "folder/one", "big", terminal=terminal)
    folder = typed("files", "upload", "folder", terminal=terminal)
    down = typed("files", "download", "big", "down", terminal=terminal)

    assert [answer[0] for answer in (up, folder, down)] == [0, 0, 0]
    assert (up[1], folder[1], down[1]) == (
        "big  12.0 MiB\n",
        "folder/one  12.0 MiB\nfolder/two  12.0 MiB\n",
        "",
    )
    assert (tmp_path / "down").read_bytes() == b"x" * (12 << 20)
    if terminal:
        assert "one" in up[2] and "━" in up[2] and "/12.6" in up[2]
        assert "━" in folder[2] and "/25.2" in folder[2]
        assert "━" in down[2] and "/12.6" in down[2]
    else:
        assert (up[2], folder[2], down[2]) == ("", "", "Stored as down.\n")


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("command", ["jobs run --wait", "runs wait"])
def test_a_wait_tells_how_far_the_run_is(typed, project: Project, terminal: bool, command: str):
    project.jobs.create("job", {"source": TELLS})
    what = "job" if "jobs" in command else str(project.jobs.start("job")["id"])

    code, out, said = typed(*command.split(), what, terminal=terminal)

    assert code == 0 and out.startswith("Run ") and " succeeded after " in out
    assert ("is running" in said, "━" in said) == (terminal, terminal)
    assert ("month 6" in said) == terminal
    assert terminal or said == ""


def test_a_page_of_json_stands_alone_on_a_terminal_too(typed, project: Project):
    project.jobs.create("job", {"source": "pass"})

    code, out, _ = typed("jobs", "run", "job", "--wait", "--json", terminal=True)

    assert code == 0 and out.startswith("{") and out.endswith("}\n")
