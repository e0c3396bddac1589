"""Runs, and the times at which nothing ran, as one list."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from dayshift.store.tables import fires, projects
from dayshift.testing.people import add, share
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer


def lines(project: ProjectApi, **asked: Any) -> list[Any]:
    return project.call("GET", "/runs", params=asked)["items"]


def names(project: ProjectApi, **asked: Any) -> list[tuple[str, str]]:
    return [(line["kind"], line["job"]) for line in lines(project, **asked)]


def add_fire(server: RunningServer, project: ProjectApi, schedule: Any, at: datetime, *outcome: str | None) -> None:
    what, reason = (*outcome, None)[:2]
    with server.begin() as tx:
        here = tx.execute(select(projects.c.id).where(projects.c.name == project.name)).scalar_one()
        row = {"schedule": schedule["id"], "project": here, "nominal_at": at, "revision": 1, "decided_at": at}
        tx.execute(
            insert(fires).values({**row, "outcome": what, "reason": reason, "window_start": at, "window_end": at})
        )


@pytest.fixture
def full(server: RunningServer, project: ProjectApi) -> ProjectApi:
    """With a run of each of two jobs, a time that was missed an hour ago, and one that was skipped a day ago."""
    for name, source in (("good", "pass"), ("bad", "import sys; sys.exit(4)")):
        project.add_job(name, source, title=f"The {name} one")
        project.run(name)
    now = datetime.now(UTC).replace(microsecond=0)
    for job, ago, outcome in (
        ("good", timedelta(hours=1), ("missed", "too_late")),
        ("bad", timedelta(days=1), ("skipped_overlap", None)),
        ("bad", timedelta(days=2), ("ran", None)),
    ):
        add_fire(server, project, project.add_schedule(job), now - ago, *outcome)
    return project


def test_runs_and_times_at_which_nothing_ran_are_one_list_newest_first(full: ProjectApi):
    found = lines(full)

    assert names(full) == [("run", "bad"), ("run", "good"), ("fire", "good"), ("fire", "bad")]
    assert [line["at"] for line in found] == sorted((line["at"] for line in found), reverse=True)


def test_a_line_says_what_became_of_it(full: ProjectApi):
    bad, good, missed, skipped = lines(full)

    assert (bad["state"], bad["reason"], bad["words"]) == ("failed", "exit", "exit 4")
    assert bad["sentence"] == "Its program ended with exit code 4."
    assert (bad["by"], bad["cause"], bad["attempts"], bad["due"]) == ("ada", "manual", 1, None)
    assert (good["state"], good["words"], good["title"]) == ("succeeded", None, "The good one")
    assert good["started_at"] <= good["ended_at"]
    assert (missed["state"], missed["outcome"], missed["reason"]) == ("skipped", "missed", "too_late")
    assert missed["sentence"] == "It was noticed 0 s late; the limit is 7 days."
    assert missed["due"] == missed["at"] and missed["started_at"] is None and missed["attempts"] == 0
    assert skipped["sentence"] == "It was skipped because the run before it was still going."
    assert skipped["by"].startswith("Schedule bad") and skipped["by"].endswith("set by ada")
    why = full.call("GET", f"/schedules/{skipped['schedule']}/explain", params={"at": skipped["due"]})
    assert why["headline"] == skipped["sentence"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "run"}, ["run bad", "run good"]),
        ({"kind": "fire"}, ["fire good", "fire bad"]),
        ({"state": "skipped"}, ["fire good", "fire bad"]),
        ({"state": "failed"}, ["run bad"]),
        ({"state": ["failed", "skipped"]}, ["run bad", "fire good", "fire bad"]),
        ({"state": "failed", "kind": "fire"}, []),
        ({"q": "THE GOOD"}, ["run good", "fire good"]),
        ({"q": "%"}, []),
        ({"job": "bad"}, ["run bad", "fire bad"]),
        ({"job": "none"}, []),
        ({"by": "me"}, ["run bad", "run good"]),
        ({"by": "ADA"}, ["run bad", "run good"]),
        ({"by": "eve"}, []),
        ({"by": "schedule"}, ["fire good", "fire bad"]),
    ],
)
def test_a_list_holds_what_was_asked_for(full: ProjectApi, asked: Any, found: list[str]):
    assert [" ".join(name) for name in names(full, **asked)] == found


def test_a_run_is_found_by_its_number(full: ProjectApi):
    number = lines(full, job="good", kind="run")[0]["id"]

    assert names(full, q=str(number)) == [("run", "good")]


def test_a_span_of_time_holds_its_beginning_and_not_its_end(full: ProjectApi):
    _, _, missed, skipped = lines(full)

    assert names(full, **{"from": missed["at"], "kind": "fire"}) == [("fire", "good")]
    assert names(full, to=missed["at"]) == [("fire", "bad")]
    assert names(full, **{"from": skipped["at"], "to": missed["at"]}) == [("fire", "bad")]
    wrong = full.refused("GET", "/runs", 422, params={"from": missed["at"], "to": skipped["at"]})
    assert wrong["errors"][0]["field"] == "to"


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_hold_each_line_once_also_of_one_moment(server: RunningServer, full: ProjectApi, limit: int):
    (newest, *_) = lines(full)
    moment = datetime.fromisoformat(newest["at"])
    for _ in range(2):
        add_fire(server, full, full.add_schedule("good"), moment, "paused", None)

    whole, walked, after = lines(full), [], ""
    while after is not None:
        page = full.call("GET", "/runs", params={"limit": limit, "after": after})
        walked += page["items"]
        after = page["next"]

    assert [line["kind"] for line in whole[:3]] == ["run", "fire", "fire"]
    assert walked == whole
    assert len({(line["kind"], line["id"]) for line in walked}) == 6


@pytest.mark.parametrize("cursor", ["x", "1.step.2", "1.run.x", "x.run.1"])
def test_what_is_no_cursor_is_refused(project: ProjectApi, cursor: str):
    assert project.refused("GET", "/runs", 422, params={"after": cursor})["code"] == "invalid"


def test_a_guest_sees_the_lines_of_what_was_shared_with_her(server: RunningServer, full: ProjectApi):
    guest = add(server, full, "gina", "guest")
    share(full, "good", guest, "view")

    hers = guest.call("GET", f"/projects/{full.name}/runs")["items"]

    assert [(line["kind"], line["job"]) for line in hers] == [("run", "good"), ("fire", "good")]


def test_what_became_of_a_job_that_is_gone_stays_in_the_list(full: ProjectApi):
    full.call("DELETE", "/jobs/bad")

    assert names(full, job="bad") == [("run", "bad"), ("fire", "bad")]
