"""The story of finance and HR, in two browsers: each sees, runs and moves just what was shared with her or him."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from dayshift.domain.actions import Role
from dayshift.testing.people import add, share, share_tag
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

FINANCE, HR = ("ledger-close", "vat-report"), ("payroll", "onboarding")
DAILY = {"kind": "calendar", "unit": "day", "every": 1, "times": ["07:00"]}


def titles(page: Page) -> Locator:
    """The jobs that her home shows."""
    return page.get_by_role("article")


def test_finance_and_hr_each_see_run_and_move_their_own(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], server: RunningServer, project: ProjectApi
) -> None:
    for name in (*FINANCE, *HR):
        project.add_job(name, f"print('the code of {name}')", description=f"What {name} is for")
    fatima = add(server, project, "Fatima", Role.GUEST)
    hugo = add(server, project, "Hugo", Role.GUEST)
    project.put("/jobs/ledger-close/tags", tags=["finance"])
    project.call("POST", "/schedules", json={"target": {"job": "ledger-close"}, "trigger": DAILY})
    share_tag(project, "finance", fatima, "schedule")
    share(project, "payroll", hugo, "run")

    hers = sign_in(new_page(), "Fatima")
    his = sign_in(new_page(), "Hugo")
    for page, job in ((hers, "ledger-close"), (his, "payroll")):
        page.goto("/")
        expect(page).to_have_url(re.compile("/my$"))
        expect(titles(page)).to_have_count(1)
        expect(titles(page)).to_contain_text(job)
        page.goto(f"/p/{project.name}/jobs")
        expect(page.get_by_role("table", name="Jobs").get_by_role("row")).to_have_count(2)

    _moves_her_job_and_cannot_read_its_code(hers, project)
    _runs_his_job_and_cannot_move_it(his, project)
    _sees_a_new_job_with_the_tag(hers, project)
    _is_told_when_it_ends(hers, server, project)


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
    assert "the code of" not in page.content()


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
