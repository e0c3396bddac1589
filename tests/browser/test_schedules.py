"""The schedule dialog: the sentences that people say, by mouse, by keyboard alone, and on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

from .conftest import DESKTOP, PHONE


@pytest.fixture
def job(project: ProjectApi) -> ProjectApi:
    """A project in Stockholm with one job, whose dialog the tests open."""
    project.add_job("vat", title="Quarterly VAT export")
    return project


def open_dialog(page: Page, project: ProjectApi) -> Locator:
    page.goto(f"/p/{project.name}/jobs/vat?tab=schedules&dialog=schedule")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Schedule “Quarterly VAT export”")).to_be_visible()
    return dialog


def choose(dialog: Locator, field: str, option: str) -> None:
    dialog.get_by_role("combobox", name=field).click()
    dialog.get_by_role("option", name=option).first.click()


def saved(project: ProjectApi) -> Any:
    [schedule] = project.call("GET", "/schedules")["items"]
    return schedule


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_tuesday_and_thursday_in_new_york_until_christmas(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], job: ProjectApi, viewport: dict[str, int]
) -> None:
    page = sign_in(new_page(viewport))
    dialog = open_dialog(page, job)
    dialog.get_by_label("Time", exact=True).fill("7:15")
    choose(dialog, "How often", "Every week on …")
    for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"):
        chip = dialog.get_by_role("button", name=day, exact=True)
        if (chip.get_attribute("aria-pressed") == "true") != (day in ("Tue", "Thu")):
            chip.click()
    dialog.get_by_text("On a day").click()
    dialog.get_by_label("Last day", exact=True).fill("25 dec")
    dialog.get_by_role("textbox", name="Time zone").or_(dialog.get_by_role("combobox", name="Time zone")).first.fill(
        "new_y"
    )
    dialog.get_by_role("option", name="America/New_York").click()

    expect(
        dialog.get_by_text(re.compile("^Runs every Tuesday and Thursday at 07:15, from .* until .* 25 Dec"))
    ).to_be_visible()
    dialog.get_by_role("button", name=re.compile(r"^Schedule \d+ runs$")).click()
    expect(dialog).to_be_hidden()

    schedule = saved(job)
    assert schedule["trigger"]["weekdays"] == ["tue", "thu"]
    assert schedule["tz"] == "America/New_York"
    assert schedule["end"].endswith("-12-25")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_quarter_of_an_hour_in_office_hours_for_two_weeks(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], job: ProjectApi, viewport: dict[str, int]
) -> None:
    dialog = open_dialog(sign_in(new_page(viewport)), job)
    choose(dialog, "How often", "Custom …")
    dialog.get_by_role("checkbox", name="Only between").check()
    dialog.get_by_text("On a day").click()
    expect(dialog.get_by_text(re.compile("^Runs every 15 minutes from 08:00 to 18:00 on weekdays"))).to_be_visible()
    dialog.get_by_role("button", name=re.compile(r"^Schedule [\d,]+ runs$")).click()
    expect(dialog).to_be_hidden()

    trigger = saved(job)["trigger"]
    assert (trigger["n"], trigger["unit"], trigger["between"]) == (15, "minute", {"from": "08:00", "to": "18:00"})
    assert trigger["weekdays"] == ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_once_tomorrow_at_noon(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], job: ProjectApi, viewport: dict[str, int]
) -> None:
    dialog = open_dialog(sign_in(new_page(viewport)), job)
    choose(dialog, "How often", "Does not repeat")
    dialog.get_by_label("First day", exact=True).fill("tomorrow")
    dialog.get_by_label("Time", exact=True).fill("noon")
    dialog.get_by_role("button", name="Schedule 1 run").click()
    expect(dialog).to_be_hidden()

    trigger = saved(job)["trigger"]
    assert trigger["kind"] == "once"
    assert trigger["at"].endswith("T12:00")


def test_by_keyboard_alone_and_focus_comes_back(ada: Page, job: ProjectApi) -> None:
    ada.goto(f"/p/{job.name}/jobs/vat?tab=code")
    opener = ada.get_by_role("link", name="Schedule…")
    opener.focus()
    ada.keyboard.press("Enter")
    dialog = ada.get_by_role("dialog")
    expect(dialog.get_by_label("First day", exact=True)).to_be_focused()

    ada.keyboard.press("ControlOrMeta+a")
    ada.keyboard.type("tomorrow")
    for _ in range(2):  # past the button of the calendar
        ada.keyboard.press("Tab")
    expect(dialog.get_by_label("Time", exact=True)).to_be_focused()
    ada.keyboard.press("ControlOrMeta+a")
    ada.keyboard.type("noon")
    ada.keyboard.press("Tab")
    ada.keyboard.press("Home")
    ada.keyboard.press("ArrowDown")
    ada.keyboard.press("Enter")
    expect(
        dialog.get_by_role("button", name="Schedule 1 run").or_(dialog.get_by_role("button", name=re.compile("Start")))
    ).to_be_visible()

    ada.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_what_is_wrong_is_said_and_mended_by_one_press(ada: Page, job: ProjectApi) -> None:
    dialog = open_dialog(ada, job)
    dialog.get_by_text("On a day").click()
    dialog.get_by_label("Last day", exact=True).fill("1.1.2020")
    expect(dialog.get_by_role("alert")).to_have_text("The end lies before the start.")
    expect(dialog.get_by_label("Last day", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_role("button", name="Start scheduling")).to_be_disabled()

    choose(dialog, "How often", "Does not repeat")
    dialog.get_by_label("First day", exact=True).fill("yesterday")
    expect(dialog.get_by_role("alert")).to_contain_text("This lies in the past.")
    dialog.get_by_role("button", name="Same time tomorrow").click()

    expect(dialog.get_by_role("alert")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Schedule 1 run")).to_be_enabled()


def test_a_cron_expression_is_read_by_the_server_and_kept_as_typed(ada: Page, job: ProjectApi) -> None:
    dialog = open_dialog(ada, job)
    dialog.get_by_role("button", name="Use a cron expression instead").click()
    dialog.get_by_label("Cron expression").fill("*/15 8-18 * * 1-5")
    expect(dialog.get_by_text(re.compile("^Runs every 15 minutes from 08:00 to 18:45 on weekdays"))).to_be_visible()
    expect(dialog.get_by_text("Unix", exact=True)).to_be_visible()
    expect(dialog.get_by_role("img", name=re.compile("^44 runs from 08:00 to 18:45"))).to_be_visible()

    dialog.get_by_label("Cron expression").fill("61 * * * *")
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Cron expression").fill("0 0 9 ? * 2-6")
    expect(dialog.get_by_text("Quartz", exact=True)).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^Start scheduling: ")).click()
    expect(dialog).to_be_hidden()
    assert saved(job)["trigger"]["text"] == "0 0 9 ? * 2-6"


def test_a_new_schedule_says_its_first_run_and_can_be_taken_back(ada: Page, job: ProjectApi) -> None:
    dialog = open_dialog(ada, job)
    dialog.get_by_role("button", name=re.compile("^Start scheduling: ")).click()
    said = ada.get_by_role("alert").filter(has_text=re.compile(r"First run .*, \d\d:\d\d"))
    expect(said).to_be_visible()
    assert saved(job)["state"] == "active"

    said.get_by_role("button", name="Undo").click()
    expect(ada.get_by_role("heading", name="Say when it runs by itself")).to_be_visible()
    expect(said).to_be_hidden()
    assert job.call("GET", "/schedules")["items"] == []


def test_a_change_can_be_taken_back_with_all_that_was_saved(ada: Page, job: ProjectApi) -> None:
    before = job.add_schedule("vat", arguments=["--out", "a b"], overlap={"mode": "queue_all", "max": 7})
    ada.goto(f"/p/{job.name}/jobs/vat?tab=schedules&dialog=schedule&schedule={before['id']}")
    dialog = ada.get_by_role("dialog")
    dialog.get_by_label("Cron expression").fill("30 7 * * *")
    dialog.get_by_role("button", name=re.compile("^Save: .*07:30$")).click()
    expect(ada.get_by_text(re.compile("^Changed. Next run .*, 07:30$"))).to_be_visible()
    assert saved(job)["trigger"]["text"] == "30 7 * * *"
    assert (saved(job)["arguments"], saved(job)["overlap"]) == (before["arguments"], before["overlap"])

    ada.get_by_role("button", name="Undo").click()
    expect(ada.get_by_role("heading", name=re.compile("Runs every day at 09:00"))).to_be_visible()
    now = saved(job)
    assert all(now[name] == before[name] for name in ("trigger", "arguments", "overlap", "misfire", "start", "end"))
