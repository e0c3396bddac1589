"""The list of a project's jobs: what a row says, what it offers, and that nothing of it moves."""

import re

from playwright.sync_api import Page, expect

from dayshift.testing.rest import ProjectApi

from .axe import assert_accessible

SHIFTS = """
  window.shifted = 0
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shifted += entry.value }))
    .observe({type: "layout-shift", buffered: true})
"""
MOST = 0.02  # of a page may move while it loads


def test_a_job_may_have_any_name_and_new_is_one(ada: Page, project: ProjectApi) -> None:
    project.add_job("new", title="New")
    ada.goto(f"/p/{project.name}/jobs")
    ada.get_by_role("table", name="Jobs").get_by_role("link", name="New", exact=True).click()
    expect(ada).to_have_url(re.compile("/jobs/new$"))
    expect(ada.get_by_role("heading", name="New", level=1, exact=True)).to_be_visible()
    expect(ada.get_by_role("button", name="Run now")).to_be_visible()


def test_the_menu_of_a_row_is_walked_by_keys_and_gives_the_focus_back(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat", title="VAT export")
    ada.goto(f"/p/{project.name}/jobs")
    opener = ada.get_by_role("button", name="More with VAT export")
    for _ in range(2):  # it is made at the first time
        opener.focus()
        ada.keyboard.press("Enter")
        expect(ada.get_by_role("menuitem", name="Duplicate…")).to_be_focused()
        ada.keyboard.press("ArrowDown")
        expect(ada.get_by_role("menuitem", name="Delete…")).to_be_focused()
        assert_accessible(ada)
        ada.keyboard.press("Escape")
        expect(ada.get_by_role("menu")).to_have_count(0)
        expect(opener).to_be_focused()


def test_what_goes_on_is_said_in_place_of_what_ended(ada: Page, project: ProjectApi) -> None:
    project.add_job("forever", "import time\nwhile True: time.sleep(1)", title="Reconcile")
    ada.goto(f"/p/{project.name}/jobs")
    row = ada.get_by_role("row").filter(has_text="Reconcile")
    expect(row.get_by_text("Not run yet")).to_be_visible()

    run = project.start("forever")
    expect(row.get_by_role("link", name="Running")).to_have_attribute("href", re.compile(f"/runs/{run['id']}$"))
    project.call("POST", f"/executions/{run['id']}/stop")
    expect(row.get_by_role("link", name=re.compile("^Cancelled"))).to_be_visible()


def test_a_time_says_itself_in_every_zone_to_whoever_points_at_it(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat", title="VAT export")
    project.add_schedule("vat", {"kind": "calendar", "unit": "day", "every": 1, "times": ["09:00"]})
    ada.goto(f"/p/{project.name}/jobs")
    ada.get_by_role("row").filter(has_text="VAT export").locator("time").hover()
    expect(ada.get_by_role("tooltip")).to_contain_text("UTC")


def test_nothing_moves_while_the_rows_are_drawn(ada: Page, project: ProjectApi) -> None:
    project.add_job("one", "pass", max_running=1, title="A job with a name of some length")
    project.call("POST", "/jobs/one/executions/batch", json={"items": [{}] * 55})
    for number in range(55):
        project.add_job(f"job-{number}", title="x" * number or "none")
    ada.add_init_script(SHIFTS)
    for name in ("jobs", "runs"):
        ada.goto(f"/p/{project.name}/{name}")
        expect(ada.get_by_role("button", name="Show more")).to_be_visible()
        assert ada.evaluate("shifted") <= MOST
