"""Worlds with and without what somebody may not see: every answer to her is the same, byte for byte.

The second world is the first one after the hidden rows were taken out of the database, so all ids stay.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Table, delete, select, text, update

from dayshift.api import app as application
from dayshift.store import tables
from dayshift.store.engine import Tx
from dayshift.testing.people import Colleague, add, share, share_tag, sign_in
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer, running_server
from dayshift.testing.streams import listening

# Audit rows stay, as retention alone may delete them, and so does the row of the project that they name.
OF_EXECUTIONS = (tables.attempts, tables.api_keys)
OF_SCHEDULES = (tables.fires, tables.schedule_revisions)
OF_JOBS = (tables.executions, tables.schedules, tables.tags, tables.grants)
OF_PROJECTS = (tables.uploads, tables.jobs, tables.environments, tables.invitations, tables.members, tables.grants)

FREE = {"date", "x-request-id", "content-length"}  # the length is that of the body, which is compared
LEAVES = {"/projects/{p}/membership"}  # of one's own project it would take one out


@pytest.fixture
def server(tmp_path: Any) -> Iterator[RunningServer]:
    with running_server(tmp_path / "home") as running:
        yield running


@pytest.fixture
def foreign(client: Any) -> ProjectApi:
    """The project of somebody else, full of everything."""
    return _fill(ProjectApi(client), "theirs")


@pytest.fixture
def client(server: RunningServer) -> Iterator[Any]:
    with http(server.url, server.token) as made:
        yield made


def _fill(project: ProjectApi, job: str) -> ProjectApi:
    project.upload(f"{job}.txt", b"text")
    project.add_job(job, f"print('{job}')")
    project.put(f"/jobs/{job}/tags", tags=["monthly", job])
    project.add_schedule(job, name=f"{job}-daily")
    project.run(job)
    return project


def test_a_tenant_cannot_tell_whether_there_is_another(server: RunningServer, client: Any, foreign: ProjectApi):
    bob = sign_in(server, "bob")
    own = _fill(ProjectApi(bob.client), "own")
    guest = add(server, own, "gina", "guest")
    share(own, "own", guest, "run")
    ids = _ids(own, "own"), _ids(foreign, "theirs")

    with_other = {person.name: _everything(person, ids) for person in (bob, guest)}
    with server.begin() as tx:
        _remove_project(tx, foreign.name)
    alone = {person.name: _everything(person, ids) for person in (bob, guest)}

    assert with_other == alone
    assert len(with_other["bob"]) >= 90


@pytest.mark.parametrize("by_tag", [False, True], ids=["by grant", "by tag"])
def test_a_guest_cannot_tell_whether_there_are_other_jobs(server: RunningServer, client: Any, by_tag: bool):
    project = _fill(_fill(ProjectApi(client), "shared"), "hidden")
    guest = add(server, project, "gina", "guest")
    if by_tag:
        share_tag(project, "shared", guest, "schedule")
    else:
        share(project, "shared", guest, "schedule")
    ids = _ids(project, "shared"), _ids(project, "hidden")

    with_hidden = _everything(guest, ids)
    with server.begin() as tx:
        _remove_jobs(tx, select(tables.jobs.c.id).where(tables.jobs.c.name == "hidden"))
    without = _everything(guest, ids)

    assert with_hidden == without


@pytest.mark.parametrize("where", ["another job", "another project"])
def test_a_stream_of_events_tells_nothing_of_what_is_hidden(server: RunningServer, client: Any, where: str):
    project = _fill(ProjectApi(client), "shared")
    other = ProjectApi(client) if where == "another project" else project
    other.add_job("hidden")
    guest = add(server, project, "gina", "guest")
    share(project, "shared", guest, "run")
    with listening(guest.client) as ear:
        since = ear.last_id

    for _ in range(3):
        other.run("hidden")
        project.run("shared")
        other.add_schedule("hidden")
    other.upload("new.txt", b"new")
    with_hidden = _missed(guest, since)
    with server.begin() as tx:
        hidden = select(tables.jobs.c.id).where(tables.jobs.c.name == "hidden").scalar_subquery()
        tx.execute(delete(tables.events).where((tables.events.c.job == hidden) | tables.events.c.job.is_(None)))
    without = _missed(guest, since)

    assert with_hidden == without
    assert with_hidden.count("event: poke") == 3


def _missed(person: Colleague, since: str | None) -> str:
    """What a stream that goes on tells at once, but for its ids."""
    with person.client.stream("GET", "/events", headers={"Last-Event-ID": str(since)}) as answer:
        return re.sub(r"id: \d+", "id", next(answer.iter_text()))


def _ids(project: ProjectApi, job: str) -> dict[str, str]:
    """What paths can name."""
    schedules = project.call("GET", "/schedules", params={"job": job})["items"]
    runs = project.call("GET", f"/jobs/{job}/executions")["items"]
    return {"p": project.name, "job": job, "schedule": str(schedules[0]["id"]), "execution": str(runs[0]["id"])}


def _everything(person: Colleague, worlds: tuple[dict[str, str], ...]) -> dict[str, str]:
    """The answer to every GET, and to writes that are refused, about everything that the worlds name."""
    found = {}
    for route in _routes():
        for number, ids in enumerate(worlds):
            method = min(route.methods)
            if number == 0 and (method != "GET" or "/audit" in route.path):
                continue  # of one's own world: it would change, and its history grows with each question
            path = _path(route, ids)
            body = {} if method in ("GET", "DELETE") else {"json": {}}
            answer = person.client.request(method, path, params={"at": "2026-01-01T00:00:00Z", "q": "x"}, **body)
            headers = sorted((name, value) for name, value in answer.headers.items() if name not in FREE)
            told = re.sub(r'"request_id":"[0-9a-f]+"|"in_s":\d+', "", answer.text)
            found[f"{method} {path}"] = f"{answer.status_code} {headers} {told}"
    return found


def _routes() -> Iterator[APIRoute]:
    for module in application.ROUTERS:
        for route in module.router.routes:
            assert isinstance(route, APIRoute)
            if route.path.startswith("/projects") and route.path not in LEAVES:
                yield route


def _path(route: APIRoute, ids: dict[str, str]) -> str:
    names = {"upload": "u", "environment": "python", "tag": "monthly", "name": "theirs-daily"}
    names |= dict.fromkeys(("member", "invitation", "grant"), "1") | {"path": "theirs.txt"}
    return route.path.replace("{path:path}", "{path}").format_map(names | ids)


def _remove_project(tx: Tx, name: str) -> None:
    tx.execute(text("PRAGMA defer_foreign_keys = ON"))
    project = tx.execute(select(tables.projects.c.id).where(tables.projects.c.name == name)).scalar_one()
    _remove_jobs(tx, select(tables.jobs.c.id).where(tables.jobs.c.project == project))
    for table in OF_PROJECTS:
        tx.execute(delete(table).where(table.c.project == project))
    tx.execute(update(tables.projects).where(tables.projects.c.id == project).values(name="nobody-knows-this"))


def _remove_jobs(tx: Tx, jobs: Any) -> None:
    tx.execute(text("PRAGMA defer_foreign_keys = ON"))
    numbers = [row.id for row in tx.rows(jobs)]
    _remove_below(tx, tables.executions, OF_EXECUTIONS, "execution", numbers)
    _remove_below(tx, tables.schedules, OF_SCHEDULES, "schedule", numbers)
    for table in OF_JOBS:
        tx.execute(delete(table).where(table.c.job.in_(numbers)))
    tx.execute(delete(tables.jobs).where(tables.jobs.c.id.in_(numbers)))


def _remove_below(tx: Tx, parent: Table, children: tuple[Table, ...], name: str, jobs: list[int]) -> None:
    numbers = [row.id for row in tx.rows(select(parent.c.id).where(parent.c.job.in_(jobs)))]
    for table in children:
        tx.execute(delete(table).where(table.c[name].in_(numbers)))
