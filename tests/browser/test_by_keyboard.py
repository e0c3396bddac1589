"""The sentences that people say, by keyboard alone: from the page to the saved schedule, without a pointer."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

MOST_TABS = 40


@pytest.fixture
def dialog(ada: Page, project: ProjectApi) -> Locator:
    """Opened by keys; the cursor stands in its first field."""
    project.add_job("vat")
    ada.goto(f"/p/{project.name}/jobs/vat?tab=code")
    ada.get_by_role("link", name="Schedule…").focus()
    ada.keyboard.press("Enter")
    opened = ada.get_by_role("dialog")
    expect(opened.get_by_label("First day", exact=True)).to_be_focused()
    return opened


def tab_to(page: Page, field: Locator) -> None:
    for _ in range(MOST_TABS):
        if field.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no number of Tabs leads to {field}")


def retype(page: Page, field: Locator, text: str) -> None:
    """In place of what stands there."""
    tab_to(page, field)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def pick(page: Page, field: Locator, wanted: str) -> None:
    """Walk down its list until the one that is wanted is marked."""
    tab_to(page, field)
    page.keyboard.press("ArrowDown")
    for _ in range(MOST_TABS):
        marked = page.locator("[role=option][data-combobox-selected]")
        if marked.count() and marked.inner_text() == wanted:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value(wanted)


def save(page: Page, dialog: Locator, project: ProjectApi) -> Any:
    tab_to(page, dialog.get_by_role("button", name=re.compile("^Schedule |^Start scheduling: ")))
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Schedule…")).to_be_focused()
    [found] = project.call("GET", "/schedules")["items"]
    return found


def test_tuesday_and_thursday_in_new_york(ada: Page, dialog: Locator, project: ProjectApi) -> None:
    retype(ada, dialog.get_by_label("Time", exact=True), "715")
    pick(ada, dialog.get_by_role("combobox", name="How often"), "Every week on …")
    for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"):
        chip = dialog.get_by_role("button", name=day, exact=True)
        if (chip.get_attribute("aria-pressed") == "true") != (day in ("Tue", "Thu")):
            tab_to(ada, chip)
            ada.keyboard.press("Space")
    retype(ada, dialog.get_by_role("combobox", name="Time zone"), "America/New_York")
    ada.keyboard.press("ArrowDown")
    ada.keyboard.press("Enter")
    expect(dialog.get_by_text(re.compile("^Runs every Tuesday and Thursday at 07:15"))).to_be_visible()
    expect(dialog.get_by_text(re.compile("^New York time"))).to_be_visible()

    saved = save(ada, dialog, project)
    assert (saved["trigger"]["weekdays"], saved["tz"]) == (["tue", "thu"], "America/New_York")


def test_every_quarter_of_an_hour_in_office_hours(ada: Page, dialog: Locator, project: ProjectApi) -> None:
    pick(ada, dialog.get_by_role("combobox", name="How often"), "Custom …")
    tab_to(ada, dialog.get_by_role("checkbox", name="Only between"))
    ada.keyboard.press("Space")
    expect(dialog.get_by_text(re.compile("^Runs every 15 minutes from 08:00 to 18:00 on weekdays"))).to_be_visible()

    assert save(ada, dialog, project)["trigger"]["between"] == {"from": "08:00", "to": "18:00"}


def test_once_tomorrow_at_noon(ada: Page, dialog: Locator, project: ProjectApi) -> None:
    retype(ada, dialog.get_by_label("First day", exact=True), "tomorrow")
    retype(ada, dialog.get_by_label("Time", exact=True), "noon")
    pick(ada, dialog.get_by_role("combobox", name="How often"), "Does not repeat")
    expect(dialog.get_by_role("button", name="Schedule 1 run")).to_be_visible()

    assert save(ada, dialog, project)["trigger"]["at"].endswith("T12:00")
