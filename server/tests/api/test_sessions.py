"""Signing in and out, by password and by link, as a browser and as a program."""

from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import update

from dayshift.auth import tokens
from dayshift.services import accounts
from dayshift.store import people
from dayshift.store.engine import Tx
from dayshift.store.tables import links, sessions
from dayshift.store.tables import people as people_table
from dayshift.testing.rest import http
from dayshift.testing.server import ADMINISTRATOR, RunningServer

GOOD_PASSWORD = "plum tractor seventeen gravy"


def sign_in(client: httpx2.Client, server: RunningServer, **changes: str) -> httpx2.Response:
    return client.post(
        "/session", json={"name": ADMINISTRATOR, "password": server.password, "for": "bearer", **changes}
    )


def without_id(answer: httpx2.Response) -> dict[str, object]:
    return {name: value for name, value in answer.json().items() if name != "request_id"}


def age(server: RunningServer, token: str, **columns: timedelta) -> None:
    """Move instants of a session into the past."""
    with server.begin() as tx:
        values = {name: tx.now - past for name, past in columns.items()}
        tx.execute(update(sessions).where(sessions.c.token_hash == tokens.digest(token)).values(values))


def test_a_password_opens_a_session_whose_token_signs_in(server: RunningServer, stranger: httpx2.Client):
    answer = sign_in(stranger, server)

    assert answer.status_code == 201
    assert "set-cookie" not in answer.headers
    with http(server.url, answer.json()["token"]) as client:
        assert client.get("/me").json() == {"id": 1, "name": ADMINISTRATOR, "is_admin": True, "key": None}


def test_names_are_found_without_regard_to_case(server: RunningServer, stranger: httpx2.Client):
    assert sign_in(stranger, server, name=ADMINISTRATOR.upper()).status_code == 201


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(server: RunningServer, stranger: httpx2.Client):
    wrong = sign_in(stranger, server, password="wrong")
    unknown = sign_in(stranger, server, name="nobody")

    assert wrong.status_code == unknown.status_code == 401
    assert without_id(wrong) == without_id(unknown)


def test_somebody_without_a_password_cannot_sign_in_by_one(server: RunningServer, stranger: httpx2.Client):
    server.sign_in("linked")

    assert sign_in(stranger, server, name="linked", password="").status_code == 401


def test_signing_out_ends_the_session_at_once(server: RunningServer):
    with http(server.url, server.sign_in()) as client:
        assert client.get("/me").status_code == 200

        assert client.delete("/session").status_code == 204

        assert client.get("/me").status_code == 401


@pytest.mark.parametrize(
    "past", [{"seen_at": timedelta(hours=12, minutes=1)}, {"ends_at": timedelta(seconds=1)}], ids=["idle", "too old"]
)
def test_a_session_ends_when_it_is_idle_for_twelve_hours_or_too_old(server: RunningServer, past: dict[str, timedelta]):
    token = server.sign_in()
    age(server, token, **past)

    with http(server.url, token) as client:
        assert client.get("/me").status_code == 401


def test_a_session_that_is_used_stays(server: RunningServer):
    token = server.sign_in()
    age(server, token, seen_at=timedelta(hours=11))

    with http(server.url, token) as client:
        assert client.get("/me").status_code == 200
    with server.begin() as tx:
        _, session = people.find_session(tx, tokens.digest(token)) or (None, None)
        assert session is not None and tx.now - session.seen_at < timedelta(minutes=1)


def test_the_oldest_of_more_than_twenty_sessions_ends(server: RunningServer):
    oldest, *others = [server.sign_in("busy") for _ in range(21)]

    answers = []
    for token in (oldest, others[0], others[-1]):
        with http(server.url, token) as client:
            answers.append(client.get("/me").status_code)

    assert answers == [401, 200, 200]


# What needs a recent sign-in ------------------------------------------------------------------------------------------


def test_a_key_is_made_only_after_a_recent_sign_in_which_a_password_renews(server: RunningServer):
    token = server.sign_in()
    age(server, token, confirmed_at=timedelta(minutes=16))
    body = {"name": "script", "scopes": ["jobs:read"]}

    with http(server.url, token) as client:
        refused = client.post("/me/keys", json=body)
        wrong = client.post("/session/confirm", json={"password": "wrong"})
        still = client.post("/me/keys", json=body)
        right = client.post("/session/confirm", json={"password": server.password})
        made = client.post("/me/keys", json=body)

    assert (refused.status_code, refused.json()["code"]) == (403, "confirm_needed")
    assert (wrong.status_code, wrong.json()["code"], still.status_code) == (422, "wrong_password", 403)
    assert [fault["field"] for fault in wrong.json()["errors"]] == ["password"]
    assert (right.status_code, made.status_code) == (204, 201)


