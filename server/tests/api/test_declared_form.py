"""Below Edit a run gets the declared form and nothing else: by start, by running again, by a schedule."""

import pytest

from dayshift.testing.people import Colleague, add, share
from dayshift.testing.rest import ProjectApi

DAILY = {"kind": "cron", "text": "0 7 * * *"}
FORM = [{"name": "month", "type": "text", "default": "may"}]


@pytest.fixture
def form(server, project: ProjectApi) -> tuple[ProjectApi, Colleague]:
    """A job with a form, and somebody who may run it."""
    project.add_job("report", "import sys; print(sys.argv[1:])", arguments="fixed", parameters=FORM)
    person = add(server, project, f"Rita {project.name}", "guest")
    share(project, "report", person, "run")
    return project, person


def start(person: Colleague, project: ProjectApi, **asked: object):
    return person.client.post(f"/projects/{project.name}/jobs/report/executions", json=asked)


def test_below_edit_only_the_declared_form_is_filled(form):
    project, rita = form

    assert start(rita, project, parameters={"month": "june"}).status_code == 201
    for more in ({"arguments": ["x"]}, {"environment_variables": {"A": "1"}}, {"expand": True}):
        refused = start(rita, project, **more)
        assert (refused.status_code, refused.json()["needs"]) == (403, "edit"), more


def test_a_job_may_take_any_arguments_from_whoever_may_run_it_but_never_variables(form):
    project, rita = form
    project.put("/jobs/report/access", free_arguments=True)

    assert start(rita, project, arguments=["x"]).status_code == 201
    assert start(rita, project, environment_variables={"LD_PRELOAD": "x"}).status_code == 403


def test_a_job_says_to_its_reader_whether_she_may_give_any_arguments(form):
    project, rita = form

    def says(reader) -> bool:
        return reader.call("GET", f"/projects/{project.name}/jobs/report")["free_arguments"]

    assert project.call("GET", "/jobs/report")["free_arguments"] is True
    assert says(rita) is False
    project.put("/jobs/report/access", free_arguments=True)
    assert says(rita) is True


def test_a_run_with_others_arguments_or_old_code_is_not_run_again_below_edit(form):
    project, rita = form
    plain = project.run("report")
    typed = project.run("report", arguments=["typed"])
    with_variables = project.run("report", environment_variables={"A": "1"})
    again = f"/projects/{project.name}/executions/{{}}/rerun"

    assert rita.client.post(again.format(plain["id"]), json={}).status_code == 201
    assert rita.client.post(again.format(plain["id"]), json={"same_code": True}).status_code == 403
    assert rita.client.post(again.format(typed["id"]), json={}).status_code == 403
    assert rita.client.post(again.format(with_variables["id"]), json={}).status_code == 403


def test_own_runs_may_be_stopped_with_run_and_others_with_schedule(server, project: ProjectApi):
    project.add_job("long", "import time; time.sleep(60)")
    rita = add(server, project, f"Rita {project.name}", "guest")
    share(project, "long", rita, "run")
    hers = rita.call("POST", f"/projects/{project.name}/jobs/long/executions", json={})
    others = project.start("long")
    stop = f"/projects/{project.name}/executions/{{}}/stop"

    assert rita.client.post(stop.format(others["id"])).status_code == 403
    assert rita.client.post(stop.format(hers["id"])).status_code == 200
    share(project, "long", rita, "schedule")
    assert rita.client.post(stop.format(others["id"])).status_code == 200
    assert {project.wait(run)["state"] for run in (hers, others)} == {"cancelled"}


def test_a_schedule_keeps_the_arguments_that_an_editor_gave_when_only_its_hour_changes(form):
    project, rita = form
    share(project, "report", rita, "schedule")
    schedule = project.add_schedule("report", DAILY, arguments=["typed"])
    path = f"/projects/{project.name}/schedules/{schedule['id']}"
    later = {"kind": "cron", "text": "0 8 * * *"}

    kept = rita.client.put(path, json={"trigger": later, "arguments": ["typed"]}, headers={"If-Match": '"1"'})
    changed = rita.client.put(path, json={"trigger": later, "arguments": ["hers"]}, headers={"If-Match": '"2"'})
    filled = rita.client.put(path, json={"trigger": later, "parameters": {"month": "x"}}, headers={"If-Match": '"2"'})

    assert (kept.status_code, changed.status_code, filled.status_code) == (200, 403, 200)
