"""Starting supervisors: by the launcher, which forks them, or by a fresh Python where there is no launcher."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from dayshift.domain.errors import BackendUnavailable
from dayshift.executors.supervisor import failpoints

PROGRAM = Path(__file__).parent / "supervisor" / "program.py"
ANSWER_S = 10.0
REPLY_BYTES = 4096


def _interpreter() -> str:
    """The base interpreter, resolved: no venv's link, no shim of a version manager."""
    return str(Path(getattr(sys, "_base_executable", sys.executable)).resolve())


def _environment() -> dict[str, str]:
    armed = os.environ.get(failpoints.VARIABLE)
    return {"LC_ALL": "C.UTF-8"} | ({failpoints.VARIABLE: armed} if armed else {})


class Launcher:
    """The server's end of a launcher, which is started when it is first needed, and again when it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def launch(self, run: Path) -> int | None:
        """Start the supervisor of ``run`` and return its pidfd; None if the launcher did not answer."""
        with self._lock:
            try:
                return self._ask(self._connected(), run)
            except (OSError, EOFError):
                self._drop()
                return None

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._socket.settimeout(ANSWER_S)
            with theirs:
                self._process = _spawn(["--serve", str(theirs.fileno())], subprocess.DEVNULL, (theirs.fileno(),))
        return self._socket

    def _ask(self, connection: socket.socket, run: Path) -> int:
        connection.send(os.fsencode(run))
        reply, descriptors, _, _ = socket.recv_fds(connection, REPLY_BYTES, 1)
        if not descriptors:
            raise EOFError(reply)
        return descriptors[0]

    def _drop(self) -> None:
        """End of the connection is the end of the launcher; its supervisors live on."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Direct:
    """Supervisors that the server started itself: it must reap them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: list[subprocess.Popen[bytes]] = []

    def launch(self, run: Path) -> int:
        """Start the supervisor of ``run`` and return its pidfd. Raises BackendUnavailable."""
        self.reap()
        try:
            with (run / "supervisor.log").open("ab") as log:
                process = _spawn([str(run)], log.fileno(), ())
            handle = os.pidfd_open(process.pid)
        except OSError as error:
            raise BackendUnavailable(place="local", text=f"no process could be started: {error}") from error
        with self._lock:
            self._processes.append(process)
        return handle

    def reap(self) -> None:
        """Collect those that have ended, or they stay zombies."""
        with self._lock:
            self._processes = [process for process in self._processes if process.poll() is None]


def _spawn(arguments: list[str], stderr: int, pass_fds: tuple[int, ...]) -> "subprocess.Popen[bytes]":
    """No ``preexec_fn``, ``user`` or ``group``: each would make Python fork the whole server instead of vfork."""
    return subprocess.Popen(
        [_interpreter(), "-I", "-S", str(PROGRAM), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        start_new_session=True,
        close_fds=True,
        pass_fds=pass_fds,
        cwd="/",
        env=_environment(),
    )
