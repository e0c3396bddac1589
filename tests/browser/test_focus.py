"""The focus of a dialog: it begins at the first field, goes round within it, and nothing takes it from there."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

LATE_MS = 1500
LATE = f"{{ const soon = setTimeout; window.setTimeout = (what, ms, ...all) => soon(what, ms || {LATE_MS}, ...all); }}"


@pytest.fixture
def busy(ada: Page, project: ProjectApi) -> Page:
    """The page of a job on a machine that comes to timers late, since keys that are pressed come before them."""
    project.add_job("vat")
    ada.add_init_script(LATE)
    ada.goto(f"/p/{project.name}/jobs/vat?tab=code")
    expect(ada.get_by_role("link", name="Schedule…")).to_be_visible()
    return ada


def has_focus(field: Locator) -> bool:
    return bool(field.evaluate("field => field === document.activeElement"))


def test_a_timer_that_comes_late_takes_the_focus_from_nobody(busy: Page) -> None:
    opener = busy.get_by_role("link", name="Schedule…")
    opener.focus()
    busy.keyboard.press("Enter")
    dialog = busy.get_by_role("dialog")
    expect(dialog.get_by_label("First day", exact=True)).to_be_focused()
    for _ in range(2):  # past the button of the calendar
        busy.keyboard.press("Tab")
    time = dialog.get_by_label("Time", exact=True)
    expect(time).to_be_focused()

    busy.wait_for_timeout(LATE_MS + 500)
    assert has_focus(time)
    busy.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_nothing_of_a_password_goes_into_the_name(busy: Page) -> None:
    busy.context.clear_cookies()
    busy.get_by_role("link", name="Runs", exact=True).first.click()
    again = busy.get_by_role("dialog", name="Sign in again")
    name = again.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    busy.keyboard.type("ada")
    busy.keyboard.press("Tab")
    busy.wait_for_timeout(LATE_MS + 500)
    busy.keyboard.type("secret")
    expect(name).to_have_value("ada")
    expect(again.get_by_label("Password", exact=True)).to_have_value("secret")


def test_tab_goes_round_in_a_dialog_and_back(ada: Page, project: ProjectApi) -> None:
    ada.goto("/projects")
    ada.get_by_role("button", name="New project").click()
    dialog = ada.get_by_role("dialog")
    field = dialog.get_by_label(re.compile("^Name"))
    expect(field).to_be_focused()
    passed = 0
    while passed == 0 or not has_focus(field):
        ada.keyboard.press("Tab")
        passed += 1
        assert has_focus(dialog.locator(":focus")), "Tab left the dialog"
    assert passed > 2
    for _ in range(passed):
        ada.keyboard.press("Shift+Tab")
        assert has_focus(dialog.locator(":focus")), "Tab left the dialog"
    expect(field).to_be_focused()


def test_tab_goes_round_in_a_calendar_above_the_dialog(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat")
    ada.goto(f"/p/{project.name}/jobs/vat?tab=schedules&dialog=schedule")
    dialog = ada.get_by_role("dialog").first
    dialog.get_by_role("button", name=re.compile("calendar.*First day", re.IGNORECASE)).press("Enter")
    calendar = dialog.get_by_role("dialog", name="First day")
    expect(calendar.locator(":focus")).to_be_visible()
    for _ in range(12):
        ada.keyboard.press("Tab")
        assert has_focus(calendar.locator(":focus")), "Tab left the calendar"
    ada.keyboard.press("Escape")
    expect(calendar).to_be_hidden()
    expect(dialog).to_be_visible()
