"""A server that asks to wait: the SDK waits a little for what only reads, else it says how long; so do commands."""

from collections.abc import Callable, Iterator

import httpx2
import pytest

from dayshift.testing.server import RunningServer, running_server
from dayshift_client import Client, waiting
from dayshift_client.errors import TooMuch
from dayshift_client.transport import Transport

MANY = 100  # more than come in the seconds that a bucket would need to fill again


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One request a second, five at once."""
    with running_server(tmp_path_factory.mktemp("server") / "home", api_rate=1) as running:
        yield running


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the SDK would have waited."""
    seconds: list[float] = []
    monkeypatch.setattr(waiting, "wait", seconds.append)
    return seconds


@pytest.fixture
def hasty(server: RunningServer, request: pytest.FixtureRequest) -> Iterator[Client]:
    """Somebody whose requests are all to come."""
    made = Client(server.url, server.sign_in(request.node.name[:100]))
    yield made
    made.transport.close()


@pytest.fixture
def answering() -> Callable[..., Transport]:
    """A transport to somebody who answers with these values of Retry-After, one after another; None lets in."""

    def make(*said: str | None) -> Transport:
        answers = [
            httpx2.Response(200, json={"name": "ada"})
            if one is None
            else httpx2.Response(429, json={"code": "too_much"}, headers={"Retry-After": one})
            for one in said
        ]
        transport = Transport("http://scripted", "key")
        transport.http = httpx2.Client(
            base_url="http://scripted", transport=httpx2.MockTransport(lambda _: answers.pop(0))
        )
        return transport

    return make


def test_what_only_reads_is_sent_again_twice_before_it_fails(hasty: Client, waited: list[float]):
    with pytest.raises(TooMuch) as refused:
        for _ in range(MANY):
            hasty.me()

    assert waited[-2:] == [1, 1]
    assert (refused.value.retry_after, refused.value.status, refused.value.code) == (1, 429, "too_much")
    assert refused.value.hint == "Wait 1 s and try again."


def test_what_writes_is_sent_once(hasty: Client, waited: list[float]):
    with pytest.raises(TooMuch) as refused:
        for number in range(MANY):
            hasty.create_project(f"made-{number}")

    assert waited == []
    assert refused.value.retry_after == 1


@pytest.mark.parametrize("said", [["1", None], ["5", "2", None]])
def test_who_waited_as_asked_gets_the_answer(said: list[str | None], answering, waited: list[float]):
    assert answering(*said).call("GET", "/me") == {"name": "ada"}
    assert waited == [int(seconds) for seconds in said if seconds]


@pytest.mark.parametrize(
    ("said", "seconds"), [("6", 6), ("900", 900), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None), ("", None)]
)
def test_a_long_wait_and_one_without_seconds_are_left_to_the_caller(said, seconds, answering, waited: list[float]):
    with pytest.raises(TooMuch) as refused:
        answering(said).call("GET", "/me")

    assert refused.value.retry_after == seconds
    assert waited == []


def test_a_stream_that_comes_too_soon_says_how_long_to_wait(answering):
    with pytest.raises(TooMuch) as refused:
        list(answering("3").stream("/projects/p/executions/1/log/raw"))

    assert refused.value.retry_after == 3


def test_the_command_line_says_in_words_that_one_has_to_wait(terminal, server: RunningServer):
    words = ("login", "--url", server.url, "--name", "ada")
    wrong = [terminal(*words, typed="wrong\n") for _ in range(5)]

    sixth = terminal(*words, typed=f"{server.password}\n")

    assert {answer.code for answer in wrong} == {1}
    assert sixth.code == 1
    assert "Too many sign-ins with this name or from this network have failed." in sixth.err
    assert "Wait 15 min and try again." in sixth.err
