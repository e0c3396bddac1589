"""Whether the server lives, and whether it is ready."""

from datetime import datetime
from pathlib import Path

import httpx2
import pytest

from dayshift.testing.server import RunningServer, running_server


def test_a_server_that_runs_is_alive_and_ready_to_anybody(server: RunningServer):
    alive = httpx2.get(f"{server.url}/healthz")
    ready = httpx2.get(f"{server.url}/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})


class Stuck(dict[str, datetime]):
    """Beats of which the ticker's stands still."""

    def __setitem__(self, loop: str, at: datetime) -> None:
        if loop != "ticker":
            super().__setitem__(loop, at)


def test_a_server_whose_loop_hangs_is_not_ready_and_names_it(server: RunningServer):
    beats = server.engine.runner.beats
    server.engine.runner.beats = Stuck({**beats, "ticker": beats["ticker"].replace(year=2020)})

    answer = httpx2.get(f"{server.url}/readyz")

    server.engine.runner.beats = beats
    assert answer.status_code == 503
    assert answer.json() == {"status": "not_ready", "wrong": {"ticker": "hangs or fails"}}


def test_no_variable_makes_a_server_tell_others_of_its_requests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")

    with running_server(tmp_path / "home") as server:
        assert httpx2.get(f"{server.url}/healthz").status_code == 200

    assert "telemetry" not in caplog.text + "".join(capfd.readouterr())
