"""Lists that change by themselves keep still under somebody's hand."""

import re

from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

from .axe import assert_accessible

REFRESHED_MS = 12_000
FAILS = "import sys; sys.exit(2)"


def cards(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("article")


def jobs(page: Page) -> Locator:
    """The links of the jobs, in the order of the rows."""
    table = page.get_by_role("table", name="Jobs")
    return table.get_by_role("link", name=re.compile(r"^(Accruals|Bank|Close|Dunning)$"))


def test_cards_keep_their_places_while_the_pointer_is_over_one(ada: Page, project: ProjectApi) -> None:
    project.add_job("first", title="Bank statements")
    project.add_job("second", FAILS, title="FX rates")
    project.add_schedule("first")
    ada.goto("/my")
    first, second = cards(ada).first, cards(ada).last
    expect(first.get_by_role("heading", name="Bank statements")).to_be_visible()

    first.hover()
    project.run("second")
    expect(second.get_by_text("Failed · exit 2")).to_be_visible(timeout=REFRESHED_MS)
    expect(first.get_by_role("heading", name="Bank statements")).to_be_visible()

    project.add_job("third", FAILS, title="Reconcile")
    project.run("third")
    expect(ada.get_by_role("button", name="1 new")).to_be_visible(timeout=REFRESHED_MS)
    expect(cards(ada)).to_have_count(2)
    assert_accessible(ada)

    ada.mouse.move(0, 0)
    expect(cards(ada)).to_have_count(3)
    expect(cards(ada).last.get_by_role("heading", name="Bank statements")).to_be_visible()
    expect(ada.get_by_role("button", name="1 new")).to_be_hidden()


def test_rows_of_a_filter_come_and_go_when_the_pointer_is_away(ada: Page, project: ProjectApi) -> None:
    for name in ("bank", "close", "dunning"):
        project.add_job(name, FAILS, title=name.capitalize())
        project.run(name)
    ada.goto(f"/p/{project.name}/jobs?show=failing")
    expect(jobs(ada)).to_have_text(["Bank", "Close", "Dunning"])

    jobs(ada).last.hover()
    project.put("/jobs/bank", title="Bank", program={"source": "pass"}, resources={"memory": 64})
    project.run("bank")
    project.add_job("accruals", FAILS, title="Accruals")
    project.run("accruals")
    expect(ada.get_by_role("button", name="1 new · 1 gone")).to_be_visible(timeout=REFRESHED_MS)
    expect(jobs(ada)).to_have_text(["Bank", "Close", "Dunning"])
    assert_accessible(ada)

    ada.get_by_role("button", name="1 new · 1 gone").click()
    expect(jobs(ada)).to_have_text(["Accruals", "Close", "Dunning"])
