"""Sharing a job in its dialog: by name, by a tag, until a day; and each sees the own jobs and nothing else."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from dayshift.store.tables import instance
from dayshift.testing.people import add, share, share_tag
from dayshift.testing.people import sign_in as account
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible

Opens = Callable[..., Page]


@pytest.fixture
def office(project: ProjectApi) -> ProjectApi:
    for job in ("vat-export", "closing", "payroll"):
        project.add_job(job, "print('x')")
    return project


@pytest.fixture
def as_person(new_page: Opens, sign_in: Opens) -> Opens:
    """Opens a browser of somebody by name."""
    return lambda name, **options: sign_in(new_page(**options), name)


def opened(page: Page, project: ProjectApi, job: str) -> Locator:
    """The share dialog of a job, from the list of jobs."""
    page.goto(f"/p/{project.name}/jobs")
    page.get_by_role("link", name=f"Share {job}").click()
    dialog = page.get_by_role("dialog", name=f"Share “{job}”")
    expect(dialog.get_by_role("heading", name="Who has access")).to_be_visible()
    return dialog


def choose(page: Page, within: Locator, field: str, option: str) -> None:
    within.get_by_role("combobox", name=field).click()
    page.get_by_role("option", name=option).click()


def row_of(dialog: Locator, person: str) -> Locator:
    return dialog.get_by_role("listitem").filter(has_text=person)


# The story ------------------------------------------------------------------------------------------------------------


def test_two_people_see_just_what_was_shared_with_them_until_it_is_taken_back(
    ada: Page, as_person: Opens, server: RunningServer, office: ProjectApi
) -> None:
    fatima, hugo = (account(server, f"{name} {office.name}").name for name in ("Fatima", "Hugo"))

    dialog = opened(ada, office, "payroll")
    dialog.get_by_role("combobox", name="Person").fill(fatima)
    expect(dialog.get_by_text(f"{fatima} is no member of {office.name} yet, and becomes a guest")).to_be_visible()
    dialog.get_by_role("button", name="Add").click()
    expect(row_of(dialog, fatima)).to_contain_text("for this job only")
    expect(dialog.get_by_role("combobox", name="Person")).to_have_value("")  # for the next one
    expect(dialog.get_by_role("combobox", name=f"What {fatima} can do")).to_have_value("Can run")

    dialog = opened(ada, office, "vat-export")
    dialog.get_by_role("combobox", name="Tags").fill("finance")
    ada.keyboard.press("Enter")
    expect(dialog.get_by_text("Tags: none → finance")).to_be_visible()
    dialog.get_by_role("button", name="Save access").click()
    expect(dialog.get_by_role("button", name="Done")).to_be_visible()
    share_tag(office, "finance", account(server, hugo), "schedule")

    hers, his = as_person(fatima), as_person(hugo)
    for page, job in ((hers, "payroll"), (his, "vat-export")):
        page.goto(f"/p/{office.name}/jobs")
        rows = page.get_by_role("table", name="Jobs").get_by_role("row")
        expect(rows).to_have_count(2)  # with that of the captions
        expect(rows.last).to_contain_text(job)

    dialog = opened(ada, office, "payroll")
    choose(ada, dialog, f"What {fatima} can do", "Remove access")
    expect(row_of(dialog, fatima)).to_have_count(0)
    hers.reload()
    expect(hers.get_by_role("heading", name="Nothing is shared with you here yet")).to_be_visible()


def test_a_right_says_where_it_comes_from_and_when_it_ends(
    ada: Page, server: RunningServer, office: ProjectApi
) -> None:
    editor = add(server, office, f"Ed {office.name}", "editor")
    guest = add(server, office, f"Gus {office.name}", "guest")
    office.put("/jobs/closing/tags", tags=["month-end"])
    share_tag(office, "month-end", guest, "view")
    auditor = account(server, f"Ines {office.name}")
    dialog = opened(ada, office, "closing")

    dialog.get_by_role("combobox", name="Person").fill(auditor.name)
    choose(ada, dialog, "Level", "Can view")
    choose(ada, dialog, "Until", "Until…")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_text("Choose the last day.")).to_be_visible()
    dialog.get_by_label("Last day").fill("2036-12-31")
    dialog.get_by_role("button", name="Add").click()

    expect(row_of(dialog, auditor.name)).to_contain_text("ends on Wed 31 Dec 2036")
    expect(row_of(dialog, editor.name)).to_contain_text("Editor in this project")
    expect(row_of(dialog, guest.name)).to_contain_text("through the tag month-end")
    expect(row_of(dialog, "ada")).to_contain_text(re.compile("Owner of this job.*Owner of this project"))
    choose(ada, dialog, f"What {auditor.name} can do", "Can run")
    expect(row_of(dialog, auditor.name)).to_contain_text("ends on Wed 31 Dec 2036")
    assert_accessible(ada)


def test_the_abilities_of_the_chosen_level_are_ticked(ada: Page, office: ProjectApi) -> None:
    dialog = opened(ada, office, "closing")

    choose(ada, dialog, "Level", "Can change when it runs")

    abilities = dialog.get_by_text("They can:").locator("..").get_by_role("listitem")
    texts = ["see it: yes", "start it: yes", "change when it runs: yes", "–change what it does: no", "–share it: no"]
    expect(abilities).to_have_text(texts)


def test_a_level_in_the_dialog_means_what_its_words_say_elsewhere(
    ada: Page, server: RunningServer, office: ProjectApi
) -> None:
    guest = add(server, office, f"Gus {office.name}", "guest")
    share(office, "payroll", guest, "schedule")
    dialog = opened(ada, office, "payroll")

    dialog.get_by_role("button", name="Check what someone can do…").click()
    dialog.get_by_role("combobox", name="Person").fill(guest.name)
    dialog.get_by_role("button", name="Check", exact=True).click()

    expect(dialog.get_by_role("status")).to_contain_text(f"{guest.name} can change when it runs")
    expect(dialog.get_by_role("region", name="They can", exact=True)).to_contain_text("given by ada")
    expect(dialog.get_by_role("region", name="They cannot")).to_contain_text("needs “Can edit”")
    assert_accessible(ada)


# What the job says about its readers ----------------------------------------------------------------------------------


def test_a_private_job_says_what_that_does_not_hide_and_what_changes(
    ada: Page, as_person: Opens, server: RunningServer, office: ProjectApi
) -> None:
    editor = add(server, office, f"Ed {office.name}", "editor")
    dialog = opened(ada, office, "payroll")

    dialog.get_by_role("switch", name="Keep it private").click()
    expect(dialog.get_by_text("It does not hide its files in the project")).to_be_visible()
    expect(dialog.get_by_text("Keep it private: off → on")).to_be_visible()
    dialog.get_by_role("button", name="Save access").click()

    expect(row_of(dialog, editor.name)).to_have_count(0)
    theirs = as_person(editor.name)
    theirs.goto(f"/p/{office.name}/jobs")
    expect(theirs.get_by_role("table").get_by_role("rowgroup").last.get_by_role("row")).to_have_count(2)


def test_two_who_save_at_once_see_theirs_and_mine(ada: Page, office: ProjectApi) -> None:
    dialog = opened(ada, office, "payroll")
    dialog.get_by_role("switch", name="Keep it private").click()
    office.put("/jobs/payroll/access", logs_for="view")

    dialog.get_by_role("button", name="Save access").click()
    conflict = dialog.get_by_role("alert")
    expect(conflict.get_by_role("row", name="Keep it private off on")).to_be_visible()
    expect(conflict.get_by_role("row", name="Logs from Can view Can run")).to_be_visible()
    assert_accessible(ada)
    conflict.get_by_role("button", name="Save mine over it").click()

    expect(ada.get_by_text("Access saved")).to_be_visible()
    expect(conflict).to_have_count(0)
    there = office.call("GET", "/jobs/payroll/access")
    assert (there["private"], there["logs_for"]) == (True, "run")


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.fixture
def untrusting(server: RunningServer) -> Iterator[None]:
    """Nobody has acknowledged yet that several people bring code."""
    with server.begin() as tx:
        tx.execute(update(instance).values(trusted_at=None))
    yield
    with server.begin() as tx:
        tx.execute(update(instance).values(trusted_at=tx.now))


@pytest.mark.usefixtures("office", "untrusting")  # in this order
def test_a_second_author_is_acknowledged_in_the_dialog_and_then_added(
    ada: Page, server: RunningServer, office: ProjectApi
) -> None:
    person = account(server, f"Pia {office.name}")
    dialog = opened(ada, office, "closing")
    dialog.get_by_role("combobox", name="Person").fill(person.name)
    choose(ada, dialog, "Level", "Can edit")
    dialog.get_by_role("button", name="Add").click()

    warning = dialog.get_by_role("alert")
    expect(warning).to_contain_text("could read the files, logs and secrets of all projects")
    expect(warning.get_by_role("button")).to_be_disabled()
    assert_accessible(ada)
    warning.get_by_role("checkbox").check()
    warning.get_by_role("button", name="Acknowledge and go on").click()

    expect(dialog.get_by_role("combobox", name=f"What {person.name} can do")).to_have_value("Can edit")


def test_somebody_unknown_is_refused_at_the_field(ada: Page, office: ProjectApi) -> None:
    dialog = opened(ada, office, "closing")
    person = dialog.get_by_role("combobox", name="Person")
    person.fill("nobody at all")
    dialog.get_by_role("button", name="Add").click()

    expect(person).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_text("nobody called nobody at all has an account here")).to_be_visible()


# The dialog as such ---------------------------------------------------------------------------------------------------


def test_the_dialog_has_an_address_fills_a_phone_and_gives_focus_back(
    new_page: Opens, sign_in: Opens, office: ProjectApi
) -> None:
    page = sign_in(new_page({"width": 390, "height": 844}))
    page.goto(f"/p/{office.name}/jobs/payroll?dialog=share")
    dialog = page.get_by_role("dialog", name="Share “payroll”")
    expect(dialog.get_by_role("combobox", name="Person")).to_be_focused()
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert_accessible(page)

    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    opener = page.get_by_role("link", name="Share payroll")
    opener.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_manager_who_is_a_guest_shares_with_whom_the_server_lets_her(
    as_person: Opens, server: RunningServer, office: ProjectApi
) -> None:
    manager = add(server, office, f"Ma {office.name}", "guest")
    member = add(server, office, f"Me {office.name}", "guest")
    stranger = account(server, f"Out {office.name}")
    share(office, "payroll", manager, "manage")
    page = as_person(manager.name)
    page.goto(f"/p/{office.name}/jobs/payroll?dialog=share")
    dialog = page.get_by_role("dialog", name="Share “payroll”")
    expect(dialog.get_by_text("you do not see who is a member")).to_be_visible()

    dialog.get_by_role("combobox", name="Person").fill(stranger.name)
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_text("ask an owner to add them, as a guest")).to_be_visible()
    dialog.get_by_role("combobox", name="Person").fill(member.name)
    dialog.get_by_role("button", name="Add").click()

    expect(row_of(dialog, member.name)).to_contain_text("for this job only")


def test_who_does_not_manage_a_job_is_not_offered_to_share_it(
    as_person: Opens, server: RunningServer, office: ProjectApi
) -> None:
    editor = add(server, office, f"Ed {office.name}", "editor")
    page = as_person(editor.name)
    page.goto(f"/p/{office.name}/jobs")

    expect(page.get_by_role("button", name="Run payroll now")).to_be_visible()
    expect(page.get_by_role("link", name="Share payroll")).to_have_count(0)
