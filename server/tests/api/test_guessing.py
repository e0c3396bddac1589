"""Whoever guesses has to wait, wherever the guess aims; whoever signed in before gets in meanwhile."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select, update

from dayshift.api import accounts as door
from dayshift.auth import tokens
from dayshift.auth.passwords import hash_password
from dayshift.services import accounts, guessing
from dayshift.services.guessing import Attempt
from dayshift.store import people
from dayshift.store.people import Person
from dayshift.store.tables import rate_limits
from dayshift.testing.server import RunningServer, running_server

PASSWORD = "plum tractor seventeen gravy"
KEPT = hash_password(PASSWORD, about=[])
_numbers = itertools.count(1)

From = Callable[[], httpx2.Client]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    settings = {}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgresql").new_database()
    with running_server(tmp_path_factory.mktemp("server") / "home", **settings) as running:
        yield running


@pytest.fixture
def network(server: RunningServer) -> Iterator[From]:
    """Makes clients, each in a network of its own, which is part of loopback."""
    opened: list[httpx2.Client] = []

    def make() -> httpx2.Client:
        number = next(_numbers)
        transport = httpx2.HTTPTransport(local_address=f"127.{1 + number // 250}.{1 + number % 250}.1")
        opened.append(httpx2.Client(base_url=f"{server.url}/api/v1", transport=transport, timeout=30))
        return opened[-1]

    yield make
    for client in opened:
        client.close()


def person(server: RunningServer, name: str) -> Person:
    """Somebody new who has the password."""
    with server.begin() as tx:
        name = f"{name} {next(_numbers)}"
        return people.add_person(tx, name, password_hash=KEPT, is_admin=False, now=tx.now)


@pytest.fixture
def ada(server: RunningServer) -> str:
    """The name of a person of the test's own, who has the password."""
    return person(server, "ada").name


@pytest.fixture
def ours(server: RunningServer) -> dict[str, str]:
    """What our own pages send."""
    return {"Origin": server.url, "X-Dayshift-Request": "1"}


def address(client: httpx2.Client) -> str:
    """From where it calls."""
    found: str = client._transport._pool._local_address  # type: ignore[attr-defined]
    return found


def sign_in(client: httpx2.Client, name: str, password: str = PASSWORD, **fields: Any) -> httpx2.Response:
    return client.post("/session", json={"name": name, "password": password, "for": "bearer", **fields})


def in_browser(client: httpx2.Client, name: str, ours: dict[str, str]) -> None:
    """Sign in as a page does: the cookies stay in ``client``."""
    answer = client.post("/session", json={"name": name, "password": PASSWORD}, headers=ours)
    assert answer.status_code == 201, answer.text


def device_id(client: httpx2.Client) -> str:
    """The public half of its device cookie."""
    (cookie,) = [value for name, value in client.cookies.items() if name.startswith("dayshift-device-")]
    return cookie.partition(".")[0]


def fail(server: RunningServer, attempt: Attempt, times: int) -> None:
    """Let so many attempts have failed."""
    with server.begin() as tx:
        for _ in range(times):
            guessing.count(tx, attempt)


def statuses(answers: list[httpx2.Response]) -> list[int]:
    return [answer.status_code for answer in answers]


def refused(answer: httpx2.Response, most_s: int) -> dict[str, Any]:
    """What a 429 says, but for its id; it must say when to come again."""
    assert answer.status_code == 429, answer.text
    assert most_s - 60 < int(answer.headers["retry-after"]) <= most_s
    problem: dict[str, Any] = answer.json()
    assert problem.pop("request_id")
    assert problem["code"] == "too_much"
    return problem


# Passwords ------------------------------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_from_a_network_the_right_one_waits_there_only(network: From, ada: str):
    here, there = network(), network()

    wrong = [sign_in(here, ada, "wrong") for _ in range(5)]
    sixth = sign_in(here, ada)
    elsewhere = sign_in(there, ada)

    assert statuses(wrong) == [401] * 5
    assert "failed" in refused(sixth, 900)["title"] and "15 min" in sixth.json()["hint"]
    assert elsewhere.status_code == 201


def test_a_name_that_nobody_has_is_answered_like_one_that_somebody_has(server: RunningServer, network: From, ada: str):
    def answers(name: str) -> list[Any]:
        client = network()
        fail(server, guessing.by_stranger(name, address(client)), 4)
        fifth = sign_in(client, name, "wrong")
        return [fifth.status_code, {**fifth.json(), "request_id": ""}, refused(sign_in(client, name, "wrong"), 900)]

    assert answers(ada) == answers(f"nobody {next(_numbers)}")


def test_after_thirty_failures_a_network_waits_whatever_the_name(server: RunningServer, network: From, ada: str):
    here = network()
    for number in range(29):
        fail(server, guessing.by_stranger(f"somebody {number}", address(here)), 1)

    thirtieth = sign_in(here, "another", "wrong")
    after = sign_in(here, ada)

    assert thirtieth.status_code == 401
    refused(after, 900)


