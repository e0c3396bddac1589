"""A second person brings code only once an administrator has said what that means."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import update

from dayshift.store.tables import instance
from dayshift.testing.people import add, share, sign_in
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer, running_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server of its own: nobody has acknowledged anything yet, and there is one author."""
    with running_server(tmp_path / "home") as running:
        with running.begin() as tx:
            tx.execute(update(instance).values(trusted_at=None))
        yield running


@pytest.fixture
def client(server: RunningServer) -> Iterator[httpx2.Client]:
    with http(server.url, server.token) as made:
        yield made


def test_what_brings_no_code_is_never_refused(server, project: ProjectApi):
    project.add_job("job")
    for role in ("guest", "viewer", "operator"):
        person = add(server, project, f"a {role} {project.name}", role)
        assert share(project, "job", person, "schedule")["level"] == "schedule"


def test_every_road_to_edit_waits_for_an_administrator_and_stores_nothing(server, client, project: ProjectApi):
    project.add_job("job")
    person = add(server, project, f"Pia {project.name}", "guest")
    ident = person.call("GET", "/me")["id"]
    other = sign_in(server, f"Otto {project.name}")
    roads = [
        ("POST", "/members", {"person": other.name, "role": "editor"}),
        ("PATCH", f"/members/{ident}", {"role": "owner"}),
        ("POST", "/invitations", {"role": "editor"}),
        ("POST", "/jobs/job/grants", {"person": person.name, "level": "edit"}),
        ("POST", "/tags/t/grants", {"person": person.name, "level": "manage"}),
    ]

    for method, path, body in roads:
        problem = project.refused(method, path, 409, json=body)
        assert problem["code"] == "isolation_needed"
        assert "could read" in problem["title"]
        assert problem["hint"].startswith("ada can acknowledge")
    refused = other.client.post("/projects", json={"name": f"own-{project.name}"})
    assert (refused.status_code, refused.json()["code"]) == (409, "isolation_needed")
    assert [row["role"] for row in project.call("GET", "/members")["items"]] == ["guest", "owner"]
    assert project.call("GET", "/jobs/job/access")["grants"][0]["source"] == "created_it"

    assert client.get("/install/trust").json()["acknowledged"] is False
    assert other.client.put("/install/trust").status_code == 403
    assert client.put("/install/trust").json()["acknowledged"] is True
    for method, path, body in roads:
        assert project.ask(method, path, json=body).is_success


def test_the_one_author_may_do_everything(client: httpx2.Client):
    mine = ProjectApi(client)

    assert mine.add_job("job")["level"] == "manage"
