"""A server that takes one request a second: who is over waits, and nobody else does."""

from collections.abc import Callable, Iterator

import httpx2
import pytest
from sqlalchemy import select

from dayshift.store.tables import projects
from dayshift.testing.rest import http
from dayshift.testing.server import RunningServer, running_server

MANY = 100  # more than come in the seconds that a bucket would need to fill again


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Five requests of a person at once, six of a network."""
    home = tmp_path_factory.mktemp("server") / "home"
    with running_server(home, api_rate=1, anonymous_rate=1) as running:
        yield running


@pytest.fixture
def person(server: RunningServer, request: pytest.FixtureRequest) -> Iterator[httpx2.Client]:
    """Somebody whose requests are all to come."""
    with http(server.url, server.sign_in(request.node.name[:100])) as made:
        yield made


def until_refused(ask: Callable[[], httpx2.Response]) -> tuple[int, httpx2.Response]:
    """How many requests passed before the first that came too soon, and its answer."""
    for passed in range(MANY):
        answer = ask()
        if answer.status_code == 429:
            return passed, answer
        assert answer.is_success, answer.text
    raise AssertionError(f"{MANY} requests passed")


def test_a_person_who_asks_too_fast_waits_and_others_do_not(server: RunningServer, person: httpx2.Client):
    passed, answer = until_refused(lambda: person.get("/me"))

    assert passed >= 5
    assert (answer.headers["retry-after"], answer.json()["code"]) == ("1", "too_much")
    assert "1 requests a second" in answer.json()["title"]
    with http(server.url, server.sign_in("somebody else")) as other:
        assert other.get("/me").status_code == 200


def test_all_sessions_of_a_person_count_together(server: RunningServer, person: httpx2.Client):
    name = person.get("/me").json()["name"]
    with http(server.url, server.sign_in(name)) as second:
        clients = iter([person, second] * MANY)

        passed, _ = until_refused(lambda: next(clients).get("/me"))

    assert passed < 2 * 5


def test_what_came_too_fast_has_no_effect(server: RunningServer, person: httpx2.Client):
    names = iter(f"made-{number}" for number in range(MANY))

    passed, _ = until_refused(lambda: person.post("/projects", json={"name": next(names)}))

    with server.begin() as tx:
        made = tx.rows(select(projects.c.name).where(projects.c.name.startswith("made-")))
    assert len(made) == passed


def test_rights_are_asked_for_after_that_so_what_is_not_there_takes_as_much(person: httpx2.Client):
    codes = [person.get("/projects/nope").status_code for _ in range(MANY)]

    assert set(codes) == {404, 429}
    assert 429 not in codes[:5]


@pytest.mark.parametrize("path", ["/openapi.json", "/api/v1/session"])
def test_a_network_that_asks_too_fast_for_what_needs_no_credential_waits(path: str, server: RunningServer):
    number = len(path)
    with (
        httpx2.Client(transport=httpx2.HTTPTransport(local_address=f"127.0.{number}.1"), base_url=server.url) as here,
        httpx2.Client(transport=httpx2.HTTPTransport(local_address=f"127.0.{number}.2"), base_url=server.url) as near,
        httpx2.Client(transport=httpx2.HTTPTransport(local_address=f"127.1.{number}.1"), base_url=server.url) as far,
    ):
        send = {"/api/v1/session": lambda one: one.post(path, json={})}.get(path, lambda one: one.get(path))
        answers = [send(here) for _ in range(MANY)]
        nearby = [send(near).status_code for _ in range(MANY)]
        elsewhere = send(far).status_code

    codes = [answer.status_code for answer in answers]
    assert 429 not in codes[:6] and 429 in codes
    assert answers[codes.index(429)].headers["retry-after"] == "1"
    assert 429 in nearby[:6]
    assert elsewhere in (200, 422)


def test_whether_the_server_lives_may_be_asked_at_any_rate(server: RunningServer):
    with httpx2.Client(base_url=server.url) as anybody:
        answers = [anybody.get(path) for path in ("/healthz", "/readyz") for _ in range(MANY)]

    assert 429 not in {answer.status_code for answer in answers}
