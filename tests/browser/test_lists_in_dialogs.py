"""A list that opens in a dialog is larger than the dialog at times; nothing covers it or cuts it off."""

from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.people import share_tag
from dayshift.testing.people import sign_in as account
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

HIT = """option => {
    const { x, y, width, height } = option.getBoundingClientRect();
    const isHit = (part) => option.contains(document.elementFromPoint(x + width / 2, y + part * height));
    return [0.1, 0.5, 0.9].every(isHit);
}"""


def assert_whole(page: Page, field: Locator) -> None:
    field.click()
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    field.scroll_into_view_if_needed()
    for option in options.all():
        option.scroll_into_view_if_needed()  # a long list scrolls by itself
        assert option.evaluate(HIT), f"“{option.inner_text()}” is covered or cut off"
    page.keyboard.press("Escape")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_levels_of_a_person(
    ada: Page, server: RunningServer, project: ProjectApi, motion: Literal["no-preference", "reduce"]
) -> None:
    """The dialog is low, and its list opens above the field, over the head."""
    project.add_job("vat")
    project.put("/jobs/vat/tags", tags=["finance"])
    hugo = account(server, f"Hugo {project.name}")
    share_tag(project, "finance", hugo, "schedule")
    ada.emulate_media(reduced_motion=motion)
    ada.goto(f"/p/{project.name}/members?tab=tags")
    ada.get_by_role("button", name="Share by this tag… finance").click()
    dialog = ada.get_by_role("dialog")
    assert_whole(ada, dialog.get_by_role("combobox", name=f"What {hugo.name} can do"))
    assert_whole(ada, dialog.get_by_role("combobox", name="Level"))
    assert_whole(ada, dialog.get_by_role("combobox", name="Until"))


def test_how_often_and_where(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat")
    ada.goto(f"/p/{project.name}/jobs/vat?tab=schedules&dialog=schedule")
    dialog = ada.get_by_role("dialog")
    assert_whole(ada, dialog.get_by_role("combobox", name="How often"))
