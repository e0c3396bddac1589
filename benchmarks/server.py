"""A real server for a benchmark: started as everybody starts it, on an empty folder, and driven by HTTP."""

import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.processes import family, kill_family, remove_groups, wait_gone
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dayshift.store.engine import open_store
from dayshift.testing.rest import ProjectApi
from dayshift.testing.rest import http as client_of

DAYSHIFT = Path(sys.executable).with_name("dayshift")
JOBS = Path(__file__).with_name("jobs")
LOOK_S = 0.001  # a poll's own delay is in the figure
START_S = 60.0
STOP_S = 20.0
BUILD_S = 300.0
OK = 200
# What a job writes counts as its memory until it is on the disk: with little of it, a long log would be held back.
MEMORY_MIB = {"noop": 64, "stamp": 64, "logjob": 512}
SLOTS = 32  # where slots are not what is measured


class NotStarted(Exception):
    """The server did not answer; the text holds the end of what it said."""


class Server:
    """A server on ``home``, which it makes; it can be started again, and then finds what it left there."""

    def __init__(self, home: Path, *, slots: int = SLOTS, database_url: str | None = None) -> None:
        self.home = home
        self.slots = slots
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = database_url or f"sqlite:///{home / 'dayshift.db'}"
        self.variables = {"DAYSHIFT_SLOTS": str(slots), "DAYSHIFT_MIN_INTERVAL_S": "1"}
        self.variables["DAYSHIFT_API_RATE"] = "1000000"  # one person asks for all of it
        if database_url is not None:
            self.variables["DAYSHIFT_DATABASE_URL"] = database_url
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "it was never started"
        return self._process.pid

    @property
    def python(self) -> Path:
        """The interpreter of its jobs, once their environment is built: the floor must use the same."""
        (found,) = self.home.glob("environments/*/bin/python")
        return found

    def migrate(self) -> None:
        """Make the tables, as an operator does on PostgreSQL: a server does so by itself only in a file of its own."""
        argv = [str(DAYSHIFT), "migrate", "--home", str(self.home)]
        subprocess.run(argv, env=self._environment(), cwd=self.home.parent, stdout=subprocess.DEVNULL, check=True)

    def start(self) -> None:
        """Start it and return at once."""
        with self._output.open("a") as output:
            self._process = subprocess.Popen(
                [str(DAYSHIFT), "serve", "--home", str(self.home), "--port", str(self.port)],
                env=self._environment(),
                cwd=self.home.parent,  # where no settings file of anybody lies
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for the benchmark, which then ends it
            )

    def wait_for(self, path: str) -> None:
        """Wait until this is answered with 200. Raises NotStarted."""
        until = time.monotonic() + START_S
        while not answers(self.port, path):
            if time.monotonic() > until or self._process is None or self._process.poll() is not None:
                raise NotStarted(self._said()[-2000:])
            time.sleep(LOOK_S)

    def stop(self) -> None:
        """Ask it to end, as an operator does, and wait."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(STOP_S)

    def end(self) -> None:
        """Leave nothing of it: neither its processes and those of its jobs, nor its files."""
        if self._process is not None:
            members = family(self.pid)
            kill_family(self.pid)
            self._process.wait(STOP_S)
            wait_gone(members, STOP_S)
            self._remove_groups()
        shutil.rmtree(self.home, ignore_errors=True)
        self._output.unlink(missing_ok=True)

    def project(self) -> ProjectApi:
        """Sign in for the first time, make a project, and wait until its jobs have an environment."""
        token = self._said().rpartition("/setup#")[2].split("'")[0].strip()
        setup = {"token": token, "name": "bench", "password": secrets.token_urlsafe(24), "for": "bearer"}
        with client_of(self.url) as client:
            signed_in = client.post("/links/redeem", json=setup).raise_for_status().json()
        api = ProjectApi(client_of(self.url, signed_in["token"]))
        for name, memory in MEMORY_MIB.items():
            api.upload(f"{name}.py", (JOBS / f"{name}.py").read_bytes())
            api.add_job(name, program={"path": f"{name}.py"}, resources={"memory": memory})
        _wait_built(api)
        return api

    def _environment(self) -> dict[str, str]:
        return plain_environment() | self.variables

    @property
    def _output(self) -> Path:
        return self.home.with_suffix(".output")

    def _said(self) -> str:
        return self._output.read_text(errors="replace")

    def _remove_groups(self) -> None:
        """The control groups that it made are called by the name of its install, if it came so far as to have one."""
        store = open_store(self.database_url)
        try:
            with store.engine.connect() as connection:
                name = connection.execute(text("SELECT name FROM instance")).scalar_one_or_none()
        except DBAPIError:
            return
        finally:
            store.close()
        if name is not None:
            remove_groups(f"dayshift-{name}")


@contextmanager
def running(server: Server) -> Iterator[ProjectApi]:
    """A project on this server, which is started before and ended after, whatever happens."""
    try:
        server.start()
        server.wait_for("/readyz")
        yield server.project()
    finally:
        server.end()


def join(server: Server, api: ProjectApi, name: str, *, role: str) -> str:
    """Somebody who comes into the project by an invitation: the token of her session."""
    link = api.call("POST", "/invitations", json={"role": role})["link"]
    asked = {"token": link.rpartition("#")[2], "name": name, "password": secrets.token_urlsafe(24)}
    with client_of(server.url) as client:
        token: str = client.post("/links/redeem", json={**asked, "for": "bearer"}).raise_for_status().json()["token"]
        return token


def plain_environment() -> dict[str, str]:
    """What programs are started with, the floors' and ours: nothing that makes this shell's Python another one."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DAYSHIFT_"))}


def free_port() -> int:
    """A port that nothing listens on; another one each time, so that no old server can answer for a new one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def answers(port: int, path: str) -> bool:
    """Whether this is answered with 200. A server that listens already lets us wait until it can."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == OK
    except OSError:
        return False
    finally:
        connection.close()


def _wait_built(api: ProjectApi) -> None:
    until = time.monotonic() + BUILD_S
    while (found := api.call("GET", "/environments/python"))["state"] != "ready":
        if found["state"] == "failed" or time.monotonic() > until:
            raise NotStarted(f"the environment of jobs is {found['state']}")
        time.sleep(0.1)
