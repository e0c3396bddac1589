"""``dayshift login`` in a terminal, let in by a browser: a real command waits, and somebody types what it shows."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import delete, update

from dayshift.store.tables import rate_limits, sessions, terminals
from dayshift.testing.rest import http
from dayshift.testing.server import RunningServer

from .axe import assert_accessible
from .conftest import PHONE

PATIENCE_S = 30
SMALLEST = 320
ENDED = "No terminal waits here any more"


class Command:
    """A ``dayshift login --no-browser`` that runs, and what it shows."""

    def __init__(self, server: RunningServer, home: Path) -> None:
        words = [sys.executable, "-m", "dayshift_client", "login", "--no-browser", "--url", server.url]
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        self.process = subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "COLUMNS": "240"},
        )
        self.said = "".join(self.process.stdout.readline() for _ in range(2))
        found = re.search(r"Open (\S+)\sand type this code:\s+(\S+)", self.said)
        assert found, self.said
        self.url, self.code = found.groups()
        self.session = home / "dayshift/session.json"

    def end(self) -> str:
        """What it said until its end."""
        self.said += self.process.communicate(timeout=PATIENCE_S)[0]
        return self.said


@pytest.fixture
def command(server: RunningServer, tmp_path: Path) -> Iterator[Command]:
    with server.begin() as tx:
        tx.execute(delete(rate_limits))  # all tests come from one network
    begun = Command(server, tmp_path)
    yield begun
    begun.process.kill()
    begun.process.communicate(timeout=PATIENCE_S)


def code_of(page: Page) -> Locator:
    return page.get_by_label("The code that the terminal shows")


def test_a_terminal_is_signed_in_by_whoever_types_its_code(
    command: Command, new_page: Callable[..., Page], server: RunningServer
) -> None:
    page = new_page()
    page.goto(command.url)
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password", exact=True).fill(server.password)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Let a terminal in?")).to_be_visible()
    expect(page.get_by_text("will be signed in as you, ada")).to_be_visible()
    expect(page.get_by_role("definition").first).to_have_text("127.0.0.1")
    expect(code_of(page)).to_be_focused()
    assert_accessible(page)
    page.keyboard.type(command.code.lower().replace("-", " "))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="The terminal is signed in")).to_be_visible()
    assert_accessible(page)
    assert "as ada." in command.end()
    assert command.session.exists()
    page.reload()
    expect(page.get_by_role("heading", name=ENDED)).to_be_visible()


def test_wrong_codes_say_how_many_tries_are_left_and_the_fifth_ends_it(command: Command, ada: Page) -> None:
    ada.goto(command.url)
    for left in ("4 tries are", "3 tries are", "2 tries are", "one try is"):
        code_of(ada).fill("wrong")
        ada.get_by_role("button", name="Let it in").click()
        expect(ada.get_by_text(f"the terminal shows another code; {left} left")).to_be_visible()
    expect(code_of(ada)).to_be_focused()
    assert_accessible(ada)

    ada.get_by_role("button", name="Let it in").click()

    expect(ada.get_by_role("heading", name=ENDED)).to_be_visible()
    assert_accessible(ada)
    assert "No terminal waits for this sign-in any more." in command.end()
    assert not command.session.exists()


def test_a_terminal_that_is_refused_hears_it(command: Command, new_page, sign_in) -> None:
    page = sign_in(new_page(PHONE))
    page.goto(command.url)
    assert_accessible(page)
    for width in (PHONE["width"], SMALLEST):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_role("button", name="Refuse").click()

    expect(page.get_by_role("heading", name="Nobody was signed in")).to_be_visible()
    assert_accessible(page)
    assert "This sign-in was refused in the browser." in command.end()


def test_an_old_sign_in_shows_the_password_first_and_a_wrong_one_ends_nothing(
    command: Command, ada: Page, server: RunningServer
) -> None:
    with server.begin() as tx:
        tx.execute(update(sessions).values(confirmed_at=tx.now - timedelta(minutes=16)))
    ada.goto(command.url)
    code_of(ada).fill(command.code)
    ada.get_by_role("button", name="Let it in").click()

    asked = ada.get_by_role("dialog", name="Is it still you?")
    asked.get_by_label("Password", exact=True).fill("another")
    asked.get_by_role("button", name="Confirm").click()
    expect(asked.get_by_text("That password is wrong.")).to_be_visible()
    expect(ada.get_by_role("dialog", name="Sign in again")).to_have_count(0)
    asked.get_by_label("Password", exact=True).fill(server.password)
    asked.get_by_role("button", name="Confirm").click()

    expect(ada.get_by_role("heading", name="The terminal is signed in")).to_be_visible()
    assert "as ada." in command.end()


def test_what_was_never_there_is_over_is_used_or_is_anothers_reads_the_same(
    command: Command, ada: Page, server: RunningServer
) -> None:
    said = []
    with http(server.url, server.sign_in("eve")) as eve:
        eve.post(f"/terminals/{command.url.partition('flow=')[2]}/let-in", json={"code": command.code})
    command.end()
    old = Command(server, command.session.parent)
    with server.begin() as tx:
        tx.execute(update(terminals).values(ends_at=tx.now))

    for address in (command.url, old.url, f"{server.url}/sign-in/terminal?flow=none", f"{server.url}/sign-in/terminal"):
        ada.goto(address)
        expect(ada.get_by_role("heading", name=ENDED)).to_be_visible()
        said.append(ada.get_by_role("main").inner_text())

    assert len(set(said)) == 1
    old.end()
