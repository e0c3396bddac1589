"""Another job like one that is there, and the end of a job: what goes with it, and what stays."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from dayshift.testing import people
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible

DAILY = {"kind": "calendar", "unit": "day", "every": 1, "times": ["09:00"]}
FOREVER = "import time\nwhile True: time.sleep(1)"


def menu_of(page: Page, title: str) -> Locator:
    page.get_by_role("button", name=f"More with {title}").click()
    return page.get_by_role("menu")


def test_a_copy_has_the_same_definition_and_a_free_name(ada: Page, project: ProjectApi) -> None:
    source = project.add_job("vat", "print('vat')", title="VAT export", arguments="--day {{ today }}", time_limit=600)
    project.add_job("vat-2")
    ada.goto(f"/p/{project.name}/jobs/vat?tab=code")
    menu_of(ada, "VAT export").get_by_role("menuitem", name="Duplicate…").click()

    expect(ada.get_by_role("textbox", name="Name", exact=True)).to_have_value("Copy of VAT export")
    expect(ada.get_by_label("Short name")).to_have_value("vat-3")
    assert_accessible(ada)
    ada.get_by_role("button", name="Create job").click()
    expect(ada).to_have_url(re.compile("/jobs/vat-3$"))
    assert project.call("GET", "/jobs/vat-3")["definition"] == source["definition"]


def test_a_job_with_schedules_asks_for_a_word_and_its_runs_stay(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat", title="VAT export")
    project.add_schedule("vat", DAILY)
    run = project.run("vat")
    ada.goto(f"/p/{project.name}/jobs")
    menu_of(ada, "VAT export").get_by_role("menuitem", name="Delete…").click()
    dialog = ada.get_by_role("dialog", name="Delete “VAT export”")
    expect(dialog.get_by_text("1 schedule ends with it:")).to_be_visible()
    expect(dialog.get_by_text("Runs every day at 09:00")).to_be_visible()
    assert_accessible(ada)

    dialog.get_by_role("button", name="Delete it").click()
    word = dialog.get_by_label("Type vat to say that you mean it")
    expect(word).to_have_accessible_description("This is not vat.")
    assert project.call("GET", "/jobs/vat")["name"] == "vat"
    word.fill("vat")
    word.press("Enter")
    expect(ada.get_by_role("heading", name="Make your first job")).to_be_visible()
    project.refused("GET", "/jobs/vat", 404)
    assert project.call("GET", "/schedules")["items"] == []
    ada.goto(f"/p/{project.name}/runs/{run['id']}?tab=details")
    expect(ada.get_by_text("Succeeded").first).to_be_visible()


def test_a_job_that_runs_is_deleted_when_one_says_so_again(ada: Page, project: ProjectApi) -> None:
    project.add_job("loop", FOREVER, title="Reconcile", grace=0)
    run = project.start("loop")
    ada.goto(f"/p/{project.name}/runs/{run['id']}")
    expect(ada.get_by_text("Running", exact=True).first).to_be_visible()
    ada.goto(f"/p/{project.name}/jobs/loop")
    menu_of(ada, "Reconcile").get_by_role("menuitem", name="Delete…").click()
    dialog = ada.get_by_role("dialog", name="Delete “Reconcile”")
    dialog.get_by_role("button", name="Delete it", exact=True).click()
    expect(dialog.get_by_text("It runs now. Wait until it has ended, or stop it.")).to_be_visible()
    dialog.get_by_role("button", name="Stop it and delete it").click()
    expect(ada.get_by_text("“Reconcile” is deleted")).to_be_visible()
    assert project.wait(run)["state"] == "cancelled"


def test_only_who_may_is_offered_it(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi, server: RunningServer
) -> None:
    project.add_job("vat", title="VAT export")
    hanna = people.add(server, project, "hanna", "guest")
    people.share(project, "vat", hanna, "edit")
    page = sign_in(new_page(), "hanna")
    page.goto(f"/p/{project.name}/jobs/vat")
    expect(page.get_by_role("heading", level=1, name="VAT export")).to_be_visible()
    expect(page.get_by_role("textbox", name="Python code")).to_be_visible()
    expect(page.get_by_role("button", name="More with VAT export")).to_have_count(0)

    people.share(project, "vat", hanna, "manage")
    page.reload()
    menu = menu_of(page, "VAT export")
    expect(menu.get_by_role("menuitem", name="Delete…")).to_be_visible()
    expect(menu.get_by_role("menuitem", name="Duplicate…")).to_have_count(0)

    page.goto(f"/p/{project.name}/new-job?from=nothing")
    expect(page.get_by_role("heading", name="There is nothing here for you")).to_be_visible()
