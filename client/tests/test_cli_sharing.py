"""Levels, tags, switches and the check at a terminal; schedules that lost their owner; who did what."""

import json
from typing import Any

import pytest

from dayshift_client.client import Project

PIA = "Pia 'O\"Brien' ünï [bold]"


@pytest.fixture
def job(sdk, project: Project) -> str:
    """A job called ``job``, in a project of which Pia is no member yet."""
    sdk(PIA)
    project.jobs.create("job", program={"source": "pass"}, parameters=[{"name": "region"}, {"name": "year"}])
    return "job"


def good(answer: Any) -> str:
    assert answer.code == 0, answer
    return answer.out


def read(answer: Any) -> Any:
    return json.loads(good(answer))


def test_what_was_shared_is_shown_with_its_source_and_taken_back(dayshift, job: str):
    given = good(dayshift("jobs", "share", job, PIA, "edit", "--until", "2099-12-31", "--reason", "[red] audit"))
    good(dayshift("jobs", "tag", job, "finance"))
    good(dayshift("tags", "share", "finance", PIA, "view"))
    table = good(dayshift("jobs", "access", job))
    rows = read(dayshift("jobs", "access", job, "--json"))["grants"]

    taken = good(dayshift("jobs", "unshare", job, PIA.upper()))
    left = read(dayshift("jobs", "access", job, "--json"))["grants"]

    assert given.startswith(f"{PIA} has edit on job until 2099-12-31 00:00:00")
    assert all(text in table for text in (PIA, "made it", "tag finance", "[red] audit", "2099-12-31"))
    assert sorted((row["person"], row["level"], str(row["tag"])) for row in rows if row["person"] == PIA) == [
        (PIA, "edit", "None"),
        (PIA, "view", "finance"),
    ]
    assert "is shared with" in taken
    assert [(row["level"], row["tag"]) for row in left if row["person"] == PIA] == [("view", "finance")]


def test_what_comes_by_a_tag_is_not_taken_back_on_the_job(dayshift, job: str):
    good(dayshift("jobs", "tag", job, "finance"))
    good(dayshift("tags", "share", "finance", PIA, "view"))

    refused = dayshift("jobs", "unshare", job, PIA)

    assert refused.code == 1
    assert f"person: nothing is shared with {PIA} here" in refused.err
    assert "dayshift jobs check" in refused.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("jobs", "share", "job", "Nobody", "view"), 1, "person: nobody called Nobody has an account here"),
        (("jobs", "share", "job", PIA, "boss"), 2, "'boss' is not one of 'view'"),
        (("jobs", "share", "job", PIA, "view", "--until", "soon"), 1, "ends_at: write a day or a time"),
        (("jobs", "share", "job", PIA, "view", "--until", "2020-01-01"), 1, "ends_at: this lies in the past"),
        (("jobs", "share", "nope", PIA, "view"), 1, "There is no such thing here."),
        (("jobs", "set-access", "job"), 2, "--private"),
        (("jobs", "set-access", "job", "--logs-for", "edit"), 2, "'edit' is not one of 'view', 'run'"),
        (("jobs", "tag", "job", "Not a tag"), 1, "tag: use 1 to 40 of a-z"),
        (("jobs", "check", "job", "Nobody"), 1, "There is no such thing here."),
        (("tags", "share", "Not/a/tag", PIA, "view"), 1, "There is no such thing here."),
        (("tags", "unshare", "finance", PIA), 1, f"nothing is shared with {PIA} here"),
        (("jobs", "show", ".."), 1, "There is no such thing here."),
        (("jobs", "show", ""), 1, "the name is empty"),
        (("jobs", "show", "a/b c?#%"), 1, "There is no such thing here."),
        (("audit", "--job", "job", "--me"), 2, "--me"),
        (("schedules", "adopt", "x"), 1, "There is no schedule called x."),
    ],
)
def test_what_is_wrong_is_named(dayshift, job: str, words: tuple[str, ...], code: int, said: str):
    answer = dayshift(*words)

    assert answer.code == code, answer
    assert said in answer.err


def test_switches_that_are_not_named_stay(dayshift, job: str):
    first = read(dayshift("jobs", "set-access", job, "--private", "--logs-for", "view", "--free-arguments", "--json"))
    table = good(dayshift("jobs", "set-access", job, "--code-for", "run"))
    last = read(dayshift("jobs", "set-access", job, "--no-private", "--json"))

    assert (first["private"], first["logs_for"], first["code_for"], first["free_arguments"]) == (
        True,
        "view",
        "edit",
        True,
    )
    assert "it is private" in table and "view and above" in table and "run and above" in table
    assert (last["private"], last["logs_for"], last["code_for"], last["free_arguments"]) == (False, "view", "run", True)


