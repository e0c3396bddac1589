"""A saved schedule: paused, one run left out, tried out, removed and brought back, changed by two at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dayshift.testing.rest import ProjectApi

DAILY = {"kind": "calendar", "unit": "day", "every": 1, "times": ["07:00"]}


@pytest.fixture
def planned(project: ProjectApi) -> ProjectApi:
    """A project whose job ``vat`` runs every day at seven."""
    project.add_job("vat")
    project.call("POST", "/schedules", json={"target": {"job": "vat"}, "trigger": DAILY, "tz": "Europe/Stockholm"})
    return project


def schedule_of(project: ProjectApi) -> dict:
    [found] = project.call("GET", "/schedules")["items"]
    return found


def open_tab(page: Page, project: ProjectApi) -> Page:
    page.goto(f"/p/{project.name}/jobs/vat?tab=schedules")
    expect(page.get_by_role("heading", name=re.compile("Runs every day at 07:00"))).to_be_visible()
    return page


def test_a_pause_says_who_until_when_and_why(ada: Page, planned: ProjectApi) -> None:
    open_tab(ada, planned).get_by_role("button", name="Pause…").click()
    dialog = ada.get_by_role("dialog", name="Pause this schedule")
    dialog.get_by_label("Day of return", exact=True).fill("31.12.2098")
    dialog.get_by_label("Time of return", exact=True).fill("8")
    dialog.get_by_label(re.compile("^Why")).fill("the source is moving")
    dialog.get_by_role("button", name="Pause it").click()

    expect(ada.get_by_text("Paused · by ada")).to_be_visible()
    expect(ada.get_by_text("the source is moving")).to_be_visible()
    assert schedule_of(planned)["pause"]["until"] == "2098-12-31T07:00:00Z"

    ada.get_by_role("button", name="Resume").click()
    expect(ada.get_by_role("button", name="Pause…")).to_be_visible()
    assert schedule_of(planned)["pause"] is None


def test_one_run_is_left_out_and_put_back(ada: Page, planned: ProjectApi) -> None:
    open_tab(ada, planned).get_by_role("button", name=re.compile("^Skip the run of")).first.click()
    back = ada.get_by_role("button", name=re.compile("^Let the run of"))
    expect(back).to_be_visible()
    assert len(schedule_of(planned)["skips"]) == 1

    back.click()
    expect(back).to_be_hidden()
    assert schedule_of(planned)["skips"] == []


def test_the_next_run_is_tried_out_and_a_removed_schedule_comes_back(ada: Page, planned: ProjectApi) -> None:
    open_tab(ada, planned).get_by_role("button", name="Test the next run now").click()
    expect(ada.get_by_text("That one still comes.")).to_be_visible()
    [run] = planned.call("GET", "/executions")["items"]
    assert run["cause"] == "test"

    ada.get_by_role("button", name="Remove").click()
    expect(ada.get_by_role("heading", name="Say when it runs by itself")).to_be_visible()
    ada.get_by_role("button", name="Undo").click()
    expect(ada.get_by_role("heading", name=re.compile("Runs every day at 07:00"))).to_be_visible()


def test_two_who_change_it_at_once_see_both_and_lose_nothing(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], planned: ProjectApi
) -> None:
    pages = [open_tab(sign_in(new_page()), planned) for _ in range(2)]
    for page, time in zip(pages, ("06:30", "08:15"), strict=True):
        page.get_by_role("link", name="Change", exact=True).click()
        page.get_by_role("dialog").get_by_label("Time", exact=True).fill(time)
        expect(page.get_by_role("dialog").get_by_text(f"Runs every day at {time}", exact=False).first).to_be_visible()
    for page in pages:
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^Save: next run")).click()

    conflict = pages[1].get_by_role("alert", name="Somebody else changed this schedule meanwhile")
    expect(conflict).to_contain_text("Runs every day at 06:30")
    expect(conflict).to_contain_text("Runs every day at 08:15")
    conflict.get_by_role("button", name="Save mine over it").click()
    expect(pages[1].get_by_role("dialog")).to_be_hidden()
    assert schedule_of(planned)["trigger"]["times"] == ["08:15"]
