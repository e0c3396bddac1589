"""People see and do what was shared with them: by role, by a grant on a job, by a tag; until it ends."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from dayshift.testing.people import Colleague, add, share, share_tag, sign_in
from dayshift.testing.rest import Json, ProjectApi

DAILY = {"kind": "cron", "text": "0 7 * * *"}


def names(person: Colleague, project: ProjectApi, path: str = "/jobs") -> list[str]:
    """What is in somebody's list."""
    rows = person.call("GET", f"/projects/{project.name}{path}")["items"]
    return [row["job"] if path == "/executions" else row["name"] for row in rows]


# The story ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(project: ProjectApi) -> ProjectApi:
    """Two jobs of finance, two of HR, each with a run; the finance jobs are scheduled at seven."""
    for job, tag in {"vat-export": "finance", "closing": "finance", "payroll": "hr", "leave": "hr"}.items():
        project.add_job(job, f"print('secret of {job}')")
        project.put(f"/jobs/{job}/tags", tags=[tag])
        project.run(job)
    project.add_schedule("vat-export", DAILY, name="vat")
    project.add_schedule("payroll", DAILY, name="pay")
    return project


@pytest.fixture
def fatima(server, office: ProjectApi) -> Colleague:
    """Finance: Schedule on all that bears the tag finance."""
    person = add(server, office, f"Fatima {office.name}", "guest")
    share_tag(office, "finance", person, "schedule")
    return person


@pytest.fixture
def hugo(server, office: ProjectApi) -> Colleague:
    """HR: Run on payroll, by name. Not a member before: sharing makes him a guest."""
    person = sign_in(server, f"Hugo {office.name}")
    share(office, "payroll", person, "run")
    return person


def test_each_sees_the_own_jobs_and_nothing_else(office: ProjectApi, fatima: Colleague, hugo: Colleague):
    assert names(fatima, office) == ["closing", "vat-export"]
    assert names(hugo, office) == ["payroll"]
    assert set(names(fatima, office, "/executions")) == {"closing", "vat-export"}
    assert set(names(hugo, office, "/executions")) == {"payroll"}
    assert names(fatima, office, "/schedules") == ["vat"]
    assert names(hugo, office, "/schedules") == ["pay"]


def test_the_job_of_another_role_does_not_exist(office: ProjectApi, fatima: Colleague, hugo: Colleague):
    run = office.call("GET", "/jobs/payroll/executions")["items"][0]["id"]
    mine = f"/projects/{office.name}"

    for path in ("/jobs/payroll", "/jobs/payroll/executions", f"/executions/{run}", f"/executions/{run}/log"):
        assert fatima.get(mine + path).status_code == 404
    assert hugo.get(f"{mine}/jobs/vat-export").status_code == 404


def test_the_hour_may_change_and_the_code_stays_closed(office: ProjectApi, fatima: Colleague):
    schedule = fatima.call("GET", f"/projects/{office.name}/schedules")["items"][0]
    path = f"/projects/{office.name}/schedules/{schedule['id']}"

    changed = fatima.call(
        "PUT",
        path,
        json={"trigger": {"kind": "cron", "text": "30 6 * * *"}},
        headers={"If-Match": f'"{schedule["revision"]}"'},
    )
    job = fatima.call("GET", f"/projects/{office.name}/jobs/vat-export")

    assert changed["trigger"]["text"] == "30 6 * * *"
    assert job["level"] == "schedule"
    assert job["definition"] is None
    assert fatima.get(f"/projects/{office.name}/files/?list").status_code == 403


def test_whoever_may_run_starts_it_reads_its_log_and_changes_nothing(office: ProjectApi, hugo: Colleague):
    here = f"/projects/{office.name}"

    run = hugo.call("POST", f"{here}/jobs/payroll/executions", json={})
    over = hugo.call("GET", f"{here}/executions/{run['id']}", params={"wait": 30})
    log = hugo.call("GET", f"{here}/executions/{run['id']}/log")
    refused = hugo.client.post(f"{here}/schedules", json={"target": {"job": "payroll"}, "trigger": DAILY})

    assert over["state"] == "succeeded"
    assert over["requested_by"] == hugo.name
    assert [line["text"] for line in log["lines"]] == ["secret of payroll"]
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (403, "level_missing")
    assert (problem["has"], problem["needs"], problem["ask"]) == ("run", "schedule", ["ada"])
    assert problem["hint"] == "Ask ada."