# Links ----------------------------------------------------------------------------------------------------------------


def link(server: RunningServer, name: str) -> str:
    """The token of a new link: a set-up link for somebody without a password."""
    server.sign_in(name)
    with server.begin() as tx:
        return accounts.link_for(tx, name)[1]


def redeem(client: httpx2.Client, token: str, **fields: str) -> httpx2.Response:
    return client.post("/links/redeem", json={"token": token, "for": "bearer", **fields})


def test_a_set_up_link_sets_name_and_password_once(server: RunningServer, stranger: httpx2.Client):
    token = link(server, "new")

    first = redeem(stranger, token, name="nora", password=GOOD_PASSWORD)
    again = redeem(stranger, token, name="mallory", password=GOOD_PASSWORD)

    assert first.status_code == 201
    assert first.json()["name"] == "nora"
    assert again.status_code == 401
    assert sign_in(stranger, server, name="nora", password=GOOD_PASSWORD).status_code == 201


def test_a_used_an_expired_and_an_unknown_link_get_the_same_answer(server: RunningServer, stranger: httpx2.Client):
    used, old = link(server, "twice"), link(server, "late")
    redeem(stranger, used, password=GOOD_PASSWORD)
    with server.begin() as tx:
        tx.execute(update(links).where(links.c.token_hash == tokens.digest(old)).values(ends_at=tx.now))

    answers = [redeem(stranger, token, password=GOOD_PASSWORD) for token in (used, old, "dsl_unknown")]

    assert {answer.status_code for answer in answers} == {401}
    assert without_id(answers[0]) == without_id(answers[1]) == without_id(answers[2])


@pytest.mark.parametrize(
    ("fields", "field"),
    [({}, "password"), ({"password": "short"}, "password"), ({"password": "password1234"}, "password")],
    ids=["no password", "a short one", "one that is easily guessed"],
)
def test_a_password_that_is_not_good_enough_burns_no_link(
    server: RunningServer, stranger: httpx2.Client, fields: dict[str, str], field: str
):
    token = link(server, f"weak {len(fields.get('password', ''))}")

    refused = redeem(stranger, token, **fields)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert redeem(stranger, token, password=GOOD_PASSWORD).status_code == 201


def test_a_link_does_not_take_a_name_that_somebody_has(server: RunningServer, stranger: httpx2.Client):
    token = link(server, "imposter")

    assert redeem(stranger, token, name=ADMINISTRATOR.upper(), password=GOOD_PASSWORD).status_code == 409


def test_a_sign_in_link_changes_no_password(server: RunningServer, stranger: httpx2.Client):
    with server.begin() as tx:
        token = accounts.link_for(tx, ADMINISTRATOR)[1]

    answer = redeem(stranger, token, name="other", password=GOOD_PASSWORD)

    assert answer.status_code == 201
    assert answer.json()["name"] == ADMINISTRATOR
    assert sign_in(stranger, server).status_code == 201


def test_a_server_that_nobody_has_set_up_says_so(server: RunningServer, stranger: httpx2.Client):
    with server.begin() as tx:
        kept = people.first_administrator(tx).password_hash
        tx.execute(update(people_table).values(password_hash=None))

    answer, terminal = stranger.get("/projects"), stranger.post("/terminals")

    with server.begin() as tx:
        tx.execute(update(people_table).where(people_table.c.is_admin).values(password_hash=kept))
    assert (answer.status_code, answer.json()["code"]) == (503, "setup_needed")
    assert "link" in answer.json()["hint"]
    assert (terminal.status_code, terminal.json()["code"]) == (503, "setup_needed")


def test_a_session_is_kept_alive_though_others_write_meanwhile(server: RunningServer, client, project, monkeypatch):
    project.upload("a.txt", b"text")
    age(server, server.token, seen_at=timedelta(minutes=2))

    def write_first(session: people.Session, tx: Tx) -> bool:
        if is_due := tx.now - session.seen_at > timedelta(minutes=1):
            age(server, server.sign_in("somebody else"), seen_at=timedelta(0))
        return is_due

    monkeypatch.setattr(accounts, "needs_touch", write_first)
    answer = project.ask("POST", "/files/folder", json={"path": "b"})  # checks rights in a transaction that only reads

    assert answer.status_code == 201, answer.text
