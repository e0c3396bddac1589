"""What a colour tells is told by something else too where the system forces its own; and nothing moves unasked."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

LOOK = """one => { const { backgroundColor, borderColor, borderStyle, outlineStyle, fill } = getComputedStyle(one);
return [backgroundColor.match(/\\d+, \\d+, \\d+/)[0], borderColor, borderStyle, outlineStyle, fill].join() }"""
WITHOUT_END = (
    """document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations === Infinity).length"""
)
SAYS = "print('INFO begun')\nprint('ERROR no such table')\nraise SystemExit(1)"
FOREVER = "import time\nwhile True: time.sleep(1)"


@pytest.fixture
def forced(ada: Page) -> Page:
    """A browser whose system forces its colours."""
    ada.emulate_media(forced_colors="active", reduced_motion="reduce")
    return ada


def assert_told_apart(one: Locator, other: Locator) -> None:
    for shown in (one, other):
        expect(shown).to_be_visible()
    assert one.evaluate(LOOK) != other.evaluate(LOOK)


def test_the_days_and_the_end_that_are_chosen_in_the_schedule_dialog(forced: Page, project: ProjectApi) -> None:
    project.add_job("vat")
    forced.goto(f"/p/{project.name}/jobs/vat?dialog=schedule")
    dialog = forced.get_by_role("dialog")
    expect(dialog.get_by_text("about 22 runs a month")).to_be_visible()

    assert_told_apart(*(dialog.get_by_role("button", name=day, exact=True) for day in ("Fri", "Sat")))
    assert_told_apart(
        *(dialog.get_by_text(way, exact=True).locator("xpath=ancestor::label") for way in ("Never", "On a day"))
    )
    days = dialog.get_by_role("img", name=re.compile("days"))
    assert_told_apart(days.locator("[data-on=true]").nth(1), days.locator("[data-on=false]").first)
    assert_told_apart(days.locator("[data-on=true]").nth(1), days.locator("[data-end=true]").first)
    assert dialog.evaluate("dialog => getComputedStyle(dialog).outlineStyle") == "solid"


def test_what_is_switched_on_and_what_the_keys_stand_on_in_the_share_dialog(forced: Page, project: ProjectApi) -> None:
    project.add_job("vat")
    forced.goto(f"/p/{project.name}/jobs/vat?dialog=share")
    dialog = forced.get_by_role("dialog")
    track = dialog.get_by_role("switch", name="Keep it private").locator("xpath=following-sibling::*[1]")
    off = track.evaluate(LOOK)
    dialog.get_by_role("switch", name="Keep it private").press("Space")
    expect(dialog.get_by_role("button", name="Save access")).to_be_visible()
    assert track.evaluate(LOOK) != off

    dialog.get_by_role("combobox", name="Level").press("ArrowDown")
    assert_told_apart(*(dialog.get_by_role("option", name=level) for level in ("Can run", "Can manage")))


def test_the_way_that_is_chosen_for_new_people(forced: Page, project: ProjectApi) -> None:
    forced.goto(f"/p/{project.name}/members")
    assert_told_apart(*(forced.get_by_role("link", name=name, exact=True) for name in ("People", "Tags")))
    assert_told_apart(*(forced.get_by_role("link", name=name, exact=True) for name in ("Members", "History")))
    forced.get_by_role("button", name="Add people").click()
    assert_told_apart(*(forced.get_by_role("radio", name=name) for name in ("By name", "By a link")))


def test_runs_that_failed_and_lines_that_say_so(forced: Page, project: ProjectApi) -> None:
    project.add_job("vat", SAYS)
    failed = project.run("vat")
    project.put("/jobs/vat", program={"source": "pass"}, resources={"memory": 64})
    project.run("vat")
    forced.goto(f"/p/{project.name}/jobs")
    bars = forced.get_by_role("img", name="Last 2 runs: 1 failed").locator("rect")
    assert_told_apart(bars.first, bars.last)

    forced.goto(f"/p/{project.name}/runs/{failed['id']}")
    assert_told_apart(*(forced.get_by_text(said).locator("xpath=..") for said in ("INFO begun", "ERROR no such table")))


def test_nothing_moves_without_end_where_motion_is_not_wanted(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat", FOREVER)
    run = project.start("vat")
    ada.goto(f"/p/{project.name}/runs/{run['id']}")
    expect(ada.get_by_text("Running", exact=True).first).to_be_visible()
    assert ada.evaluate(WITHOUT_END) > 0

    ada.emulate_media(reduced_motion="reduce")
    assert ada.evaluate(WITHOUT_END) == 0
    project.call("POST", f"/executions/{run['id']}/stop")
