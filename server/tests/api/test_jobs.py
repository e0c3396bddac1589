"""Jobs: every field kept and checked, changed by revision, deleted."""

from typing import Any

import pytest

from dayshift.testing.rest import ProjectApi

FULL: dict[str, Any] = {
    "title": "The report",
    "description": "Adds up what was sold.",
    "kind": "python",
    "program": {"path": "report.py", "source": None},
    "files": ["data/prices.csv"],
    "arguments": ["--month", "{{month}}"],
    "parameters": [{"name": "region", "type": "choice", "choices": ["north", "south"], "default": "north"}],
    "variables": {"LEVEL": "debug"},
    "environment": "python",
    "resources": {"cpu": 0.5, "memory": 128, "processes": 32},
    "time_limit": 60,
    "grace": 5,
    "log_limit": 16,
    "log_full": "stop",
    "retries": {"max": 2, "delay": 1.0, "backoff": 1.5, "max_delay": 10.0, "on": ["failed"]},
    "max_running": 2,
    "spark": None,
}


@pytest.fixture
def full(project: ProjectApi) -> ProjectApi:
    """With the job ``report``, in which every field has a value of its own."""
    project.upload("report.py", b"print('report')")
    project.upload("data/prices.csv", b"1,2")
    project.call("POST", "/jobs", json={"name": "report", **FULL})
    return project


def replace(project: ProjectApi, etag: str | None, **changes: Any):
    headers = {} if etag is None else {"If-Match": etag}
    return project.ask("PUT", "/jobs/report", json={**FULL, **changes}, headers=headers)


def test_a_job_is_answered_as_it_was_saved(full: ProjectApi):
    answer = full.ask("GET", "/jobs/report")
    job = answer.json()

    kept = {**job["definition"], "title": job["title"], "description": job["description"], "kind": job["kind"]}
    assert kept == FULL
    assert (job["revision"], answer.headers["etag"]) == (1, '"1"')
    assert (job["last"], job["next_at"], job["usual_s"]) == (None, None, None)


def test_what_is_left_out_has_a_default_that_is_shown(project: ProjectApi):
    job = project.call("POST", "/jobs", json={"name": "small", "program": {"source": "pass"}})

    assert (job["title"], job["description"], job["kind"], job["environment"]) == ("small", "", "python", "python")
    assert job["definition"]["resources"] == {"cpu": 1.0, "memory": 2048, "processes": 512}
    assert job["definition"]["retries"]["max"] == 0
    assert (job["definition"]["grace"], job["definition"]["log_full"]) == (10, "trim")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Another"),
        ("description", "Another promise."),
        ("program", {"path": None, "source": "print('here')"}),
        ("files", []),
        ("arguments", "--all"),
        ("parameters", []),
        ("variables", {}),
        ("resources", {"cpu": 1.0, "memory": 256, "processes": 64}),
        ("time_limit", None),
        ("grace", 0),
        ("log_limit", 1),
        ("log_full", "trim"),
        ("retries", {"max": 0, "delay": 60.0, "backoff": 2.0, "max_delay": 3600.0, "on": ["lost"]}),
        ("max_running", None),
    ],
)
def test_a_change_of_any_field_is_a_new_revision_and_is_kept(full: ProjectApi, field: str, value: Any):
    answer = replace(full, '"1"', **{field: value})

    assert answer.status_code == 200, answer.text
    job = full.call("GET", "/jobs/report")
    assert (job["revision"], answer.headers["etag"]) == (2, '"2"')
    assert {**job["definition"], "title": job["title"], "description": job["description"]}[field] == value


def test_a_program_that_is_written_here_has_up_to_256_kib(project: ProjectApi):
    longest = "#" * (256 * 1024)

    job = project.add_job("long", longest)
    problem = project.refused("POST", "/jobs", 422, json={"name": "longer", "program": {"source": longest + "#"}})

    assert job["definition"]["program"]["source"] == longest
    assert problem["errors"][0]["field"] == "program.source"


