"""The ledger and Why: what became of every time, and what will."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from dayshift.store.tables import fires, schedules
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

EVERY_SECOND = {"kind": "every", "n": 1, "unit": "second"}
SLEEPS = "import time; time.sleep(30)"


def at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def rows(project: ProjectApi, schedule: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    return project.call("GET", f"/schedules/{schedule['id']}/fires", params={"limit": 200, **params})["items"]


def until_rows(project: ProjectApi, schedule: dict[str, Any], count: int, **params: Any) -> list[dict[str, Any]]:
    while len(found := rows(project, schedule, **params)) < count:
        threading.Event().wait(0.1)
    return found


def explain(project: ProjectApi, schedule: dict[str, Any], moment: str) -> dict[str, Any]:
    return project.call("GET", f"/schedules/{schedule['id']}/explain", params={"at": moment})


def test_a_schedule_that_fires_writes_a_line_for_each_time_and_its_runs_know_their_windows(project: ProjectApi):
    project.add_job("job")
    schedule = project.add_schedule("job", EVERY_SECOND, max_runs=3, overlap={"mode": "allow", "active": 100})

    found = until_rows(project, schedule, 3)

    assert [row["outcome"] for row in found] == ["ran"] * 3
    newest, middle, oldest = found
    assert newest["nominal_at"] > middle["nominal_at"] > oldest["nominal_at"]
    assert (newest["window_start"], newest["window_end"]) == (middle["nominal_at"], newest["nominal_at"])
    run = project.wait({"id": newest["execution"]})
    assert (run["cause"], run["state"], run["nominal_at"]) == ("schedule", "succeeded", newest["nominal_at"])
    assert (run["window_start"], run["window_end"]) == (middle["nominal_at"], newest["nominal_at"])
    over = project.call("GET", f"/schedules/{schedule['id']}")
    assert (over["runs_started"], over["next_fire_at"], over["state"]) == (3, None, "ended")
    assert explain(project, schedule, newest["nominal_at"])["headline"].startswith("It ran at")
    why = project.call("GET", f"/executions/{run['id']}/explain")
    assert (why["code"], why["fire"]["outcome"]) == ("succeeded", "ran")


def test_the_ledger_is_paged_and_filtered(project: ProjectApi):
    project.add_job("job")
    schedule = project.add_schedule("job", EVERY_SECOND, max_runs=5, overlap={"mode": "allow", "active": 100})
    found = [row["nominal_at"] for row in until_rows(project, schedule, 5)]

    walked, after = [], ""
    while after is not None:
        page = project.call("GET", f"/schedules/{schedule['id']}/fires", params={"limit": 2, "after": after})
        walked += [row["nominal_at"] for row in page["items"]]
        after = page["next"]

    assert walked == found
    assert [row["nominal_at"] for row in rows(project, schedule, since=found[1])] == found[:2]
    assert rows(project, schedule, outcome="paused") == []
    assert len(rows(project, schedule, outcome="ran")) == 5


@pytest.mark.parametrize(
    ("mode", "outcome"), [("skip", "skipped_overlap"), ("queue_one", "merged"), ("queue_all", "waited")]
)
def test_what_overlaps_is_told_as_the_schedule_says(project: ProjectApi, mode: str, outcome: str):
    project.add_job("job", SLEEPS, grace=0)
    schedule = project.add_schedule("job", EVERY_SECOND, overlap={"mode": mode})

    (row, *_) = until_rows(project, schedule, 1, outcome=outcome)
    why = explain(project, schedule, row["nominal_at"])
    project.call("DELETE", "/jobs/job", params={"stop": "true"})

    assert (why["outcome"], why["tense"]) == (outcome, "past")
    assert why["headline"].endswith(".") and "{" not in why["headline"]


def test_a_run_that_waits_for_the_one_before_says_so(project: ProjectApi):
    project.add_job("job", SLEEPS, grace=0)
    schedule = project.add_schedule("job", EVERY_SECOND, overlap={"mode": "queue_all"})
    (row, *_) = until_rows(project, schedule, 1, outcome="waited")

    why = project.call("GET", f"/executions/{row['execution']}/explain")
    project.call("DELETE", "/jobs/job", params={"stop": "true"})

    assert why["code"] == "waits_for_run" and "run" in why["headline"]


def test_a_pause_has_its_lines_too(project: ProjectApi):
    project.add_job("job")
    schedule = project.add_schedule("job", EVERY_SECOND)
    project.call("POST", f"/schedules/{schedule['id']}/pause", json={"reason": "moving"})

    (row, *_) = until_rows(project, schedule, 1, outcome="paused")
    past = explain(project, schedule, row["nominal_at"])
    future = explain(project, schedule, at(datetime.now(UTC) + timedelta(minutes=5)))
    project.call("DELETE", f"/schedules/{schedule['id']}")

    assert (past["outcome"], row["execution"]) == ("paused", None)
    assert future["outcome"] == "will_be_paused"
    assert "ada" in future["headline"] and "moving" in future["headline"]


# Times that have no line ----------------------------------------------------------------------------------------------


@pytest.fixture
def daily(project: ProjectApi) -> tuple[ProjectApi, dict[str, Any]]:
    project.add_job("job")
    first, last = "2027-03-01", "2027-03-31"
    return project, project.add_schedule("job", start=first, end=last, max_runs=31)


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2027-03-02T09:00:00Z", "will_run"),
        ("2027-03-02T09:30:00Z", "not_due"),
        ("2027-02-01T09:00:00Z", "before_start"),
        ("2027-04-01T09:00:00Z", "after_end"),
        ("2020-01-01T09:00:00Z", "did_not_exist"),
    ],
)
def test_a_time_without_a_line_says_why(daily, moment: str, code: str):
    project, schedule = daily

    why = explain(project, schedule, moment)

    assert why["outcome"] == code
    assert "{" not in why["headline"] and why["headline"].endswith(".")
    reached = [check["ok"] for check in why["checks"]]
    assert reached == [True] * len(reached) if code == "will_run" else False in reached
    assert why["at"] == moment and "(UTC)" in why["local"]


def test_a_time_is_read_by_the_clocks_of_the_schedule(project: ProjectApi):
    project.add_job("job")
    night = {"kind": "cron", "text": "30 2 * * *"}
    schedule = project.add_schedule("job", night, tz="Europe/Stockholm", start="2027-03-01")

    assert explain(project, schedule, "2027-03-27T02:30")["at"] == "2027-03-27T01:30:00Z"
    assert explain(project, schedule, "2027-03-29T02:30")["at"] == "2027-03-29T00:30:00Z"
    refused = project.refused("GET", f"/schedules/{schedule['id']}/explain", 422, params={"at": "2027-03-28T02:30"})
    [fault] = refused["errors"]
    assert fault["field"] == "at"
    assert fault["text"].endswith("leave this time out on that day; after it comes Sun 28 Mar 2027 03:00")


def test_the_nearest_times_are_named_when_one_is_not_planned(daily):
    project, schedule = daily

    headline = explain(project, schedule, "2027-03-02T09:30:00Z")["headline"]

    assert "02 Mar 2027 09:00" in headline and "03 Mar 2027 09:00" in headline


def test_a_time_that_somebody_left_out_will_not_run(daily):
    project, schedule = daily
    project.call("POST", f"/schedules/{schedule['id']}/skip", json={"nominal": "2027-03-02T09:00:00Z"})

    assert explain(project, schedule, "2027-03-02T09:00:00Z")["outcome"] == "will_be_skipped"


PLACED = {
    "limit_reached": {"runs_started": 31},
    "parked": {"parked": "its rule could not be read"},
}


@pytest.mark.parametrize("code", PLACED)
def test_a_schedule_that_cannot_fire_any_more_says_so(server: RunningServer, daily, code: str):
    project, schedule = daily
    with server.begin() as tx:
        tx.execute(update(schedules).where(schedules.c.id == schedule["id"]).values(PLACED[code]))

    assert explain(project, schedule, "2027-03-02T09:00:00Z")["outcome"] == code


def test_what_a_changed_rule_did_not_name_and_what_is_too_old_are_told_apart(
    server: RunningServer, project: ProjectApi
):
    project.add_job("job")
    schedule = project.add_schedule("job")
    long_ago = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=60)
    project_id = _made_long_ago(server, schedule["id"], long_ago)
    headers = {"If-Match": '"1"'}
    project.call(
        "PUT", f"/schedules/{schedule['id']}", json={"trigger": {"kind": "cron", "text": "0 8 * * *"}}, headers=headers
    )

    changed = explain(project, schedule, at(long_ago.replace(hour=8) + timedelta(days=1)))
    kept = long_ago + timedelta(days=50)
    with server.begin() as tx:
        tx.execute(insert(fires).values(_row(schedule["id"], project_id, kept)))
    gone = explain(project, schedule, at(long_ago.replace(hour=8) + timedelta(days=1)))

    assert changed["outcome"] == "other_rule"
    assert gone["outcome"] == "records_gone"


def _made_long_ago(server: RunningServer, schedule: int, moment: datetime) -> int:
    with server.begin() as tx:
        values = update(schedules).where(schedules.c.id == schedule).values(created_at=moment)
        return tx.execute(values.returning(schedules.c.project)).scalar_one()


def _row(schedule: int, project: int, nominal: datetime, **values: Any) -> dict[str, Any]:
    row = {"schedule": schedule, "project": project, "nominal_at": nominal, "revision": 1, "decided_at": nominal}
    return {**row, "outcome": "ran", "window_start": nominal, "window_end": nominal, **values}


# Lines that only an outage, a full queue or a broken rule writes ------------------------------------------------------

LINES = [
    ("late", "down"), ("late", "busy"), ("skipped_full", None), ("skipped_by_person", None), ("missed", "down"),
    ("missed", "superseded"), ("missed", "too_late"), ("missed", "over_cap"), ("refused", "quota"), ("error", "rule"),
]  # fmt: skip


@pytest.mark.parametrize(("outcome", "reason"), LINES)
def test_every_line_that_can_be_written_has_its_sentence(
    server: RunningServer, daily, outcome: str, reason: str | None
):
    project, schedule = daily
    nominal = datetime(2026, 11, 1, 9, tzinfo=UTC)
    project_id = _made_long_ago(server, schedule["id"], nominal)
    with server.begin() as tx:
        tx.execute(insert(fires).values(_row(schedule["id"], project_id, nominal, outcome=outcome, reason=reason)))

    why = explain(project, schedule, at(nominal))

    assert (why["outcome"], why["reason"]) == (outcome, reason)
    assert why["headline"].endswith(".") and "{" not in why["headline"]
    stopped = [check["name"] for check in why["checks"] if check["ok"] is False]
    assert len(stopped) == (0 if outcome == "late" else 1)
