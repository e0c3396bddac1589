"""A terminal is let in by a browser: by whoever types its code, once, within ten minutes, and nobody else."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, update

from dayshift.api.terminals import LOOK_AGAIN_S
from dayshift.auth import tokens
from dayshift.store.tables import audit, people, sessions
from dayshift.store.tables import terminals as table
from dayshift.testing.rest import Json, http
from dayshift.testing.server import ADMINISTRATOR, RunningServer, running_replica, running_server

_numbers = itertools.count(1)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    settings = {}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgresql").new_database()
    with running_server(tmp_path_factory.mktemp("server") / "home", **settings) as running:
        yield running


@dataclass
class Terminal:
    """A terminal that asked, in a network of its own."""

    client: httpx2.Client
    asked: Json

    def wait(self, seconds: float = 0, **changes: str) -> httpx2.Response:
        body = {"flow": self.asked["flow"], "secret": self.asked["secret"], "wait": seconds, **changes}
        return self.client.post("/terminals/wait", json=body)

    @property
    def path(self) -> str:
        return f"/terminals/{self.asked['flow']}"

    @property
    def wrong(self) -> str:
        """A code that is not its own."""
        return "B" * 8 if self.asked["code"] == "A" * 8 else "A" * 8


@pytest.fixture
def network(server: RunningServer) -> Iterator[Callable[..., httpx2.Client]]:
    """Makes clients, each in a network of its own, which is part of loopback."""
    opened: list[httpx2.Client] = []

    def make(url: str = server.url) -> httpx2.Client:
        number = next(_numbers)
        transport = httpx2.HTTPTransport(local_address=f"127.{1 + number // 250}.{1 + number % 250}.1")
        opened.append(httpx2.Client(base_url=f"{url}/api/v1", transport=transport, timeout=40))
        return opened[-1]

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def terminal(network: Callable[..., httpx2.Client]) -> Terminal:
    client = network()
    answer = client.post("/terminals")
    assert answer.status_code == 201, answer.text
    return Terminal(client, answer.json())


def let_in(client: httpx2.Client, terminal: Terminal, code: str | None = None) -> httpx2.Response:
    return client.post(f"{terminal.path}/let-in", json={"code": code or terminal.asked["code"]})


@pytest.fixture
def ada(server: RunningServer, network: Callable[..., httpx2.Client]) -> httpx2.Client:
    """Somebody who signed in a moment ago."""
    client = network()
    client.headers["Authorization"] = f"Bearer {server.sign_in()}"
    return client


def ended(answer: httpx2.Response) -> bool:
    """Whether it is the one refusal that says nothing of why, word for word."""
    problem = {**answer.json(), "request_id": ""}
    return problem == {
        "type": "urn:dayshift:sign_in_ended",
        "title": "No terminal waits for this sign-in any more.",
        "status": 404,
        "code": "sign_in_ended",
        "hint": "Type `dayshift login` in the terminal again.",
        "request_id": "",
    }


def rows(server: RunningServer, *actions: str) -> list[Any]:
    with server.begin() as tx:
        return list(tx.rows(select(audit).where(audit.c.action.in_(actions)).order_by(audit.c.id)))


def set_terminal(server: RunningServer, terminal: Terminal, **past: timedelta) -> None:
    """Move instants of it to so long before now."""
    with server.begin() as tx:
        mine = table.c.flow_hash == tokens.digest(terminal.asked["flow"])
        tx.execute(update(table).where(mine).values({name: tx.now - by for name, by in past.items()}))


def test_whoever_types_the_code_lets_the_terminal_in_as_herself(server: RunningServer, terminal: Terminal, ada):
    assert terminal.asked["url"] == f"{server.url}/sign-in/terminal?flow={terminal.asked['flow']}"
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(terminal.wait, 20)
        seen = ada.get(terminal.path).json()
        answer = let_in(ada, terminal)
        session = waiting.result().json()["session"]

    assert answer.status_code == 204
    assert seen["address"] == terminal.client._transport._pool._local_address
    assert session["name"] == ADMINISTRATOR
    with http(server.url, session["token"]) as signed_in:
        assert signed_in.get("/me").json()["key"] is None


def test_the_session_comes_out_once_and_then_everything_reads_as_if_it_had_never_been(terminal: Terminal, ada):
    let_in(ada, terminal)

    first, again = terminal.wait(), terminal.wait()
    others = [ada.get(terminal.path), let_in(ada, terminal), ada.post(f"{terminal.path}/refuse")]

    assert first.json()["session"]["token"]
    assert all(ended(answer) for answer in (again, *others))
    unknown = Terminal(terminal.client, {**terminal.asked, "flow": tokens.new_flow()})
    assert ended(unknown.wait()) and ended(ada.get(unknown.path)) and ended(let_in(ada, unknown))


def test_of_many_that_wait_at_once_one_gets_the_session(terminal: Terminal, ada):
    let_in(ada, terminal)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: terminal.wait(1), range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [404] * 7
    assert all(ended(answer) for answer in answers if answer.status_code == 404)


def test_a_second_person_cannot_take_what_the_first_has_let_in(server: RunningServer, terminal: Terminal, ada):
    let_in(ada, terminal)

    with http(server.url, server.sign_in("eve")) as eve:
        assert ended(let_in(eve, terminal)) and ended(eve.post(f"{terminal.path}/refuse"))
        assert ended(eve.get(terminal.path))

    assert terminal.wait().json()["session"]["name"] == ADMINISTRATOR


def test_who_has_another_secret_waits_in_vain(terminal: Terminal, ada):
    let_in(ada, terminal)

    assert ended(terminal.wait(secret=tokens.new_token()))
    assert ended(terminal.wait(secret=terminal.asked["code"]))
    assert terminal.wait().json()["session"]


@pytest.mark.parametrize("typed", ["lower", "spaced", "hyphen"])
def test_the_code_is_taken_however_it_is_typed(typed: str, terminal: Terminal, ada):
    code = terminal.asked["code"]
    forms = {"lower": code.lower(), "spaced": f" {code[:4]} {code[4:]} ", "hyphen": f"{code[:4]}-{code[4:]}"}

    assert let_in(ada, terminal, forms[typed]).status_code == 204


def test_five_wrong_codes_end_it_also_for_who_knows_the_right_one(server: RunningServer, terminal: Terminal, ada):
    before = len(rows(server, "session:let_in"))
    answers = [let_in(ada, terminal, terminal.wrong) for _ in range(5)]
    right = let_in(ada, terminal)

    assert [answer.json()["code"] for answer in answers] == ["wrong_code"] * 4 + ["sign_in_ended"]
    assert [answer.status_code for answer in answers] == [422] * 4 + [404]
    assert [one["errors"][0]["field"] for one in (answer.json() for answer in answers[:4])] == ["code"] * 4
    assert "one try is left" in answers[3].text
    assert ended(answers[4]) and ended(right) and ended(terminal.wait())
    assert [row.outcome for row in rows(server, "session:let_in")[before:]] == ["refused"] * 5


def test_codes_that_come_at_once_are_five_too(terminal: Terminal, ada):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: let_in(ada, terminal, terminal.wrong), range(8)))

    assert sorted(answer.status_code for answer in answers) == [404] * 4 + [422] * 4
    assert ended(let_in(ada, terminal))


def test_after_ten_wrong_codes_a_network_waits(server: RunningServer, network, ada):
    for number in range(10):
        asked = Terminal(network(), network().post("/terminals").json())
        assert let_in(ada, asked, asked.wrong).status_code == 422, number
    last = Terminal(network(), network().post("/terminals").json())

    right = let_in(ada, last)

    assert right.status_code == 429 and "codes" in right.json()["title"]
    with network() as elsewhere:
        elsewhere.headers["Authorization"] = f"Bearer {server.sign_in()}"
        assert let_in(elsewhere, last).status_code == 204


def test_it_ends_after_ten_minutes_let_in_or_not(server: RunningServer, terminal: Terminal, network, ada):
    other = Terminal(network(), network().post("/terminals").json())
    let_in(ada, other)
    for one in (terminal, other):
        with server.begin() as tx:
            row = tx.row(select(table).where(table.c.flow_hash == tokens.digest(one.asked["flow"])))
        assert row.ends_at - row.created_at == timedelta(minutes=10)
        set_terminal(server, one, ends_at=timedelta(0))

    assert ended(ada.get(terminal.path)) and ended(let_in(ada, terminal)) and ended(terminal.wait())
    assert ended(other.wait())


def test_a_refusal_is_told_once_and_signs_nobody_in(server: RunningServer, terminal: Terminal, ada):
    assert ada.post(f"{terminal.path}/refuse").status_code == 204

    told, again = terminal.wait(5), terminal.wait()

    assert (told.status_code, told.json()["code"]) == (403, "sign_in_refused")
    assert ended(again) and ended(let_in(ada, terminal))
    assert rows(server, "session:refuse")[-1].after == {"terminal_at": terminal.client._transport._pool._local_address}


def test_a_network_asks_five_times_a_minute(network):
    here, there = network(), network()

    answers = [here.post("/terminals") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert 0 < int(answers[5].headers["retry-after"]) <= 60
    assert there.post("/terminals").status_code == 201


def test_a_terminal_that_stopped_waiting_takes_nothing(terminal: Terminal, ada):
    with suppress(httpx2.ReadTimeout):
        terminal.client.post(
            "/terminals/wait",
            json={"flow": terminal.asked["flow"], "secret": terminal.asked["secret"], "wait": 30},
            timeout=0.7,
        )
        raise AssertionError("it was answered")
    let_in(ada, terminal)
    Event().wait(3 * LOOK_AGAIN_S)  # whoever still waited would have taken it

    later = terminal.wait()

    assert later.json()["session"]["token"]


# Who may -------------------------------------------------------------------------------------------------------------


def test_no_key_lets_a_terminal_in_nor_sees_it(server: RunningServer, terminal: Terminal):
    with http(server.url, server.key) as key:
        answers = [key.get(terminal.path), let_in(key, terminal), key.post(f"{terminal.path}/refuse")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "session_only")] * 3
    assert terminal.wait().json() == {"session": None}


def test_an_old_sign_in_types_no_code_and_loses_no_try(server: RunningServer, terminal: Terminal):
    token = server.sign_in()
    with server.begin() as tx:
        old = update(sessions).where(sessions.c.token_hash == tokens.digest(token))
        tx.execute(old.values(confirmed_at=tx.now - timedelta(minutes=16)))

    with http(server.url, token) as late:
        seen = late.get(terminal.path)
        refused = [let_in(late, terminal, code) for code in (terminal.wrong, None)]

    assert seen.status_code == 200
    assert [answer.json()["code"] for answer in refused] == ["confirm_needed"] * 2
    with server.begin() as tx:
        mine = select(table.c.tries).where(table.c.flow_hash == tokens.digest(terminal.asked["flow"]))
        assert tx.execute(mine).scalar_one() == 0


def test_letting_in_renews_no_password(server: RunningServer, terminal: Terminal, ada):
    """Or whoever found an open browser could let in one terminal after another, for good."""
    token = str(ada.headers["Authorization"]).removeprefix("Bearer ")
    with server.begin() as tx:
        old = update(sessions).where(sessions.c.token_hash == tokens.digest(token))
        tx.execute(old.values(confirmed_at=tx.now - timedelta(minutes=14)))
    assert let_in(ada, terminal).status_code == 204

    made = tokens.digest(terminal.wait().json()["session"]["token"])

    with server.begin() as tx:
        confirmed_at = tx.execute(select(sessions.c.confirmed_at).where(sessions.c.token_hash == made)).scalar_one()
        assert tx.now - confirmed_at >= timedelta(minutes=14)


def test_a_page_of_another_site_lets_nobody_in(server: RunningServer, terminal: Terminal):
    cookie = f"dayshift-{server.url.rpartition(':')[2]}={server.sign_in()}"
    ours = {"Origin": server.url, "X-Dayshift-Request": "1"}
    with http(server.url, Cookie=cookie) as browser:
        for headers in ({}, {**ours, "Origin": "http://evil.example"}, {"Origin": server.url}):
            for path, body in (("let-in", {"code": terminal.asked["code"]}), ("refuse", {})):
                answer = browser.post(f"{terminal.path}/{path}", json=body, headers=headers)
                assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
        browser.get(f"{terminal.path}", headers=ours)
        browser.get(f"{server.url}/sign-in/terminal?flow={terminal.asked['flow']}&code={terminal.asked['code']}")
        assert terminal.wait().json() == {"session": None}
        body = {"code": terminal.asked["code"]}
        assert browser.post(f"{terminal.path}/let-in", json=body, headers=ours).status_code == 204


def test_somebody_who_is_disabled_meanwhile_signs_no_terminal_in(server: RunningServer, terminal: Terminal):
    with http(server.url, server.sign_in("gone")) as gone:
        let_in(gone, terminal)
        number = gone.get("/me").json()["id"]
    with server.begin() as tx:
        tx.execute(update(people).where(people.c.principal == number).values(disabled_at=tx.now))

    assert ended(terminal.wait())


def test_the_history_says_who_let_in_what_from_where(server: RunningServer, terminal: Terminal, ada):
    let_in(ada, terminal)
    terminal.client.headers["User-Agent"] = "dayshift-cli"
    terminal.wait()

    done, begun = rows(server, "session:let_in", "session:terminal")[-2:]

    here = terminal.client._transport._pool._local_address
    assert (done.action, done.actor_name, done.channel) == ("session:let_in", ADMINISTRATOR, "api")
    assert done.after == {"terminal_at": here}
    assert (begun.action, begun.actor_name, begun.channel, begun.address) == (
        "session:terminal",
        ADMINISTRATOR,
        "cli",
        here,
    )


def test_nothing_that_lets_in_is_stored(server: RunningServer, terminal: Terminal):
    with server.begin() as tx:
        stored = " ".join(str(row) for row in tx.rows(select(table)))

    assert not any(terminal.asked[name] in stored for name in ("flow", "secret", "code"))
    assert tokens.digest(terminal.asked["code"]) not in stored


@pytest.mark.postgresql
def test_what_one_server_was_asked_another_answers(postgresql, tmp_path, network):
    with (
        running_server(tmp_path / "home", database_url=postgresql.new_database()) as first,
        running_replica(first) as second,
        http(second, first.sign_in()) as ada,
    ):
        client = network(first.url)
        terminal = Terminal(client, client.post("/terminals").json())
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(terminal.wait, 20)
            assert let_in(ada, terminal).status_code == 204
            assert waiting.result().json()["session"]["name"] == ADMINISTRATOR