def test_saving_what_is_there_already_counts_no_revision(full: ProjectApi):
    answer = replace(full, '"1"')

    assert (answer.status_code, answer.json()["revision"], answer.headers["etag"]) == (200, 1, '"1"')


def test_a_job_that_somebody_else_changed_is_not_overwritten(full: ProjectApi):
    replace(full, '"1"', title="First")

    late = replace(full, '"1"', title="Second")
    blind = replace(full, None, title="Third")

    assert (late.status_code, late.json()["code"], late.json()["revision"]) == (412, "stale_revision", 2)
    assert (blind.status_code, blind.json()["code"]) == (428, "revision_missing")
    assert full.call("GET", "/jobs/report")["title"] == "First"


def test_a_name_is_taken_once(full: ProjectApi):
    problem = full.refused("POST", "/jobs", 409, json={"name": "report", "program": {"source": "1"}})

    assert problem["code"] == "already_exists"


def test_the_name_of_a_deleted_job_is_free(full: ProjectApi):
    full.call("DELETE", "/jobs/report")

    again = full.call("POST", "/jobs", json={"name": "report", "program": {"source": "1"}})

    assert (again["revision"], again["title"]) == (1, "report")


def test_jobs_come_by_name_in_pages_with_their_last_run_and_their_next(project: ProjectApi):
    for name in ("c", "a", "b"):
        project.add_job(name)
    run = project.run("a")
    schedule = project.add_schedule("b")

    first = project.call("GET", "/jobs", params={"limit": 2})
    second = project.call("GET", "/jobs", params={"limit": 2, "after": first["next"]})

    a, b = first["items"]
    (c,) = second["items"]
    assert [row["name"] for row in (a, b, c)] == ["a", "b", "c"]
    assert (a["last"]["execution"], a["last"]["state"]) == (run["id"], "succeeded")
    assert (b["next_at"], second["next"]) == (schedule["next_fire_at"], None)


def test_what_ran_stays_readable_when_its_job_is_gone(project: ProjectApi):
    project.add_job("gone", "print('still here')")
    run = project.run("gone")
    schedule = project.add_schedule("gone")

    project.call("DELETE", "/jobs/gone")

    assert project.call("GET", f"/executions/{run['id']}")["job"] == "gone"
    assert project.output(run) == ["still here"]
    assert project.ask("GET", "/jobs/gone").status_code == 404
    assert project.ask("GET", f"/schedules/{schedule['id']}").status_code == 404


def test_a_job_that_runs_is_deleted_only_with_what_runs(project: ProjectApi):
    project.add_job("busy", "import time; time.sleep(60)", grace=0)
    run = project.start("busy")
    until_it_runs(project, run)

    problem = project.refused("DELETE", "/jobs/busy", 409)
    project.call("DELETE", "/jobs/busy", params={"stop": "true"})

    assert problem["code"] == "in_use" and f"run {run['id']}" in problem["title"] and "stop" in problem["hint"]
    assert project.wait(run)["state"] == "cancelled"


def until_it_runs(project: ProjectApi, run: dict[str, Any]) -> None:
    while project.call("GET", f"/executions/{run['id']}")["state"] in ("queued", "starting"):
        pass


def test_arguments_may_be_one_text_that_is_split_as_a_shell_would(project: ProjectApi):
    project.add_job("words", "import sys; print(sys.argv[1:])", arguments="one 'two three' \"four\"")

    assert project.output(project.run("words")) == ["['one', 'two three', 'four']"]


def test_a_program_may_be_a_file_with_files_beside_it(project: ProjectApi):
    project.upload("src/main.py", b"import pathlib, helper; print(helper.word, pathlib.Path('data.txt').read_text())")
    project.upload("lib/helper.py", b"word = 'helped'")
    project.upload("src/data.txt", b"from where it lies")
    job = {"name": "files", "program": {"path": "src/main.py"}, "files": ["lib/helper.py"]}
    project.call("POST", "/jobs", json={**job, "resources": {"memory": 64}})

    assert project.output(project.run("files")) == ["helped from where it lies"]
