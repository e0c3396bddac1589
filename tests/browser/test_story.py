"""The story of finance and HR, in two browsers: each sees, runs and moves just what was shared with her or him."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from dayshift.domain.actions import Role
from dayshift.testing.people import add, share, share_tag
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer
from dayshift.testing.streams import listening

DAYSHIFT = Path(sys.executable).with_name("dayshift")
FINANCE, HR = ("ledger-close", "vat-report"), ("payroll", "onboarding")
DAILY = {"kind": "calendar", "unit": "day", "every": 1, "times": ["07:00"]}


def titles(page: Page) -> Locator:
    """The jobs that her home shows."""
    return page.get_by_role("article")


def test_finance_and_hr_each_see_run_and_move_their_own(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], server: RunningServer, project: ProjectApi
) -> None:
    runs = {}
    for name in (*FINANCE, *HR):
        project.add_job(name, f"print('the words of {name}')", description=f"What {name} is for")
        runs[name] = project.run(name)["id"]
    fatima = add(server, project, "Fatima", Role.GUEST)
    hugo = add(server, project, "Hugo", Role.GUEST)
    project.put("/jobs/ledger-close/tags", tags=["finance"])
    project.call("POST", "/schedules", json={"target": {"job": "ledger-close"}, "trigger": DAILY})
    share_tag(project, "finance", fatima, "schedule")
    share(project, "payroll", hugo, "run")

    hers = sign_in(new_page(), "Fatima")
    his = sign_in(new_page(), "Hugo")
    for page, name, job in ((hers, "Fatima", "ledger-close"), (his, "Hugo", "payroll")):
        _sees_one_job(page, project, job)
        _finds_nothing_else(page, project, job, runs)
        _has_it_alone_at_a_terminal(server, project, name, job)

    _moves_her_job_and_cannot_read_its_code(hers, project)
    _runs_his_job_and_cannot_move_it(his, project)
    _hears_of_her_own_alone(fatima.client, project)
    _sees_a_new_job_with_the_tag(hers, project)
    _is_told_when_it_ends(hers, server, project)


def _sees_one_job(page: Page, project: ProjectApi, job: str) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile("/my$"))
    expect(titles(page)).to_have_count(1)
    expect(titles(page)).to_contain_text(job)
    page.goto(f"/p/{project.name}/jobs")
    expect(page.get_by_role("table", name="Jobs").get_by_role("row")).to_have_count(2)


def _finds_nothing_else(page: Page, project: ProjectApi, job: str, runs: dict[str, int]) -> None:
    """By searching, in runs, and in logs whose address somebody sent."""
    page.get_by_role("searchbox").fill(job)
    expect(page.get_by_role("link", name=job, exact=True)).to_be_visible()
    for hidden in {*FINANCE, *HR} - {job}:
        page.get_by_role("searchbox").fill(hidden)
        expect(page.get_by_role("heading", name="No job fits")).to_be_visible()
        page.goto(f"/p/{project.name}/runs/{runs[hidden]}")
        expect(page.get_by_role("heading", name="There is nothing here for you")).to_be_visible()
        page.goto(f"/p/{project.name}/jobs")
    page.goto(f"/p/{project.name}/runs")
    expect(page.get_by_role("table", name="Runs").get_by_role("row")).to_have_count(2)
    page.goto(f"/p/{project.name}/runs/{runs[job]}")
    expect(page.get_by_text(f"the words of {job}")).to_be_visible()


def _has_it_alone_at_a_terminal(server: RunningServer, project: ProjectApi, name: str, job: str) -> None:
    at = {"DAYSHIFT_URL": server.url, "DAYSHIFT_API_KEY": server.sign_in(name), "DAYSHIFT_PROJECT": project.name}

    def listed(group: str) -> Any:
        command = [DAYSHIFT, group, "list", "--json"]
        answer = subprocess.run(command, env={**os.environ, **at}, capture_output=True, text=True, check=True)
        return json.loads(answer.stdout)

    assert [row["name"] for row in listed("jobs")] == [job]
    assert {row["job"] for row in listed("runs")} == {job}


def _hears_of_her_own_alone(client: Any, project: ProjectApi) -> None:
    """What others do is not even hinted at: her own run, later, is the first that her stream tells of."""
    with listening(client) as ear:
        project.run("payroll")
        run = project.run("ledger-close")
        ear.wait_for_poke("execution", subject=run["id"])
    assert {frame.data.get("subject") for frame in ear.frames if frame.name == "poke"} == {run["id"]}


def _moves_her_job_and_cannot_read_its_code(page: Page, project: ProjectApi) -> None:
    page.goto("/my")
    page.get_by_role("link", name="Change time").click()
    page.get_by_role("link", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Time", exact=True).fill("6:30")
    expect(dialog.get_by_text("at 07:00").first).to_be_visible()  # before
    dialog.get_by_role("button", name=re.compile("^Save: next run .* 06:30$")).click()
    expect(dialog).to_be_hidden()

    [schedule] = project.call("GET", "/schedules")["items"]
    assert schedule["trigger"]["times"] == ["06:30"]
    expect(page.get_by_role("textbox", name="Python code")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Parts of this job")).to_have_count(0)
    assert "the words of" not in page.content()


def _runs_his_job_and_cannot_move_it(page: Page, project: ProjectApi) -> None:
    page.goto(f"/p/{project.name}/jobs/payroll")
    expect(page.get_by_role("link", name=re.compile("Schedule|Add a schedule|Change"))).to_have_count(0)
    page.get_by_role("button", name="Run it now").click()
    expect(page.get_by_role("heading", name=re.compile("payroll"))).to_be_visible()
    expect(page.get_by_text("Succeeded").first).to_be_visible()

    for hidden in ("jobs/ledger-close", "jobs/onboarding"):
        page.goto(f"/p/{project.name}/{hidden}")
        expect(page.get_by_role("heading", name="There is nothing here for you")).to_be_visible()


def _sees_a_new_job_with_the_tag(page: Page, project: ProjectApi) -> None:
    page.goto("/my")
    expect(titles(page)).to_have_count(1)
    project.put("/jobs/vat-report/tags", tags=["finance"])
    expect(titles(page)).to_have_count(2, timeout=10_000)  # by itself


def _is_told_when_it_ends(page: Page, server: RunningServer, project: ProjectApi) -> None:
    page.goto(f"/p/{project.name}/jobs/ledger-close")
    expect(page.get_by_role("button", name="Run it now")).to_be_visible()
    for grant in project.call("GET", "/tags/finance/grants")["items"]:
        project.call("DELETE", f"/tags/finance/grants/{grant['id']}")

    told = page.get_by_role("alert").filter(has_text="You can no longer see “ledger-close”")
    expect(told).to_contain_text("You can ask ada", timeout=timedelta(seconds=5).total_seconds() * 1000)
    expect(page.get_by_role("heading", name="There is nothing here for you")).to_be_visible()
