"""What a program is told: arguments, parameters, variables, and a key that works while it runs."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer

SHOWS = "import json, os, sys; print(json.dumps([sys.argv[1:], dict(os.environ)]))"
PARAMETERS: list[dict[str, Any]] = [
    {"name": "month", "pattern": r"\d{4}-\d{2}", "default": "{{last_month}}", "option": "--month"},
    {"name": "count", "type": "integer", "min": 1, "max": 9, "option": "-n"},
    {"name": "dry", "type": "boolean", "option": "--dry"},
    {"name": "region", "type": "choice", "choices": ["north", "south"], "required": True, "option": "--region"},
]


def told(project: ProjectApi, run: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """The arguments and the variables that the program of a run saw."""
    assert run["state"] == "succeeded", run["message"]
    (line,) = project.output(run)
    words, variables = json.loads(line)
    return words, variables


def test_arguments_of_a_start_are_literal_unless_they_are_to_be_filled(project: ProjectApi):
    project.add_job("job", SHOWS, arguments="{{job}} {{run_id}}")

    own = project.run("job")
    literal = project.run("job", arguments="{{job}} $HOME *")
    filled = project.run("job", arguments=["{{ job }}", "{{today}}", "{{nothing}}"], expand=True)

    assert told(project, own)[0] == ["job", str(own["id"])]
    assert told(project, literal)[0] == ["{{job}}", "$HOME", "*"]
    assert told(project, filled)[0] == ["job", f"{datetime.now(UTC):%Y-%m-%d}", "{{nothing}}"]


def test_parameters_are_checked_filled_and_added_with_their_options(project: ProjectApi):
    project.add_job("job", SHOWS, parameters=PARAMETERS)

    given = {"month": "2026-10", "count": 3, "dry": True, "region": "south"}
    words = told(project, project.run("job", parameters=given))[0]
    least = told(project, project.run("job", parameters={"region": "north"}))[0]

    assert words == ["--month", "2026-10", "-n", "3", "--dry", "--region", "south"]
    assert least[0] == "--month" and re.fullmatch(r"\d{4}-\d{2}", least[1])
    assert least[2:] == ["--region", "north"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "parameters.region"),
        ({"region": "east"}, "parameters.region"),
        ({"region": "north", "month": "October"}, "parameters.month"),
        ({"region": "north", "month": "2026-10 "}, "parameters.month"),
        ({"region": "north", "count": 10}, "parameters.count"),
        ({"region": "north", "count": "many"}, "parameters.count"),
        ({"region": "north", "dry": "perhaps"}, "parameters.dry"),
        ({"region": "north", "colour": "red"}, "parameters.colour"),
        ({"region": ["north"]}, "parameters.region"),
    ],
)
def test_a_parameter_that_does_not_fit_is_refused_by_its_name(project: ProjectApi, given: Any, field: str):
    project.add_job("job", SHOWS, parameters=PARAMETERS)

    problem = project.refused("POST", "/jobs/job/executions", 422, json={"parameters": given})

    assert [fault["field"] for fault in problem["errors"]] == [field]


def test_variables_of_the_run_come_over_those_of_the_job(project: ProjectApi):
    project.add_job("job", SHOWS, variables={"A": "job", "B": "job"})

    variables = told(project, project.run("job", environment_variables={"B": "run", "C": "run"}))[1]

    assert {name: variables[name] for name in "ABC"} == {"A": "job", "B": "run", "C": "run"}


def test_a_run_by_hand_is_told_who_it_is_and_that_no_schedule_started_it(server: RunningServer, project: ProjectApi):
    project.add_job("job", SHOWS)

    run = project.run("job")
    variables = told(project, run)[1]

    assert variables["DAYSHIFT_URL"] == server.url
    assert variables["DAYSHIFT_PROJECT"] == project.name
    assert variables["DAYSHIFT_JOB"] == "job"
    assert variables["DAYSHIFT_EXECUTION_ID"] == str(run["id"])
    assert variables["DAYSHIFT_ATTEMPT"] == "1"
    assert variables["DAYSHIFT_TRIGGER"] == "manual"
    assert variables["DAYSHIFT_TIMEZONE"] == "UTC"
    assert (variables["TZ"], variables["LANG"], variables["PYTHONNOUSERSITE"]) == ("UTC", "C.UTF-8", "1")
    empty = ["SCHEDULE_ID", "SCHEDULE_NAME", "NOMINAL_TIME", "NOMINAL_LOCAL", "WINDOW_START", "WINDOW_END"]
    assert {variables[f"DAYSHIFT_{name}"] for name in empty} == {""}
    assert "HOPS_START_TIME" not in variables


def test_a_run_of_a_schedule_is_told_its_window_in_both_families_of_names(client):
    project = ProjectApi(client, tz="Europe/Stockholm")
    project.add_job("job", SHOWS)
    schedule = project.add_schedule("job", {"kind": "calendar", "unit": "day", "times": ["09:00"]}, name="daily")

    run = project.wait(project.call("POST", f"/schedules/{schedule['id']}/run", json={}))
    variables = told(project, run)[1]

    nominal = schedule["next_fire_at"]
    assert run["nominal_at"] == nominal
    assert variables["DAYSHIFT_TRIGGER"] == "test"
    assert variables["DAYSHIFT_SCHEDULE_ID"] == str(schedule["id"])
    assert variables["DAYSHIFT_SCHEDULE_NAME"] == "daily"
    assert variables["DAYSHIFT_TIMEZONE"] == "Europe/Stockholm"
    assert variables["DAYSHIFT_NOMINAL_TIME"] == variables["DAYSHIFT_WINDOW_END"] == nominal
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT09:00:00\+0[12]:00", variables["DAYSHIFT_NOMINAL_LOCAL"])
    assert variables["DAYSHIFT_WINDOW_START"] == run["window_start"] < nominal
    assert variables["DAYSHIFT_LATE_SECONDS"] == variables["DAYSHIFT_MERGED_FIRES"] == "0"
    assert variables["DAYSHIFT_LAST_SUCCESS_TIME"] == variables["DAYSHIFT_MERGED_UNTIL"] == ""
    assert (variables["HOPS_START_TIME"], variables["HOPS_END_TIME"]) == (run["window_start"], nominal)


def test_nothing_of_the_servers_own_environment_reaches_a_program(project: ProjectApi, monkeypatch):
    monkeypatch.setenv("SERVERS_SECRET", "x")
    project.add_job("job", SHOWS)

    variables = told(project, project.run("job"))[1]

    assert "SERVERS_SECRET" not in variables
    assert "PYTHONPATH" not in variables


# The key of a run -----------------------------------------------------------------------------------------------------

TALKS = """
import os, pathlib, time, urllib.request, json
def get(path):
    request = urllib.request.Request(os.environ["DAYSHIFT_URL"] + "/api/v1" + path)
    request.add_header("Authorization", "Bearer " + os.environ["DAYSHIFT_API_KEY"])
    return json.load(urllib.request.urlopen(request))