def test_a_new_job_with_the_tag_appears(office: ProjectApi, fatima: Colleague):
    office.add_job("month-end")
    assert "month-end" not in names(fatima, office)

    office.put("/jobs/month-end/tags", tags=["finance"])

    assert "month-end" in names(fatima, office)


def test_a_grant_ends_on_the_dot(server, office: ProjectApi):
    person = sign_in(server, f"Tess {office.name}")
    ends = datetime.now(UTC) + timedelta(seconds=1.5)
    share(office, "closing", person, "run", ends_at=ends.isoformat())
    path = f"/projects/{office.name}/jobs/closing"

    seen = []
    while datetime.now(UTC) < ends + timedelta(seconds=0.5):
        asked = datetime.now(UTC)
        status = person.get(path).status_code
        seen.append((asked, datetime.now(UTC), status))

    before = {status for _, answered, status in seen if answered < ends}
    after = {status for asked, _, status in seen if asked >= ends}
    assert (before, after) == ({200}, {404})


def test_a_grant_that_is_taken_back_is_gone_at_the_next_request(office: ProjectApi, hugo: Colleague):
    grant = office.call("GET", "/jobs/payroll/access")["grants"]
    mine = next(one for one in grant if one["person"] == hugo.name)

    office.call("DELETE", f"/jobs/payroll/grants/{mine['id']}")

    assert names(hugo, office) == []
    assert hugo.get(f"/projects/{office.name}/jobs/payroll").status_code == 404


# What a job says about its readers ------------------------------------------------------------------------------------


def test_a_private_job_is_hidden_from_roles_but_not_from_owners_and_those_it_is_shared_with(
    server, project: ProjectApi
):
    project.add_job("secret")
    project.put("/jobs/secret/access", private=True)
    editor = add(server, project, f"Ed {project.name}", "editor")
    owner = add(server, project, f"Ow {project.name}", "owner")

    assert names(editor, project) == []
    assert names(owner, project) == ["secret"]
    share(project, "secret", editor, "view")
    assert names(editor, project) == ["secret"]


@pytest.mark.parametrize("switch", ["logs_for", "code_for"])
def test_a_switch_opens_logs_or_code_to_lower_levels(server, project: ProjectApi, switch: str):
    project.add_job("job", "print('x')")
    run = project.run("job")
    person = add(server, project, f"Vi {project.name}", "guest")
    share(project, "job", person, "view")
    here = f"/projects/{project.name}"

    def reads() -> dict[str, bool]:
        detail = person.call("GET", f"{here}/executions/{run['id']}")
        log = person.get(f"{here}/executions/{run['id']}/log").status_code == 200
        assert log == (detail["arguments"] is not None)
        return {"logs_for": log, "code_for": person.call("GET", f"{here}/jobs/job")["definition"] is not None}

    before = reads()
    project.put("/jobs/job/access", **{switch: "view"})

    assert before == {"logs_for": False, "code_for": False}
    assert reads() == {**before, switch: True}


@pytest.mark.parametrize("opens", ["logs_for", "schedule"])
def test_what_a_schedule_gives_is_shown_to_who_reads_arguments_or_may_change_it(server, project: ProjectApi, opens):
    project.add_job("job", parameters=[{"name": "month", "type": "text"}])
    typed = project.add_schedule("job", arguments=["--secret"])["id"]
    filled = project.add_schedule("job", parameters={"month": "may"})["id"]
    person = add(server, project, f"Vi {project.name}", "guest")
    share(project, "job", person, "view")
    here = f"/projects/{project.name}/schedules"

    def shown() -> list[tuple[object, object]]:
        rows = person.call("GET", here)["items"]
        assert rows == [person.call("GET", f"{here}/{number}") for number in (typed, filled)]
        return [(row["arguments"], row["parameters"]) for row in rows]

    before = shown()
    if opens == "logs_for":
        project.put("/jobs/job/access", logs_for="view")
    else:
        share(project, "job", person, "schedule")

    assert before == [(None, None), (None, None)]
    assert shown() == [(["--secret"], None), (None, {"month": "may"})]


