"""Connections that break: uploads and followed logs go on where they were."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dayshift.testing.server import RunningServer
from dayshift_client import Client, errors
from dayshift_client.client import Project

SLOW = """
import pathlib, time
print('first', flush=True)
while not pathlib.Path('go').exists():
    time.sleep(0.02)
print('last')
"""
PIECE = 65_536


class Proxy:
    """Passes bytes between clients and a server, and breaks when it is told to."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.breaks_after = 0  # bytes from the client; 0: never
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._port))
            self._open += [near, far]
            self.connections += 1
            threading.Thread(target=self._pass_on, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(far, near, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, is_from_client: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                if is_from_client and 0 < self.breaks_after <= len(piece):
                    self.breaks_after = 0
                    break
                if is_from_client and self.breaks_after:
                    self.breaks_after -= len(piece)
                target.sendall(piece)
        for end in (source, target):
            _close(end)

    def cut(self) -> None:
        """Break every connection that is open."""
        for end in self._open:
            _close(end)
        self._open.clear()

    def close(self) -> None:
        _close(self._listener)
        self.cut()


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@pytest.fixture
def proxy(server: RunningServer) -> Iterator[Proxy]:
    made = Proxy(int(server.url.rpartition(":")[2]))
    yield made
    made.close()


@pytest.fixture
def far(proxy: Proxy, server: RunningServer, project: Project) -> Project:
    """The test's project, through the proxy."""
    return Client(proxy.url, server.token).project(project.name)


def test_an_upload_goes_on_after_a_broken_connection(proxy: Proxy, far: Project, project: Project, tmp_path: Path):
    data = bytes(range(256)) * 80_000  # 20 MB: three pieces
    (tmp_path / "big").write_bytes(data)
    proxy.breaks_after = 12 << 20
    told = []

    far.files.upload(tmp_path / "big", "big", progress=lambda sent, size: told.append((sent, size)))

    assert proxy.connections > 1
    assert b"".join(project.files.read("big")) == data
    assert told[-1] == (len(data), len(data)) and told == sorted(told)


def test_a_download_goes_on_after_broken_connections(proxy: Proxy, far: Project, project: Project, tmp_path: Path):
    data = bytes(range(256)) * 80_000
    (tmp_path / "big").write_bytes(data)
    project.files.upload(tmp_path / "big", "big")
    told, cuts = [], [5 << 20, 12 << 20]

    def cut_sometimes(got: int, size: int | None) -> None:
        told.append((got, size))
        if cuts and got > cuts[0]:
            cuts.pop(0)
            proxy.cut()

    far.files.download("big", tmp_path / "down", progress=cut_sometimes)

    assert (tmp_path / "down").read_bytes() == data
    assert cuts == [] and proxy.connections > 2
    assert told[-1] == (len(data), len(data)) and told == sorted(told)


def test_a_download_of_what_was_changed_meanwhile_is_given_up(
    proxy: Proxy, far: Project, project: Project, tmp_path: Path
):
    (tmp_path / "big").write_bytes(bytes(20 << 20))
    project.files.upload(tmp_path / "big", "big")

    def change(got: int, size: int | None) -> None:
        if got < 6 << 20:
            return
        (tmp_path / "big").write_bytes(bytes(21 << 20))
        project.files.upload(tmp_path / "big", "big", replace=True)
        proxy.cut()

    with pytest.raises(errors.Conflict, match="changed while it was fetched"):
        far.files.download("big", tmp_path / "down", progress=change)

    assert not (tmp_path / "down").exists() and not (tmp_path / "down.part").exists()


def test_a_followed_log_goes_on_after_a_broken_connection(proxy: Proxy, far: Project, project: Project, tmp_path: Path):
    project.jobs.create("job", program={"source": SLOW})
    run = project.jobs.start("job")["id"]
    (tmp_path / "go").touch()

    lines = []
    for line in far.runs.follow(run):
        lines.append(line["text"])
        if line["text"] == "first":
            proxy.cut()
            project.files.upload(tmp_path / "go", "go")

    assert lines == ["first", "last"]
    assert proxy.connections > 1
