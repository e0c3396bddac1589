"""The page of ten tasks, typed as it stands: at a terminal beside one server, from Python beside another."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from dayshift_client import Client

PAGE = "docs/how-to/ten-tasks.md"
TASKS = 10
MOST_COMMANDS, MOST_LINES = 2, 5


@pytest.fixture(scope="module")
def tasks(page, blocks):
    """The blocks of each task."""
    _, *parts = re.split(r"^## \d+\. ", page(PAGE), flags=re.MULTILINE)
    return [blocks(part) for part in parts]


def _client(reader) -> Client:
    """Whoever the reader has signed in as."""
    (token,) = json.loads((reader.folder / "config/dayshift/session.json").read_text())["tokens"].values()
    return Client(f"http://127.0.0.1{reader.port}", token)


def test_each_task_takes_two_commands_or_five_lines(tasks):
    counted = [
        len(block.commands) if block.language == "console" else sum(map(bool, map(str.strip, block.body.splitlines())))
        for blocks in tasks
        for block in blocks
    ]

    assert [[block.language for block in blocks] for blocks in tasks] == [["console", "python"]] * TASKS
    assert max(counted[::2]) <= MOST_COMMANDS
    assert max(counted[1::2]) <= MOST_LINES


@pytest.mark.parametrize("language", ["console", "python"])
def test_the_ten_tasks_do_what_the_page_says(reader, page, tasks, language: str):
    def do(number: int) -> str:
        for block in tasks[number - 1]:
            if block.language == language:
                reader.do(block)
        return reader.printed

    reader.follow(page(PAGE).partition("\n## ")[0])
    do(1)
    client = _client(reader)
    project = client.project("sample")
    assert client.me()["name"] == "ann"

    do(2)
    assert [row["name"] for row in project.files.list("sales")] == ["report.py"]
    do(3)
    assert project.jobs.get("report")["definition"]["program"]["path"] == "sales/report.py"
    do(4)
    assert [run["state"] for run in project.jobs.runs("report")] == ["succeeded"]
    started = project.jobs.start("report")
    assert do(5).splitlines()[:3] == ["North", "South", "East"]
    assert project.runs.get(started["id"])["state"] == "succeeded"

    do(6)
    assert project.schedules.get("report")["trigger"]["text"] == "30 7 * * 1-5"
    do(7)
    until = datetime.fromisoformat(project.schedules.get("report")["pause"]["until"])
    assert f"{until.astimezone(UTC):%a %H:%M}" == "Mon 00:00" and until - datetime.now(UTC) <= timedelta(days=7)

    project.schedules.pause("report", until="8d", reason="stocktaking")  # at a weekend, none is due before Monday

    reader.run(f"dayshift admin create-user berit --home {reader.folder}/data")
    do(8)
    assert ("berit", "run") in {(one["person"], one["level"]) for one in project.jobs.access("report")["grants"]}
    assert "It will not run: the schedule is paused by ann" in do(9)
    do(10)
    keys = client.keys()
    assert [(key["name"], sorted(key["scopes"])) for key in keys] == [("nightly", ["jobs:read", "jobs:run"])]
    client.close()
