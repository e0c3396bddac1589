"""Projects, files and environments at a terminal."""

import json
from pathlib import Path

import pytest

from dayshift.testing.server import RunningServer
from dayshift_client import Client, signed_in
from dayshift_client.client import Project

NASTY = "[red] a [b] 'q' naïve.txt"
CLOSING = "x[/b]y.txt"  # a folder and a file that read like markup


def test_a_new_project_is_the_one_that_later_commands_use(dayshift):
    made = dayshift("projects", "create", "brand-new", "--tz", "Europe/Stockholm")
    table = dayshift("projects", "list")
    listed = dayshift("projects", "list", "--json")

    assert made.code == 0 and "Europe/Stockholm" in made.out
    assert "brand-new" in table.out
    assert "brand-new" in [row["name"] for row in json.loads(listed.out)]
    assert json.loads(dayshift("jobs", "list", "--json").out) == []
    assert dayshift("projects", "use", "brand-new").code == 0
    assert dayshift("projects", "use", "nope").code == 1


def test_a_name_that_is_none_is_refused_by_field(dayshift):
    answer = dayshift("projects", "create", "1 2")

    assert answer.code == 1
    assert "Error: name:" in answer.err


def test_with_several_projects_a_command_asks_which(terminal, server: RunningServer, client: Client):
    for name in ("one-of-two", "two-of-two"):
        client.create_project(name)
    signed_in.save(signed_in.SignedIn(url=server.url, tokens={server.url: server.token}))

    asked = terminal("jobs", "list")
    named = terminal("jobs", "list", "-p", "one-of-two")

    assert (asked.code, named.code) == (1, 0)
    assert "--project" in asked.err
    assert "Nothing here yet." in named.out


def test_files_go_up_are_listed_and_come_down(dayshift, tmp_path: Path):
    (tmp_path / NASTY).write_bytes(b"\x00bytes\xff")

    up = dayshift("files", "upload", NASTY)
    table = dayshift("files", "list")
    listed = dayshift("files", "list", "--json")
    down = dayshift("files", "download", NASTY, "back")

    assert up.code == 0, up.err
    assert NASTY in up.out and NASTY in table.out
    assert [row["path"] for row in json.loads(listed.out)] == [NASTY]
    assert down.code == 0
    assert (tmp_path / "back").read_bytes() == b"\x00bytes\xff"


def test_a_folder_goes_up_under_its_name(dayshift, tmp_path: Path):
    (tmp_path / "src/deep").mkdir(parents=True)
    (tmp_path / "src/deep/a.py").write_text("1")

    up = dayshift("files", "upload", "src", "--json")

    assert [row["path"] for row in json.loads(up.out)] == ["src/deep/a.py"]


def test_what_is_there_is_replaced_when_one_says_so(dayshift, tmp_path: Path):
    (tmp_path / "a.txt").write_text("1")
    dayshift("files", "upload", "a.txt")

    refused = dayshift("files", "upload", "a.txt")
    replaced = dayshift("files", "upload", "a.txt", "--replace")

    assert (refused.code, replaced.code) == (1, 0)
    assert "exists already" in refused.err


def test_files_are_moved_copied_and_deleted(dayshift, tmp_path: Path):
    (tmp_path / "a.txt").write_text("1")
    dayshift("files", "upload", "a.txt", NASTY)

    answers = [
        dayshift("files", "folder", "[in]"),
        dayshift("files", "move", NASTY, f"[in]/{NASTY}"),
        dayshift("files", "copy", f"[in]/{NASTY}", CLOSING),
        dayshift("files", "delete", CLOSING),
    ]

    assert [answer.code for answer in answers] == [0] * 4, answers
    assert [answer.out.strip() for answer in answers] == [
        "[in]", f"[in]/{NASTY}", CLOSING, f"{CLOSING} is gone.",
    ]  # fmt: skip
    assert dayshift("files", "delete", "nope").code == 1


def test_a_path_out_of_the_project_is_refused_by_field(dayshift, tmp_path: Path):
    (tmp_path / "a.txt").write_text("1")

    answer = dayshift("files", "upload", "a.txt", "../a.txt")

    assert answer.code == 1
    assert "Error: path:" in answer.err


def test_a_local_file_that_is_not_there_is_a_mistake_of_usage(dayshift):
    assert dayshift("files", "upload", "nope.txt").code == 2


def test_environments_are_shown_and_a_bad_one_is_refused_in_words(dayshift, monkeypatch):
    table = dayshift("environments", "list")
    listed = dayshift("environments", "list", "--json")
    shown = dayshift("environments", "show", "python", "--json")
    sentence = dayshift("environments", "show", "python")
    rebuilt = dayshift("environments", "rebuild", "python")
    refused = dayshift("environments", "create", "own", "requests===")
    unknown = dayshift("environments", "delete", "own")

    assert "comes with Dayshift" in table.out
    assert [row["name"] for row in json.loads(listed.out)] == ["python"]
    assert json.loads(shown.out)["state"] == "ready"
    assert sentence.out == "python is ready.\n" == rebuilt.out
    assert (refused.code, unknown.code) == (1, 1)
    assert "Error: requirements:" in refused.err


@pytest.mark.parametrize("command", ["projects", "files", "environments", "jobs", "schedules", "runs", "keys"])
def test_a_group_alone_shows_what_it_can_do(dayshift, command: str, project: Project):
    answer = dayshift(command)

    assert answer.code == 2
    assert "Commands" in answer.out + answer.err