def test_after_fifty_failures_a_name_waits_in_every_network(server: RunningServer, network: From, ada: str):
    for number in range(49):
        fail(server, guessing.by_stranger(ada, f"10.0.{number}.1"), 1)

    fiftieth = sign_in(network(), ada, "wrong")
    after = sign_in(network(), ada)

    assert fiftieth.status_code == 401
    refused(after, 3600)


def test_the_true_person_gets_in_where_she_signed_in_before(
    server: RunningServer, network: From, ada: str, ours: dict[str, str]
):
    hers, shared = network(), network()
    in_browser(hers, ada, ours)
    for client in (hers, shared):
        fail(server, guessing.by_stranger(ada, address(client)), 100)

    stranger, program = sign_in(shared, ada), sign_in(hers, ada)
    again = hers.post("/session", json={"name": ada, "password": PASSWORD}, headers=ours)

    refused(stranger, 3600)
    assert statuses([program, again]) == [201, 201]


def test_a_device_has_ten_tries_which_are_nobody_elses(server: RunningServer, network: From, ours: dict[str, str]):
    bea, device, other = person(server, "bea"), network(), network()
    in_browser(device, bea.name, ours)
    fail(server, guessing.by_device(bea.id, device_id(device)), 9)

    tenth = sign_in(device, bea.name, "wrong")
    eleventh = sign_in(device, bea.name)

    assert tenth.status_code == 401
    assert "device" in refused(eleventh, 900)["title"]
    assert sign_in(other, bea.name).status_code == 201


@pytest.mark.parametrize("kind", ["of somebody else", "forged"])
def test_a_cookie_that_was_not_made_for_this_person_makes_nobody_known(
    kind: str, server: RunningServer, network: From, ada: str, ours: dict[str, str]
):
    client, name = network(), f"dayshift-device-{server.url.rpartition(':')[2]}"
    if kind == "forged":
        client.cookies.set(name, f"{'x' * 22}.{'0' * 64}", domain="127.0.0.1")
    else:
        in_browser(client, person(server, "mallory").name, ours)
    fail(server, guessing.by_stranger(ada, address(client)), 5)

    refused(sign_in(client, ada), 900)


def test_a_window_that_ended_counts_no_longer(server: RunningServer, network: From, ada: str):
    client = network()
    fail(server, guessing.by_stranger(ada, address(client)), 5)
    before = sign_in(client, ada)

    with server.begin() as tx:
        tx.execute(update(rate_limits).values(ends_at=tx.now - timedelta(seconds=1)))

    assert (before.status_code, sign_in(client, ada).status_code) == (429, 201)


def test_what_succeeds_is_not_written_down(server: RunningServer, network: From, ada: str):
    def counters() -> int:
        with server.begin() as tx:
            return int(tx.execute(select(func.count()).select_from(rate_limits)).scalar_one())

    client, before = network(), counters()

    answers = [sign_in(client, ada), sign_in(client, ada, "wrong")]
    after_both = counters()
    answers.append(sign_in(client, ada))

    assert statuses(answers) == [201, 401, 201]
    assert after_both == counters() == before + 3


def test_a_right_password_that_others_overtook_waits_like_a_wrong_one(
    server: RunningServer, network: From, ada: str, monkeypatch: pytest.MonkeyPatch
):
    client = network()

    def overtaken(_password: str, _kept: str | None) -> bool:
        fail(server, guessing.by_stranger(ada, address(client)), 5)
        return True

    monkeypatch.setattr(door, "verify_password", overtaken)

    refused(sign_in(client, ada), 900)


# Confirming -----------------------------------------------------------------------------------------------------------


def confirm(client: httpx2.Client, password: str, headers: dict[str, str]) -> httpx2.Response:
    return client.post("/session/confirm", json={"password": password}, headers=headers)


def test_confirming_counts_with_the_sign_ins_of_the_same_device(
    server: RunningServer, network: From, ours: dict[str, str]
):
    bea, browser = person(server, "bea"), network()
    in_browser(browser, bea.name, ours)
    fail(server, guessing.by_device(bea.id, device_id(browser)), 8)

    wrong = [confirm(browser, "wrong", ours), sign_in(browser, bea.name, "wrong")]

    assert statuses(wrong) == [422, 401]
    refused(confirm(browser, PASSWORD, ours), 900)
    refused(sign_in(browser, bea.name), 900)


def test_a_program_confirms_in_its_session_which_no_stranger_can_use_up(server: RunningServer, network: From):
    bea, client = person(server, "bea"), network()
    token = sign_in(client, bea.name).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    fail(server, guessing.by_stranger(bea.name, address(client)), 100)

    right = confirm(client, PASSWORD, headers)
    fail(server, guessing.by_device(bea.id, tokens.digest(token)), 9)
    tenth, late = confirm(client, "wrong", headers), confirm(client, PASSWORD, headers)

    assert statuses([right, tenth]) == [204, 422]
    refused(late, 900)


