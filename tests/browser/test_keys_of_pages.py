"""Single letters: where they lead, what they press, where they do nothing, and that they can be switched off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing import people
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible


@pytest.fixture
def filled(project: ProjectApi) -> ProjectApi:
    """Two jobs, one of which has run three times."""
    project.add_job("bank", title="Bank statements")
    project.add_job("vat", title="VAT export")
    for _ in range(3):
        project.run("bank")
    return project


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name, exact=True)


def heading(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("heading", level=1, name=name)


def starts(project: ProjectApi, job: str) -> int:
    return len(project.call("GET", f"/jobs/{job}/executions")["items"])


def test_two_letters_lead_to_the_pages(ada: Page, filled: ProjectApi) -> None:
    ada.goto(f"/p/{filled.name}/jobs")
    expect(link(ada, "VAT export")).to_be_visible()
    for keys, title in (("gr", "Runs"), ("gf", "Files"), ("gj", "Jobs"), ("gm", "My jobs")):
        ada.keyboard.type(keys)
        expect(heading(ada, title)).to_be_visible()


def test_a_list_is_walked_through_and_opened(ada: Page, filled: ProjectApi) -> None:
    ada.goto(f"/p/{filled.name}/jobs")
    expect(link(ada, "VAT export")).to_be_visible()
    ada.keyboard.press("j")
    expect(link(ada, "Bank statements")).to_be_focused()
    ada.keyboard.press("j")
    ada.keyboard.press("j")
    expect(link(ada, "VAT export")).to_be_focused()
    ada.keyboard.press("k")
    expect(link(ada, "Bank statements")).to_be_focused()
    ada.keyboard.press("Enter")
    expect(heading(ada, "Bank statements")).to_be_visible()

    ada.keyboard.type("gr")
    expect(ada.get_by_role("table", name="Runs")).to_be_visible()
    ada.keyboard.press("k")
    ada.keyboard.press("Enter")
    expect(heading(ada, re.compile(r"Bank statements run \d+"))).to_be_visible()


def test_the_row_in_focus_comes_before_the_page(ada: Page, filled: ProjectApi) -> None:
    ada.goto(f"/p/{filled.name}/jobs")
    expect(link(ada, "VAT export")).to_be_visible()
    ada.keyboard.press("r")  # no row is in focus: which job would that be
    ada.keyboard.press("k")
    ada.keyboard.press("r")
    ada.get_by_role("link", name="View the run").focus()
    assert (starts(filled, "bank"), starts(filled, "vat")) == (3, 1)
    ada.keyboard.press("k")
    ada.keyboard.press("s")
    expect(ada.get_by_role("dialog", name="Schedule “VAT export”")).to_be_visible()
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("dialog")).to_have_count(0)
    expect(link(ada, "VAT export")).to_be_focused()
    ada.keyboard.press("e")
    expect(ada.get_by_role("textbox", name="Python code")).to_be_visible()


def test_the_page_of_a_job_has_its_letters(ada: Page, filled: ProjectApi) -> None:
    ada.goto(f"/p/{filled.name}/jobs/vat?tab=schedules")
    expect(ada.get_by_role("heading", name="Say when it runs by itself")).to_be_visible()
    ada.keyboard.press("e")
    code = ada.get_by_role("textbox", name="Python code")
    expect(code).to_be_visible()
    ada.keyboard.press("e")
    expect(code).to_be_focused()
    ada.keyboard.type("rs")  # typed, and nothing else
    expect(ada.get_by_role("region", name="Not saved yet")).to_be_visible()
    assert starts(filled, "vat") == 0
    ada.keyboard.press("ControlOrMeta+z")
    ada.get_by_role("link", name="Settings").focus()
    ada.keyboard.press("s")
    expect(ada.get_by_role("dialog", name="Schedule “VAT export”")).to_be_visible()


def test_runs_of_a_job_are_walked_through_by_brackets(ada: Page, filled: ProjectApi) -> None:
    filled.run("vat")
    newest, middle, oldest = [run["id"] for run in filled.call("GET", "/jobs/bank/executions")["items"]]
    ada.goto(f"/p/{filled.name}/runs/{middle}?tab=details")
    expect(heading(ada, f"Bank statements run {middle}")).to_be_visible()
    ada.keyboard.press("[")
    expect(heading(ada, f"Bank statements run {oldest}")).to_be_visible()
    expect(ada.get_by_role("link", name="Earlier run ([)")).to_be_hidden()
    ada.keyboard.press("]")
    expect(heading(ada, f"Bank statements run {middle}")).to_be_visible()
    ada.keyboard.press("]")
    expect(heading(ada, f"Bank statements run {newest}")).to_be_visible()
    expect(ada.get_by_role("link", name="Later run (])")).to_be_hidden()


def test_search_and_new_have_theirs_and_fields_take_all_letters(ada: Page, filled: ProjectApi) -> None:
    ada.goto(f"/p/{filled.name}/jobs")
    expect(link(ada, "VAT export")).to_be_visible()
    ada.keyboard.press("/")
    search = ada.get_by_role("searchbox", name="Filter by name, file or tag")
    expect(search).to_be_focused()
    ada.keyboard.type("njr?")
    expect(search).to_have_value("njr?")
    expect(ada.get_by_role("dialog")).to_have_count(0)
    search.fill("")
    ada.keyboard.press("Escape")
    expect(search).not_to_be_focused()
    ada.keyboard.press("ControlOrMeta+j")
    ada.keyboard.press("n")
    expect(heading(ada, "New job")).to_be_visible()


def test_help_names_them_and_letters_rest_while_it_is_open(ada: Page, filled: ProjectApi) -> None:
    ada.goto(f"/p/{filled.name}/jobs")
    expect(link(ada, "VAT export")).to_be_visible()
    ada.keyboard.press("?")
    dialog = ada.get_by_role("dialog", name="Keys")
    expect(dialog.get_by_text("Jobs of this project")).to_be_visible()
    assert_accessible(ada)
    ada.keyboard.press("n")
    expect(dialog).to_be_visible()
    ada.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(heading(ada, "Jobs")).to_be_visible()


def test_they_are_switched_off_in_every_browser(
    new_page: Callable[..., Page],
    sign_in: Callable[..., Page],
    project: ProjectApi,
    server: RunningServer,
) -> None:
    people.add(server, project, "mira", "editor")
    project.add_job("bank", "print('ERROR')", title="Bank statements")
    run = project.run("bank")
    page = sign_in(new_page(), "mira")
    page.goto(f"/p/{project.name}/jobs")
    expect(link(page, "Bank statements")).to_be_visible()
    page.get_by_role("button", name="You: mira").press("Enter")
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "preferences" in answer.url):
        page.get_by_role("menuitemcheckbox", name="Single-letter keys").press("Enter")
    page.get_by_role("button", name="You: mira").press("Enter")
    expect(page.get_by_role("menuitemcheckbox", name="Single-letter keys")).not_to_be_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(link(page, "Bank statements")).not_to_be_focused()

    other = sign_in(new_page(), "mira")
    with other.expect_response("**/me/preferences"):
        other.goto(f"/p/{project.name}/runs/{run['id']}")
    expect(other.get_by_role("log", name="Log")).to_be_visible()
    expect(other.get_by_role("button", name="Next error (E)")).to_be_visible()
    for key in ("/", "?", "e"):
        other.keyboard.press(key)
    expect(other.get_by_role("searchbox", name="Search this log")).not_to_be_focused()
    expect(other.get_by_role("dialog")).to_have_count(0)

    other.get_by_role("button", name="You: mira").click()
    other.get_by_role("menuitem", name="What keys do…").click()
    other.get_by_role("switch", name="Single letters do something").check()
    other.keyboard.press("Escape")
    expect(other.get_by_role("dialog")).to_have_count(0)
    other.keyboard.press("/")
    expect(other.get_by_role("searchbox", name="Search this log")).to_be_focused()


def test_what_one_may_not_do_no_letter_does(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi, server: RunningServer
) -> None:
    project.add_job("bank", title="Bank statements")
    people.add(server, project, "olga", "viewer")
    page = sign_in(new_page(), "olga")
    page.goto(f"/p/{project.name}/jobs")
    expect(link(page, "Bank statements")).to_be_visible()
    page.keyboard.press("j")
    for key in ("r", "s", "n"):
        page.keyboard.press(key)
    expect(link(page, "Bank statements")).to_be_focused()
    expect(heading(page, "Jobs")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert starts(project, "bank") == 0