def test_a_viewer_reads_code_and_logs_of_what_is_not_private(server, project: ProjectApi):
    project.add_job("job", "print('x')")
    run = project.run("job")
    viewer = add(server, project, f"Vi {project.name}", "viewer")
    here = f"/projects/{project.name}"

    assert viewer.call("GET", f"{here}/jobs/job")["definition"]["program"]["source"] == "print('x')"
    assert viewer.get(f"{here}/executions/{run['id']}/log").status_code == 200
    assert viewer.client.post(f"{here}/jobs/job/executions", json={}).json()["needs"] == "run"


def test_a_preview_tells_nothing_of_a_schedule_or_a_job_that_one_may_not_see(office: ProjectApi, hugo: Colleague):
    vat = next(row for row in office.call("GET", "/schedules")["items"] if row["name"] == "vat")
    office.call("POST", f"/schedules/{vat['id']}/pause", json={"reason": "audit"})
    path = f"/projects/{office.name}/schedules/preview"

    foreign = hugo.client.post(path, json={"schedule": {"trigger": DAILY}, "id": vat["id"]})
    missing = hugo.client.post(path, json={"schedule": {"trigger": DAILY}, "id": 999_999})
    shown = [
        hugo.call("POST", path, json={"schedule": {"trigger": DAILY, "target": {"job": job}}})
        for job in ("vat-export", "no-such-job")
    ]

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert shown[0] == shown[1]


# Wrong gifts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"person": "nobody at all"}, "person"),
        ({"level": "admin"}, "level"),
        ({"ends_at": "2020-01-01T00:00:00Z"}, "ends_at"),
        ({"reason": "x" * 281}, "reason"),
        ({"source": "created_it"}, "source"),
    ],
)
def test_a_wrong_gift_names_the_field(project: ProjectApi, fields: Json, field: str):
    project.add_job("job")

    problem = project.refused("POST", "/jobs/job/grants", 422, json={"person": "ada", "level": "view", **fields})

    assert problem["errors"][0]["field"] == field


def test_a_manager_who_is_no_owner_shares_with_members_only(server, project: ProjectApi):
    project.add_job("job")
    manager = add(server, project, f"Ma {project.name}", "guest")
    member = add(server, project, f"Me {project.name}", "guest")
    outsider = sign_in(server, f"Out {project.name}")
    share(project, "job", manager, "manage")
    path = f"/projects/{project.name}/jobs/job/grants"

    assert manager.client.post(path, json={"person": member.name, "level": "manage"}).status_code == 201
    known = manager.client.post(path, json={"person": outsider.name, "level": "view"}).json()
    unknown = manager.client.post(path, json={"person": "somebody", "level": "view"}).json()
    texts = [answer["errors"][0]["text"] for answer in (known, unknown)]
    assert texts[0].replace(outsider.name, "_") == texts[1].replace("somebody", "_")


def test_a_new_gift_takes_the_place_of_the_old_one(server, project: ProjectApi):
    project.add_job("job")
    person = add(server, project, f"Pia {project.name}", "guest")
    share(project, "job", person, "edit")
    share(project, "job", person, "view")

    mine = [one for one in project.call("GET", "/jobs/job/access")["grants"] if one["person"] == person.name]

    assert [one["level"] for one in mine] == ["view"]


def test_whoever_makes_a_job_manages_it_until_an_owner_says_otherwise(server, project: ProjectApi):
    editor = add(server, project, f"Ed {project.name}", "editor")
    body = {"name": "hers", "program": {"source": "pass"}, "resources": {"memory": 64}}
    editor.call("POST", f"/projects/{project.name}/jobs", json=body)
    grant = project.call("GET", "/jobs/hers/access")["grants"][0]

    assert (grant["person"], grant["source"], grant["level"]) == (editor.name, "created_it", "manage")
    project.call("DELETE", f"/jobs/hers/grants/{grant['id']}")
    assert editor.client.delete(f"/projects/{project.name}/jobs/hers").status_code == 403


