"""What the server adds to the command, as real processes: serve, up, migrate, doctor, admin."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from dayshift.testing.rest import http
from dayshift.testing.server import furnish
from dayshift.testing.streams import listening
from dayshift_client import Client

PATIENCE_S = 30
DAYSHIFT = [sys.executable, "-m", "dayshift_client"]


class Process:
    """A command that goes on, and what it has printed."""

    def __init__(self, *words: str) -> None:
        self.child = subprocess.Popen(
            [*DAYSHIFT, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_environment()
        )
        self._watchdog = threading.Timer(PATIENCE_S, self.child.kill)
        self._watchdog.start()
        self.printed = ""

    def until(self, pattern: str) -> str:
        """Wait for a line, and return the first group of it."""
        assert self.child.stdout is not None
        for line in self.child.stdout:
            self.printed += line
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(f"no {pattern} in: {self.printed}")

    def end(self, number: int) -> int:
        self.child.send_signal(number)
        return self.child.wait(PATIENCE_S)

    def close(self) -> None:
        self._watchdog.cancel()
        if self.child.poll() is None:
            self.child.kill()
        self.child.communicate()


def _environment() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith("DAYSHIFT_")}


@pytest.fixture
def spawn() -> Iterator[Callable[..., Process]]:
    made: list[Process] = []

    def spawn(*words: str) -> Process:
        made.append(Process(*words))
        return made[-1]

    yield spawn
    for process in made:
        process.close()


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*DAYSHIFT, *words], capture_output=True, text=True, timeout=PATIENCE_S, env=_environment(), cwd="/"
    )


@pytest.fixture
def furnished(tmp_path: Path) -> str:
    """The data directory of an install that is set up, and has the environment ``python``."""
    furnish(tmp_path / "home")
    return str(tmp_path / "home")


LESS_THAN_PATIENCE_S = 6  # a server waits ten seconds for requests that are under way
READY = r"Dayshift is ready at (\S+)"


def test_a_new_server_prints_a_link_and_lets_nobody_in_without_it(spawn, tmp_path: Path):
    server = spawn("serve", "--home", str(tmp_path / "home"), "--port", "0")

    url = server.until(READY)
    token = server.until(r"Sign in once with \S+/setup#(\S+)")
    before = httpx2.get(f"{url}/api/v1/projects")
    body = {"token": token, "for": "bearer", "name": "ada", "password": "plum tractor seventeen gravy"}
    session = httpx2.post(f"{url}/api/v1/links/redeem", json=body).json()

    assert httpx2.get(f"{url}/healthz").json() == {"status": "ok"}
    assert (before.status_code, before.json()["code"]) == (503, "setup_needed")
    assert Client(url, session["token"]).me()["is_admin"] is True
    assert server.end(signal.SIGTERM) == 0


def test_a_server_that_is_told_to_stop_does_not_wait_for_those_who_listen(spawn, furnished: str):
    key = run("admin", "create-key", "ada", "--home", furnished).stdout.strip()
    server = spawn("serve", "--home", furnished, "--port", "0")
    with http(server.until(READY), key) as client, listening(client) as ear:
        told = time.monotonic()
        ended = server.end(signal.SIGTERM)
        took = time.monotonic() - told
        ear.wait_for_end()

    assert ended == 0
    assert took < LESS_THAN_PATIENCE_S
    assert ear.named("access_ended") == []


def test_a_second_server_on_one_data_directory_names_the_first(spawn, furnished: str):
    first = spawn("serve", "--home", furnished, "--port", "0")
    first.until(READY)

    second = run("serve", "--home", furnished, "--port", "0")

    assert second.returncode == 1
    assert f"process {first.child.pid}" in second.stderr and "PostgreSQL" in second.stderr


def test_a_port_that_is_taken_and_a_setting_that_is_wrong_are_named(terminal, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        busy = run("serve", "--home", str(tmp_path / "home"), "--port", port)
    wrong = terminal("serve", "--home", str(tmp_path / "home"), "--port", "99999")

    assert busy.returncode == 1 and f"127.0.0.1:{port}" in busy.stderr
    assert wrong.code == 2 and "port" in wrong.err and "99999" in wrong.err


def test_plain_http_is_served_on_this_machine_only(tmp_path: Path):
    refused = run("serve", "--home", str(tmp_path / "home"), "--port", "0", "--host", "0.0.0.0")

    assert refused.returncode == 1
    assert "host" in refused.stderr and "TLS" in refused.stderr
    assert not (tmp_path / "home").exists()


def test_a_first_start_without_a_package_index_runs_all_the_same(spawn, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")

    server = spawn("up", "--home", str(tmp_path / "home"), "--port", _free_port())

    assert _serving(server.until(READY))
    assert "no sample project yet" in server.printed
    assert server.end(signal.SIGTERM) == 0


def test_a_directory_without_an_install_is_no_place_for_an_administrator(terminal, tmp_path: Path):
    for words in (("admin", "create-user", "x"), ("admin", "sign-in-link", "x"), ("doctor",)):
        answer = terminal(*words, "--home", str(tmp_path / "nothing"))

        assert answer.code == 1, words
        assert "there is no install in" in answer.err and "dayshift up" in answer.err
    assert not (tmp_path / "nothing").exists()


def test_an_administrator_makes_people_links_and_keys_beside_a_running_server(spawn, terminal, furnished: str):
    server = spawn("serve", "--home", furnished, "--port", "0")
    url = server.until(READY)

    made = terminal("admin", "create-user", "nora", "--home", furnished)
    twice = terminal("admin", "create-user", "nora", "--home", furnished)
    link = terminal("admin", "sign-in-link", "ada", "--home", furnished)
    nobody = terminal("admin", "sign-in-link", "nobody", "--home", furnished)
    key = terminal("admin", "create-key", "ada", "--home", furnished, "--scope", "projects:read")
    wrong = terminal("admin", "create-key", "ada", "--home", furnished, "--scope", "everything")
    token = link.out.strip().rpartition("#")[2]
    session = httpx2.post(f"{url}/api/v1/links/redeem", json={"token": token, "for": "bearer"}).json()

    assert (made.code, twice.code, nobody.code, wrong.code) == (0, 1, 1, 1)
    assert "/setup#dsl_" in made.out and "24 hours" in made.err
    assert "exists already" in twice.err
    assert "scopes:" in wrong.err
    assert session["name"] == "ada"
    assert Client(url, key.out.strip()).me()["name"] == "ada"


def test_a_database_is_made_by_migrate_and_examined_by_the_doctor(terminal, tmp_path: Path):
    home = str(tmp_path / "home")

    first = terminal("migrate", "--home", home)
    again = terminal("migrate", "--home", home)
    words = terminal("doctor", "--home", home)
    found = terminal("doctor", "--home", home, "--json")

    assert (first.code, again.code) == (0, 0), first.err
    assert "The database is at schema" in first.out and "The database is at schema" in again.out
    findings = json.loads(found.out)
    assert findings and all(finding["name"] and finding["text"] for finding in findings)
    assert "violated" not in found.out
    assert words.code == found.code
    assert all(finding["name"] in words.out for finding in findings)


# up -------------------------------------------------------------------------------------------------------------------


def _serving(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/healthz").status_code == 200
    except httpx2.TransportError:
        return False


def _until(condition: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_S * 20):
        if condition():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never came true")


def _free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def _child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def test_ctrl_c_ends_up_and_its_server(spawn, furnished: str):
    up = spawn("up", "--home", furnished, "--port", _free_port())
    url = up.until(READY)
    link = up.until(r"Sign in once with (\S+)")

    code = up.end(signal.SIGINT)

    assert (code, _serving(url)) == (0, False)
    assert "/setup#dsl_" in link


def test_a_server_that_was_killed_is_started_again(spawn, furnished: str):
    up = spawn("up", "--home", furnished, "--port", _free_port())
    url = up.until(READY)
    first = _child_of(up.child.pid)

    os.kill(first, signal.SIGKILL)
    again = up.until(READY)

    assert "SIGKILL" in up.printed and "Running jobs go on" in up.printed
    assert again == url
    _until(lambda: _serving(url))
    assert _child_of(up.child.pid) != first
    assert up.end(signal.SIGTERM) == 0


def test_a_server_does_not_outlive_the_up_that_was_killed(spawn, furnished: str):
    up = spawn("up", "--home", furnished, "--port", _free_port())
    url = up.until(READY)

    up.end(signal.SIGKILL)

    _until(lambda: not _serving(url))


def test_a_server_that_ignores_the_signal_is_killed_after_a_while(tmp_path: Path):
    program = (
        "import sys; from dayshift.up import processes; processes.PATIENCE_S = 1.0;"
        "sys.exit(processes.keep_running([sys.executable, '-c', "
        "'import signal, time; signal.signal(15, signal.SIG_IGN); print(\"up\", flush=True); time.sleep(600)']))"
    )
    up = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert up.stdout is not None and up.stdout.readline() == "up\n"

    up.send_signal(signal.SIGTERM)

    assert up.wait(PATIENCE_S) == 0
    up.stdout.close()


def test_up_ends_with_the_words_of_a_server_that_will_not_start(spawn, furnished: str):
    spawn("serve", "--home", furnished, "--port", "0").until(READY)

    up = spawn("up", "--home", furnished, "--port", _free_port())

    assert up.until(r"(Another server runs)")
    assert up.child.wait(PATIENCE_S) == 1


def test_up_brings_a_sample_that_runs(spawn, terminal, furnished: str):
    up = spawn("up", "--home", furnished, "--port", _free_port())
    url = up.until(READY)
    key = terminal("admin", "create-key", "ada", "--home", furnished).out.strip()
    sample = Client(url, key).project("sample")

    report = sample.runs.wait(sample.jobs.start("sales-report")["id"])

    assert report["state"] == "succeeded", report["message"]
    assert {row["name"] for row in sample.jobs.list()} == {"sales-report", "moody-import"}
    assert len(list(sample.schedules.list())) == 2
    assert up.end(signal.SIGINT) == 0
