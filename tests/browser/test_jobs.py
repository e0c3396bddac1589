"""From an empty project to a job that runs, and changing it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dayshift.testing.rest import ProjectApi


def test_an_empty_project_leads_to_a_scheduled_job_in_ten_actions(ada: Page, project: ProjectApi) -> None:
    ada.goto(f"/p/{project.name}/jobs")

    ada.get_by_role("link", name="New job").first.click()  # 1
    ada.get_by_role("textbox", name="Name", exact=True).fill("Löhne & Gehälter")  # 2
    ada.get_by_role("button", name="Create job").click()  # 3
    ada.get_by_role("link", name="Schedule…").click()  # 4
    dialog = ada.get_by_role("dialog")
    dialog.get_by_label("Time", exact=True).fill("630")  # 5
    dialog.get_by_role("button", name=re.compile("^Start scheduling: first run .* 06:30$")).click()  # 6

    expect(dialog).to_be_hidden()
    expect(ada.get_by_text(re.compile("^First run .*, 06:30$"))).to_be_visible()
    job = project.call("GET", "/jobs/lohne-gehalter")
    assert job["title"] == "Löhne & Gehälter"
    [schedule] = project.call("GET", "/schedules")["items"]
    assert schedule["trigger"]["times"] == ["06:30"]


def test_code_is_written_run_and_changed_without_losing_what_a_colleague_did(ada: Page, project: ProjectApi) -> None:
    project.add_job("report", "print('one')")
    ada.goto(f"/p/{project.name}/jobs/report")
    editor = ada.get_by_role("textbox", name="Python code")
    editor.press("ControlOrMeta+a")
    editor.type("def broken(:")
    ada.get_by_role("button", name="Save changes").click()
    expect(ada.get_by_text("Code: line 1: invalid syntax")).to_be_visible()

    editor.press("ControlOrMeta+a")
    editor.type("print('two')")
    project.put("/jobs/report", program={"source": "print('theirs')"}, resources={"memory": 64})
    editor.press("ControlOrMeta+s")
    conflict = ada.get_by_role("alert").filter(has_text="Somebody else saved this job meanwhile")
    expect(conflict).to_be_visible()
    conflict.get_by_role("button", name="Save mine over it").click()

    expect(conflict).to_be_hidden()
    expect(ada.get_by_role("region", name="Not saved yet")).to_be_hidden()
    assert project.call("GET", "/jobs/report")["definition"]["program"]["source"] == "print('two')"


def test_settings_show_what_changes_and_undo_it(ada: Page, project: ProjectApi) -> None:
    project.add_job("report")
    ada.goto(f"/p/{project.name}/jobs/report?tab=settings")
    ada.get_by_label("Arguments").fill("--day {{ today }} 'two words'")
    expect(ada.get_by_text("It is started with", exact=False).last).to_contain_text("{{today}}two words")
    ada.get_by_label("Time limit, minutes").fill("30")
    not_saved = ada.get_by_role("region", name="Not saved yet")
    expect(not_saved).to_contain_text("Time limit: – → 1800")

    not_saved.get_by_role("button", name="Save changes").click()
    expect(not_saved).to_be_hidden()
    saved = project.call("GET", "/jobs/report")["definition"]
    assert (saved["arguments"], saved["time_limit"]) == ("--day {{ today }} 'two words'", 1800)

    ada.get_by_label("What it is good for").fill("Wrong")
    not_saved.get_by_role("button", name="Undo them").click()
    expect(ada.get_by_label("What it is good for")).to_have_value("")


def test_values_that_a_job_asks_for_become_a_form(ada: Page, project: ProjectApi) -> None:
    project.add_job("report", "import sys; print(sys.argv[1:])")
    ada.goto(f"/p/{project.name}/jobs/report?tab=settings")
    ada.get_by_role("button", name="Ask for a value").click()
    value = ada.get_by_role("group", name="value_1")
    value.get_by_label("Short name").fill("bank")
    value = ada.get_by_role("group", name="bank")
    value.get_by_label("Asks for").fill("Which bank")
    value = ada.get_by_role("group", name="Which bank")
    value.get_by_role("combobox", name="Kind").click()
    ada.get_by_role("option", name="One of a few").click()
    value.get_by_label("Choices, with commas").fill("all, nordea, seb")
    value.get_by_label("Starts as").fill("all")
    value.get_by_label("Passed as").fill("--bank")
    ada.get_by_role("button", name="Save changes").click()
    expect(ada.get_by_role("region", name="Not saved yet")).to_be_hidden()

    ada.get_by_role("link", name="Run", exact=True).click()
    ada.get_by_role("combobox", name="Which bank").click()
    ada.get_by_role("option", name="nordea").click()
    ada.get_by_role("button", name="Run it now").click()
    expect(ada.get_by_text("['--bank', 'nordea']")).to_be_visible()


def test_what_cannot_be_saved_is_said_at_its_field(ada: Page, project: ProjectApi) -> None:
    project.add_job("taken")
    ada.goto(f"/p/{project.name}/new-job")
    ada.get_by_role("textbox", name="Name", exact=True).fill("taken")
    ada.get_by_label("Arguments").fill("'open")
    ada.get_by_role("button", name="Create job").click()

    expect(ada.get_by_text("the quote at column 1 is never closed")).to_have_count(
        2
    )  # at the field, and beside the button
    expect(ada.get_by_role("textbox", name="Name", exact=True)).to_have_value("taken")


def test_a_job_that_is_not_shared_looks_like_one_that_is_not_there(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi
) -> None:
    project.add_job("secret")
    stranger = sign_in(new_page(), "stranger")
    seen = set()
    for name in ("secret", "nothing"):
        stranger.goto(f"/p/{project.name}/jobs/{name}")
        expect(stranger.get_by_role("heading", name="There is nothing here for you")).to_be_visible()
        seen.add(stranger.get_by_role("main").or_(stranger.locator("body")).first.inner_text())
    assert len(seen) == 1


@pytest.mark.parametrize("width", [320, 390])
def test_pages_need_no_sideways_scroll_on_a_phone(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi, width: int
) -> None:
    name = "a-rather-long-name-of-a-job-that-somebody-chose"
    project.add_job(name, title="A rather long title of a job, as people write")
    page = sign_in(new_page({"width": width, "height": 700}))
    for path in ("", "/new", f"/{name}?tab=settings"):
        page.goto(f"/p/{project.name}/jobs{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.get_by_role("main").evaluate("main => main.scrollWidth - main.clientWidth") <= 0


def test_a_link_is_followed_while_a_search_is_still_being_typed(ada: Page, project: ProjectApi) -> None:
    """On a slow network the old page stays for a while, and what it had in mind must not lead back to it."""
    project.add_job("report")
    ada.goto(f"/p/{project.name}/jobs")
    search = ada.get_by_role("searchbox", name="Filter by name, file or tag")
    expect(search).to_be_visible()
    slow = {"offline": False, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1}
    ada.context.new_cdp_session(ada).send("Network.emulateNetworkConditions", slow)
    search.fill("rep")
    ada.get_by_role("link", name="Runs").click()

    expect(ada.get_by_role("heading", name="Runs", level=1)).to_be_visible()
    ada.go_back()
    expect(search).to_have_value("rep")
