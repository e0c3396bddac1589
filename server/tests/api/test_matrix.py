"""Every route × everybody × every object: what ``decide()`` says, what lists show and what the server answers agree.

What a person holds is written down here, not loaded: the loader, the rules and the routes are compared with that.
Requests that are allowed are incomplete where they would change something, so they end in 4xx after the permit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from fastapi.routing import APIRoute

from dayshift.api import app as application
from dayshift.domain.actions import Action, Kind, Level, Role, Scope
from dayshift.domain.rights import Actor, ActorKind, KeyLimits, Permit, Sharing, Subject, decide
from dayshift.testing.people import Colleague, add, share, share_tag, sign_in
from dayshift.testing.rest import Json, ProjectApi, http
from dayshift.testing.server import RunningServer
from dayshift.web.routing import given_of

OBJECTS = ("open", "hidden", "foreign", "missing")
LEVELS = [level for level in Level if level]
SOME_SCOPES = frozenset({Scope.PROJECTS_READ, Scope.JOBS_RUN})

# Allowed, these change the world whatever is sent: they are tried elsewhere, in projects of their own.
DESTRUCTIVE = {"DELETE /projects/{p}/membership", "DELETE /projects/{p}/schedules/{schedule}", "DELETE /session"}
# Allowed, these still say 404: what they name below the project does not exist, or belongs to somebody.
OWN_THING = {"{upload}", "{environment}", "{key}", "{flow}"}
# What these are about was begun by somebody else, and so they ask for more.
ASKS_FOR_MORE = {"POST /projects/{p}/executions/{execution}/stop": Action.EXECUTION_STOP_ANY}
QUERY = {"at": "2026-01-01T00:00:00Z", "q": "x", "stop": "perhaps", "replace": "perhaps", "projects": "x" * 4001}


def _action(route: APIRoute) -> Action | None:
    return next((one.action for one in given_of(route.endpoint).values() if one.action is not None), None)


def _routes() -> Iterator[tuple[str, APIRoute, Action]]:
    for module in application.ROUTERS:
        for route in module.router.routes:
            assert isinstance(route, APIRoute)
            action = _action(route)
            if action is not None:
                yield f"{min(route.methods)} {route.path}", route, action


ROUTES = list(_routes())


@dataclass(frozen=True)
class Asker:
    """Somebody, with all that is true of her in the project of this test."""

    colleague: Colleague
    role: Role | None
    granted: Level = Level.NONE
    scopes: frozenset[str] | None = None
    is_admin: bool = False
    is_out: bool = False  # disabled: a stranger

    def expects(self, action: Action, thing: str) -> int | None:
        """The status, or None for "let in"."""
        if self.is_out:
            return 401
        key = None if self.scopes is None else KeyLimits(key_id="k", scopes=self.scopes, project=None)
        actor = Actor(principal=1, name="x", kind=ActorKind.PERSON, is_admin=self.is_admin, key=key)
        answer = decide(actor, action, self.subject(action, thing))
        return None if isinstance(answer, Permit) else answer.status

    def subject(self, action: Action, thing: str) -> Subject:
        kind = action.value.kind
        if kind in (Kind.ACCOUNT, Kind.INSTALL):
            return Subject(kind=kind, id=1)
        if thing == "foreign" or (thing == "missing" and kind is Kind.PROJECT):
            return Subject(kind=kind)
        found = None if thing == "missing" or kind is Kind.PROJECT else 1
        sharing = Sharing(private=thing == "hidden")
        return Subject(kind=kind, project=1, id=found, role=self.role, sharing=sharing, granted=self.granted)


@dataclass(frozen=True)
class Place:
    """What a path can name, by object."""

    project: ProjectApi
    names: dict[str, dict[str, str]]

    def path(self, route: APIRoute, action: Action, thing: str) -> str:
        names = {"upload": "u", "environment": "python", "key": "k", "tag": "tagged", "name": "n", "path": "a.txt"}
        names["flow"] = "f"
        names |= dict.fromkeys(("member", "invitation", "grant", "person"), "x")  # no number: 422 after the permit
        if "DELETE" in route.methods:
            names["path"] = "a%01b"
        return route.path.replace("{path:path}", "{path}").format_map(names | self.names[thing])


@pytest.fixture(scope="module")
def place(client: httpx2.Client) -> Place:
    """A project with a job that is open and one that is private, and a foreign one; each with a schedule and a run."""
    project, foreign = ProjectApi(client), ProjectApi(client)
    project.upload("a.txt", b"text")
    names = {"missing": {"job": "none", "schedule": "999999", "execution": "999999"}}
    for where, job in ((project, "open"), (project, "hidden"), (foreign, "foreign")):
        where.add_job(job)
        where.put(f"/jobs/{job}/tags", tags=["tagged"])
        names[job] = {
            "job": job,
            "schedule": str(where.add_schedule(job)["id"]),
            "execution": str(where.run(job)["id"]),
        }
    project.put("/jobs/hidden/access", private=True)
    for thing in OBJECTS:
        names[thing]["p"] = foreign.name if thing == "foreign" else project.name
    return Place(project, names)


@pytest.fixture(scope="module")
def askers(server: RunningServer, client: httpx2.Client, place: Place) -> dict[str, Asker]:
    """Everybody: by role, by grant, by tag, with keys, with ended grants, disabled, and the administrator."""
    project = place.project
    made = {f"role {role}": Asker(add(server, project, f"a {role}", role), role) for role in Role}
    for level in LEVELS:
        by_grant = add(server, project, f"grant {level.word}", Role.GUEST)
        by_tag = add(server, project, f"tag {level.word}", Role.GUEST)
        for job in ("open", "hidden"):
            share(project, job, by_grant, level)
        share_tag(project, "tagged", by_tag, level)
        made[f"grant {level.word}"] = Asker(by_grant, Role.GUEST, level)
        made[f"tag {level.word}"] = Asker(by_tag, Role.GUEST, level)
    made |= _narrowed(server, made["role owner"].colleague)
    made["grant that ended"] = Asker(_with_ended_grant(server, project), Role.GUEST)
    boss = sign_in(server, "administrator")
    client.patch(f"/people/{boss.call('GET', '/me')['id']}", json={"is_admin": True})
    made["administrator"] = Asker(boss, None, is_admin=True)
    out = add(server, project, "disabled", Role.EDITOR)
    client.patch(f"/people/{out.call('GET', '/me')['id']}", json={"disabled": True})
    made["disabled"] = Asker(out, Role.EDITOR, is_out=True)
    return made


def _narrowed(server: RunningServer, owner: Colleague) -> dict[str, Asker]:
    """The owner, by a key with all scopes and by one with few."""
    made = {}
    for name, scopes in (("key with all scopes", frozenset(Scope)), ("key with few scopes", SOME_SCOPES)):
        key = owner.call("POST", "/me/keys", json={"name": name, "scopes": sorted(scopes)})["key"]
        made[name] = Asker(Colleague(name, http(server.url, key)), Role.OWNER, scopes=scopes)
    return made


def _with_ended_grant(server: RunningServer, project: ProjectApi) -> Colleague:
    person = add(server, project, "too late", Role.GUEST)
    for job in ("open", "hidden"):
        share(project, job, person, Level.MANAGE)
    with server.begin() as tx:
        ended(tx, person.call("GET", "/me")["id"])
    return person


def ended(tx: Any, principal: int) -> None:
    """The grants of a person ended this very moment."""
    from sqlalchemy import update

    from dayshift.store.tables import grants

    tx.execute(update(grants).where(grants.c.principal == principal).values(ends_at=tx.now))


def _send(asker: Asker, route: APIRoute, path: str) -> httpx2.Response:
    """The request of that route, incomplete where it would change something."""
    method = min(route.methods)
    body: Json = {"json": {"unknown": 1}} if method in ("POST", "PUT", "PATCH") else {}
    headers = {"Idempotency-Key": ""}
    return asker.colleague.client.request(method, path, params=QUERY, headers=headers, **body)


@pytest.mark.parametrize(("name", "route", "action"), ROUTES, ids=[name for name, _, _ in ROUTES])
def test_the_server_answers_what_decide_says(
    name: str, route: APIRoute, action: Action, askers: dict[str, Asker], place: Place
):
    things = ["open"] if action.value.kind in (Kind.ACCOUNT, Kind.INSTALL) else OBJECTS
    if action.value.kind is Kind.PROJECT:
        things = ["open", "foreign"]
    differences = []
    for who, asker in askers.items():
        for thing in things:
            expected = asker.expects(ASKS_FOR_MORE.get(name, action), thing)
            if expected is None and name in DESTRUCTIVE:
                continue
            answer = _send(asker, route, place.path(route, action, thing))
            if not _agrees(answer, expected, name):
                differences.append((who, thing, expected, answer.status_code, answer.text[:200]))

    assert differences == []


def _agrees(answer: httpx2.Response, expected: int | None, name: str) -> bool:
    if expected is not None:
        return answer.status_code == expected
    refusals = {401, 403} if any(part in name for part in OWN_THING) else {401, 403, 404}
    return answer.status_code not in refusals and answer.status_code < 500


def test_lists_hold_what_decide_lets_one_see(askers: dict[str, Asker], place: Place):
    differences = []
    for who, asker in askers.items():
        seen = {thing for thing in ("open", "hidden") if asker.expects(Action.JOB_VIEW, thing) is None}
        if asker.expects(Action.JOB_LIST, "open") is None:
            listed = _listed(asker.colleague, place.project.name)
            differences += [(who, what, found, seen) for what, found in listed.items() if found != seen]

    assert differences == []


def _listed(person: Colleague, project: str) -> dict[str, set[str]]:
    here = f"/projects/{project}"
    return {
        "jobs": {row["name"] for row in person.call("GET", f"{here}/jobs")["items"]},
        "mine": {row["name"] for row in person.call("GET", "/me/jobs")["items"] if row["project"] == project},
        "runs": {row["job"] for row in person.call("GET", f"{here}/executions")["items"]},
        "lines": {row["job"] for row in person.call("GET", f"{here}/runs")["items"]},
        "schedules": {row["target"]["job"] for row in person.call("GET", f"{here}/schedules")["items"]},
    }


def test_the_level_in_a_list_is_that_of_decide(askers: dict[str, Asker], place: Place):
    for asker in askers.values():
        if asker.expects(Action.JOB_LIST, "open") is None:
            rows = asker.colleague.call("GET", f"/projects/{place.project.name}/jobs")["items"]
            mine = asker.colleague.call("GET", "/me/jobs")["items"]
            for row in (*rows, *(one for one in mine if one["project"] == place.project.name)):
                assert row["level"] == asker.subject(Action.JOB_VIEW, row["name"]).level.word
