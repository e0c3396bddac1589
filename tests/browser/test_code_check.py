"""What the server finds in a program while somebody types it."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from dayshift.testing import people
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible

UNUSED = "from datetime import date, timedelta\n\nprint(date.today(), rates)\n"


def typed(page: Page, text: str) -> Locator:
    editor = page.get_by_role("textbox", name="Python code")
    editor.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    return editor


def underlined(page: Page, kind: str) -> Locator:
    """What is underlined has no role: it is the look of a text."""
    return page.locator(f".cm-found-{kind}")


def test_findings_are_underlined_and_lead_to_their_place(ada: Page, project: ProjectApi) -> None:
    project.add_job("report", "print('fine')")
    ada.goto(f"/p/{project.name}/jobs/report")
    editor = typed(ada, UNUSED)

    first = ada.get_by_role("button", name="Line 3: rates is not defined")
    expect(first).to_be_visible()
    expect(first.locator("..")).to_have_role("status")
    expect(underlined(ada, "error")).to_have_text("rates")
    expect(underlined(ada, "warning")).to_contain_text("timedelta")
    assert_accessible(ada)

    ada.get_by_role("button", name="1 of 2 · Next").click()
    expect(ada.get_by_role("button", name="Line 1: datetime.timedelta is imported but never used")).to_be_visible()
    expect(editor).to_be_focused()
    ada.keyboard.insert_text("# first ")
    expect(ada.get_by_text("# first from datetime import date, timedelta")).to_be_visible()

    typed(ada, "print('fine')")
    expect(underlined(ada, "error")).to_have_count(0)
    expect(first).to_be_hidden()


def test_a_new_job_is_looked_at_too_and_saved_whatever_was_found(ada: Page, project: ProjectApi) -> None:
    ada.goto(f"/p/{project.name}/new-job")
    ada.get_by_role("textbox", name="Name", exact=True).fill("Unused")
    typed(ada, "import os\n")
    expect(ada.get_by_role("button", name="Line 1: os is imported but never used")).to_be_visible()
    ada.get_by_role("button", name="Create job").click()
    expect(ada).to_have_url(re.compile("/jobs/unused$"))
    expect(ada.get_by_role("button", name="Line 1: os is imported but never used")).to_be_visible()


def test_broken_code_is_seen_at_once_and_refused_when_it_is_saved(ada: Page, project: ProjectApi) -> None:
    project.add_job("report", "print('fine')")
    ada.goto(f"/p/{project.name}/jobs/report")
    typed(ada, "def broken(:\n    pass\n")
    expect(ada.get_by_role("button", name="Line 1: invalid syntax")).to_be_visible()
    ada.get_by_role("button", name="Save changes").click()
    expect(ada.get_by_text("Code: line 1: invalid syntax")).to_be_visible()


def test_only_the_newest_text_counts_and_an_empty_one_is_not_sent(ada: Page, project: ProjectApi) -> None:
    project.add_job("report", "print('fine')")
    asked: list[str] = []
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        asked.append(route.request.post_data_json["source"])
        if "first" in asked[-1]:
            held.append(route)
        else:
            route.continue_()

    ada.route("**/code/check", hold_the_first)
    ada.goto(f"/p/{project.name}/jobs/report")
    with ada.expect_request(lambda request: "first" in (request.post_data or "")):
        typed(ada, "import first")
    typed(ada, "import second")
    expect(ada.get_by_role("button", name="Line 1: second is imported but never used")).to_be_visible()
    held[0].continue_()
    typed(ada, "")
    ada.keyboard.press("Delete")
    expect(underlined(ada, "warning")).to_have_count(0)
    typed(ada, "import third")
    expect(ada.get_by_role("button", name="Line 1: third is imported but never used")).to_be_visible()
    assert [source for source in asked if "fine" not in source] == ["import first", "import second", "import third"]


def test_a_server_that_cannot_look_blocks_nobody(ada: Page, project: ProjectApi) -> None:
    project.add_job("report", "print('fine')")
    ada.route("**/code/check", lambda route: route.fulfill(json={"problems": [], "checked": False}))
    ada.goto(f"/p/{project.name}/jobs/report")
    typed(ada, "import os")
    expect(ada.get_by_text("Not checked: looking at it took too long.")).to_be_visible()
    ada.route("**/code/check", lambda route: route.fulfill(status=429, json={"status": 429, "title": "no"}))
    typed(ada, "import re")
    expect(ada.get_by_text("Not checked: looking at it took too long.")).to_be_hidden()
    ada.get_by_role("button", name="Save changes").click()
    expect(ada.get_by_role("region", name="Not saved yet")).to_be_hidden()
    assert project.call("GET", "/jobs/report")["definition"]["program"]["source"] == "import re"


def test_who_may_edit_one_job_only_is_shown_what_is_found_too(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi, server: RunningServer
) -> None:
    project.add_job("report", "print('fine')")
    hanna = people.add(server, project, "hanna", "guest")
    people.share(project, "report", hanna, "edit")
    page = sign_in(new_page(), "hanna")
    page.goto(f"/p/{project.name}/jobs/report")
    typed(page, "import os")
    expect(page.get_by_role("button", name="Line 1: os is imported but never used")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("region", name="Not saved yet")).to_be_hidden()
