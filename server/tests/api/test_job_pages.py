"""The list of jobs as a page shows it: what stands beside each job, what can be asked for, and facts of all."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from dayshift.store.tables import executions, schedules
from dayshift.testing.people import add, share
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

NOTHING_YET = {
    "running": 0, "waiting": 0, "succeeded_24h": 0, "failed_24h": 0, "failing": [], "failing_count": 0, "next": None,
}  # fmt: skip


def names(project: ProjectApi, **asked: Any) -> list[str]:
    return [row["name"] for row in project.call("GET", "/jobs", params=asked)["items"]]


def row(project: ProjectApi, name: str) -> Any:
    (found,) = [one for one in project.call("GET", "/jobs")["items"] if one["name"] == name]
    return found


def copy_run(server: RunningServer, run: Any, count: int, **changes: Any) -> list[int]:
    """So many runs like this one, each a second younger than the one before."""
    with server.begin() as tx:
        kept = dict(tx.execute(select(executions).where(executions.c.id == run["id"])).one()._mapping)
        del kept["id"]
        return [
            tx.execute(
                insert(executions)
                .values({**kept, **changes, "created_at": kept["created_at"] + timedelta(seconds=number)})
                .returning(executions.c.id)
            ).scalar_one()
            for number in range(1, count + 1)
        ]


def test_the_newest_twelve_runs_stand_beside_a_job_oldest_first(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    project.add_job("other")
    first = project.run("job")
    made = copy_run(server, first, 11)
    few = row(project, "job")["recent"]
    made += copy_run(server, first, 30, state="failed")[-12:]

    many = row(project, "job")["recent"]

    assert [mark["execution"] for mark in few] == [first["id"], *made[:11]]
    assert [mark["execution"] for mark in many] == made[-12:]
    assert {mark["state"] for mark in many} == {"failed"}
    assert row(project, "other")["recent"] == []


def test_the_first_five_schedules_stand_beside_a_job_and_all_are_counted(project: ProjectApi):
    project.add_job("job")
    made = [project.add_schedule("job")["id"] for _ in range(7)]
    project.call("DELETE", f"/schedules/{made[0]}")

    found = row(project, "job")

    assert [one["id"] for one in found["schedules"]] == made[1:6]
    assert found["schedule_count"] == 6
    assert "09:00" in found["schedules"][0]["sentence"]


def test_a_paused_schedule_says_by_whom_until_when_and_why(project: ProjectApi):
    project.add_job("job")
    schedule = project.add_schedule("job")
    before = row(project, "job")["schedules"]
    until = "2099-01-01T00:00:00Z"
    project.call("POST", f"/schedules/{schedule['id']}/pause", json={"until": until, "reason": "moving"})

    (paused,) = row(project, "job")["schedules"]

    said = {"state": "paused", "paused_until": until, "paused_by": "ada", "reason": "moving"}
    assert before == [{**paused, "state": "active", "paused_until": None, "paused_by": None, "reason": None}]
    assert {name: paused[name] for name in said} == said
    assert row(project, "job")["next_at"] is None


def test_a_pause_that_is_over_holds_no_next_run_back(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    schedule = project.add_schedule("job")
    project.call("POST", f"/schedules/{schedule['id']}/pause", json={"until": "2099-01-01T00:00:00Z"})
    over = {"since": 0, "until": 1, "reason": "", "by": "ada"}
    with server.begin() as tx:
        place = schedules.c.id == schedule["id"]
        tx.execute(update(schedules).where(place).values(pause=over, paused_until=tx.now))

    page = project.call("GET", "/jobs")

    assert page["items"][0]["schedules"][0]["state"] == "active"
    assert page["items"][0]["next_at"] == page["facts"]["next"]["at"] == schedule["next_fire_at"]


def test_who_made_a_job_is_named_whoever_changes_it(server: RunningServer, project: ProjectApi):
    ben = add(server, project, "ben", "editor")
    made = ben.call("POST", f"/projects/{project.name}/jobs", json={"name": "his", "program": {"source": "1"}})
    project.put("/jobs/his", program={"source": "2"})

    assert made["owner"] == row(project, "his")["owner"] == "ben"
    assert ben.call("GET", f"/projects/{project.name}/jobs", params={"show": "mine"})["items"][0]["name"] == "his"
    assert names(project, show="mine") == []


def test_of_a_file_only_those_are_told_who_may_read_the_code(server: RunningServer, project: ProjectApi):
    project.upload("etl/Nightly.py", b"pass")
    project.call("POST", "/jobs", json={"name": "job", "program": {"path": "etl/Nightly.py"}})
    project.add_job("written-here")
    runs, reads = add(server, project, "gina", "guest"), add(server, project, "greg", "guest")
    share(project, "job", runs, "run")
    share(project, "job", reads, "edit")
    place = f"/projects/{project.name}/jobs"

    told = {who.name: who.call("GET", place)["items"][0]["file"] for who in (runs, reads)}
    found = {who.name: len(who.call("GET", place, params={"q": "ETL/nightly"})["items"]) for who in (runs, reads)}

    assert told == {"gina": None, "greg": "etl/Nightly.py"}
    assert found == {"gina": 0, "greg": 1}
    assert names(project, q="nightly.PY") == ["job"]
    assert row(project, "written-here")["file"] is None


@pytest.mark.parametrize(
    ("part", "found"),
    [("ALPH", ["alpha"]), ("größe", ["beta"]), ("MONTH", ["beta"]), ("%", []), ("_", []), ("a", ["alpha", "beta"])],
)
def test_a_search_finds_parts_of_names_titles_and_tags_as_they_are_written(
    project: ProjectApi, part: str, found: list[str]
):
    project.add_job("alpha")
    project.add_job("beta", title="Die GRÖSSE")
    project.put("/jobs/beta/tags", tags=["monthly"])
    project.add_job("nine", title="9")

    assert names(project, q=part) == found


def test_a_search_finds_what_a_job_is_called_now(project: ProjectApi):
    project.add_job("job", title="Old words")
    project.put("/jobs/job", title="New words", program={"source": "pass"})

    assert (names(project, q="old"), names(project, q="new")) == ([], ["job"])


def test_a_list_shows_what_is_asked_for_in_pages(project: ProjectApi):
    for name in ("a", "b", "c", "d"):
        project.add_job(name, "import sys; sys.exit(1)" if name in "bd" else "pass")
        project.run(name)
    project.add_schedule("c")
    project.call("DELETE", f"/schedules/{project.add_schedule('a')['id']}")
    for name in ("b", "c"):
        project.put(f"/jobs/{name}/tags", tags=["x"])

    first = project.call("GET", "/jobs", params={"show": "failing", "limit": 1})

    assert names(project, show="all") == ["a", "b", "c", "d"]
    assert names(project, show="scheduled") == ["c"]
    assert names(project, tag="x") == ["b", "c"]
    assert names(project, tag="x", show="failing") == ["b"]
    assert ([one["name"] for one in first["items"]], first["next"]) == (["b"], "b")
    assert names(project, show="failing", after="b") == ["d"]
    assert project.refused("GET", "/jobs", 422, params={"show": "everything"})["code"] == "invalid"


def test_facts_stand_beside_the_first_page_and_count_all_that_one_may_see(server: RunningServer, project: ProjectApi):
    assert project.call("GET", "/jobs")["facts"] == {**NOTHING_YET, "total": 0}
    for name in ("bad", "good", "hidden"):
        project.add_job(name, "import sys; sys.exit(1)" if name == "bad" else "pass", title=name.upper())
        run = project.run(name)
    schedule = project.add_schedule("hidden")
    copy_run(server, run, 3, ended_at=None, state="queued", not_before=run_later(server))
    copy_run(server, run, 1, ended_at=run_later(server) - timedelta(days=400))
    guest = add(server, project, "gina", "guest")
    share(project, "good", guest, "view")

    whole = project.call("GET", "/jobs", params={"limit": 1})
    hers = guest.call("GET", f"/projects/{project.name}/jobs")["facts"]

    assert whole["facts"] == {
        "running": 0,
        "waiting": 3,
        "succeeded_24h": 2,
        "failed_24h": 1,
        "failing": [{"name": "bad", "title": "BAD"}],
        "failing_count": 1,
        "next": {"job": "hidden", "title": "HIDDEN", "at": schedule["next_fire_at"]},
        "total": 3,
    }
    assert hers == {**NOTHING_YET, "succeeded_24h": 1, "total": 1}
    assert project.call("GET", "/jobs", params={"after": whole["next"]})["facts"] is None


def run_later(server: RunningServer) -> Any:
    with server.begin() as tx:
        return tx.now + timedelta(days=30)


def test_what_was_deleted_fails_no_more(project: ProjectApi):
    project.add_job("bad", "import sys; sys.exit(1)")
    project.run("bad")
    project.call("DELETE", "/jobs/bad")

    facts = project.call("GET", "/jobs")["facts"]

    assert (facts["failing_count"], facts["total"], facts["failed_24h"]) == (0, 0, 1)
