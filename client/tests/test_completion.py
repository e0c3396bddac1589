"""What a shell asks when somebody presses Tab: commands, and names from the server, soon and without a sound."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift.testing.server import RunningServer
from dayshift_client.client import Project

DAYSHIFT = str(Path(sys.executable).parent / "dayshift")
SLOWEST_S = 5  # a second for the server, and what a busy machine takes to start a Python


@pytest.fixture
def asked(server: RunningServer, project: Project) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Asks as a shell does what may stand at the end of a line, somebody being signed in."""

    def ask(shell: str, line: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        told = {
            "_DAYSHIFT_COMPLETE": f"complete_{shell}",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split(" ")) - 1),
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "DAYSHIFT_URL": server.url,
            "DAYSHIFT_API_KEY": server.token,
            "DAYSHIFT_PROJECT": project.name,
        }
        return subprocess.run(
            [DAYSHIFT], env={**os.environ, **told, **environment}, capture_output=True, text=True, check=False
        )

    return ask


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_and_names_are_completed(asked, project: Project, shell: str):
    for name in ("report", "rest", "other"):
        project.jobs.create(name, {"source": "pass"})

    commands, names = asked(shell, "dayshift sched"), asked(shell, "dayshift jobs run re")

    assert "schedules" in commands.stdout and "keys" not in commands.stdout
    assert "report" in names.stdout and "rest" in names.stdout and "other" not in names.stdout
    assert commands.stderr == names.stderr == ""


def test_each_kind_of_name_is_completed_in_the_project_that_was_named(asked, project: Project, client):
    elsewhere = client.project(client.create_project(f"{project.name}-2")["name"])
    elsewhere.jobs.create("far", {"source": "pass"})
    run = elsewhere.jobs.run("far")["id"]
    elsewhere.schedules.create("far", daily="07:00", name="farther")

    def lines(words: str) -> set[str]:
        return set(asked("bash", f"dayshift {words}").stdout.split())

    there = f"-p {elsewhere.name}"
    assert lines(f"jobs list -p {project.name}") == {project.name, elsewhere.name}
    assert lines(f"projects use {elsewhere.name[:-1]}") == {project.name, elsewhere.name} - {project.name}
    assert lines(f"jobs show {there} f") == {"far"}
    assert lines(f"runs list {there} --job f") == {"far"}
    assert lines(f"runs logs {there} ") == {str(run)}
    assert lines(f"schedules pause {there} f") == {"farther"}
    assert lines(f"schedules create {there} f") == {"far"}
    assert lines(f"why {there} f") == {"far"}
    assert lines("jobs update f --environment py") == {"python"}
    assert lines("jobs show f") == set()


@pytest.mark.parametrize("trouble", ["nobody listens", "nobody answers", "signed out", "no such project"])
def test_a_server_in_trouble_is_no_sound_and_no_long_wait(asked, trouble: str, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        changed = {
            "nobody listens": {"DAYSHIFT_URL": "http://127.0.0.1:9"},
            "nobody answers": {"DAYSHIFT_URL": f"http://127.0.0.1:{silent.getsockname()[1]}"},
            "signed out": {"DAYSHIFT_API_KEY": "", "XDG_CONFIG_HOME": str(tmp_path)},
            "no such project": {"DAYSHIFT_PROJECT": "nope"},
        }[trouble]
        began = time.monotonic()
        answer = asked("bash", "dayshift jobs run re", **changed)

    assert (answer.stdout.strip(), answer.stderr) == ("", "")
    assert time.monotonic() - began < SLOWEST_S


def test_the_script_for_a_shell_is_shown(tmp_path: Path):
    shown = subprocess.run([DAYSHIFT, "--show-completion", "bash"], capture_output=True, text=True, check=True).stdout

    assert "complete -o default -F _dayshift_completion dayshift" in shown
    subprocess.run(["bash", "-n", "-c", shown], check=True)
