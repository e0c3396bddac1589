"""The exit codes of ``docs/reference/commands.md``, each by what leads to it."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dayshift.testing.server import RunningServer
from dayshift_client.client import Project

DAYSHIFT = str(Path(sys.executable).parent / "dayshift")
PAGE = Path(__file__).parents[2] / "docs/reference/commands.md"
PATIENCE_S = 30

LEADS_TO = {
    0: [("jobs", "list"), ("jobs", "run", "good", "--wait"), ("jobs", "run", "good", "-f"), ("jobs", "run", "bad")],
    1: [
        ("jobs", "show", "nope"),
        ("jobs", "run", "bad", "--wait"),
        ("jobs", "run", "bad", "-f"),
        ("files", "list", "x"),
    ],
    2: [("jobs", "show"), ("jobs", "list", "--nope"), ("runs", "show", "x"), ("nope",), ("jobs", "create", "job")],
}


@pytest.fixture
def environment(server: RunningServer, project: Project, tmp_path: Path) -> dict[str, str]:
    project.jobs.create("good", {"source": "pass"})
    project.jobs.create("bad", {"source": "raise SystemExit(3)"})
    place = {"DAYSHIFT_URL": server.url, "DAYSHIFT_API_KEY": server.token, "DAYSHIFT_PROJECT": project.name}
    return {**os.environ, **place, "XDG_CONFIG_HOME": str(tmp_path)}


def _typed(environment: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([DAYSHIFT, *words], env=environment, capture_output=True, text=True, check=False)


def test_each_exit_code_is_that_of_the_page(environment: dict[str, str]):
    came = {code: [_typed(environment, *words).returncode for words in typed] for code, typed in LEADS_TO.items()}

    assert came == {code: [code] * len(typed) for code, typed in LEADS_TO.items()}
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", PAGE.read_text(), re.MULTILINE)] == [*LEADS_TO, 130]


def test_without_a_server_the_exit_code_is_1(environment: dict[str, str]):
    answer = _typed({**environment, "DAYSHIFT_URL": "http://127.0.0.1:9"}, "jobs", "list")

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Error: Nothing answers at http://127.0.0.1:9: ")
    assert "Is the server running" in answer.stderr


@pytest.mark.parametrize("words", ["runs logs -f", "runs wait"])
def test_ctrl_c_ends_the_look_and_not_the_run(environment: dict[str, str], project: Project, words: str):
    project.jobs.create("slow", {"source": "import time; print('up', flush=True); time.sleep(60)"})
    run = project.jobs.start("slow")["id"]

    looking = subprocess.Popen(
        [DAYSHIFT, *words.split(), str(run)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert looking.stdout is not None
    if "-f" in words:
        assert looking.stdout.readline() == "up\n"
    else:
        _until_running(project, run)
        threading.Event().wait(2)  # by then it waits; it says nothing in a pipe
    looking.send_signal(signal.SIGINT)
    out, err = looking.communicate(timeout=PATIENCE_S)

    assert (looking.returncode, out) == (130, "")
    assert err == f"\nRun {run} goes on. Stop it: dayshift runs stop {run}\n"
    assert project.runs.get(run)["state"] == "running"
    project.runs.stop(run)


def _until_running(project: Project, run: int) -> None:
    for _ in range(PATIENCE_S * 10):
        if project.runs.get(run)["state"] == "running":
            return
        threading.Event().wait(0.1)
    raise AssertionError("it does not start")


def test_a_reader_that_has_seen_enough_is_no_trouble(environment: dict[str, str], project: Project):
    project.jobs.create("talks", {"source": "for number in range(200_000): print('line', number)"})
    run = project.jobs.run("talks")["id"]

    for words in (f"runs logs {run}", f"runs logs -f {run}", "jobs logs talks", "jobs list --json"):
        answer = subprocess.run(
            ["bash", "-c", f"{DAYSHIFT} {words} | head -n 2"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert (answer.stdout.count("\n"), answer.stderr) == (2, "")
