"""Every dialog in each of its states: as it opens, while it waits, refused, unanswered, and closed again."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import insert, select

from dayshift.store.tables import environments, projects
from dayshift.testing import people
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import DIALOG, assert_accessible, assert_accessible_in
from .dialogs import CHANGED_MEANWHILE, SENDING, SHOWING, Sending, Shown, Step
from .refusals import CURE, REQUEST, fault, keep_back, refusal

DAILY = {"kind": "calendar", "unit": "day", "every": 1, "times": ["09:00"]}
WRONG = "This is not what it must be."
FOCUS = "dialog => dialog.contains(document.activeElement)"


@pytest.fixture
def names(server: RunningServer, project: ProjectApi) -> dict[str, str]:
    """A project that has one of everything; what stands in the names of what is pressed."""
    month = {"name": "month", "label": "Month", "option": "--month"}
    project.add_job("vat", title="Quarterly VAT export", parameters=[month])
    project.put("/jobs/vat/tags", tags=["finance"])
    project.add_schedule("vat", DAILY)
    project.upload("notes.txt", b"ten")
    project.call("POST", "/files/folder", json={"path": "inbox"})
    project.call(
        "POST", "", into="/me/keys", json={"name": f"Key of {project.name}", "scopes": ["jobs:read"], "days": 9}
    )
    person = people.add(server, project, f"Ed {project.name}", "editor").name
    with server.begin() as tx:
        mine = select(projects.c.id).where(projects.c.name == project.name).scalar_subquery()
        row = {"project": mine, "requirements": "polars", "lock": "", "message": "", "tries": 0, "created_at": tx.now}
        for name, state in (("tables", "ready"), ("broken", "failed")):
            tx.execute(
                insert(environments).values(row | {"name": name, "key": name, "state": state, "used_at": tx.now})
            )
    return {"p": project.name, "run": str(project.start("vat")["id"]), "person": person}


def press(within: Page | Locator, step: Step, names: Mapping[str, str]) -> Locator:
    """By the keyboard."""
    role, name = step
    pressed = within.get_by_role(role, name=name.format(**names)).first
    pressed.press("Space" if role in ("radio", "switch") else "ArrowDown" if role == "combobox" else "Enter")
    return pressed


def open_dialog(page: Page, case: Sending, names: Mapping[str, str]) -> tuple[Locator, Locator]:
    """What opened it, and the dialog."""
    page.goto(case.at.format(**names))
    opener, *_ = [press(page, step, names) for step in case.by]
    dialog = page.get_by_role("dialog", name=case.title.format(**names), exact=True)
    expect(dialog).to_be_visible()
    return opener, dialog


def field(dialog: Locator, label: str) -> Locator:
    return dialog.get_by_role("textbox", name=label, exact=True).or_(
        dialog.get_by_role("combobox", name=label, exact=True)
    )


def fill(dialog: Locator, case: Sending, names: Mapping[str, str]) -> None:
    for step in case.within:
        press(dialog, step, names)
    for label, text in case.typed.items():
        field(dialog, label).fill(text)


def assert_kept(dialog: Locator, case: Sending) -> None:
    for label, text in case.typed.items():
        expect(field(dialog, label)).to_have_value(text)


def assert_closes(page: Page, dialog: Locator, opener: Locator) -> None:
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def hold(page: Page, dialog: Locator, case: Sending, names: Mapping[str, str]) -> Route:
    """Send it, and keep it from the server."""
    method, address = case.request
    page.unroute_all()
    button = dialog.get_by_role(
        "button", name=case.sends if not isinstance(case.sends, str) else case.sends.format(**names), exact=True
    )
    expect(button).to_be_enabled()
    held = keep_back(page, (method, address.format(**names)), lambda: button.press("Enter"))
    expect(button).to_be_disabled()
    [route] = held
    return route


@pytest.mark.parametrize("case", SENDING.values(), ids=SENDING)
def test_what_is_refused_says_why_and_is_kept(ada: Page, names: dict[str, str], case: Sending) -> None:
    opener, dialog = open_dialog(ada, case, names)
    fill(dialog, case, names)
    assert_accessible(ada)

    waiting = hold(ada, dialog, case, names)
    assert dialog.evaluate(FOCUS)
    assert_accessible_in(ada, "light", DIALOG)
    waiting.fulfill(**refusal(500, "Something broke here.", CURE))
    alert = dialog.get_by_role("alert").last  # the build that failed says so before
    expect(alert).to_contain_text(CURE)
    expect(alert).to_contain_text(REQUEST)
    expect(alert).to_be_focused()
    assert_accessible_in(ada, "light", DIALOG)

    hold(ada, dialog, case, names).abort()
    expect(alert).to_contain_text("Check your connection, then try again.")
    expect(alert).to_be_focused()

    hold(ada, dialog, case, names).fulfill(**refusal(422, "elsewhere: x", errors=[fault("elsewhere", WRONG)]))
    expect(alert).to_contain_text(WRONG)
    expect(alert).to_be_focused()
    if case.wrong is not None:
        name, label = case.wrong
        hold(ada, dialog, case, names).fulfill(**refusal(422, f"{name}: x", errors=[fault(name, WRONG)]))
        expect(field(dialog, label)).to_be_focused()
        expect(field(dialog, label)).to_have_accessible_description(re.compile(re.escape(WRONG)))
        assert_accessible_in(ada, "light", DIALOG)
    assert_kept(dialog, case)
    assert_closes(ada, dialog, opener)


@pytest.mark.parametrize("case", SHOWING.values(), ids=SHOWING)
def test_what_only_shows_closes_and_gives_the_focus_back(
    ada: Page, names: dict[str, str], case: tuple[str, tuple[Step, ...], tuple[Shown, str]]
) -> None:
    at, steps, (role, name) = case
    ada.goto(at.format(**names))
    *_, opener = [press(ada, step, names) for step in steps]
    shown = ada.get_by_role(role, name=name).filter(visible=True)
    expect(shown).to_be_visible()
    assert_accessible(ada)
    assert_closes(ada, shown, opener)


def test_the_help_for_keys_gives_the_focus_back_to_the_menu_that_it_came_from(ada: Page, names: dict[str, str]) -> None:
    ada.goto(f"/p/{names['p']}/jobs")
    opener = press(ada, ("button", "You: ada"), names)
    press(ada, ("menuitem", "Keys"), names)
    dialog = ada.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    assert_accessible(ada)
    assert_closes(ada, dialog, opener)

    ada.keyboard.press("?")
    expect(dialog).to_be_visible()
    assert_closes(ada, dialog, opener)


def test_a_session_that_ended_asks_over_what_is_open_and_keeps_it(ada: Page, names: dict[str, str]) -> None:
    case = SENDING["pause"]
    _, dialog = open_dialog(ada, case, names)
    fill(dialog, case, names)
    hold(ada, dialog, case, names).fulfill(**refusal(401, "Sign in first.", code="unauthenticated"))
    again = ada.get_by_role("dialog", name="Sign in again")
    expect(again.get_by_label("Name")).to_be_focused()
    assert_accessible(ada)

    again.get_by_label("Name").fill("ada")
    again.get_by_label("Password", exact=True).fill("not this one")
    ada.keyboard.press("Enter")
    expect(again.get_by_role("alert")).to_have_text("Name or password is wrong.")
    expect(again.get_by_label("Password", exact=True)).to_be_focused()
    ada.keyboard.press("Escape")
    expect(again).to_be_visible()
    assert_kept(dialog, case)


def test_a_password_that_is_asked_for_again_says_what_is_wrong_with_it(ada: Page, names: dict[str, str]) -> None:
    case = SENDING["new key"]
    _, dialog = open_dialog(ada, case, names)
    fill(dialog, case, names)
    hold(ada, dialog, case, names).fulfill(**refusal(403, "Who are you?", code="confirm_needed"))
    asked = ada.get_by_role("dialog", name="Is it still you?")
    password = asked.get_by_label("Password", exact=True)
    expect(password).to_be_focused()
    assert_accessible(ada)

    ada.route("**/session/confirm", lambda route: route.fulfill(**refusal(500, "Something broke here.", CURE)))
    password.fill("not this one")
    ada.keyboard.press("Enter")
    expect(asked.get_by_role("alert")).to_contain_text(REQUEST)
    expect(asked.get_by_role("alert")).to_be_focused()
    expect(password).to_have_value("not this one")

    ada.unroute("**/session/confirm")
    password.press("Enter")
    expect(asked.get_by_text("That password is wrong.")).to_be_visible()
    expect(password).to_be_focused()
    ada.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    assert_kept(dialog, case)
    expect(dialog.get_by_role("alert")).to_be_focused()


def test_what_is_refused_after_its_dialog_was_closed_is_said_all_the_same(ada: Page, names: dict[str, str]) -> None:
    case = SENDING["pause"]
    opener, dialog = open_dialog(ada, case, names)
    fill(dialog, case, names)
    waiting = hold(ada, dialog, case, names)
    assert_closes(ada, dialog, opener)
    waiting.fulfill(**refusal(500, "Something broke here.", CURE))
    expect(ada.get_by_role("alert")).to_contain_text(CURE)
    expect(ada.get_by_role("alert")).to_contain_text(REQUEST)
    expect(opener).to_be_focused()


@pytest.mark.parametrize("case", CHANGED_MEANWHILE.values(), ids=CHANGED_MEANWHILE)
def test_what_somebody_else_changed_meanwhile_is_shown_beside_it(
    ada: Page, names: dict[str, str], case: Sending
) -> None:
    opener, dialog = open_dialog(ada, case, names)
    fill(dialog, case, names)
    hold(ada, dialog, case, names).fulfill(**refusal(412, "It has changed.", code="stale_revision"))
    conflict = dialog.get_by_role("alert")
    expect(conflict).to_contain_text("Somebody else changed this")
    expect(conflict).to_be_focused()
    assert_accessible(ada)
    assert_kept(dialog, case)
    assert_closes(ada, dialog, opener)
