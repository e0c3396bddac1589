"""What browsers report of pages that break their policy: logged in one short line, without anything secret."""

import itertools
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from dayshift.testing.server import RunningServer, running_server

_numbers = itertools.count(1)
PAGE = "https://jobs.example/p/finance/jobs"
LOGGER = "dayshift.api.reports"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server") / "home") as running:
        yield running


@pytest.fixture
def browser(server: RunningServer) -> Iterator[httpx2.Client]:
    """Nobody, in a network of its own, which is part of loopback."""
    transport = httpx2.HTTPTransport(local_address=f"127.3.{next(_numbers)}.1")
    with httpx2.Client(base_url=f"{server.url}/api/v1", transport=transport) as made:
        yield made


@pytest.fixture
def report(browser: httpx2.Client, caplog: pytest.LogCaptureFixture) -> Callable[..., list[str]]:
    """Sends a report; what was logged because of it."""

    def send(body: Any, kind: str = "application/csp-report") -> list[str]:
        caplog.clear()
        with caplog.at_level(logging.WARNING, LOGGER):
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            answer = browser.post("/csp-reports", content=content, headers={"Content-Type": kind})
        assert (answer.status_code, answer.content) == (204, b""), answer.text
        return [record.getMessage() for record in caplog.records if record.name == LOGGER]

    return send


def old_form(address: str = PAGE, directive: str = "script-src-elem", **more: Any) -> dict[str, Any]:
    return {"csp-report": {"document-uri": address, "effective-directive": directive, **more}}


def test_both_forms_of_a_report_are_logged_with_directive_and_path_alone(report: Callable[..., list[str]]):
    secret = {"blocked-uri": "https://evil.example/?k=SECRET", "script-sample": "SECRET", "referrer": f"{PAGE}#SECRET"}
    new = {"documentURL": f"{PAGE}?token=SECRET#SECRET", "effectiveDirective": "img-src", "sample": "SECRET"}
    expected = "a page tried what its policy forbids: {} on /p/finance/jobs"

    assert report(old_form(f"{PAGE}?token=SECRET#SECRET", **secret)) == [expected.format("script-src-elem")]
    listed = [{"type": "csp-violation", "url": f"{PAGE}#SECRET", "body": new}] * 2
    assert report(listed, "application/reports+json") == [expected.format("img-src")] * 2
    old = {"csp-report": {"document-uri": PAGE, "violated-directive": "style-src 'self' 'nonce-SECRET'"}}
    assert report(old) == [expected.format("style-src")]


def test_no_report_breaks_a_line_or_colours_a_terminal(report: Callable[..., list[str]]):
    (line,) = report(old_form("https://a.example/x\r\nERROR forged\x1b[31m\u202e\x00/y", "script-src\nERROR forged"))

    assert line == "a page tried what its policy forbids: something on /xERROR forged[31m/y"
    (long,) = report(old_form(f"https://a.example/{'x' * 5000}", "x" * 1000))
    assert len(long) < 300


@pytest.mark.parametrize(
    "address", ["", "about:blank", "data:text/html,SECRET", "file:///srv/SECRET", "https://[x/SECRET", 7, None]
)
def test_of_what_is_no_page_nothing_is_told(report: Callable[..., list[str]], address: Any):
    assert report(old_form(address)) == ["a page tried what its policy forbids: script-src-elem on some page"]


def test_a_list_of_many_is_told_of_five(report: Callable[..., list[str]]):
    assert len(report([{"body": {"effectiveDirective": "img-src"}}] * 40, "application/reports+json")) == 5


@pytest.mark.parametrize("body", [b"{}", b"[]", b'["x", {"body": 7}]', b'{"csp-report": 7}'])
def test_what_says_nothing_is_taken_and_not_told(report: Callable[..., list[str]], body: bytes):
    assert report(body) == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 4000, b"7", b"null"])
def test_what_cannot_be_read_is_refused(browser: httpx2.Client, body: bytes):
    answer = browser.post("/csp-reports", content=body)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body")


def test_more_than_eight_kibibytes_are_not_taken(browser: httpx2.Client):
    whole = browser.post("/csp-reports", content=b" " * ((8 << 10) - 2) + b"{}")
    over = browser.post("/csp-reports", content=b" " * (8 << 10) + b"{}")
    unannounced = browser.post("/csp-reports", content=iter([b" " * (8 << 10), b"{}"]))

    assert [answer.status_code for answer in (whole, over, unannounced)] == [204, 413, 413]


def test_a_network_reports_ten_times_a_minute(browser: httpx2.Client):
    answers = [browser.post("/csp-reports", content=b"{}") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [204] * 10 + [429]
    assert 0 < int(answers[10].headers["retry-after"]) <= 60
