"""``--json`` of each command can be read by a program, whatever names hold; and nothing else is on its output."""

import json
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from dayshift.testing.server import RunningServer
from dayshift_client.cli import make_app
from dayshift_client.client import Client, Project

NAME = 'Öz\'s [bold] "x" \\ 🎉/..'
ELSEWHERE = {"doctor", "join"}  # each has a test of its own, with --json


@pytest.fixture
def place(client: Client, project: Project, server: RunningServer, tmp_path: Path) -> dict[str, str]:
    """What the commands are about, each with a name that is hard to write."""
    server.sign_in(NAME)
    (tmp_path / "wéird «dir»").mkdir()
    (tmp_path / "wéird «dir»" / 'it\'s [red] "q" 🎉 100%?#.py').write_text("print(1)")
    project.files.upload_folder(tmp_path / "wéird «dir»")
    project.jobs.create("job", {"source": "print('🎉')"}, title=NAME)
    project.schedules.create("job", daily="07:00", name=NAME)
    project.environments.create("own", "")
    key = client.create_key(NAME, ["jobs:run"], project=project.name)
    return {"run": str(project.jobs.run("job")["id"]), "key": key["id"]}


def _commands(place: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """What is typed behind each command, in an order in which all of it can be done."""
    run, person = place["run"], NAME
    return {
        "whoami": (),
        "audit": (),
        "why": ("job",),
        "projects list": (),
        "members add": (person, "guest"),
        "members list": (),
        "members change": (person, "viewer"),
        "members invite": ("guest",),
        "members invitations": (),
        "files list": ("wéird «dir»",),
        "files upload": ("wéird «dir»", "--replace"),
        "environments list": (),
        "environments create": ("other", "six"),
        "environments update": ("own", "six"),
        "environments show": ("own",),
        "environments rebuild": ("own",),
        "jobs list": (),
        "jobs create": ("made", 'wéird «dir»/it\'s [red] "q" 🎉 100%?#.py', "--set", f"title={NAME}"),
        "jobs update": ("made", "--set", "time_limit=60"),
        "jobs show": ("job",),
        "jobs run": ("job",),
        "jobs share": ("job", person, "run", "--reason", NAME),
        "jobs access": ("job",),
        "jobs set-access": ("job", "--private"),
        "jobs check": ("job", person),
        "jobs tag": ("job", "finance"),
        "tags list": (),
        "tags share": ("finance", person, "run"),
        "tags show": ("finance",),
        "jobs untag": ("job", "finance"),
        "schedules create": ("job", "--daily", "08:00", "--name", f"{NAME}2"),
        "schedules preview": ("job", "--daily", "08:00"),
        "schedules list": (),
        "schedules show": (NAME,),
        "schedules update": (NAME, "--daily", "09:00"),
        "schedules adopt": (NAME,),
        "schedules ledger": (NAME,),
        "schedules explain": (NAME, "tomorrow 09:00"),
        "runs list": (),
        "runs show": (run,),
        "runs wait": (run,),
        "runs rerun": (run,),
        "runs explain": (run,),
        "runs stop": (run,),
        "keys list": (),
        "keys create": (f"{NAME}2", "--scope", "jobs:run"),
        "keys rotate": (place["key"],),
        "people list": (),
        "people disable": (person,),
        "people enable": (person,),
        "people make-admin": (person,),
        "people unmake-admin": (person,),
        "people trust": (),
        "projects create": ("last-of-all",),  # later commands would use it
    }


def _with_json(command: object, path: str = "") -> set[str]:
    if isinstance(command, TyperGroup):
        return {found for name, one in command.commands.items() for found in _with_json(one, f"{path} {name}".strip())}
    return {path} if any("--json" in one.opts for one in getattr(command, "params", [])) else set()


def test_each_command_with_json_prints_json_and_nothing_else(dayshift, place: dict[str, str]):
    typed = _commands(place)
    for command, words in typed.items():
        answer = dayshift(*command.split(), *words, "--json")

        assert answer.code == 0, (command, answer)
        assert json.loads(answer.out) is not None, (command, answer)

    assert typed.keys() | ELSEWHERE == _with_json(typer.main.get_command(make_app()))
