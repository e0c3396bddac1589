"""Getting in: by password, by a link, and again when a session has ended."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from dayshift.services import accounts
from dayshift.testing.server import ADMINISTRATOR, RunningServer


def test_a_wrong_password_keeps_the_name_and_the_right_one_opens_what_was_asked_for(
    new_page: Callable[..., Page], server: RunningServer
) -> None:
    page = new_page()
    page.goto("/projects?from=a-mail")

    page.get_by_label("Name").fill(ADMINISTRATOR)
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    expect(page.get_by_label("Name")).to_have_value(ADMINISTRATOR)
    expect(page.get_by_label("Password", exact=True)).to_be_focused()

    page.keyboard.type(server.password)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/projects\?from=a-mail$"))


def test_a_link_sets_an_account_up_and_works_once(new_page: Callable[..., Page], server: RunningServer) -> None:
    with server.begin() as tx:
        person = accounts.create_user(tx, "new here", password=None, is_admin=False)
        token = accounts.make_link(tx, person, accounts.SETUP)
    page = new_page()
    page.goto(f"/setup#{token}")

    expect(page).to_have_url(re.compile(r"/setup$"))  # no history keeps the token
    page.get_by_label("Your name").fill('Gina "G" O\'Neil')
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Set up my account").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")

    page.get_by_label("Password", exact=True).fill("violet shift of early birds")
    page.get_by_role("button", name="Set up my account").click()
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    expect(page.get_by_role("button", name='You: Gina "G" O\'Neil')).to_be_visible()

    other = new_page()
    other.goto(f"/setup#{token}")
    expect(other.get_by_role("heading", name="This link does not work any more")).to_be_visible()


def test_a_session_that_ends_is_renewed_over_the_page_and_keeps_what_was_typed(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], server: RunningServer
) -> None:
    page = sign_in(new_page())
    page.goto("/projects")
    page.get_by_role("button", name="New project").first.click()
    dialog = page.get_by_role("dialog", name="New project")
    dialog.get_by_label("Name").fill("typed-before")
    page.context.clear_cookies()

    dialog.get_by_role("button", name="Create project").click()
    again = page.get_by_role("dialog", name="Sign in again")
    again.get_by_label("Name").fill(ADMINISTRATOR)
    again.get_by_label("Password", exact=True).fill(server.password)
    again.get_by_role("button", name="Sign in").click()

    expect(again).to_be_hidden()
    expect(dialog.get_by_label("Name")).to_have_value("typed-before")
    dialog.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", name="Jobs")).to_be_visible()


def test_an_address_elsewhere_is_not_followed_after_the_sign_in(
    new_page: Callable[..., Page], server: RunningServer
) -> None:
    page = new_page()
    page.goto("/sign-in?next=//evil.example/x")
    page.get_by_label("Name").fill(ADMINISTRATOR)
    page.get_by_label("Password", exact=True).fill(server.password)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    assert page.url.startswith(server.url)
