"""My jobs: one list over all projects, in the order in which somebody would look."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from dayshift.domain.reasons import OF_RUN
from dayshift.services.wording import OF_REASON
from dayshift.testing.people import Colleague, add, share, sign_in
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer, running_server

SLEEPS = "import time; time.sleep(60)"


@pytest.fixture
def server(tmp_path: Any) -> Iterator[RunningServer]:
    """One of its own for each test: the list is over all projects."""
    with running_server(tmp_path / "home") as running:
        yield running


@pytest.fixture
def client(server: RunningServer) -> Iterator[httpx2.Client]:
    colleague = Colleague("ada", sign_in(server, "ada").client)
    yield colleague.client


def mine(client: httpx2.Client, **asked: Any) -> list[Any]:
    answer = client.get("/me/jobs", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_what_went_wrong_comes_first_then_what_runs_then_by_the_next_run(client: httpx2.Client):
    first, second = ProjectApi(client), ProjectApi(client, tz="Europe/Berlin")
    for project, name, source in (
        (first, "idle", "pass"),
        (first, "later", "pass"),
        (second, "soon", "pass"),
        (second, "runs", SLEEPS),
        (first, "broke", "import sys; sys.exit(3)"),
        (second, "broke-last", "raise SystemExit(1)"),
    ):
        project.add_job(name, source, grace=0)
    first.add_schedule("later", {"kind": "cron", "text": "0 9 1 1 *"})
    second.add_schedule("soon", {"kind": "cron", "text": "0 9 1 1 *"})
    soon = second.add_schedule("soon", {"kind": "cron", "text": "* * * * *"})
    first.run("broke")
    second.run("broke-last")
    run = second.start("runs")
    while second.call("GET", f"/executions/{run['id']}")["state"] != "running":
        pass

    whole = mine(client)
    paged, after = [], ""
    while after is not None:
        page = client.get("/me/jobs", params={"limit": 1, "after": after}).json()
        paged += page["items"]
        after = page["next"]
    second.call("DELETE", "/jobs/runs", params={"stop": "true"})

    found = {row["name"]: row for row in whole}
    assert list(found) == ["broke-last", "broke", "runs", "soon", "later", "idle"]
    assert [row["name"] for row in paged] == list(found)
    assert found["broke"]["last"]["words"] == "exit 3"
    assert (found["runs"]["running_since"] is not None, found["soon"]["running_since"]) == (True, None)
    assert (found["soon"]["next_at"], found["soon"]["tz"]) == (soon["next_fire_at"], "Europe/Berlin")
    assert (found["idle"]["next_at"], found["idle"]["tz"], found["idle"]["last"]) == (None, "UTC", None)
    assert found["later"]["project"] == first.name


def test_a_paused_schedule_is_no_next_run(client: httpx2.Client):
    project = ProjectApi(client)
    for name in ("rests", "runs"):
        project.add_job(name)
        schedule = project.add_schedule(name)
        if name == "rests":
            project.call("POST", f"/schedules/{schedule['id']}/pause", json={"until": None})
    paused = [(row["name"], row["next_at"] is None) for row in mine(client)]
    project.call("POST", f"/schedules/{schedule['id'] - 1}/resume")

    assert paused == [("runs", False), ("rests", True)]
    assert [row["name"] for row in mine(client)] == ["rests", "runs"]


def test_a_guest_finds_what_was_shared_with_her_and_whom_to_ask(server: RunningServer, client: httpx2.Client):
    project = ProjectApi(client)
    maker = add(server, project, "max", "editor")
    body = {"name": "shared", "title": "The report", "description": "Sums up.", "program": {"source": "pass"}}
    maker.call("POST", f"/projects/{project.name}/jobs", json=body)
    project.add_job("hidden")
    guest = add(server, project, "gina", "guest")
    share(project, "shared", guest, "run")
    project.run("shared")

    (row,) = mine(guest.client)

    assert {name: row[name] for name in ("name", "title", "description", "level")} == {
        "name": "shared", "title": "The report", "description": "Sums up.", "level": "run",
    }  # fmt: skip
    assert row["ask"] == ["max", "ada"]
    assert (row["last"]["state"], row["last"]["words"], len(row["usual_s"])) == ("succeeded", None, 2)
    assert mine(sign_in(server, "eve").client) == []
    assert {row["name"]: row["ask"] for row in mine(client)} == {"shared": ["max"], "hidden": []}


def test_what_is_no_cursor_is_refused(client: httpx2.Client):
    for cursor in ("x", "9.1.1", "0.x.1", "2.1.-1"):
        assert client.get("/me/jobs", params={"after": cursor}).status_code == 422


def test_each_reason_of_a_run_that_did_not_succeed_has_its_few_words():
    goes_on = {"succeeded", "running", "starting", *(code for code in OF_RUN if code.startswith("waits_for"))}

    assert set(OF_REASON) == set(OF_RUN) - goes_on
