"""Finance and HR in one project: each sees and does what was shared with them, by the SDK and at a terminal."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from dayshift.store.tables import grants
from dayshift.testing.server import RunningServer
from dayshift_client import Client, errors
from dayshift_client.client import Project

FATIMA = "Fatima «Öz» O'Neill"  # finance
HUGO = 'Hugo "HR" [red]/..'  # HR
AT_SEVEN, AT_HALF_PAST_SIX = "0 7 * * *", "30 6 * * *"


@pytest.fixture
def office(project: Project) -> Project:
    """Two jobs of finance and one of HR, each with a schedule and a run that is over."""
    for name, tag in {"vat-export": "finance", "closing": "finance", "payroll": "hr"}.items():
        project.jobs.create(name, program={"source": f"print('secret of {name}')"})
        project.jobs.tag(name, tag)
        project.schedules.create(name, {"kind": "cron", "text": AT_SEVEN})
        assert project.jobs.run(name)["state"] == "succeeded"
    return project


def end(server: RunningServer, grant: int) -> None:
    """Let the end of a grant come now."""
    with server.begin() as tx:
        tx.execute(update(grants).where(grants.c.id == grant).values(ends_at=tx.now))


def test_the_story_by_the_sdk(office: Project, sdk: Callable[[str], Client], server: RunningServer):
    fatima, hugo = sdk(FATIMA).project(office.name), sdk(HUGO).project(office.name)
    office.members.add(FATIMA, "guest")
    until = datetime.now(UTC) + timedelta(days=30)
    given = office.tags.share("finance", FATIMA, "schedule", until=until, reason="quarter's end")
    office.jobs.share("payroll", HUGO, "run")

    assert _seen(fatima) == {"closing", "vat-export"}
    assert _seen(hugo) == {"payroll"}
    assert {row["name"]: row["role"] for row in office.members.list()} == {
        "ada": "owner",
        FATIMA: "guest",
        HUGO: "guest",
    }
    assert [row["level"] for row in fatima.jobs.list()] == ["schedule", "schedule"]

    run = next(office.jobs.runs("payroll"))["id"]
    for road in (lambda: fatima.jobs.get("payroll"), lambda: fatima.runs.log(run), lambda: fatima.runs.get(run)):
        with pytest.raises(errors.NotFound):
            road()

    (schedule,) = fatima.schedules.list(job="vat-export")
    changed = fatima.schedules.update(schedule["id"], trigger={"kind": "cron", "text": AT_HALF_PAST_SIX})
    assert "06:30" in changed["sentence"]
    assert fatima.jobs.get("vat-export")["definition"] is None
    with pytest.raises(errors.Forbidden, match="may not read the definition of vat-export") as refused:
        fatima.jobs.update("vat-export", arguments="x")
    assert (refused.value.has, refused.value.needs, refused.value.ask) == ("schedule", "edit", ["ada"])
    with pytest.raises(errors.Forbidden) as refused:
        hugo.schedules.create("payroll", {"kind": "cron", "text": AT_SEVEN})
    assert (refused.value.has, refused.value.needs, refused.value.ask) == ("run", "schedule", ["ada"])
    assert hugo.jobs.run("payroll")["requested_by"] == HUGO

    office.jobs.create("month-end", program={"source": "pass"})
    office.jobs.tag("month-end", "finance", "monthly")
    assert [row["tags"] for row in fatima.jobs.list() if row["name"] == "month-end"] == [["finance", "monthly"]]

    end(server, given["id"])
    assert list(fatima.jobs.list()) == list(fatima.runs.list()) == list(fatima.schedules.list()) == []
    office.jobs.unshare("payroll", HUGO)
    assert list(hugo.jobs.list()) == []


def _seen(project: Project) -> set[str]:
    """The jobs that each of the lists names."""
    jobs = {row["name"] for row in project.jobs.list()}
    runs = {row["job"] for row in project.runs.list()}
    schedules = {row["target"]["job"] for row in project.schedules.list()}
    assert jobs == runs == schedules
    return jobs


def test_the_story_at_a_terminal(office: Project, sdk, typed_by, server: RunningServer):
    for name in (FATIMA, HUGO):
        sdk(name)

    def ada(*words: str) -> Any:
        return _good(typed_by("ada", *words))

    def listed(name: str, group: str) -> Any:
        return json.loads(_good(typed_by(name, group, "list", "--json")))

    ada("members", "add", FATIMA, "guest")
    given = json.loads(ada("tags", "share", "finance", FATIMA, "schedule", "--until", "30d", "--json"))
    assert f"{HUGO} has run on payroll." in ada("jobs", "share", "payroll", HUGO, "run")

    for name, jobs in ((FATIMA, {"closing", "vat-export"}), (HUGO, {"payroll"})):
        assert {row["name"] for row in listed(name, "jobs")} == jobs
        assert {row["job"] for row in listed(name, "runs")} == jobs
        assert {row["target"]["job"] for row in listed(name, "schedules")} == jobs

    run = str(next(office.jobs.runs("payroll"))["id"])
    hidden = [typed_by(FATIMA, *words) for words in (("jobs", "show", "payroll"), ("runs", "logs", run))]
    assert [(answer.code, "There is no such thing here." in answer.err) for answer in hidden] == [(1, True)] * 2

    number = str(next(row["id"] for row in listed(FATIMA, "schedules") if row["target"]["job"] == "vat-export"))
    assert "06:30" in _good(typed_by(FATIMA, "schedules", "update", number, "--daily", "06:30"))
    shown = _good(typed_by(FATIMA, "jobs", "show", "vat-export"))
    assert "you may      schedule" in shown and "tags         finance" in shown and "form" in shown
    assert "secret" not in shown and "program" not in shown
    changed = typed_by(FATIMA, "jobs", "update", "vat-export", "-a", "x")
    assert (changed.code, "needs edit; you have schedule" in changed.err, "Ask ada." in changed.err) == (1, True, True)

    ada("jobs", "create", "month-end", "--set", 'program={"source": "pass"}')
    assert "month-end bears finance." in ada("jobs", "tag", "month-end", "finance")
    assert "month-end" in {row["name"] for row in listed(FATIMA, "jobs")}

    end(server, given["id"])
    assert [listed(FATIMA, group) for group in ("jobs", "runs", "schedules")] == [[], [], []]
    ada("jobs", "unshare", "payroll", HUGO)
    assert listed(HUGO, "jobs") == []


def _good(answer: Any) -> str:
    assert answer.code == 0, answer
    return answer.out
