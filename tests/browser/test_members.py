"""Members of a project: roles, links that let people in, leaving; and what is shared by a tag."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from dayshift.store.tables import sessions
from dayshift.testing.people import Colleague, add
from dayshift.testing.people import sign_in as account
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible

Opens = Callable[..., Page]


@pytest.fixture
def editor(server: RunningServer, project: ProjectApi) -> Colleague:
    project.add_job("report")
    return add(server, project, f"Ed {project.name}", "editor")


def members_of(page: Page, project: ProjectApi) -> Locator:
    page.goto(f"/p/{project.name}/members")
    table = page.get_by_role("table", name="Members")
    expect(table).to_be_visible()
    return table


def choose(page: Page, within: Page | Locator, field: str, option: str) -> None:
    within.get_by_role("combobox", name=field).click()
    page.get_by_role("option", name=option).click()


def test_a_role_is_changed_with_its_meaning_beside(ada: Page, project: ProjectApi, editor: Colleague) -> None:
    members_of(ada, project)
    ada.get_by_role("combobox", name=f"Role of {editor.name}").click()
    expect(ada.get_by_role("option", name="Operator Runs and schedules everything")).to_be_visible()
    assert_accessible(ada)

    ada.get_by_role("option", name="Operator").click()

    expect(ada.get_by_role("combobox", name=f"Role of {editor.name}")).to_have_value("Operator")
    roles = {row["name"]: row["role"] for row in project.call("GET", "/members")["items"]}
    assert roles[editor.name] == "operator"


def test_the_last_owner_is_locked_with_the_reason(ada: Page, project: ProjectApi, editor: Colleague) -> None:
    table = members_of(ada, project)
    last = table.get_by_role("row", name="ada (you)")

    expect(last).to_contain_text("The last Owner: make somebody else one first.")
    expect(last.get_by_role("combobox")).to_have_count(0)
    expect(last.get_by_role("button")).to_have_count(0)
    expect(table.get_by_role("button", name=f"Remove {editor.name}…")).to_be_visible()


def test_making_an_owner_asks_for_the_password_when_the_sign_in_is_old(
    ada: Page, server: RunningServer, project: ProjectApi, editor: Colleague
) -> None:
    with server.begin() as tx:
        tx.execute(update(sessions).values(confirmed_at=tx.now - timedelta(minutes=16)))
    members_of(ada, project)

    choose(ada, ada, f"Role of {editor.name}", "Owner")
    asked = ada.get_by_role("dialog", name="Is it still you?")
    asked.get_by_label("Password", exact=True).fill("not this one")
    asked.get_by_role("button", name="Confirm").click()
    expect(asked.get_by_text("That password is wrong.")).to_be_visible()
    assert_accessible(ada)
    asked.get_by_label("Password", exact=True).fill(server.password)
    asked.get_by_role("button", name="Confirm").click()

    expect(asked).to_be_hidden()
    expect(ada.get_by_role("combobox", name=f"Role of {editor.name}")).to_have_value("Owner")


def test_removing_somebody_says_first_what_goes_on(ada: Page, project: ProjectApi, editor: Colleague) -> None:
    body = {"target": {"job": "report"}, "trigger": {"kind": "cron", "text": "0 5 * * *"}}
    editor.call("POST", f"/projects/{project.name}/schedules", json=body)
    table = members_of(ada, project)
    opener = table.get_by_role("button", name=f"Remove {editor.name}…")

    opener.click()
    dialog = ada.get_by_role("dialog", name=f"Remove {editor.name}?")
    expect(dialog).to_contain_text("1 schedule of theirs goes on, and waits to be taken over:")
    expect(dialog.get_by_role("listitem")).to_have_text(re.compile("^report: Runs every day at 05:00"))
    assert_accessible(ada)
    dialog.get_by_role("button", name="Cancel").click()
    expect(opener).to_be_focused()
    opener.click()
    dialog.get_by_role("button", name=f"Remove {editor.name}").click()

    expect(table.get_by_text(editor.name)).to_have_count(0)
    assert editor.get(f"/projects/{project.name}").status_code == 404


def test_a_member_leaves_by_themselves(new_page: Opens, sign_in: Opens, project: ProjectApi, editor: Colleague) -> None:
    page = sign_in(new_page(), editor.name)
    table = members_of(page, project)
    expect(table.get_by_role("combobox")).to_have_count(0)
    expect(page.get_by_role("button", name="Add people")).to_have_count(0)

    table.get_by_role("button", name="Leave this project…").click()
    page.get_by_role("dialog", name=f"Leave {project.name}?").get_by_role("button", name="Leave").click()

    expect(page.get_by_role("heading", name="Make your first project")).to_be_visible()


def test_a_link_lets_somebody_in_once_and_another_is_revoked(
    ada: Page, new_page: Opens, project: ProjectApi, editor: Colleague
) -> None:
    members_of(ada, project)
    links = []
    for _ in range(2):
        ada.get_by_role("button", name="Add people").click()
        dialog = ada.get_by_role("dialog", name="Add people")
        dialog.get_by_role("radio", name="By a link").click()
        choose(ada, dialog, "Role", "Viewer")
        dialog.get_by_role("button", name="Make a link").click()
        links.append(dialog.get_by_role("textbox", name="Invitation link").input_value())
        dialog.get_by_role("button", name="I have copied it").click()
        expect(dialog).to_be_hidden()

    ada.get_by_role("link", name="Invitations").click()
    invitations = ada.get_by_role("table", name="Invitations").get_by_role("rowgroup").last.get_by_role("row")
    expect(invitations).to_have_count(2)
    assert_accessible(ada)

    guest = new_page()
    guest.goto(links[0])
    guest.get_by_label("Your name").fill(f"Nia {project.name}")
    guest.get_by_label("Password", exact=True).fill("violet shift of early birds")
    guest.get_by_role("button", name="Set up my account").click()
    expect(guest.get_by_role("table", name="Jobs")).to_contain_text("report")

    ada.reload()
    expect(invitations).to_have_count(1)
    ada.get_by_role("button", name="Revoke the invitation as Viewer").click()
    expect(ada.get_by_role("heading", name="Invite somebody by a link")).to_be_visible()
    late = new_page()
    late.goto(links[1])
    expect(late.get_by_role("heading", name="This link does not work any more")).to_be_visible()


def test_who_is_signed_in_joins_by_a_link_as_who_they_are(
    new_page: Opens, sign_in: Opens, server: RunningServer, project: ProjectApi
) -> None:
    project.add_job("report")
    person = account(server, f"Ola {project.name}")
    link = project.call("POST", "/invitations", json={"role": "operator"})["link"]
    page = sign_in(new_page(), person.name)

    page.goto(link)
    expect(page.get_by_role("heading", name="You are invited")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name=f"Join as {person.name}").click()

    expect(page.get_by_role("table", name="Jobs")).to_contain_text("report")
    roles = {row["name"]: row["role"] for row in project.call("GET", "/members")["items"]}
    assert roles[person.name] == "operator"


def test_a_link_that_was_revoked_meanwhile_ends_no_session(
    new_page: Opens, sign_in: Opens, server: RunningServer, project: ProjectApi
) -> None:
    person = account(server, f"Ola {project.name}")
    made = project.call("POST", "/invitations", json={"role": "viewer"})
    page = sign_in(new_page(), person.name)
    page.goto(made["link"])
    expect(page.get_by_role("heading", name="You are invited")).to_be_visible()
    project.call("DELETE", f"/invitations/{made['id']}")

    page.get_by_role("button", name=f"Join as {person.name}").click()

    expect(page.get_by_role("alert")).to_have_text("This link invites nobody any more, or it only makes a new account.")
    expect(page.get_by_role("dialog", name="Sign in again")).to_have_count(0)


def test_somebody_with_an_account_is_added_by_name(ada: Page, server: RunningServer, project: ProjectApi) -> None:
    person = account(server, f"Ola {project.name}")
    members_of(ada, project)
    ada.get_by_role("button", name="Add people").click()
    dialog = ada.get_by_role("dialog", name="Add people")
    dialog.get_by_label("Name", exact=True).fill("nobody at all")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_text("invite them by a link")).to_be_visible()
    assert_accessible(ada)

    dialog.get_by_label("Name", exact=True).fill(person.name)
    dialog.get_by_role("button", name="Add", exact=True).click()

    expect(ada.get_by_role("combobox", name=f"Role of {person.name}")).to_have_value("Guest")


def test_what_is_given_by_a_tag_holds_for_each_job_that_bears_it(
    ada: Page, new_page: Opens, sign_in: Opens, server: RunningServer, project: ProjectApi, editor: Colleague
) -> None:
    hugo = account(server, f"Hugo {project.name}")
    project.put("/jobs/report/tags", tags=["finance"])
    ada.goto(f"/p/{project.name}/members?tab=tags")
    expect(ada.get_by_role("row", name="finance 1 job and what gets it later")).to_be_visible()

    ada.get_by_role("button", name="Share by this tag… finance").click()
    dialog = ada.get_by_role("dialog", name="Share what bears “finance”")
    dialog.get_by_role("combobox", name="Person").fill(hugo.name)
    choose(ada, dialog, "Level", "Can change when it runs")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("listitem").filter(has_text=hugo.name)).to_contain_text("given by ada")
    assert_accessible(ada)

    his = sign_in(new_page(), hugo.name)
    his.goto(f"/p/{project.name}/jobs")
    rows = his.get_by_role("table", name="Jobs").get_by_role("row")
    expect(rows).to_have_count(2)  # with that of the captions
    expect(rows.last).to_contain_text("report")
    project.add_job("closing")
    project.put("/jobs/closing/tags", tags=["finance"])
    his.reload()
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("closing")

    choose(ada, dialog, f"What {hugo.name} can do", "Remove access")
    expect(dialog.get_by_text("Nobody has access by this tag yet.")).to_be_visible()
    his.reload()
    expect(his.get_by_role("heading", name="Nothing is shared with you here yet")).to_be_visible()


def test_a_guest_has_no_way_to_the_members(
    new_page: Opens, sign_in: Opens, server: RunningServer, project: ProjectApi
) -> None:
    guest = add(server, project, f"Gus {project.name}", "guest")
    page = sign_in(new_page(), guest.name)
    page.goto(f"/p/{project.name}/jobs")
    expect(page.get_by_role("heading", name="Nothing is shared with you here yet")).to_be_visible()
    expect(page.get_by_role("link", name="Members")).to_have_count(0)

    page.goto(f"/p/{project.name}/members")
    expect(page.get_by_role("heading", name="You may not see this")).to_be_visible()