def test_the_check_says_why_and_what_is_missing(dayshift, typed_by, job: str):
    good(dayshift("jobs", "share", job, PIA, "run", "--until", "30d"))

    of_her = good(typed_by("ada", "jobs", "check", job, PIA.lower()))
    own = read(typed_by(PIA, "jobs", "check", job, "--json"))
    of_another = typed_by(PIA, "jobs", "check", job, "ada")

    assert of_her.startswith(f"{PIA} can start job because ada gave run on ")
    assert "shared: run by ada until " in of_her and "needs schedule: ask ada" in of_her
    assert {row["action"] for row in own["actions"] if row["allowed"]} >= {"job:view", "job:run"}
    assert (of_another.code, "needs manage" in of_another.err) == (1, True)


def test_tags_are_put_on_taken_off_listed_and_shared(dayshift, job: str):
    both = read(dayshift("jobs", "tag", job, "finance", "monthly", "--json"))
    again = good(dayshift("jobs", "tag", job, "yearly"))
    good(dayshift("tags", "share", "finance", PIA, "schedule", "--reason", "quarter"))
    table = good(dayshift("jobs", "list"))
    tags = {row["tag"]: row["jobs"] for row in read(dayshift("tags", "list", "--json"))}
    listed = good(dayshift("tags", "list"))
    shown = good(dayshift("tags", "show", "finance"))
    rows = read(dayshift("tags", "show", "finance", "--json"))
    taken = good(dayshift("tags", "unshare", "finance", PIA))
    left = read(dayshift("jobs", "untag", job, "finance", "yearly", "--json"))
    bare = good(dayshift("jobs", "untag", job, "monthly"))

    assert both == ["finance", "monthly"]
    assert again == "job bears finance, monthly, yearly.\n"
    assert "TAGS" in table and "finance monthly yearly" in table and "manage" in table
    assert tags == {"finance": 1, "monthly": 1, "yearly": 1} and "monthly" in listed
    assert PIA in shown and "quarter" in shown
    assert [(row["person"], row["level"]) for row in rows] == [(PIA, "schedule")]
    assert "Nothing is shared" in taken
    assert (left, bare) == (["monthly"], "job bears no tag.\n")
    assert "TAGS" not in good(dayshift("jobs", "list"))


def test_whoever_may_not_read_the_code_sees_level_and_form(dayshift, typed_by, job: str):
    good(dayshift("jobs", "share", job, PIA, "run"))

    shown = good(typed_by(PIA, "jobs", "show", job))
    listed = good(typed_by(PIA, "jobs", "list"))

    assert "you may      run" in shown and "form         region year" in shown
    assert "arguments" not in shown and "program" not in shown
    assert "LEVEL" in listed and "run" in listed


def test_a_schedule_that_lost_its_owner_is_marked_and_adopted(dayshift, typed_by, project: Project, sdk, job: str):
    project.members.add(PIA, "operator")
    hers = sdk(PIA).project(project.name)
    number = str(hers.schedules.create(job, {"kind": "cron", "text": "0 7 * * *"})["id"])
    kept = good(typed_by("ada", "schedules", "list"))
    removed = good(dayshift("members", "remove", PIA))
    lost = good(dayshift("schedules", "list"))
    shown = good(dayshift("schedules", "show", number))

    adopted = good(dayshift("schedules", "adopt", number, number))
    again = read(dayshift("schedules", "adopt", number, "--json"))

    assert PIA in kept and "(lost)" not in kept
    assert "dayshift schedules list" in removed
    assert f"{PIA} (lost)" in lost and f"dayshift schedules adopt {number}" in shown
    assert adopted == f"Schedule {number} (job) is yours now.\n" * 2
    assert [(row["owner"], row["owner_lost"]) for row in again] == [("ada", False)]
    assert "(lost)" not in good(dayshift("schedules", "list"))


def test_who_did_what_is_read_of_a_project_a_job_and_oneself(dayshift, typed_by, job: str):
    good(dayshift("jobs", "share", job, PIA, "run"))
    good(typed_by(PIA, "jobs", "run", job))
    good(typed_by("ada", "jobs", "set-access", job, "--private"))
    refused = typed_by(PIA, "jobs", "delete", job)

    of_project = good(typed_by("ada", "audit"))
    of_job = read(typed_by("ada", "audit", "--job", job, "--json"))
    own = read(typed_by(PIA, "audit", "--me", "--limit", "5", "--json"))
    closed = typed_by(PIA, "audit")

    assert refused.code == 1
    assert all(text in of_project for text in (PIA, "grant:give", "job:delete", "refused", "member:add", "cli"))
    assert '{"private": false} → {"private": true}' in of_project and "…" in of_project
    assert {row["channel"] for row in of_job if row["action"] in ("job:create", "grant:give")} == {"api", "cli"}
    assert "job:delete" in {row["action"] for row in of_job if row["outcome"] == "refused"}
    assert "project:create" not in {row["action"] for row in of_job}
    assert {row["actor_name"] for row in own} == {PIA} and len(own) <= 5
    assert (closed.code, "Ask ada." in closed.err) == (1, True)
