"""Schedules: saved in words, changed by revision, paused, skipped, tested, deleted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dayshift.testing.rest import ProjectApi

DAILY = {"kind": "cron", "text": "0 9 * * *"}
FULL: dict[str, Any] = {
    "name": "close",
    "trigger": {"kind": "calendar", "unit": "week", "weekdays": ["mon", "fri"], "times": ["07:15"]},
    "tz": "Europe/Stockholm",
    "start": "2027-01-01T00:00",
    "end": "2027-12-31",
    "max_runs": 20,
    "misfire": {"mode": "all", "max_late_s": 3600, "max_runs": 5},
    "overlap": {"mode": "skip", "active": 2, "max": 3},
    "arguments": ["--all"],
    "parameters": {"region": "south"},
}


@pytest.fixture
def with_job(project: ProjectApi) -> ProjectApi:
    choices = [{"name": "region", "type": "choice", "choices": ["north", "south"], "default": "north"}]
    project.add_job("job", parameters=choices)
    return project


def change(project: ProjectApi, schedule: dict[str, Any], etag: str | None, **fields: Any):
    headers = {} if etag is None else {"If-Match": etag}
    return project.ask("PUT", f"/schedules/{schedule['id']}", json={"trigger": DAILY, **fields}, headers=headers)


def do(project: ProjectApi, schedule: dict[str, Any], verb: str, body: Any = None) -> dict[str, Any]:
    request = {} if body is None else {"json": body}
    return project.call("POST", f"/schedules/{schedule['id']}/{verb}", **request)


def test_a_schedule_is_answered_as_it_was_saved_with_a_sentence_and_its_next_run(with_job: ProjectApi):
    made = with_job.call("POST", "/schedules", json={"target": {"job": "job"}, **FULL})

    shown = with_job.ask("GET", f"/schedules/{made['id']}")

    kept = {name: made[name] for name in FULL if name != "trigger"}
    assert kept == {name: value for name, value in FULL.items() if name != "trigger"}
    assert FULL["trigger"].items() <= made["trigger"].items()
    assert shown.json() == made and shown.headers["etag"] == '"1"'
    assert (made["state"], made["next_fire_at"], made["runs_started"]) == ("active", "2027-01-01T06:15:00Z", 0)
    assert "Stockholm" in made["sentence"] and "07:15" in made["sentence"]
    assert made["target"] == {"job": "job"} and made["owner"] == "ada"


def test_a_schedule_without_a_name_is_called_after_its_job(with_job: ProjectApi):
    names = [with_job.add_schedule("job")["name"] for _ in range(3)]

    assert names == ["job", "job-2", "job-3"]


def test_names_that_somebody_gave_stay_theirs(with_job: ProjectApi):
    given = [with_job.add_schedule("job", name=name)["name"] for name in ("job-2", "job-4", "job", "tea")]
    made = [with_job.add_schedule("job")["name"] for _ in range(3)]

    assert len({*given, *made}) == 7
    assert all(name.startswith("job-") for name in made)


def test_a_name_is_taken_once(with_job: ProjectApi):
    with_job.add_schedule("job", name="nightly")
    other = with_job.add_schedule("job", name="other")

    twice = with_job.refused(
        "POST", "/schedules", 409, json={"target": {"job": "job"}, "trigger": DAILY, "name": "nightly"}
    )
    renamed = change(with_job, other, '"1"', name="nightly")

    assert twice["code"] == "already_exists"
    assert (renamed.status_code, renamed.json()["code"]) == (409, "already_exists")


def test_a_schedule_is_made_once_under_one_key(with_job: ProjectApi):
    key = {"Idempotency-Key": f"schedule in {with_job.name}"}
    body = {"target": {"job": "job"}, "trigger": DAILY}

    answers = [with_job.call("POST", "/schedules", json=body, headers=key) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(with_job.call("GET", "/schedules")["items"]) == 1


def test_many_are_saved_together_or_none(with_job: ProjectApi):
    good = {"target": {"job": "job"}, "trigger": DAILY}

    with_job.refused("POST", "/schedules/batch", 422, json={"items": [good, {**good, "tz": "Mars"}]})
    with_job.refused("POST", "/schedules/batch", 404, json={"items": [good, {**good, "target": {"job": "nope"}}]})
    none = with_job.call("GET", "/schedules")["items"]
    saved = with_job.call("POST", "/schedules/batch", json={"items": [good, good]})["items"]

    assert none == []
    assert [row["name"] for row in saved] == ["job", "job-2"]


def test_by_name_makes_and_then_changes_the_same_schedule(with_job: ProjectApi):
    body = {"target": {"job": "job"}, "trigger": DAILY}

    made = with_job.call("PUT", "/schedules/by-name/nightly", json=body)
    same = with_job.call("PUT", "/schedules/by-name/nightly", json=body)
    changed = with_job.call("PUT", "/schedules/by-name/nightly", json={**body, "tz": "Asia/Tokyo"})

    assert made["id"] == same["id"] == changed["id"]
    assert (made["revision"], same["revision"], changed["revision"]) == (1, 1, 2)
    assert changed["next_fire_at"].endswith("T00:00:00Z")


def test_by_name_does_not_take_the_schedule_of_another_job(with_job: ProjectApi):
    with_job.add_job("other")
    with_job.add_schedule("job", name="nightly")

    problem = with_job.refused(
        "PUT", "/schedules/by-name/nightly", 409, json={"target": {"job": "other"}, "trigger": DAILY}
    )

    assert "another job" in problem["title"]


def test_a_change_needs_the_revision_that_was_read(with_job: ProjectApi):
    schedule = with_job.add_schedule("job")

    first = change(with_job, schedule, '"1"', tz="Asia/Tokyo")
    late = change(with_job, schedule, '"1"', tz="UTC")
    blind = change(with_job, schedule, None, tz="UTC")
    same = change(with_job, schedule, '"2"', tz="Asia/Tokyo")

    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    assert (late.status_code, late.json()["code"]) == (412, "stale_revision")
    assert (blind.status_code, blind.json()["code"]) == (428, "revision_missing")
    assert same.headers["etag"] == '"2"'


def test_schedules_are_listed_by_job_and_in_pages(with_job: ProjectApi):
    with_job.add_job("other")
    mine = [with_job.add_schedule("job")["id"] for _ in range(3)]
    other = with_job.add_schedule("other")["id"]

    first = with_job.call("GET", "/schedules", params={"limit": 2})
    second = with_job.call("GET", "/schedules", params={"limit": 2, "after": first["next"]})
    of_job = with_job.call("GET", "/schedules", params={"job": "other"})
    of_none = with_job.call("GET", "/schedules", params={"job": "none"})

    assert [row["id"] for row in (*first["items"], *second["items"])] == [*mine, other]
    assert [row["id"] for row in of_job["items"]] == [other]
    assert (second["next"], of_none["items"]) == (None, [])


# Pause and skip -------------------------------------------------------------------------------------------------------


def test_a_pause_holds_until_it_is_resumed_and_says_who_and_why(with_job: ProjectApi):
    schedule = with_job.add_schedule("job")

    paused = do(with_job, schedule, "pause", {"reason": "source is moving"})
    coming = with_job.call("GET", f"/schedules/{schedule['id']}/next", params={"count": 2})["items"]
    resumed = do(with_job, schedule, "resume")

    assert (paused["state"], paused["pause"]["by"], paused["pause"]["reason"]) == ("paused", "ada", "source is moving")
    assert {run["outcome"] for run in coming} == {"paused"}
    assert (resumed["state"], resumed["pause"]) == ("active", None)
    assert resumed["next_fire_at"] == schedule["next_fire_at"]


def test_a_pause_with_an_end_lets_later_times_run(with_job: ProjectApi):
    schedule = with_job.add_schedule("job")
    first = datetime.fromisoformat(schedule["next_fire_at"])

    paused = do(with_job, schedule, "pause", {"until": (first + timedelta(hours=1)).isoformat()})
    coming = with_job.call("GET", f"/schedules/{schedule['id']}/next", params={"count": 2})["items"]

    assert datetime.fromisoformat(paused["pause"]["until"]) == first + timedelta(hours=1)
    assert [run["outcome"] for run in coming] == ["paused", "will_run"]


def test_one_time_is_left_out_and_let_back_in(with_job: ProjectApi):
    schedule = with_job.add_schedule("job")
    nominal = {"nominal": schedule["next_fire_at"]}

    skipped = do(with_job, schedule, "skip", nominal)
    coming = with_job.call("GET", f"/schedules/{schedule['id']}/next", params={"count": 2})["items"]
    unskipped = do(with_job, schedule, "unskip", nominal)

    assert skipped["skips"] == [schedule["next_fire_at"]]
    assert [run["outcome"] for run in coming] == ["skipped_by_person", "will_run"]
    assert unskipped["skips"] == []


def test_a_deleted_schedule_is_gone_and_its_name_is_free(with_job: ProjectApi):
    schedule = with_job.add_schedule("job", name="nightly")

    assert with_job.ask("DELETE", f"/schedules/{schedule['id']}").status_code == 204

    assert with_job.ask("GET", f"/schedules/{schedule['id']}").status_code == 404
    assert with_job.add_schedule("job", name="nightly")["id"] != schedule["id"]


# Test runs ------------------------------------------------------------------------------------------------------------


def test_a_test_runs_what_a_fire_would_run_and_leaves_the_ledger_alone(with_job: ProjectApi):
    schedule = with_job.add_schedule("job", arguments="--all")

    run = with_job.wait(do(with_job, schedule, "run", {}))

    assert (run["cause"], run["schedule"], run["nominal_at"]) == ("test", schedule["id"], schedule["next_fire_at"])
    assert run["arguments"] == ["--all"]
    assert with_job.call("GET", f"/schedules/{schedule['id']}/fires")["items"] == []
    assert with_job.call("GET", f"/schedules/{schedule['id']}")["next_fire_at"] == schedule["next_fire_at"]


def test_the_newest_time_that_has_passed_runs_once_under_one_key(with_job: ProjectApi):
    schedule = with_job.add_schedule("job")
    key = {"Idempotency-Key": f"latest in {with_job.name}"}

    runs = [with_job.call("POST", f"/schedules/{schedule['id']}/run-latest", headers=key) for _ in range(2)]

    nominal = datetime.fromisoformat(runs[0]["nominal_at"])
    assert runs[0] == runs[1]
    assert runs[0]["cause"] == "late"
    assert timedelta() <= datetime.now(UTC) - nominal < timedelta(days=1)
    assert (nominal.hour, nominal.minute) == (9, 0)


# Preview --------------------------------------------------------------------------------------------------------------


def preview(project: ProjectApi, schedule: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return project.call("POST", "/schedules/preview", json={"schedule": schedule, **fields})


def test_a_preview_shows_what_saving_would_do(with_job: ProjectApi):
    draft = {"target": {"job": "job"}, **{name: FULL[name] for name in ("trigger", "tz", "start", "end")}}

    shown = preview(
        with_job, draft, count=3, viewer_tz="Europe/Lisbon", days={"from": "2027-01-01", "to": "2027-01-10"}
    )
    saved = with_job.add_schedule("job", draft["trigger"], tz=FULL["tz"], start=FULL["start"], end=FULL["end"])

    assert shown["valid"] and shown["errors"] == []
    assert shown["sentence"] == saved["sentence"]
    assert shown["next"][0]["nominal"] == saved["next_fire_at"]
    assert len(shown["next"]) == 3 and "first" in shown["next"][0]["marks"]
    assert shown["next"][0]["local"] == "2027-01-01T07:15:00+01:00" and "06:15" in shown["next"][0]["viewer"]
    assert (shown["total"], shown["cron"]["cron5"]) == (105, "15 7 * * 1,5")
    assert shown["days"] == {"2027-01-01": 1, "2027-01-04": 1, "2027-01-08": 1}


@pytest.mark.parametrize(
    ("schedule", "field", "patch"),
    [
        ({"trigger": {"kind": "cron", "text": "0 24 * * *"}}, "trigger.text", {"trigger": {"text": "0 0 * * *"}}),
        ({"trigger": {"kind": "cron", "text": "0 0 L * *"}}, "trigger.text", None),
        ({"trigger": {"kind": "cron", "text": "5/15 * * * *", "dialect": "cron5"}}, "trigger.text", None),
    ],
)
def test_a_rule_that_is_not_right_yet_comes_with_a_cure_that_works(
    with_job: ProjectApi, schedule: dict[str, Any], field: str, patch: Any
):
    shown = preview(with_job, schedule)

    (error,) = shown["errors"]
    assert (shown["valid"], error["field"]) == (False, field)
    assert error["text"] and error["fix"]["label"]
    cured = {"trigger": {**schedule["trigger"], **error["fix"]["patch"]["trigger"]}}
    assert preview(with_job, cured)["valid"]
    if patch is not None:
        assert patch["trigger"].items() <= error["fix"]["patch"]["trigger"].items()
    refusal = with_job.refused("POST", "/schedules", 422, json={"target": {"job": "job"}, **schedule})
    assert refusal["errors"] == shown["errors"]


@pytest.mark.parametrize("draft", [{}, {"trigger": {}}, {"trigger": {"kind": "cron", "text": ""}}, {"target": None}])
def test_an_incomplete_draft_is_an_answer_and_no_error(with_job: ProjectApi, draft: dict[str, Any]):
    assert preview(with_job, draft)["valid"] is False


def test_a_pause_ends_by_the_clock_of_the_schedule(project: ProjectApi):
    project.add_job("report")
    trigger = {"kind": "calendar", "unit": "day", "every": 1, "times": ["09:00"]}
    made = project.call(
        "POST", "/schedules", json={"target": {"job": "report"}, "trigger": trigger, "tz": "America/New_York"}
    )
    path = f"/schedules/{made['id']}/pause"

    for until, end in (
        ("2098-07-01T08:00", "2098-07-01T12:00:00Z"),
        ("2098-12-01", "2098-12-01T05:00:00Z"),
        ("2098-12-01T08:00:00.5+01:00", "2098-12-01T07:00:00.500000Z"),
    ):
        assert project.call("POST", path, json={"until": until})["pause"]["until"] == end

    for until, said in (("soon", "2026-12-01T08:00"), ("2020-01-01", "lies in the past")):
        [fault] = project.refused("POST", path, 422, json={"until": until})["errors"]
        assert fault["field"] == "until"
        assert said in fault["text"]
