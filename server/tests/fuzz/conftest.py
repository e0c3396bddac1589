"""One server to be asked whatever there is, and a project in which everything is that a path can name."""

import itertools
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx2
import pytest
import requests
from sqlalchemy import delete, event

from dayshift.services import terminals
from dayshift.store.engine import SYSTEM, Channel, Store, Tx
from dayshift.store.tables import rate_limits
from dayshift.testing.people import Colleague, add
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer, running_server

SHARED = "shared"  # a tag; the guest may schedule what bears it
WRITES = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
HANDLERS = "AnyIO"  # so the threads are called in which handlers run; loops have threads of their own


class Commits:
    """The tables that handlers of a server have changed for good, as its database heard it."""

    def __init__(self, store: Store) -> None:
        self._begin = store.begin
        self._tables: set[str] = set()
        self._pending: dict[int, set[str]] = {}
        store.begin = self._noting  # type: ignore[method-assign]
        event.listen(store.engine, "before_cursor_execute", self._note)

    def take(self) -> set[str]:
        """What was changed since this was asked last. One request at a time: nobody could say whose it was."""
        taken, self._tables = self._tables, set()
        return taken

    @contextmanager
    def _noting(self, now: datetime, channel: Channel = SYSTEM) -> Iterator[Tx]:
        with self._begin(now, channel) as tx:
            written = self._pending[id(tx.connection)] = set()
            try:
                yield tx
            finally:
                del self._pending[id(tx.connection)]
        if threading.current_thread().name.startswith(HANDLERS):
            self._tables |= written

    def _note(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found = WRITES.match(statement)
        if found and id(connection) in self._pending:
            self._pending[id(connection)].add(found[1])


@dataclass
class Place:
    """What can be asked for, by whom, and what was changed. What a request used up is made anew for the next."""

    server: RunningServer
    project: ProjectApi
    guest: Colleague
    other: Colleague
    commits: Commits
    session: requests.Session = field(default_factory=requests.Session)
    _things: dict[str, Any] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def thing(self, kind: str) -> Any:
        """What stands for this part of a path, or of a body."""
        if kind not in self._things:
            self._things[kind] = self._makers[kind]()
        return self._things[kind]

    def use_up(self, *kinds: str) -> None:
        """The next request gets others."""
        for kind in kinds:
            self._things.pop(kind, None)

    def files(self) -> list[tuple[str, list[str]]]:
        """Every file of projects and uploads."""
        parts = (self.server.home / part for part in ("projects", "uploads"))
        return [(folder, sorted(names)) for part in parts for folder, _, names in os.walk(part)]

    @property
    def _makers(self) -> dict[str, Callable[[], Any]]:
        call, client = self.project.call, self.project.client
        return {
            "p": lambda: self.project.name,
            "left": self._left,
            "job": self._job,
            "schedule": lambda: self.project.add_schedule(self.thing("job"))["id"],
            "execution": lambda: self.project.run(self.thing("job"))["id"],
            "environment": self._environment,
            "key": lambda: self._key(client),
            "guest's key": lambda: self._key(self.guest.client),
            "person": lambda: self.other.call("GET", "/me")["id"],
            "other": lambda: self.other.name,
            "stranger": self._stranger,
            "new": lambda: f"new-{next(self._numbers)}",
            "member": self._member,
            "invitation": lambda: call("POST", "/invitations", json={"role": "viewer"})["id"],
            "token": lambda: call("POST", "/invitations", json={"role": "viewer"})["link"].partition("#")[2],
            "grant": lambda: self._grant(f"/jobs/{self.thing('job')}"),
            "tag": lambda: SHARED,
            "tag's grant": lambda: self._grant(f"/tags/{SHARED}"),
            "path": lambda: self.project.upload(f"{next(self._numbers)}.txt", b"0123456789")["path"],
            "upload": lambda: self._upload(0),
            "begun": lambda: self._upload(1 << 20),
            "name": lambda: "named",
            "flow": self._flow,
            "guessed flow": self._flow,
            "owner": self.server.sign_in,
            "guest": self._sign_guest_in,
        }

    def _flow(self) -> str:
        """A terminal that waits; of those that asked before, no limit knows."""
        with self.server.begin() as tx:
            tx.execute(delete(rate_limits))
            return terminals.ask_in(tx).flow

    def _stranger(self) -> str:
        name = f"person {next(self._numbers)}"
        self.server.sign_in(name)
        return name

    def _upload(self, size: int) -> str:
        body = {"path": f"up-{next(self._numbers)}", "size": size}
        return self.project.call("POST", "/uploads", json=body)["id"]

    def _left(self) -> str:
        """A project that somebody else owns, too."""
        made = ProjectApi(self.project.client)
        made.call("POST", "/members", json={"person": self._stranger(), "role": "owner"})
        return made.name

    def _job(self) -> str:
        name = f"job-{next(self._numbers)}"
        self.project.add_job(name)
        self.project.put(f"/jobs/{name}/tags", tags=[SHARED])
        return name

    def _environment(self) -> str:
        body = {"name": f"own-{next(self._numbers)}", "requirements": ""}
        return self.project.call("POST", "/environments", json=body)["name"]

    def _key(self, client: httpx2.Client) -> str:
        return client.post("/me/keys", json={"name": "k", "scopes": ["jobs:read"]}).raise_for_status().json()["id"]

    def _member(self) -> int:
        self.project.ask("POST", "/members", json={"person": self.other.name, "role": "guest"})
        return self.thing("person")

    def _grant(self, on: str) -> int:
        self._member()
        return self.project.call("POST", f"{on}/grants", json={"person": self.other.name, "level": "run"})["id"]

    def _sign_guest_in(self) -> str:
        """Back, too, if she has left."""
        self.project.ask("POST", "/members", json={"person": self.guest.name, "role": "guest"})
        body = {"person": self.guest.name, "level": "schedule"}
        self.project.call("POST", f"/tags/{SHARED}/grants", json=body)
        return self.server.sign_in(self.guest.name)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """After all that was asked, the server must be well."""
    rates = {"api_rate": 100_000, "anonymous_rate": 100_000}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UV_OFFLINE", "1")  # nobody is asked for packages that nobody thought of
        patch.setenv("UV_NO_INDEX", "1")
        with (
            running_server(tmp_path_factory.mktemp("server") / "home", slots=1, **rates) as server,
            http(server.url, server.token) as client,
        ):
            project = ProjectApi(client)
            guest, other = (add(server, project, name, "guest") for name in ("gil", "zoe"))
            yield Place(server, project, guest, other, Commits(server.store))
            assert httpx2.get(f"{server.url}/readyz").json() == {"status": "ready"}
