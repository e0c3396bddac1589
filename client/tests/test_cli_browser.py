"""``dayshift login`` by a browser: a real command waits while somebody, elsewhere, lets it in."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import delete

from dayshift.store.tables import rate_limits
from dayshift.testing.rest import http
from dayshift.testing.server import RunningServer
from dayshift_client import Client, errors, signed_in
from dayshift_client.terminals import Door

PATIENCE_S = 30


@pytest.fixture(autouse=True)
def forgiving(server: RunningServer) -> None:
    """All tests come from one network, which may ask five times a minute."""
    with server.begin() as tx:
        tx.execute(delete(rate_limits))


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a command with a home of its own, on a machine without a screen."""
    kept = {name: text for name, text in os.environ.items() if name in ("PATH", "LANG", "PYTHONPATH")}
    return {**kept, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "COLUMNS": "240"}


@dataclass
class Login:
    """A ``dayshift login`` that runs, and what it has printed so far."""

    process: subprocess.Popen[str]
    said: str = ""

    def door(self) -> tuple[str, str]:
        """The flow and the code that it shows."""
        found = self.until(r"flow=(\S+)\s.*code:\s+(\S{4}-\S{4})\s")
        return found[1], found[2]

    def until(self, pattern: str) -> re.Match[str]:
        """Read on until it has said this."""
        while not (found := re.search(pattern, self.said, re.DOTALL)):
            char = self.process.stdout.read(1)
            assert char, self.said
            self.said += char
        return found

    def end(self) -> int:
        limit = Timer(PATIENCE_S, self.process.kill)
        limit.start()
        self.said += self.process.stdout.read()  # what has been read ahead is in there, and would be lost elsewhere
        limit.cancel()
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def login(server: RunningServer, home: dict[str, str]) -> Iterator[Callable[..., Login]]:
    with ExitStack() as stack:

        def start(*words: str, stdin: int = subprocess.DEVNULL, **environment: str) -> Login:
            command = [sys.executable, "-m", "dayshift_client", "login", "--url", server.url, *words]
            process = subprocess.Popen(
                command,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env={**home, **environment},
                start_new_session=True,  # its terminal is the one that it is given
            )
            stack.callback(process.wait, PATIENCE_S)
            stack.callback(process.kill)
            stack.callback(process.stdout.close)
            return Login(process)

        yield start


def answer(server: RunningServer, path: str, body: dict[str, str]) -> None:
    with http(server.url, server.sign_in()) as ada:
        ada.post(f"/terminals/{path}", json=body).raise_for_status()


def test_it_is_let_in_by_the_code_that_it_shows_and_keeps_the_session(
    login: Callable[..., Login], server: RunningServer, tmp_path: Path
):
    begun = login("--no-browser")
    flow, code = begun.door()

    answer(server, f"{flow}/let-in", {"code": code})

    assert begun.end() == 0, begun.said
    assert f"Signed in to {server.url} as ada." in begun.said
    assert f"Open {server.url}/sign-in/terminal?flow={flow}" in begun.said
    file = tmp_path / "config/dayshift/session.json"
    token = json.loads(file.read_text())["tokens"][server.url]
    assert Client(server.url, token).me()["name"] == "ada"
    assert token not in begun.said and file.stat().st_mode & 0o777 == 0o600


def test_a_refusal_ends_it_with_a_sentence_and_keeps_nothing(
    login: Callable[..., Login], server: RunningServer, tmp_path: Path
):
    begun = login("--no-browser")
    flow, _ = begun.door()

    answer(server, f"{flow}/refuse", {})

    assert begun.end() == 1
    assert "This sign-in was refused in the browser." in begun.said
    assert not (tmp_path / "config").exists()


def test_on_a_terminal_the_browser_is_opened_and_with_a_name_it_is_not(
    login: Callable[..., Login], server: RunningServer, tmp_path: Path
):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o700)
    keyboard, terminal = pty.openpty()
    try:
        begun = login(stdin=terminal, BROWSER=f"{browser} %s")
        flow, code = begun.door()
        answer(server, f"{flow}/let-in", {"code": code})
        assert begun.end() == 0, begun.said
        named = login("--name", "ada", stdin=terminal, BROWSER=f"{browser} %s")
        named.until("Password: $")
        os.write(keyboard, f"{server.password}\n".encode())
        assert named.end() == 0, named.said
    finally:
        os.close(keyboard)
        os.close(terminal)

    assert (tmp_path / "opened").read_text().strip().endswith(f"/sign-in/terminal?flow={flow}")
    assert "Your browser has been opened." in begun.said
    assert "Open http" not in named.said and "as ada" in named.said


def test_without_a_screen_no_browser_of_text_takes_the_terminal(login: Callable[..., Login], server: RunningServer):
    keyboard, terminal = pty.openpty()
    try:
        begun = login(stdin=terminal)
        flow, code = begun.door()
        answer(server, f"{flow}/let-in", {"code": code})
        assert begun.end() == 0, begun.said
    finally:
        os.close(keyboard)
        os.close(terminal)

    assert "Waiting … (Ctrl-C ends it)" in begun.said and "has been opened" not in begun.said


def test_python_signs_in_by_a_browser_too(server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def let_in(door: Door) -> None:
        answer(server, f"{door.url.partition('flow=')[2]}/let-in", {"code": door.code})

    with Client.sign_in_by_browser(server.url, let_in) as ada:
        assert ada.me()["name"] == "ada"
        with pytest.raises(errors.WrongPassword):
            ada.confirm("another")
    assert signed_in.load() is None
    with Client.sign_in_by_browser(server.url, let_in, keep=True), Client() as kept:
        assert kept.me()["name"] == "ada"


def test_a_sign_in_that_ends_says_how_to_begin_another(server: RunningServer):
    def type_wrong(door: Door) -> None:
        with http(server.url, server.sign_in()) as ada:
            for _ in range(5):
                ada.post(f"/terminals/{door.url.partition('flow=')[2]}/let-in", json={"code": "wrong"})

    with pytest.raises(errors.SignInEnded) as caught:
        Client.sign_in_by_browser(server.url, type_wrong)

    assert "dayshift login" in caught.value.hint