# Why ------------------------------------------------------------------------------------------------------------------


def test_the_check_says_what_somebody_may_do_and_by_which_path(office: ProjectApi, fatima: Colleague, hugo: Colleague):
    of_fatima = office.call("GET", "/jobs/vat-export/access/check", params={"person": fatima.name})
    of_hugo = office.call("GET", "/jobs/vat-export/access/check", params={"person": hugo.name})
    own = hugo.call("GET", f"/projects/{office.name}/jobs/payroll/access/check")

    allowed = {row["action"]: [why["via"] for why in row["because"]] for row in of_fatima["actions"] if row["allowed"]}
    assert allowed["job:schedule"] == ["tag finance"]
    assert "job:edit" not in allowed
    assert of_fatima["sentence"].startswith(f"{fatima.name} can change when it runs: vat-export because ada gave")
    assert [row["allowed"] for row in of_hugo["actions"]] == [False] * len(of_hugo["actions"])
    assert of_hugo["sentence"] == f"{hugo.name} cannot see vat-export."
    assert {row["action"] for row in own["actions"] if row["allowed"]} >= {"job:run", "execution:read_log"}
    missing = next(row for row in own["actions"] if row["action"] == "job:edit")
    assert (missing["needs"], missing["ask"]) == ("edit", ["ada"])


def test_the_check_of_somebody_else_is_for_who_shares(office: ProjectApi, fatima: Colleague):
    path = f"/projects/{office.name}/jobs/vat-export/access/check"

    assert fatima.get(path, params={"person": "ada"}).status_code == 403
    assert fatima.get(path, params={"person": fatima.name}).status_code == 200


# Schedules of people who left -----------------------------------------------------------------------------------------


def test_a_schedule_goes_on_when_who_set_it_leaves_and_is_adopted(server, office: ProjectApi, fatima: Colleague):
    body = {"name": "hers", "target": {"job": "closing"}, "trigger": {"kind": "every", "n": 1, "unit": "second"}}
    hers = fatima.call("POST", f"/projects/{office.name}/schedules", json=body)
    ident = next(row["id"] for row in office.call("GET", "/members")["items"] if row["name"] == fatima.name)
    assert hers["owner_lost"] is False

    office.call("DELETE", f"/members/{ident}")
    after = datetime.now(UTC)

    lost = office.call("GET", f"/schedules/{hers['id']}")
    assert (lost["owner"], lost["owner_lost"]) == (fatima.name, True)
    _wait_for_a_run_after(office, hers["id"], after)
    adopted = office.call("POST", f"/schedules/{hers['id']}/adopt")
    assert (adopted["owner"], adopted["owner_lost"]) == ("ada", False)
    office.call("DELETE", f"/schedules/{hers['id']}")


def _wait_for_a_run_after(project: ProjectApi, schedule: int, after: datetime) -> None:
    waiting = threading.Event()
    for _ in range(200):
        waiting.wait(0.05)
        fires = project.call("GET", f"/schedules/{schedule}/fires")["items"]
        if any(fire["outcome"] == "ran" and datetime.fromisoformat(fire["nominal_at"]) > after for fire in fires):
            return
    raise AssertionError("it runs no more")


def test_whoever_waits_for_a_run_is_let_go_when_the_right_ends(server, project: ProjectApi):
    project.add_job("long", "import time; time.sleep(60)")
    run = project.start("long")
    person = add(server, project, f"Wanda {project.name}", "guest")
    grant = share(project, "long", person, "view")
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(person.get, f"/projects/{project.name}/executions/{run['id']}", params={"wait": 30})

        project.call("DELETE", f"/jobs/long/grants/{grant['id']}")

        assert waiting.result(timeout=10).status_code == 404
    project.call("POST", f"/executions/{run['id']}/stop")
