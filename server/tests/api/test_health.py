"""Whether the server lives, and whether it is ready."""

import httpx2
import pytest

from dayshift.testing.server import RunningServer


def test_a_server_that_runs_is_alive_and_ready_to_anybody(server: RunningServer):
    alive = httpx2.get(f"{server.url}/healthz")
    ready = httpx2.get(f"{server.url}/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})


def test_a_server_whose_loop_hangs_is_not_ready_and_names_it(server: RunningServer):
    beats = server.engine.runner.beats
    kept = server.engine.runner.beats = {**beats, "ticker": beats["ticker"].replace(year=2020)}

    answer = httpx2.get(f"{server.url}/readyz")

    server.engine.runner.beats = beats
    assert kept["ticker"].year == 2020
    assert answer.status_code == 503
    assert answer.json() == {"status": "not_ready", "wrong": {"ticker": "hangs or fails"}}


@pytest.mark.parametrize("path", ["/", "/setup"])
def test_a_browser_is_told_how_to_go_on(server: RunningServer, path: str):
    answer = httpx2.get(f"{server.url}{path}")

    assert answer.status_code == 200
    assert "dayshift login" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
