"""The history of a project, of a job, of oneself: who did what, and what it was before."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.people import Colleague, add, share
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible

Opens = Callable[..., Page]


@pytest.fixture
def editor(server: RunningServer, project: ProjectApi) -> Colleague:
    project.add_job("report")
    return add(server, project, f"Ed {project.name}", "editor")


def deeds(page: Page) -> Locator:
    """The rows, newest first."""
    return page.get_by_role("table", name="History").get_by_role("rowgroup").last.get_by_role("row")


def test_an_owner_sees_what_everybody_did_with_what_it_was_before(
    ada: Page, project: ProjectApi, editor: Colleague
) -> None:
    project.put("/jobs/report/access", private=True)
    share(project, "report", editor, "run", ends_at="2036-12-31T12:00:00Z")
    schedule = project.add_schedule("report")
    project.call("POST", f"/schedules/{schedule['id']}/pause", json={"reason": "stocktaking"})
    ada.goto(f"/p/{project.name}/jobs")
    ada.get_by_role("link", name="History").click()

    expect(deeds(ada).first).to_contain_text("Schedule paused")
    expect(deeds(ada).first.get_by_role("cell").last).to_have_text("why: stocktaking")
    given, switched = deeds(ada).nth(2), deeds(ada).nth(3)
    expect(given).to_contain_text("Access given")
    expect(given.get_by_role("cell").last).to_contain_text(f"person: {editor.name}")
    expect(given).to_contain_text("level: can run")
    expect(given).to_contain_text("until: Wed 31 Dec 2036, 12:00")
    expect(switched).to_contain_text("Access settings changed")
    expect(switched.get_by_role("cell").last).to_have_text("private: no → yes")
    expect(deeds(ada).filter(has_text="Member added")).to_contain_text("role: editor")
    assert_accessible(ada)

    given.get_by_role("link", name="report").click()
    expect(ada.get_by_role("heading", name="report")).to_be_visible()


def test_what_was_refused_is_there_too(ada: Page, project: ProjectApi, server: RunningServer) -> None:
    project.add_job("report")
    viewer = add(server, project, f"Vi {project.name}", "viewer")
    assert viewer.client.post(f"/projects/{project.name}/jobs/report/executions", json={}).status_code == 403

    ada.goto(f"/p/{project.name}/history")

    refused = deeds(ada).filter(has_text="Refused")
    expect(refused).to_contain_text(viewer.name)
    expect(refused).to_contain_text("report")


def test_a_long_history_comes_page_by_page_and_anew(ada: Page, project: ProjectApi) -> None:
    for number in range(27):
        project.add_job(f"job-{number:02}")
    for number in range(27):
        project.call("DELETE", f"/jobs/job-{number:02}")
    ada.goto(f"/p/{project.name}/history")
    expect(deeds(ada)).to_have_count(50)

    ada.get_by_role("button", name="Show more").click()
    expect(deeds(ada)).to_have_count(55)
    expect(deeds(ada).last).to_contain_text("Project created")

    project.add_job("newest")
    ada.get_by_role("button", name="Look again").click()
    expect(deeds(ada).first).to_contain_text("newest")


def test_the_history_of_a_job_is_a_tab_for_who_may_change_it(
    new_page: Opens, sign_in: Opens, project: ProjectApi, editor: Colleague
) -> None:
    project.add_job("other")
    page = sign_in(new_page(), editor.name)
    page.goto(f"/p/{project.name}/jobs/report")

    page.get_by_role("navigation", name="Parts of this job").get_by_role("link", name="History").click()

    expect(page.get_by_role("heading", name="History of report")).to_be_visible()
    expect(deeds(page)).to_have_count(1)
    expect(deeds(page)).to_contain_text("Job created")
    assert_accessible(page)
    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="report").click()
    expect(page.get_by_role("heading", name="report", exact=True)).to_be_visible()


def test_who_owns_nothing_sees_the_own_deeds(
    new_page: Opens, sign_in: Opens, project: ProjectApi, editor: Colleague
) -> None:
    editor.call("POST", f"/projects/{project.name}/jobs", json={"name": "hers", "program": {"source": "pass"}})
    page = sign_in(new_page(), editor.name)
    page.goto(f"/p/{project.name}/history")

    expect(page.get_by_text("What you did yourself, in all projects.")).to_be_visible()
    expect(deeds(page).filter(has_text="Job created")).to_contain_text("hers")
    expect(deeds(page).filter(has_text="Member added")).to_have_count(0)
    assert_accessible(page)


def test_the_history_of_a_job_that_is_not_shared_is_not_found(
    new_page: Opens, sign_in: Opens, server: RunningServer, project: ProjectApi
) -> None:
    project.add_job("report")
    guest = add(server, project, f"Gus {project.name}", "guest")
    page = sign_in(new_page(), guest.name)

    page.goto(f"/p/{project.name}/history?job=report")

    expect(page.get_by_role("heading", name="There is nothing here for you")).to_be_visible()
    expect(page.get_by_role("link", name="Export", exact=True)).to_have_count(0)


def exported(page: Page) -> tuple[str, list[Any]]:
    """The name of the file that *Export* gives, and its rows."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="Export", exact=True).click()
    lines = Path(coming.value.path()).read_text().removesuffix("\n").split("\n")
    return coming.value.suggested_filename, [json.loads(line) for line in lines]


def test_what_is_exported_is_what_the_page_shows_and_what_it_would_show_next(ada: Page, project: ProjectApi) -> None:
    for number in range(52):
        project.add_job(f"job-{number:02}")
    ada.goto(f"/p/{project.name}/history")
    expect(deeds(ada)).to_have_count(50)

    name, rows = exported(ada)

    assert name == f"{project.name}-history.jsonl"
    ada.get_by_role("button", name="Show more").click()
    expect(deeds(ada)).to_have_count(len(rows))
    for deed, row in zip(deeds(ada).all(), rows, strict=True):
        expect(deed).to_contain_text(row["subject"])
        expect(deed).to_contain_text(row["actor_name"])


def test_the_export_of_a_job_and_of_oneself_has_what_those_pages_show(
    new_page: Opens, sign_in: Opens, project: ProjectApi, editor: Colleague
) -> None:
    editor.call("POST", f"/projects/{project.name}/jobs", json={"name": "hers", "program": {"source": "pass"}})
    page = sign_in(new_page(), editor.name)

    page.goto(f"/p/{project.name}/history?job=report")
    name, rows = exported(page)
    assert (name, [row["action"] for row in rows]) == ("report-history.jsonl", ["job:create"])
    expect(deeds(page)).to_have_count(1)

    page.goto(f"/p/{project.name}/history")
    name, rows = exported(page)
    assert name == "my-history.jsonl"
    assert {row["actor_name"] for row in rows} == {editor.name}
    expect(deeds(page)).to_have_count(len(rows))
