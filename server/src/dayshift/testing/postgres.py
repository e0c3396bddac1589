"""A throw-away PostgreSQL for tests: its own data, its own socket, no port, gone when the tests are."""

import atexit
import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess  # noqa: TID251 - tests start programs of the machine too
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

START_S = 30.0
LOOK_S = 0.05
STOP_S = 20.0
CONNECTIONS = 300  # several servers of a test, each with a pool
PR_SET_PDEATHSIG = 1
USER = "postgres"
TEST_SETTINGS = {
    "listen_addresses": "",
    "max_connections": str(CONNECTIONS),
    "shared_buffers": "64MB",
    "log_line_prefix": "%m [%p] %d ",
}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class NotStarted(Exception):
    """PostgreSQL is installed here but did not come up; the text holds the end of what it said."""


class PostgreSQL:
    """A running server. Its files lie in a folder of its own under the temporary directory until it is stopped."""

    def __init__(self, home: Path, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._home = home
        self.url = self._address("postgres")
        self._numbers = itertools.count(1)
        atexit.register(self.stop)

    @property
    def pid(self) -> int:
        return self._process.pid

    def new_database(self, *, template: str | None = None) -> str:
        """Create a database and return its address, as the setting ``database_url`` takes it.

        It is empty, or a copy of the one whose address is ``template``, to which nobody may be connected.
        """
        name = f"dayshift_{os.getpid()}_{next(self._numbers)}"
        source = "template1" if template is None else urlsplit(template).path[1:]
        with psycopg.connect(_plain(self.url), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return self._address(name)

    def stop(self) -> None:
        """End the server with all its connections, and remove its files. The second time nothing happens."""
        atexit.unregister(self.stop)
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # a "fast" stop: nobody is waited for
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def _address(self, name: str) -> str:
        return f"postgresql+psycopg://{USER}@/{name}?host={self._home}"


def start_postgresql(folder: Path, *, durable: bool = False) -> PostgreSQL | None:
    """Start a server that logs to ``folder/postgresql.log``; None where PostgreSQL is not installed.

    With ``durable`` it keeps what it has committed when the machine dies, as a real one must; without, it is faster.
    PostgreSQL refuses to run as root: there it runs as another user, who may not see ``folder``, and so its data
    lies elsewhere. It ends with the thread that called this. Raises `NotStarted`.
    """
    programs = _programs()
    if programs is None:
        return None
    user = _other_user()
    home = Path(tempfile.mkdtemp(prefix="dayshift-postgresql-"))
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "postgresql.log"
    settings = TEST_SETTINGS | ({} if durable else FORGETFUL) | {"unix_socket_directories": str(home)}
    if _run([str(programs / "initdb"), *_initial(home, durable)], home, log, user).wait() != 0:
        shutil.rmtree(home)
        raise NotStarted(_end_of(log))
    options = [f"--{name}={value}" for name, value in settings.items()]
    process = _run([str(programs / "postgres"), "-D", str(home / "data"), *options], home, log, user)
    server = PostgreSQL(home, process)
    _wait_until_ready(server, process, log)
    return server


def _initial(home: Path, durable: bool) -> list[str]:
    sync = [] if durable else ["--no-sync"]
    return ["-D", str(home / "data"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", *sync]


def _programs() -> Path | None:
    """The newest folder that holds the server's programs: Debian keeps them off PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("postgres")
    candidates = [*([Path(on_path).resolve().parent] if on_path else []), *reversed(installed)]
    return next((path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None)


def _other_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get(USER) or known["nobody"]


def _run(argv: list[str], home: Path, log: Path, user: pwd.struct_passwd | None) -> "subprocess.Popen[bytes]":
    with log.open("ab") as output:
        return subprocess.Popen(
            argv,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=None if user is None else user.pw_uid,
            group=None if user is None else user.pw_gid,
            extra_groups=None if user is None else [],
            start_new_session=True,  # Ctrl-C is for the tests, which then stop it
            preexec_fn=_end_with_parent,
        )


def _end_with_parent() -> None:
    """Runs after the change of user, which would clear it."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _wait_until_ready(server: PostgreSQL, process: "subprocess.Popen[bytes]", log: Path) -> None:
    waiter = threading.Event()
    for _ in range(int(START_S / LOOK_S)):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(_plain(server.url)).close()
        except psycopg.OperationalError:
            waiter.wait(LOOK_S)
        else:
            return
    server.stop()
    raise NotStarted(_end_of(log))


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


def _plain(url: str) -> str:
    return url.replace("+psycopg", "", 1)
