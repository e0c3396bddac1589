"""The real server for tests: loops, supervisors and HTTP on loopback, over a data directory of its own."""

import secrets
import socket
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from dayshift.clock import SystemClock
from dayshift.domain.actions import Scope
from dayshift.engine import Engine, open_rooms
from dayshift.executors.base import Executor, Seen
from dayshift.main import web_of
from dayshift.services import accounts
from dayshift.settings import Settings
from dayshift.store import environments, people, replicas, schema
from dayshift.store.engine import Store, Tx, open_store

ADMINISTRATOR = "ada"
PATIENCE_S = 10.0  # starting and stopping take half a second; a busy machine may take more
LOOK_S = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningServer:
    """A server that answers at ``url``. ``token`` is a session of the administrator, ``key`` a key with all scopes."""

    url: str
    home: Path
    engine: Engine
    password: str
    token: str
    key: str

    @property
    def store(self) -> Store:
        return self.engine.rooms.store

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """A transaction beside the server's own, to place or to look at what no route shows."""
        with self.store.begin(self.engine.rooms.clock.now()) as tx:
            yield tx

    def sign_in(self, name: str = ADMINISTRATOR) -> str:
        """The token of a new session of this person, who is made if there is none, without a password."""
        with self.begin() as tx:
            person = people.find_person(tx, name)
            person = person or accounts.create_user(tx, name, password=None, is_admin=False)
            return accounts.sign_in(tx, person, verified=True).token


@contextmanager
def running_server(home: Path, **settings: Any) -> Iterator[RunningServer]:
    """Run a server in this process over ``home``; at the end its runs are killed. Raises what keeps it from starting.

    ``settings`` override the defaults of tests: a free port, schedules that may fire every second, and sign-ins without
    a pause: all tests come from one network.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    defaults = {"home": home, "port": listener.getsockname()[1], "min_interval_s": 1, "anonymous_rate": 1000}
    read = Settings(**{**defaults, **settings})
    if read.database_url is not None:
        _migrate(read.database_url)
    with _serving(read, listener) as engine:
        yield _furnished(engine)


@contextmanager
def running_replica(first: RunningServer) -> Iterator[str]:
    """Run one more server of the same install, whose database must be PostgreSQL; the address of its door."""
    listener = socket.create_server(("127.0.0.1", 0))
    settings = first.engine.rooms.settings.model_copy(update={"port": listener.getsockname()[1]})
    with _serving(settings, listener) as engine:
        yield engine.rooms.settings.url


@contextmanager
def _serving(settings: Settings, listener: socket.socket) -> Iterator[Engine]:
    """Loops and door, until the block ends."""
    engine = Engine(open_rooms(settings))
    web = web_of(engine, patience_s=1)
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]}, name="web", daemon=True)
    engine.start()
    thread.start()
    try:
        yield engine
    finally:
        web.stop()
        thread.join(PATIENCE_S)
        engine.runner.stop()
        _end_runs(engine.executor)
        engine.stop()


def _migrate(url: str) -> None:
    """What ``dayshift migrate`` does: a server upgrades only its own SQLite by itself."""
    store = open_store(url)
    schema.migrate(store, backups=None, now=SystemClock().now())
    store.close()


def furnish(home: Path) -> None:
    """Set up an install in ``home`` that no server runs on: an administrator, and the environment ``python``."""
    home.mkdir(mode=0o700, parents=True)
    url = Settings(home=home).url_of_database
    _migrate(url)
    store = open_store(url)
    with store.begin(SystemClock().now()) as tx:
        _add_administrator(tx)
        _add_environment(tx, home / "environments")
    store.close()


def _furnished(engine: Engine) -> RunningServer:
    rooms = engine.rooms
    with rooms.store.begin(rooms.clock.now()) as tx:
        password, token, key = _add_administrator(tx)
        _add_environment(tx, rooms.environments.folder)
    home = rooms.settings.home
    return RunningServer(url=rooms.settings.url, home=home, engine=engine, password=password, token=token, key=key)


def _add_administrator(tx: Tx) -> tuple[str, str, str]:
    """Her password, the token of a session, and a key with all scopes. She lets several people bring code."""
    password = f"{secrets.token_hex(8)} {secrets.token_hex(8)}"
    person = accounts.create_user(tx, ADMINISTRATOR, password=password, is_admin=True)
    replicas.trust(tx, tx.now)
    token = accounts.sign_in(tx, person, verified=True).token
    scopes = [scope.value for scope in Scope]
    _, key = accounts.key_for(tx, ADMINISTRATOR, title="of the tests", scopes=scopes, days=1)
    return password, token, key


def _add_environment(tx: Tx, folder: Path) -> None:
    """The base environment ``python`` without a build: this interpreter, with all that it can import."""
    key = secrets.token_hex(32)
    root = folder / key
    site = root / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    site.mkdir(parents=True)
    (root / "bin").mkdir()
    interpreter = Path(sys.executable).resolve()
    (root / "bin/python").symlink_to(interpreter)
    (root / "pyvenv.cfg").write_text(f"home = {interpreter.parent}\n")
    packages = sysconfig.get_path("purelib")
    (site / "same.pth").write_text(f"import site; site.addsitedir({packages!r})\n")
    (root / "meta.json").write_text("{}")
    row = {"project": None, "name": "python", "requirements": "", "lock": "", "key": key}
    environments.finish(tx, environments.add(tx, row, tx.now), state="ready", message="")


def _end_runs(executor: Executor) -> None:
    """Kill what runs, and wait until it is dead: a test leaves nothing on the machine."""
    handles = list(executor.owned())
    for handle in handles:
        executor.cancel(handle, timedelta(0))
    waiting = threading.Event()
    for _ in range(int(PATIENCE_S / LOOK_S)):
        if all(seen.seen is not Seen.RUNNING for seen in executor.observe(handles)):
            return
        waiting.wait(LOOK_S)
