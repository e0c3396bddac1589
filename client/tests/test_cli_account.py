"""Signing in at a terminal, and keys."""

import json
import re
import stat
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from dayshift.services import accounts
from dayshift.store.tables import sessions
from dayshift.testing.server import RunningServer
from dayshift_client import Client
from dayshift_client.errors import Unauthenticated

PASSWORD = "plum tractor seventeen gravy"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where the session is kept."""
    return tmp_path / "config/dayshift/session.json"


def test_a_name_and_a_password_sign_in_and_are_kept_for_this_user_alone(terminal, server: RunningServer, kept: Path):
    answer = terminal("login", "--url", server.url, typed=f"ada\n{server.password}\n")

    assert answer.code == 0, answer.err
    assert f"Signed in to {server.url} as ada." in answer.out
    assert server.password not in answer.out + answer.err + kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(terminal("whoami", "--json").out)["name"] == "ada"


def test_a_wrong_password_signs_nobody_in(terminal, server: RunningServer, kept: Path):
    answer = terminal("login", "--url", server.url, "--name", "ada", typed="wrong\n")

    assert answer.code == 1
    assert "Error:" in answer.err and "dayshift login" in answer.err
    assert not kept.exists()


def test_a_set_up_link_asks_for_a_name_and_a_good_password(terminal, server: RunningServer):
    with server.begin() as tx:
        accounts.create_user(tx, "new", password=None, is_admin=False)
        token = accounts.link_for(tx, "new")[1]

    answer = terminal("login", f"{server.url}/setup#{token}", typed=f"nora\nshort\nshort\n{PASSWORD}\n{PASSWORD}\n")

    assert answer.code == 0, answer.err
    assert "12 to 256 characters" in answer.out
    assert "as nora" in answer.out
    assert PASSWORD not in answer.out


def test_a_sign_in_link_asks_nothing(terminal, server: RunningServer):
    with server.begin() as tx:
        token = accounts.link_for(tx, "ada")[1]

    first = terminal("login", f"{server.url}/setup#{token}")
    again = terminal("login", f"{server.url}/setup#{token}")

    assert (first.code, again.code) == (0, 1)
    assert "Error:" in again.err


def test_half_of_a_link_says_what_is_missing(terminal, server: RunningServer):
    answer = terminal("login", f"{server.url}/setup")

    assert answer.code == 1
    assert "token" in answer.err and "quotes" in answer.err


def test_signing_out_ends_the_session(dayshift, server: RunningServer, kept: Path):
    token = server.sign_in()
    kept.write_text(json.dumps({"url": server.url, "tokens": {server.url: token}}))

    first = dayshift("logout")
    then = dayshift("whoami")

    assert (first.code, then.code) == (0, 1)
    assert "dayshift login" in then.err


def test_without_a_session_a_command_says_how_to_get_one(terminal):
    answer = terminal("projects", "list")

    assert answer.code == 1
    assert "Error: You are not signed in." in answer.err and "dayshift login" in answer.err


def test_a_broken_session_file_is_as_none(terminal, kept: Path):
    kept.parent.mkdir(parents=True)
    kept.write_text('{"url": 5, "what": "is this"')

    assert terminal("whoami").code == 1


def test_a_server_that_is_not_there_is_named(terminal):
    answer = terminal("login", "--url", "http://127.0.0.1:1", "--name", "ada", typed="x\n")

    assert answer.code == 1
    assert "127.0.0.1:1" in answer.err and "running" in answer.err


def test_a_key_is_printed_once_listed_and_revoked(dayshift):
    made = dayshift("keys", "create", "[ci] key", "-s", "jobs:read", "-s", "jobs:run", "--days", "7")
    listed = dayshift("keys", "list", "--json")
    table = dayshift("keys", "list")
    number = made.out[4:20]

    revoked = dayshift("keys", "revoke", number)

    assert re.fullmatch(r"dsp_\w{16}\.\w{49}\n", made.out), made
    (row,) = [row for row in json.loads(listed.out) if row["id"] == number]
    assert (row["name"], row["scopes"], row["key"]) == ("[ci] key", ["jobs:read", "jobs:run"], None)
    assert "[ci] key" in table.out and "jobs:read jobs:run" in table.out
    assert revoked.code == 0
    assert number not in dayshift("keys", "list", "--json").out


def test_a_key_is_rotated_and_the_old_one_works_a_while(dayshift, server: RunningServer):
    old = dayshift("keys", "create", "ci", "-s", "projects:read", "--days", "7").out.strip()

    rotated = dayshift("keys", "rotate", old[4:20], "--overlap", "2")
    new = rotated.out.strip()
    ended = json.loads(dayshift("keys", "rotate", new[4:20], "--overlap", "0", "--json").out)
    listed = {row["id"]: row for row in json.loads(dayshift("keys", "list", "--json").out)}
    unknown = dayshift("keys", "rotate", "nope/..")
    long = dayshift("keys", "rotate", old[4:20], "--overlap", "169")

    assert rotated.code == 0 and new != old
    assert Client(server.url, old).me()["key"] == old[4:20]
    assert Client(server.url, ended["key"]).me()["name"] == "ada"
    with pytest.raises(Unauthenticated):
        Client(server.url, new).me()
    left = datetime.fromisoformat(listed[old[4:20]]["ends_at"]) - datetime.fromisoformat(ended["created_at"])
    assert timedelta(minutes=110) < left <= timedelta(hours=2)
    assert (ended["name"], ended["scopes"]) == ("ci", ["projects:read"])
    assert (unknown.code, long.code) == (1, 2)


def test_a_key_needs_a_recent_sign_in_which_the_command_asks_for(dayshift: Callable, server: RunningServer):
    with server.begin() as tx:
        tx.execute(update(sessions).values(confirmed_at=tx.now - timedelta(minutes=16)))

    made = dayshift("keys", "create", "late", "-s", "jobs:read", "--json", typed=f"{server.password}\n")

    assert made.code == 0, made.err
    assert '"key": "dsp_' in made.out


def test_a_scope_that_is_none_is_named_with_those_there_are(dayshift):
    answer = dayshift("keys", "create", "k", "-s", "everything")

    assert answer.code == 1
    assert "scopes:" in answer.err and "jobs:read" in answer.err
