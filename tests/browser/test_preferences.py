"""How somebody wants her pages to be: said once, and so in every browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dayshift.testing import people
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible

ROW_HEIGHT = "document.querySelector('tbody td').getBoundingClientRect().height"


@pytest.fixture
def browsers(new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi, server: RunningServer):
    """Two of one person, who may see a project with a job."""
    name = f"Nils of {project.name}"
    people.add(server, project, name, "viewer")
    project.add_job("report")
    return [sign_in(new_page(), name) for _ in range(2)]


def say(page: Page, role: Any, name: str) -> None:
    page.get_by_role("button", name=re.compile("^You: Nils")).click()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "preferences" in answer.url):
        page.get_by_role(role, name=name).click()
    page.keyboard.press("Escape")  # what is checked leaves the menu open
    expect(page.get_by_role("menu")).to_have_count(0)


def test_light_and_dark(browsers: list[Page], project: ProjectApi) -> None:
    page, other = browsers
    page.goto(f"/p/{project.name}/jobs")
    say(page, "menuitem", "Dark")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    other.goto(f"/p/{project.name}/jobs")
    expect(other.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


def test_how_high_rows_are(browsers: list[Page], project: ProjectApi) -> None:
    page, other = browsers
    page.goto(f"/p/{project.name}/jobs")
    expect(page.get_by_role("link", name="report")).to_be_visible()
    usual = page.evaluate(ROW_HEIGHT)
    say(page, "menuitemcheckbox", "Compact rows")
    expect(page.locator("html")).to_have_attribute("data-density", "compact")
    assert page.evaluate(ROW_HEIGHT) < usual
    assert_accessible(page)

    other.goto(f"/p/{project.name}/jobs")
    expect(other.locator("html")).to_have_attribute("data-density", "compact")
    page.reload()
    expect(page.get_by_role("link", name="report")).to_be_visible()
    assert page.evaluate(ROW_HEIGHT) < usual


def test_where_one_arrives(browsers: list[Page], project: ProjectApi) -> None:
    page, other = browsers
    page.goto(f"/p/{project.name}/jobs")
    say(page, "menuitemcheckbox", "Start with My jobs")
    other.goto("/")
    expect(other.get_by_role("heading", name="My jobs", level=1)).to_be_visible()
    say(page, "menuitemcheckbox", "Start with My jobs")
    other.goto("/")
    expect(other.get_by_role("heading", name="Jobs", level=1, exact=True)).to_be_visible()
