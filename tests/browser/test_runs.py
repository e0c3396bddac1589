"""The list of runs: what is in it, how it is limited, and that it keeps still under somebody's hand."""

import re

from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

from .axe import assert_accessible

REFRESHED_MS = 12_000  # the list asks again every few seconds


def rows(page: Page) -> Locator:
    """All but the head."""
    return page.get_by_role("table", name="Runs").get_by_role("row").filter(has=page.get_by_role("cell"))


def test_runs_are_listed_newest_first_and_lead_to_their_pages(ada: Page, project: ProjectApi) -> None:
    project.add_job("good", "pass", title="ERP export")
    project.add_job("bad", "import sys; sys.exit(2)", title="FX rates")
    project.run("good")
    failed = project.run("bad")

    ada.goto(f"/p/{project.name}/jobs")
    ada.get_by_role("navigation", name="Main").get_by_role("link", name="Runs").click()
    expect(ada.get_by_role("heading", name="Runs")).to_be_visible()
    expect(rows(ada)).to_have_count(2)
    expect(rows(ada).first.get_by_text("Failed · exit 2")).to_be_visible()
    expect(rows(ada).last.get_by_text("Succeeded")).to_be_visible()
    assert_accessible(ada)

    rows(ada).first.get_by_role("link", name="FX rates").click()
    expect(ada.get_by_role("heading", name=f"FX rates run {failed['id']}")).to_be_visible()
    ada.get_by_role("navigation", name="Where you are").get_by_role("link", name="Runs").click()
    expect(rows(ada)).to_have_count(2)


def test_what_is_wanted_stands_in_the_address(ada: Page, project: ProjectApi) -> None:
    project.add_job("good", "pass", title="ERP export")
    project.add_job("bad", "import sys; sys.exit(2)", title="FX rates")
    project.run("good")
    project.run("bad")

    ada.goto(f"/p/{project.name}/runs")
    ada.get_by_role("combobox", name="State").click()
    ada.get_by_role("option", name="Failed").click()
    expect(rows(ada)).to_have_count(1)
    expect(ada).to_have_url(re.compile(r"\?state=failed$"))

    ada.get_by_role("searchbox", name="Job or run number").fill("ERP")
    expect(ada.get_by_role("heading", name="No run fits")).to_be_visible()
    ada.get_by_role("button", name="Clear filters").click()
    expect(rows(ada)).to_have_count(2)
    expect(ada.get_by_role("searchbox", name="Job or run number")).to_have_value("")

    ada.goto(f"/p/{project.name}/runs?job=good&q=erp")
    expect(rows(ada)).to_have_count(1)
    ada.get_by_role("button", name="Only ERP export").click()
    expect(ada).to_have_url(re.compile(r"\?q=erp$"))


def test_what_an_address_says_and_nobody_understands_is_left_out(ada: Page, project: ProjectApi) -> None:
    project.add_job("good", "pass", title="ERP export")
    project.run("good")
    ada.goto(f"/p/{project.name}/runs?state=paused&by=nobody")
    expect(rows(ada)).to_have_count(1)


def test_rows_change_in_place_and_new_ones_wait_while_the_pointer_is_there(ada: Page, project: ProjectApi) -> None:
    project.add_job("forever", "import time\nwhile True: time.sleep(1)", title="Reconcile")
    project.add_job("good", "pass", title="ERP export")
    running = project.start("forever")
    ada.goto(f"/p/{project.name}/runs")
    expect(rows(ada).first.get_by_text("Running")).to_be_visible()

    rows(ada).first.hover()
    project.run("good")
    project.call("POST", f"/executions/{running['id']}/stop")
    expect(rows(ada).first.get_by_text("Cancelled")).to_be_visible(timeout=REFRESHED_MS)
    expect(rows(ada)).to_have_count(1)

    ada.get_by_role("button", name="1 new").click(timeout=REFRESHED_MS)
    expect(rows(ada)).to_have_count(2)
    expect(rows(ada).first.get_by_text("ERP export")).to_be_visible()


def test_more_than_a_page_is_shown_on_demand(ada: Page, project: ProjectApi) -> None:
    project.add_job("one", "pass", max_running=1)
    project.call("POST", "/jobs/one/executions/batch", json={"items": [{}] * 55})

    ada.goto(f"/p/{project.name}/runs")
    expect(rows(ada)).to_have_count(50)
    ada.get_by_role("button", name="Show more").click()
    expect(rows(ada)).to_have_count(55)


def test_a_project_without_runs_says_what_to_do(ada: Page, project: ProjectApi) -> None:
    ada.goto(f"/p/{project.name}/runs")
    expect(ada.get_by_role("heading", name="Nothing has run yet")).to_be_visible()
    assert_accessible(ada)


def test_a_run_that_was_started_can_be_watched_at_once_and_later(ada: Page, project: ProjectApi) -> None:
    project.add_job("good", "pass", title="ERP export")

    ada.goto(f"/p/{project.name}/jobs")
    ada.get_by_role("button", name="Run ERP export now").click()
    ada.get_by_role("link", name="View the run").click()
    expect(ada.get_by_role("heading", name=re.compile(r"^ERP export run \d+$"))).to_be_visible()

    ada.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs", exact=True).click()
    ada.get_by_role("table", name="Jobs").get_by_role("link", name="Succeeded").click()
    expect(ada.get_by_role("heading", name=re.compile(r"^ERP export run \d+$"))).to_be_visible()
