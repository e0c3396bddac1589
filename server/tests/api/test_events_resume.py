"""How event streams go on: where one broke off, in pieces that can be taken, and without those who do not take them."""

import re
import socket
import time
from urllib.parse import urlsplit

import httpx2
import pytest
from sqlalchemy import select

from dayshift.store import events, tables
from dayshift.store.outbox import Event, Topic
from dayshift.testing.people import add, share
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer
from dayshift.testing.streams import Ear, listening
from dayshift.web import hub

BATCHES, IN_ONE = 48, 2_000  # 12 MB: more than the system buffers for one connection


def tell(server: RunningServer, project: ProjectApi, subjects: range) -> None:
    """Many changes in one transaction."""
    with server.begin() as tx:
        named = select(tables.projects.c.id).where(tables.projects.c.name == project.name)
        number = tx.execute(named).scalar_one()
        tx.tell(*(Event(Topic.EXECUTION, number, None, subject) for subject in subjects))


def subjects(ear: Ear) -> set[int]:
    return {data["subject"] for data in ear.named("poke") if "subject" in data}


def test_a_stream_goes_on_where_it_broke_off(client: httpx2.Client, project: ProjectApi):
    with listening(client) as ear:
        project.upload("a.txt", b"a")
        last = ear.wait_for_poke("file").id
    project.add_job("job")
    run = project.run("job")

    with listening(client, last_id=last) as ear:
        ear.wait_for_poke("execution", subject=run["id"])

    assert ("file", None) not in {(data["kind"], data.get("subject")) for data in ear.named("poke")}
    assert {data["kind"] for data in ear.named("poke")} == {"job", "execution"}


def test_the_first_id_of_a_quiet_stream_is_one_to_go_on_from(client: httpx2.Client, project: ProjectApi):
    with listening(client) as ear:
        last = ear.last_id
    project.upload("a.txt", b"a")

    with listening(client, last_id=last) as ear:
        ear.wait_for_poke("file")

    assert ear.named("reset") == []


@pytest.mark.parametrize("last_id", ["0", "99999999999", "abc", "-1", "1e3"])
def test_an_id_that_is_none_or_too_old_is_answered_with_reset(
    server: RunningServer, client: httpx2.Client, project: ProjectApi, last_id: str
):
    project.upload("a.txt", b"a")
    with server.begin() as tx:
        events.drop_old(tx, tx.now, limit=1000)

    with listening(client, last_id=last_id) as ear:
        ear.wait_for(lambda frame: frame.name == "reset")
        project.upload("b.txt", b"b")
        ear.wait_for_poke("file")

    assert [frame.name for frame in ear.frames] == ["reset", "poke"]


def test_who_was_given_something_meanwhile_begins_anew(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    guest = add(server, project, "gina", "guest")
    with listening(guest.client) as ear:
        last = ear.last_id
    share(project, "job", guest, "run")

    with listening(guest.client, last_id=last) as ear:
        ear.wait_for(lambda frame: frame.name == "reset")


def test_many_changes_of_a_kind_are_one_poke_that_names_none(
    server: RunningServer, client: httpx2.Client, project: ProjectApi
):
    with listening(client) as ear:
        tell(server, project, range(1_000_000, 1_000_010))
        ear.wait_for_poke("execution", subject=1_000_009)
        tell(server, project, range(2_000_000, 2_001_000))
        ear.wait_for(lambda frame: frame.data.get("kind") == "execution" and "subject" not in frame.data)

    assert subjects(ear) == set(range(1_000_000, 1_000_010))


def test_a_thousand_ends_in_one_second_are_at_most_ten_pokes(
    server: RunningServer, client: httpx2.Client, project: ProjectApi
):
    with listening(client) as ear:
        begun = time.monotonic()
        for first in range(0, 1000, 50):
            tell(server, project, range(1_000_000 + first, 1_000_050 + first))
            time.sleep(max(0.0, begun + first / 1000 - time.monotonic()))
        took = time.monotonic() - begun
        time.sleep(0.5)

    assert len(ear.named("poke")) <= 10 * took + 2
    assert subjects(ear) == set()


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that lets nobody be far behind, tells at once and names all: so little is needed to fill a stream."""
    monkeypatch.setattr(hub, "ROOM", 8)
    monkeypatch.setattr(hub, "APART_S", 0.001)
    monkeypatch.setattr(hub, "MOST_NAMED", 10_000)


def test_who_does_not_read_is_cut_off_and_goes_on_and_others_hear_all(
    server: RunningServer, client: httpx2.Client, project: ProjectApi, narrow: None
):
    lazy = _Lazy(server, project)
    with listening(client, f"?projects={project.name}") as ear:
        for number in range(BATCHES):
            tell(server, project, range(number * IN_ONE, (number + 1) * IN_ONE))
            ear.wait_for_poke("execution", subject=(number + 1) * IN_ONE - 1)
    last, heard = lazy.read_all()
    with listening(client, f"?projects={project.name}", last_id=last) as again:
        again.wait_for(lambda frame: frame.name == "reset")

    assert subjects(ear) == set(range(BATCHES * IN_ONE))
    assert 0 < heard < BATCHES * IN_ONE


class _Lazy:
    """Somebody who opens a stream, and reads nothing of it for long."""

    def __init__(self, server: RunningServer, project: ProjectApi) -> None:
        place = urlsplit(server.url)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect((place.hostname, place.port))
        lines = [
            f"GET /api/v1/events?projects={project.name} HTTP/1.1",
            f"Host: {place.netloc}",
            f"Authorization: Bearer {server.token}",
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.socket.settimeout(30)
        self.begun = self.socket.recv(200)

    def read_all(self) -> tuple[str, int]:
        """The id to go on from, and how many pokes came, once the server has ended it."""
        data = self.begun
        while piece := self.socket.recv(1 << 16):
            data += piece
        whole = re.findall(rb"(?:id: (\d+)\n)?event: poke\ndata: [^\n]*\n\n", data)
        return next(number for number in reversed(whole) if number).decode(), len(whole)
