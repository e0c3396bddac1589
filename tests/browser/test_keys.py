"""API keys: made from a set of scopes, shown once, renewed, revoked; by whom the password was typed lately."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from dayshift.store.tables import api_keys, sessions
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer

from .axe import assert_accessible

Opens = Callable[..., Page]


@pytest.fixture
def keys(ada: Page) -> Iterator[Page]:
    """The page of one's keys, by the menu of the person."""
    ada.goto("/projects")
    ada.get_by_role("button", name="You: ada").click()
    ada.get_by_role("menuitem", name="API keys").click()
    expect(ada.get_by_role("heading", name="API keys")).to_be_visible()
    yield ada


def make(page: Page, name: str, chosen: str = "Read only", project: str | None = None) -> Locator:
    """Fill the dialog in and send it; the card that shows the key."""
    page.get_by_role("button", name="New key").first.click()
    dialog = page.get_by_role("dialog", name="New key")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("radio", name=re.compile(f"^{chosen}")).click()
    if project is not None:
        dialog.get_by_role("combobox", name="Where").click()
        page.get_by_role("option", name=project, exact=True).click()
    dialog.get_by_role("button", name="Make this key").click()
    return page.get_by_role("region", name=re.compile(f"“{name}” is ready"))


def status_of(server: RunningServer, key: str) -> int:
    with http(server.url, key) as client:
        return client.get("/me").status_code


def test_a_key_is_shown_once_and_works_where_it_was_made_for(
    project: ProjectApi, keys: Page, server: RunningServer
) -> None:
    project.add_job("report")
    card = make(keys, "Laptop", "Run", project.name)
    text = card.get_by_role("textbox", name="The new key").input_value()
    expect(card).to_contain_text(f"export DAYSHIFT_API_KEY={text}")
    expect(card).to_contain_text(f"dayshift jobs run my-job --project {project.name} --wait")
    card.get_by_text("Python", exact=True).click()
    expect(card).to_contain_text(f'jobs = Client().project("{project.name}").jobs')
    assert_accessible(keys)

    with http(server.url, text) as client:
        assert client.post(f"/projects/{project.name}/jobs/report/executions", json={}).status_code == 201
        refused = client.post(f"/projects/{project.name}/jobs", json={"name": "x", "program": {"source": "pass"}})
        assert refused.json()["code"] == "scope_missing"

    card.get_by_role("button", name="I have copied it").click()
    expect(card).to_have_count(0)
    row = keys.get_by_role("row", name=re.compile("^Laptop"))
    expect(row).to_contain_text("dsp_" + text.split("_")[1].split(".")[0])
    expect(row).to_contain_text("jobs:run")
    keys.reload()
    expect(row).to_be_visible()
    expect(keys.get_by_text(text)).to_have_count(0)


def test_the_key_goes_to_the_clipboard(keys: Page) -> None:
    keys.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = make(keys, "Copied")

    card.get_by_role("button", name="Copy", exact=True).click()

    expect(card.get_by_role("button", name="Copied", exact=True)).to_be_visible()
    text = card.get_by_role("textbox", name="The new key").input_value()
    assert keys.evaluate("navigator.clipboard.readText()") == text


def test_scopes_that_are_ticked_one_by_one_are_an_own_choice(keys: Page) -> None:
    keys.get_by_role("button", name="New key").first.click()
    dialog = keys.get_by_role("dialog", name="New key")
    expect(dialog.get_by_label("Name")).to_be_focused()
    assert_accessible(keys)

    dialog.get_by_role("radio", name=re.compile("^Author")).click()
    expect(dialog.get_by_role("checkbox", name=re.compile("^schedules:write"))).to_be_checked()
    dialog.get_by_role("checkbox", name=re.compile("^files:write")).uncheck()

    expect(dialog.get_by_role("radio", name=re.compile("^Own choice"))).to_be_checked()
    dialog.get_by_label("Name").fill("Own")
    dialog.get_by_label("Ends after, days").fill("10")
    dialog.get_by_role("button", name="Make this key").click()
    row = keys.get_by_role("row", name=re.compile("^Own"))
    expect(row).to_contain_text("environments:write")
    expect(row).not_to_contain_text("files:write")
    expect(row).to_contain_text(re.compile("ends in (10|9) days"))


def test_an_old_sign_in_is_asked_for_the_password_and_what_was_typed_is_kept(keys: Page, server: RunningServer) -> None:
    with server.begin() as tx:
        tx.execute(update(sessions).values(confirmed_at=tx.now - timedelta(minutes=16)))
    card = make(keys, "Late")
    asked = keys.get_by_role("dialog", name="Is it still you?")
    expect(asked.get_by_label("Password", exact=True)).to_be_focused()
    keys.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    dialog = keys.get_by_role("dialog", name="New key")
    expect(dialog.get_by_text("This needs a sign-in within the last 15 minutes.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("Late")

    dialog.get_by_role("button", name="Make this key").click()
    asked.get_by_label("Password", exact=True).fill(server.password)
    keys.keyboard.press("Enter")

    expect(card).to_be_visible()
    expect(dialog).to_be_hidden()


def test_a_renewed_key_takes_the_place_of_the_old_one(keys: Page, server: RunningServer) -> None:
    old = make(keys, "Nightly").get_by_role("textbox").input_value()
    keys.get_by_role("button", name="Renew Nightly…").click()
    dialog = keys.get_by_role("dialog", name="Renew “Nightly”?")
    dialog.get_by_role("combobox", name="The old one").click()
    keys.get_by_role("option", name="works 7 days longer").click()
    assert_accessible(keys)
    dialog.get_by_role("button", name="Make the new key").click()

    expect(dialog).to_be_hidden()
    card = keys.get_by_role("region", name=re.compile("“Nightly” is ready"))
    expect(card).to_contain_text("The old key works 7 days longer.")
    new = card.get_by_role("textbox").input_value()
    assert new != old
    assert (status_of(server, old), status_of(server, new)) == (200, 200)
    expect(keys.get_by_role("row", name=re.compile("^Nightly"))).to_have_count(2)
    expect(keys.get_by_role("row", name=re.compile("^Nightly")).last).to_contain_text(re.compile("ends in (7|6) days"))


def test_a_revoked_key_ends_at_once(keys: Page, server: RunningServer) -> None:
    text = make(keys, "Lost").get_by_role("textbox").input_value()
    opener = keys.get_by_role("button", name="Revoke Lost…")
    opener.click()
    dialog = keys.get_by_role("dialog", name="Revoke “Lost”?")
    assert_accessible(keys)
    dialog.get_by_role("button", name="Cancel").click()
    expect(opener).to_be_focused()
    assert status_of(server, text) == 200

    opener.click()
    dialog.get_by_role("button", name="Revoke it").click()

    expect(keys.get_by_role("row", name=re.compile("^Lost"))).to_have_count(0)
    assert status_of(server, text) == 401


def test_a_key_that_has_ended_is_struck_and_cannot_be_renewed(keys: Page, server: RunningServer) -> None:
    expect(make(keys, "Trial")).to_be_visible()
    with server.begin() as tx:
        tx.execute(update(api_keys).where(api_keys.c.name == "Trial").values(ends_at=tx.now - timedelta(days=60)))
    keys.reload()

    row = keys.get_by_role("row", name=re.compile("^Trial"))
    expect(row).to_contain_text(re.compile(r"ended \w{3} \d"))
    expect(row.get_by_role("button", name="Renew Trial…")).to_have_count(0)
    expect(row.get_by_role("button", name="Revoke Trial…")).to_be_visible()
    assert_accessible(keys)
