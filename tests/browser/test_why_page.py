"""Why a schedule did not run at a time, did, will, or will not: the answer, and the buttons that help."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing import people
from dayshift.testing.rest import Json, ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible
from .conftest import PATIENCE_MS, PHONE

EVERY_SECOND = {"kind": "every", "n": 1, "unit": "second"}
DAILY = {"kind": "calendar", "unit": "day", "every": 1, "times": ["09:00"]}
STOCKHOLM = "Europe/Stockholm"


@pytest.fixture
def daily(project: ProjectApi) -> Json:
    """A schedule of each day of two springs, by the clocks of Stockholm."""
    project.add_job("bank", title="Bank statements")
    return project.add_schedule("bank", DAILY, tz=STOCKHOLM, start="2027-03-01", end="2028-05-31")


def opened(page: Page, project: ProjectApi, schedule: Json, at: str = "") -> None:
    page.goto(f"/p/{project.name}/why?schedule={schedule['id']}" + (f"&at={at}" if at else ""))


def headline(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", level=2, name=re.compile(text))


def test_a_time_when_nothing_ran_leads_from_the_list_to_why_and_to_a_run(ada: Page, project: ProjectApi) -> None:
    project.add_job("bank", title="Bank statements")
    schedule = project.add_schedule("bank", EVERY_SECOND)
    project.call("POST", f"/schedules/{schedule['id']}/pause", json={"reason": "the bank moves"})
    ada.goto(f"/p/{project.name}/runs?state=skipped")
    row = ada.get_by_role("row").filter(has_text="The schedule was paused").first
    row.get_by_role("link", name="Bank statements Why?").click(timeout=PATIENCE_MS)

    expect(ada.get_by_role("heading", level=1, name="Why did it not run?")).to_be_visible()
    expect(headline(ada, "The schedule was paused.")).to_be_visible()
    checks = ada.get_by_role("listitem").filter(has_text="Schedule not active")
    expect(checks).to_be_visible()
    expect(ada.get_by_text("Not checked")).to_have_count(3)
    assert_accessible(ada)

    ada.get_by_role("button", name="Run it now for that time").click()
    expect(ada.get_by_role("heading", level=1, name=re.compile(r"Bank statements run \d+"))).to_be_visible()
    project.call("DELETE", f"/schedules/{schedule['id']}")


def test_a_schedule_that_is_paused_is_resumed_from_its_answer(ada: Page, project: ProjectApi, daily: Json) -> None:
    project.call("POST", f"/schedules/{daily['id']}/pause", json={})
    opened(ada, project, daily, "2027-03-02T09:00")

    expect(ada.get_by_role("heading", level=1, name="Will it run?")).to_be_visible()
    expect(headline(ada, "It will not run: the schedule is paused by ada")).to_be_visible()
    ada.get_by_role("button", name="Resume the schedule").click()
    expect(headline(ada, "It will run at Tue 02 Mar 2027 09:00")).to_be_visible()
    expect(ada.get_by_role("button", name="Resume the schedule")).to_be_hidden()


def test_a_time_that_was_left_out_says_so_among_the_next_runs_and_is_put_back(
    ada: Page, project: ProjectApi, daily: Json
) -> None:
    nominal = "2027-03-01T08:00:00Z"
    project.call("POST", f"/schedules/{daily['id']}/skip", json={"nominal": nominal})
    ada.goto(f"/p/{project.name}/jobs/bank?tab=schedules")
    ada.get_by_role("link", name="Why not on Mon 1 Mar 2027 09:00").click()

    expect(headline(ada, "It will not run: somebody left this one out.")).to_be_visible()
    ada.get_by_role("button", name="Let it run").click()
    expect(headline(ada, "It will run at Mon 01 Mar 2027 09:00")).to_be_visible()
    assert project.call("GET", f"/schedules/{daily['id']}")["skips"] == []


def test_another_time_is_asked_about_by_the_clocks_of_the_schedule(ada: Page, project: ProjectApi, daily: Json) -> None:
    ada.goto(f"/p/{project.name}/jobs/bank?tab=schedules")
    ada.get_by_role("link", name="Why did it not run…").click()
    expect(headline(ada, "Which time do you mean?")).to_be_visible()
    assert_accessible(ada)

    ada.get_by_label("Day", exact=True).fill("2027-03-03")
    ada.get_by_label("Time", exact=True).fill("930")
    ada.get_by_role("button", name="Ask", exact=True).click()
    expect(headline(ada, r"It was not planned for Wed 03 Mar 2027 09:30; the nearest are")).to_be_visible()
    expect(ada).to_have_url(re.compile(r"at=2027-03-03T09(:|%3A)30$"))
    ada.get_by_role("link", name="Change the schedule…").click()
    expect(ada.get_by_role("dialog", name=re.compile("Bank statements"))).to_be_visible()


def test_a_time_that_clocks_leave_out_is_said_at_the_field(ada: Page, project: ProjectApi, daily: Json) -> None:
    opened(ada, project, daily, "2027-03-28T02:30")
    day = ada.get_by_label("Day", exact=True)
    expect(day).to_have_accessible_description(re.compile("clocks in Europe/Stockholm leave this time out on that day"))
    expect(day).to_have_value(re.compile("28 Mar"))
    expect(ada.get_by_label("Time", exact=True)).to_have_value("02:30")
    assert_accessible(ada)

    opened(ada, project, daily, "soon")
    expect(day).to_have_accessible_description(re.compile("write a day, 2026-12-01"))


def test_a_run_that_came_of_a_time_is_one_press_away_and_leads_back(ada: Page, project: ProjectApi) -> None:
    project.add_job("bank", title="Bank statements")
    schedule = project.add_schedule("bank", EVERY_SECOND, max_runs=1)
    ada.goto(f"/p/{project.name}/runs")
    ada.get_by_role("link", name=re.compile(r"^Bank statements \d+$")).click(timeout=PATIENCE_MS)
    number = ada.url.partition("/runs/")[2]
    ada.goto(f"/p/{project.name}/why?run={number}")
    expect(ada).to_have_url(re.compile(rf"/runs/{number}\?tab=why$"))

    ada.get_by_role("link", name="Ask about another time of its schedule").click()
    expect(headline(ada, "Which time do you mean?")).to_be_visible()
    run = project.call("GET", f"/executions/{number}")
    opened(ada, project, schedule, run["nominal_at"])
    expect(ada.get_by_role("heading", level=1, name="Why did it run?")).to_be_visible()
    expect(headline(ada, "It ran at")).to_be_visible()
    ada.get_by_role("link", name=f"Look at run {number}").click()
    expect(ada).to_have_url(re.compile(rf"/runs/{number}$"))


def test_who_may_only_look_is_told_why_and_offered_nothing(
    new_page: Callable[..., Page],
    sign_in: Callable[..., Page],
    project: ProjectApi,
    server: RunningServer,
    daily: Json,
) -> None:
    hanna = people.add(server, project, "hanna", "guest")
    people.share(project, "bank", hanna, "view")
    project.call("POST", f"/schedules/{daily['id']}/pause", json={})
    page = sign_in(new_page(viewport=PHONE), "hanna")
    opened(page, project, daily, "2027-03-02T09:00")
    expect(headline(page, "It will not run: the schedule is paused by ada")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Resume|Run it now"))).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)

    people.add(server, project, "olof", "guest")
    other = sign_in(new_page(), "olof")
    opened(other, project, daily, "2027-03-02T09:00")
    expect(other.get_by_role("heading", name="There is nothing here for you")).to_be_visible()


def test_a_schedule_that_is_not_there_and_one_that_nobody_named(ada: Page, project: ProjectApi) -> None:
    for asked in ("schedule=999999&at=2027-03-02T09:00", "at=2027-03-02T09:00", "schedule=none"):
        ada.goto(f"/p/{project.name}/why?{asked}")
        expect(ada.get_by_role("heading", name="There is nothing here for you")).to_be_visible()


def test_an_answer_that_fails_is_asked_for_again(ada: Page, project: ProjectApi, daily: Json) -> None:
    ada.route("**/explain*", lambda route: route.fulfill(status=500, json={"status": 500, "title": "Something broke"}))
    opened(ada, project, daily, "2027-03-02T09:00")
    expect(ada.get_by_text("Something broke")).to_be_visible()
    ada.unroute("**/explain*")
    ada.get_by_role("button", name="Try again").click()
    expect(headline(ada, "It will run at")).to_be_visible()
