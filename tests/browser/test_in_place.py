"""What is changed where it stands, and the menu of a phone: what is awaited, refused and given back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.people import Colleague, add, share
from dayshift.testing.people import sign_in as account
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import DIALOG, assert_accessible, assert_accessible_in
from .conftest import PHONE
from .refusals import CURE, REQUEST, keep_back, refusal


@pytest.fixture
def editor(server: RunningServer, project: ProjectApi) -> Colleague:
    return add(server, project, f"Ed {project.name}", "editor")


def assert_refused_in_place(page: Page, request: tuple[str, str], field: Locator, option: str) -> None:
    """Choose what the server fails to take: the field waits, then says again what holds, beside what happened."""
    before = field.input_value()
    field.click()
    held = keep_back(page, request, page.get_by_role("option", name=option).click)
    expect(field).to_be_disabled()
    assert_accessible(page)

    [route] = held
    route.fulfill(**refusal(500, "Something broke here.", CURE))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(CURE)
    expect(alert).to_contain_text(REQUEST)
    expect(field).to_be_enabled()
    expect(field).to_have_value(before)
    assert_accessible(page)


def test_a_role_that_is_not_taken(ada: Page, project: ProjectApi, editor: Colleague) -> None:
    ada.goto(f"/p/{project.name}/members")
    field = ada.get_by_role("combobox", name=f"Role of {editor.name}")
    assert_refused_in_place(ada, ("PATCH", "**/members/*"), field, "Operator")
    roles = {row["name"]: row["role"] for row in project.call("GET", "/members")["items"]}
    assert roles[editor.name] == "editor"


def test_a_level_that_is_not_taken(ada: Page, server: RunningServer, project: ProjectApi) -> None:
    project.add_job("vat")
    hugo = account(server, f"Hugo {project.name}")
    share(project, "vat", hugo, "view")
    ada.goto(f"/p/{project.name}/jobs?dialog=share&job=vat")
    field = ada.get_by_role("dialog").get_by_role("combobox", name=f"What {hugo.name} can do")
    assert_refused_in_place(ada, ("POST", "**/jobs/vat/grants"), field, "Can run")
    grants = project.call("GET", "/jobs/vat/access")["grants"]
    assert [grant["level"] for grant in grants if grant["person"] == hugo.name] == ["view"]


def test_the_menu_of_a_phone(new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi) -> None:
    page = sign_in(new_page(PHONE))
    page.goto(f"/p/{project.name}/jobs")
    opener = page.get_by_role("button", name="Open the menu")
    opener.press("Enter")
    menu = page.get_by_role("dialog", name="Main")
    expect(menu.locator(":focus")).to_be_visible()
    assert_accessible_in(page, "light", DIALOG)
    assert_accessible_in(page, "dark", DIALOG)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()

    opener.click()
    menu.get_by_role("link", name="Runs", exact=True).click()
    expect(menu).to_be_hidden()
    expect(page.get_by_role("heading", name="Runs", level=1)).to_be_visible()