# The device cookie ----------------------------------------------------------------------------------------------------


def test_a_browser_gets_a_device_cookie_for_a_year_and_keeps_it(
    server: RunningServer, network: From, ada: str, ours: dict[str, str]
):
    client, name = network(), f"dayshift-device-{server.url.rpartition(':')[2]}"

    answer = client.post("/session", json={"name": ada, "password": PASSWORD}, headers=ours)
    first = client.cookies[name]
    in_browser(client, ada, ours)

    (cookie,) = [text for text in answer.headers.get_list("set-cookie") if text.startswith(f"{name}=")]
    parts = {part.strip() for part in cookie.split(";")}
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=31536000"} <= parts
    assert client.cookies[name] == first


def test_a_program_gets_no_cookie_at_all(network: From, ada: str):
    answer = sign_in(network(), ada)

    assert answer.status_code == 201
    assert "set-cookie" not in answer.headers


def test_a_browser_that_came_by_a_link_is_known_as_well(
    server: RunningServer, network: From, ada: str, ours: dict[str, str]
):
    client = network()
    with server.begin() as tx:
        link = accounts.link_for(tx, ada)[1]
    assert client.post("/links/redeem", json={"token": link}, headers=ours).status_code == 201
    fail(server, guessing.by_stranger(ada, address(client)), 5)

    assert sign_in(client, ada).status_code == 201


# Links and keys -------------------------------------------------------------------------------------------------------


def test_after_ten_wrong_links_a_network_waits_for_a_minute(server: RunningServer, network: From, ada: str):
    here, there = network(), network()
    with server.begin() as tx:
        body = {"token": accounts.link_for(tx, ada)[1], "for": "bearer"}

    wrong = [here.post("/links/redeem", json={"token": f"dsl_{number}", "for": "bearer"}) for number in range(10)]
    eleventh = here.post("/links/redeem", json=body)

    assert statuses(wrong) == [401] * 10
    refused(eleventh, 60)
    assert there.post("/links/redeem", json=body).status_code == 201


def as_key(client: httpx2.Client, key: str, path: str = "/me", **request: Any) -> httpx2.Response:
    return client.request("GET", path, headers={"Authorization": f"Bearer {key}"}, **request)


def test_after_twenty_unknown_keys_a_network_waits_and_good_keys_do_not(server: RunningServer, network: From):
    here, there = network(), network()

    unknown = [as_key(here, tokens.mint_key("dsp").text) for _ in range(20)]
    after = as_key(here, tokens.mint_key("dsp").text)

    assert statuses(unknown) == [401] * 20
    refused(after, 60)
    assert as_key(here, server.key).status_code == 200
    assert as_key(there, tokens.mint_key("dsp").text).status_code == 401


def test_an_unknown_key_counts_on_a_route_that_writes(server: RunningServer, network: From):
    client = network()
    fail(server, guessing.by_key(address(client)), 19)
    headers = {"Authorization": f"Bearer {tokens.mint_key('dsp').text}"}

    answers = [client.post("/projects", json={"name": "by-nobody"}, headers=headers) for _ in range(2)]

    assert statuses(answers) == [401, 429]


def test_what_cannot_be_a_key_and_sessions_that_ended_count_nowhere(server: RunningServer, network: From, ada: str):
    client = network()
    ended = sign_in(client, ada).json()["token"]
    client.request("DELETE", "/session", headers={"Authorization": f"Bearer {ended}"})
    fail(server, guessing.by_key(address(client)), 19)

    answers = [as_key(client, text) for text in (ended, "dsp_wrong", server.key[:-1] + "-")]

    assert statuses(answers) == [401] * 3
    assert as_key(client, tokens.mint_key("dsp").text).status_code == 401


# A key in an address --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["key=KEY", "limit=5&q=KEY", "KEY", "token=%64sp_REST"])
@pytest.mark.parametrize("path", ["/me", "/projects", "/nope"])
def test_a_key_in_an_address_is_refused_whether_it_is_known_or_not(
    path: str, query: str, server: RunningServer, stranger: httpx2.Client
):
    for key in (server.key, tokens.mint_key("dsx").text):
        shown = query.replace("KEY", key).replace("sp_REST", key[1:])

        answers = [stranger.get(f"{path}?{shown}"), as_key(stranger, server.key, f"{path}?{shown}")]

        for answer in answers:
            assert (answer.status_code, answer.json()["code"]) == (400, "key_in_url")
            assert "Authorization" in answer.json()["title"]
            assert key not in answer.text


def test_what_only_resembles_a_key_may_stand_in_an_address(server: RunningServer, stranger: httpx2.Client):
    resembling = server.key[:-1] + ("a" if server.key[-1] != "a" else "b")

    assert as_key(stranger, server.key, "/me", params={"q": resembling}).status_code == 200
