import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dayshift.executors.commands import spark_facts
from dayshift.executors.commands.spark_facts import SparkFacts, ui_port

OURS = "app-20261124-0001"


class Page:
    """The REST of a driver: ``answers`` by path, as bytes."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.asked: list[str] = []
        page = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page.asked.append(self.path)
                body = page.answers.get(self.path)
                self.send_response(200 if body is not None else 404)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def say(self, *jobs: dict[str, Any], application: str = OURS) -> None:
        self.answers[f"/api/v1/applications/{application}/jobs"] = json.dumps(jobs).encode()


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.server.shutdown()
    page.server.server_close()


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "work" / "events" / f"eventlog_v2_{OURS}").mkdir(parents=True)
    return tmp_path


def job(tasks: int, done: int, skipped: int = 0, stages: int = 1, stages_done: int = 0) -> dict[str, Any]:
    return {
        "numTasks": tasks,
        "numCompletedTasks": done,
        "numSkippedTasks": skipped,
        "stageIds": list(range(stages)),
        "numCompletedStages": stages_done,
        "numSkippedStages": 0,
    }


def test_progress_is_the_tasks_of_all_jobs(page: Page, run: Path) -> None:
    page.say(job(100, 100, stages=2, stages_done=2), job(100, 10, skipped=10, stages=2))

    assert SparkFacts(run, page.port).look() == {
        "fraction": 0.6,
        "text": "stage 3 of 4, 120 of 200 tasks",
        "application_id": OURS,
    }


def test_progress_never_goes_back(page: Page, run: Path) -> None:
    facts = SparkFacts(run, page.port)
    page.say(job(100, 80))
    assert facts.look()["fraction"] == 0.8  # type: ignore[index]

    page.say(job(100, 80), job(100, 0))

    assert facts.look()["fraction"] == 0.8  # type: ignore[index]


def test_a_port_that_another_application_took_is_passed_over(page: Page, run: Path) -> None:
    page.say(job(10, 1), application="app-20261124-0002")
    assert SparkFacts(run, page.port).look() == {"application_id": OURS}

    page.say(job(10, 5))
    below = SparkFacts(run, page.port - 3)

    assert below.look()["fraction"] == 0.5  # type: ignore[index]


def test_the_port_is_remembered(page: Page, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page.say(job(10, 5))
    facts = SparkFacts(run, page.port - 3)
    facts.look()
    asked: list[str] = []
    monkeypatch.setattr(spark_facts, "_ask", lambda client, url: asked.append(url))

    facts.look()

    assert [f":{page.port}/" in url for url in asked] == [True]


def test_ports_that_answer_slowly_are_not_all_waited_for(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, asked = iter(range(0, 100)), []
    monkeypatch.setattr(spark_facts, "monotonic", lambda: next(now) * 0.3)
    monkeypatch.setattr(spark_facts, "_ask", lambda client, url: asked.append(url))

    assert SparkFacts(run, 1).look() == {"application_id": OURS}
    assert len(asked) == 3


def test_before_its_first_event_nothing_is_said(tmp_path: Path, page: Page) -> None:
    assert SparkFacts(tmp_path, page.port).look() is None
    (tmp_path / "work" / "events").mkdir(parents=True)
    (tmp_path / "work" / "events" / "something-else").touch()

    assert SparkFacts(tmp_path, page.port).look() is None
    assert page.asked == []


def test_a_folder_of_events_that_is_a_symlink_is_not_entered(tmp_path: Path, run: Path) -> None:
    other = tmp_path / "other"
    (other / "work").mkdir(parents=True)
    (other / "work" / "events").symlink_to(run / "work" / "events")

    assert SparkFacts(other, 1).application_id() is None


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b"[1]",
        b"[[",
        b"[" * 100_000,
        b"\xff",
        b'[{"numTasks": "many"}]',
        b'[{"numTasks": 2, "numCompletedTasks": 1}' + b" " * (5 << 20) + b"]",
    ],
)
def test_an_answer_that_is_none_leaves_the_id_alone(page: Page, run: Path, answer: bytes) -> None:
    page.answers[f"/api/v1/applications/{OURS}/jobs"] = answer

    assert SparkFacts(run, page.port).look() == {"application_id": OURS}


def test_a_driver_that_never_answers_costs_a_second_at_most(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(spark_facts, "_ASK_S", 0.02)
    monkeypatch.setattr(spark_facts, "_LOOK_S", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        before = spark_facts.monotonic()

        assert SparkFacts(run, silent.getsockname()[1]).look() == {"application_id": OURS}

    assert spark_facts.monotonic() - before < 1


def test_neighbours_have_ports_of_their_own_below_the_ephemeral_ones() -> None:
    firsts = [ui_port(execution) for execution in range(500)]

    assert len({port for first in firsts for port in range(first, first + spark_facts.PORTS_EACH)}) == 500 * 17
    assert max(firsts) + spark_facts.PORTS_EACH <= 32_768
