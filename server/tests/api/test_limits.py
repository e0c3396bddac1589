"""A small server: what its limits refuse, and what waits for room."""

import threading
from collections.abc import Iterator

import pytest

from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer, running_server

SLEEPS = "import time; time.sleep(60)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One slot, three queued runs a project, logs of a MiB."""
    home = tmp_path_factory.mktemp("server") / "home"
    with running_server(home, slots=1, queued_runs=3, log_limit_mib=1) as running:
        yield running


def test_a_project_queues_no_more_runs_than_it_may_and_a_batch_fits_or_not(client, project: ProjectApi):
    project.add_job("job", SLEEPS, grace=0, log_limit=1)
    going = project.start("job")
    while project.call("GET", f"/executions/{going['id']}")["state"] != "running":
        threading.Event().wait(0.02)
    project.start("job")

    batch = project.ask("POST", "/jobs/job/executions/batch", json={"items": [{}] * 3})
    fits = project.call("POST", "/jobs/job/executions/batch", json={"items": [{}] * 2})["items"]
    full = project.ask("POST", "/jobs/job/executions", json={})
    why = project.call("GET", f"/executions/{fits[-1]['id']}/explain")

    assert (batch.status_code, full.status_code) == (429, 429)
    assert full.headers["retry-after"] == "60"
    assert full.json()["code"] == "too_much" and "3" in full.json()["title"]
    assert why["code"] == "waits_for_slot"
    assert project.ask("DELETE", "/jobs/job", params={"stop": True}).status_code == 204
    assert project.wait(going)["state"] == "cancelled"
    assert project.wait(fits[-1])["state"] == "cancelled"


def test_a_job_may_not_keep_more_log_than_the_server_allows(project: ProjectApi):
    problem = project.refused("POST", "/jobs", 422, json={"name": "job", "program": {"source": "1"}, "log_limit": 2})

    assert problem["errors"][0]["field"] == "log_limit"