me = get("/me")
print(me["name"], get("/projects/" + os.environ["DAYSHIFT_PROJECT"])["name"])
pathlib.Path("key").write_text(os.environ["DAYSHIFT_API_KEY"])
pathlib.Path("told").touch()
while not pathlib.Path("go").exists():
    time.sleep(0.05)
"""


def test_the_key_of_a_run_works_while_it_runs_and_not_after(server: RunningServer, client, project: ProjectApi):
    other = ProjectApi(client)
    project.add_job("job", TALKS)
    run = project.start("job")
    while project.ask("GET", "/files/told").status_code == 404:
        assert project.call("GET", f"/executions/{run['id']}")["ended_at"] is None
    key = project.ask("GET", "/files/key").text

    with http(server.url, key) as robot:
        during = robot.get(f"/projects/{project.name}/jobs/job/executions").status_code
        foreign = robot.get(f"/projects/{other.name}").status_code
        changes = robot.delete(f"/projects/{project.name}/jobs/job").json()["code"]
        project.upload("go", b"")
        ended = project.wait(run)
        after = robot.get(f"/projects/{project.name}/jobs").status_code

    assert (during, foreign, changes, after) == (200, 404, "scope_missing", 401)
    assert ended["state"] == "succeeded", ended["message"]
    assert project.output(run) == [f"robot {project.name}"]


def test_the_sdk_inside_a_job_needs_no_words(project: ProjectApi):
    project.upload("data/a.txt", b"from the job's own project")
    source = (
        "from dayshift_client import Client\n"
        "files = Client().project().files\n"
        "print([row['path'] for row in files.list('data')], b''.join(files.read('data/a.txt')).decode())\n"
    )
    project.add_job("job", source, resources={"memory": 256})

    assert project.output(project.run("job")) == ["['data/a.txt'] from the job's own project"]
