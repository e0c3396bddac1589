"""API keys: shown once, narrower than their holder, ended at once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import update

from dayshift.domain.actions import Action, Scope
from dayshift.store.tables import api_keys
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer

FORM = re.compile(r"dsp_[0-9A-Za-z]{16}\.[0-9A-Za-z]{49}")


@pytest.fixture
def key(client: httpx2.Client) -> Callable[..., dict[str, Any]]:
    def make(*scopes: str, **fields: Any) -> dict[str, Any]:
        answer = client.post("/me/keys", json={"name": "of a test", "scopes": list(scopes) or ["jobs:read"], **fields})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return make


@contextmanager
def as_key(server: RunningServer, text: str) -> Iterator[httpx2.Client]:
    with http(server.url, text) as client:
        yield client


def test_the_text_of_a_key_is_answered_once_and_kept_nowhere(server: RunningServer, client: httpx2.Client, key):
    made = key()

    listed = client.get("/me/keys").text
    database = (server.home / "dayshift.db").read_bytes() + (server.home / "dayshift.db-wal").read_bytes()
    secret = made["key"].partition(".")[2]
    assert FORM.fullmatch(made["key"])
    assert made["id"] in listed and secret not in listed
    assert made["id"].encode() in database and secret.encode() not in database


def test_a_key_signs_in_under_both_words(server: RunningServer, key):
    text = key("projects:read")["key"]

    for word in ("Bearer", "ApiKey", "bearer"):
        with http(server.url, Authorization=f"{word} {text}") as client:
            assert client.get("/me").status_code == 200


def test_a_key_with_a_changed_letter_is_none(server: RunningServer, key):
    text = key("projects:read")["key"]

    for number in (5, 25, len(text) - 1):
        changed = text[:number] + ("a" if text[number] != "a" else "b") + text[number + 1 :]
        with as_key(server, changed) as client:
            assert client.get("/me").status_code == 401


def test_a_revoked_key_ends_at_once_and_is_in_no_list(server: RunningServer, client: httpx2.Client, key):
    made = key("projects:read")

    assert client.delete(f"/me/keys/{made['id']}").status_code == 204

    with as_key(server, made["key"]) as holder:
        assert holder.get("/me").status_code == 401
    assert made["id"] not in client.get("/me/keys").text
    assert client.delete(f"/me/keys/{made['id']}").status_code == 404


def test_a_key_ends_when_its_time_is_over(server: RunningServer, key):
    made = key("projects:read", days=1)
    with server.begin() as tx:
        over = update(api_keys).where(api_keys.c.id == made["id"]).values(ends_at=tx.now - timedelta(seconds=1))
        tx.execute(over)

    with as_key(server, made["key"]) as holder:
        assert holder.get("/me").status_code == 401


def test_nobody_revokes_the_key_of_somebody_else(server: RunningServer, key):
    made = key("projects:read")

    with http(server.url, server.sign_in("eve")) as eve:
        assert eve.delete(f"/me/keys/{made['id']}").status_code == 404

    with as_key(server, made["key"]) as holder:
        assert holder.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"name": ""}, "name"),
    ],
)
def test_a_key_without_an_end_or_with_unknown_scopes_is_refused(client: httpx2.Client, fields: Any, field: str):
    answer = client.post("/me/keys", json={"name": "k", "scopes": ["jobs:read"], **fields})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_a_key_for_a_project_that_one_may_not_see_is_refused_like_one_that_is_not_there(server: RunningServer, project):
    with http(server.url, server.sign_in("eve")) as eve:
        bodies = [
            eve.post("/me/keys", json={"name": "k", "scopes": ["jobs:read"], "project": name}).json()
            for name in (project.name, "no-such")
        ]

    assert [body.pop("request_id") for body in bodies]
    assert bodies[0] == bodies[1]
    assert bodies[0]["status"] == 404


def test_a_key_of_one_project_sees_no_other(server: RunningServer, client: httpx2.Client, project: ProjectApi, key):
    other = ProjectApi(client)
    text = key("projects:read", "projects:write", "jobs:read", project=project.name)["key"]

    with as_key(server, text) as holder:
        assert holder.get(f"/projects/{project.name}").status_code == 200
        assert holder.get(f"/projects/{other.name}").status_code == 404
        assert holder.get(f"/projects/{other.name}/jobs").status_code == 404
        assert [row["name"] for row in holder.get("/projects").json()["items"]] == [project.name]


# Scopes ---------------------------------------------------------------------------------------------------------------

# One route for each action: what a key without the scope is refused is refused before anything is looked at.
ROUTES: dict[Action, tuple[str, str]] = {
    Action.ACCOUNT_SEE: ("GET", "/me"),
    Action.JOB_LIST_MINE: ("GET", "/me/jobs"),
    Action.PREFERENCES_WRITE: ("PUT", "/me/preferences"),
    Action.KEY_WRITE_OWN: ("GET", "/me/keys"),
    Action.SESSION_END: ("DELETE", "/session"),
    Action.ACCOUNT_AUDIT: ("GET", "/me/audit"),
    Action.SESSION_LET_IN: ("GET", "/terminals/f"),
    Action.INVITATION_ACCEPT: ("POST", "/invitations/accept"),
    Action.INSTALL_PEOPLE: ("GET", "/people"),
    Action.INSTALL_TRUST: ("GET", "/install/trust"),
    Action.PROJECT_LEAVE: ("DELETE", "/projects/{p}/membership"),
    Action.MEMBER_LIST: ("GET", "/projects/{p}/members"),
    Action.MEMBER_WRITE: ("GET", "/projects/{p}/invitations"),
    Action.TAG_GOVERN: ("GET", "/projects/{p}/tags"),
    Action.AUDIT_READ_PROJECT: ("GET", "/projects/{p}/audit"),
    Action.ACCESS_CHECK: ("GET", "/projects/{p}/jobs/{job}/access/check"),
    Action.JOB_TAG: ("PUT", "/projects/{p}/jobs/{job}/tags"),
    Action.AUDIT_READ_JOB: ("GET", "/projects/{p}/jobs/{job}/audit"),
    Action.JOB_SHARE: ("GET", "/projects/{p}/jobs/{job}/access"),
    Action.PROJECT_LIST: ("GET", "/projects"),
    Action.EXECUTOR_READ: ("GET", "/executors"),
    Action.EVENT_FOLLOW: ("GET", "/events?projects=_"),
    Action.PROJECT_CREATE: ("POST", "/projects"),
    Action.PROJECT_SEE: ("GET", "/projects/{p}"),
    Action.ENVIRONMENT_READ: ("GET", "/projects/{p}/environments"),
    Action.ENVIRONMENT_WRITE: ("DELETE", "/projects/{p}/environments/none"),
    Action.FILE_READ: ("GET", "/projects/{p}/files/?list"),
    Action.FILE_WRITE: ("POST", "/projects/{p}/files/folder"),
    Action.JOB_LIST: ("GET", "/projects/{p}/jobs"),
    Action.JOB_CREATE: ("POST", "/projects/{p}/jobs"),
    Action.CODE_CHECK: ("POST", "/projects/{p}/code/check"),
    Action.SCHEDULE_PREVIEW: ("POST", "/projects/{p}/schedules/preview"),
    Action.JOB_VIEW: ("GET", "/projects/{p}/jobs/{job}/executions"),
    Action.JOB_RUN: ("POST", "/projects/{p}/jobs/{job}/executions"),
    Action.EXECUTION_READ_LOG: ("GET", "/projects/{p}/executions/{run}/log"),
    Action.EXECUTION_STOP_OWN: ("POST", "/projects/{p}/executions/{run}/stop"),
    Action.JOB_SCHEDULE: ("POST", "/projects/{p}/schedules/{schedule}/resume"),
    Action.JOB_EDIT: ("PUT", "/projects/{p}/jobs/{job}"),
    Action.JOB_DELETE: ("DELETE", "/projects/{p}/jobs/kept"),
}
BODIES: dict[Action, Any] = {
    Action.PROJECT_CREATE: {"name": "_"},
    Action.FILE_WRITE: {"path": "made"},
    Action.JOB_CREATE: {"name": "_", "program": {"source": "1"}},
    Action.CODE_CHECK: {"source": "1"},
    Action.SCHEDULE_PREVIEW: {"schedule": {}},
    Action.JOB_RUN: {},
    Action.JOB_TAG: {"tags": []},
    Action.JOB_EDIT: {"program": {"source": "1"}},
}
# What a key that may is answered, where it is not 200: the requests above are incomplete on purpose, and harmless.
MAY = {
    Action.PROJECT_CREATE: 422,
    Action.EVENT_FOLLOW: 404,
    Action.ENVIRONMENT_WRITE: 404,
    Action.FILE_WRITE: 201,
    Action.JOB_CREATE: 422,
    Action.JOB_RUN: 201,
    Action.JOB_EDIT: 428,
    Action.JOB_TAG: 428,
    Action.JOB_DELETE: 404,
}


@pytest.fixture(scope="module")
def world(client: httpx2.Client) -> dict[str, str]:
    project = ProjectApi(client)
    project.add_job("job")
    schedule = project.add_schedule("job")
    run = project.run("job")
    return {"p": project.name, "job": "job", "schedule": str(schedule["id"]), "run": str(run["id"])}


@pytest.fixture(scope="module")
def holders(server: RunningServer, client: httpx2.Client) -> Iterator[dict[Scope, httpx2.Client]]:
    """A client for each scope, whose key has that one alone."""
    made = {}
    for scope in Scope:
        text = client.post("/me/keys", json={"name": scope, "scopes": [scope]}).json()["key"]
        made[scope] = http(server.url, text)
    yield made
    for holder in made.values():
        holder.close()


# Asked for beside what a route declares.
BESIDE = {Action.JOB_READ_CODE, Action.EXECUTION_STOP_ANY}


def test_there_is_a_route_in_this_matrix_for_every_action():
    assert set(ROUTES) == set(Action) - BESIDE


def test_a_key_that_may_not_read_logs_is_not_told_what_a_run_was_given(holders, world: dict[str, str]):
    path = f"/projects/{world['p']}/executions/{world['run']}"

    assert holders[Scope.JOBS_READ].get(path).json()["arguments"] is None


@pytest.mark.parametrize("action", ROUTES, ids=lambda action: action.word)
def test_a_key_does_only_what_its_scope_says(
    action: Action, holders: dict[Scope, httpx2.Client], world: dict[str, str]
):
    method, path = ROUTES[action]
    request = {"json": BODIES[action]} if action in BODIES else {}

    answers = {scope: holder.request(method, path.format_map(world), **request) for scope, holder in holders.items()}

    for scope, answer in answers.items():
        if scope is action.value.scope:
            assert answer.status_code == MAY.get(action, 200), f"{scope}: {answer.text}"
        elif action is Action.JOB_DELETE:
            assert answer.status_code == 404  # there is no such job, which is said before anything else
        else:
            expected = "session_only" if action.value.scope is None else "scope_missing"
            assert (answer.status_code, answer.json()["code"]) == (403, expected), f"{scope}: {answer.text}"


def test_a_key_mints_no_key(server: RunningServer):
    with as_key(server, server.key) as holder:
        answer = holder.post("/me/keys", json={"name": "k", "scopes": ["jobs:read"]})

    assert (answer.status_code, answer.json()["code"]) == (403, "session_only")


def test_a_key_does_not_run_in_a_project_that_its_holder_is_no_member_of(server: RunningServer, world: dict[str, str]):
    with http(server.url, server.sign_in("eve")) as eve:
        text = eve.post("/me/keys", json={"name": "k", "scopes": [scope.value for scope in Scope]}).json()["key"]

    with as_key(server, text) as holder:
        answers = [holder.request(*route).status_code for route in _in_project(world)]

    assert set(answers) == {404}


def _in_project(world: dict[str, str]) -> Iterator[tuple[str, str]]:
    for method, path in ROUTES.values():
        if "{p}" in path and method in ("GET", "DELETE"):
            yield method, path.format_map(world)


# Rotation -------------------------------------------------------------------------------------------------------------


def test_a_key_is_replaced_by_one_that_may_do_the_same_and_works_a_while_longer(server, client, project, key):
    old = key("projects:read", "jobs:read", project=project.name)

    new = client.post(f"/me/keys/{old['id']}/rotate", json={"overlap_hours": 1}).json()
    gone = client.post(f"/me/keys/{new['id']}/rotate", json={"overlap_hours": 0}).json()

    assert (new["scopes"], new["name"]) == (old["scopes"], old["name"])
    assert [_status(server, one["key"], project) for one in (old, new, gone)] == [200, 401, 200]
    ends = {row["id"]: row["ends_at"] for row in client.get("/me/keys").json()["items"]}
    assert ends[old["id"]] < old["ends_at"]


def _status(server: RunningServer, text: str, project: ProjectApi) -> int:
    with as_key(server, text) as holder:
        return int(holder.get(f"/projects/{project.name}").status_code)


@pytest.mark.parametrize("hours", [-1, 169])
def test_an_overlap_is_at_most_a_week(client: httpx2.Client, key, hours: int):
    answer = client.post(f"/me/keys/{key('jobs:read')['id']}/rotate", json={"overlap_hours": hours})

    assert answer.json()["errors"][0]["field"] == "overlap_hours"


def test_a_key_of_somebody_else_is_not_rotated(server: RunningServer, key):
    with http(server.url, server.sign_in("eve")) as eve:
        assert eve.post(f"/me/keys/{key('jobs:read')['id']}/rotate", json={}).status_code == 404


def test_a_key_without_an_end_is_replaced_by_one_that_lives_as_long_as_a_key_may(server, client, project, key):
    old = key("projects:read", project=project.name)
    with server.begin() as tx:
        tx.execute(update(api_keys).where(api_keys.c.id == old["id"]).values(ends_at=None))

    new = client.post(f"/me/keys/{old['id']}/rotate", json={"overlap_hours": 0}).json()

    assert [_status(server, one["key"], project) for one in (old, new)] == [401, 200]
    lives = datetime.fromisoformat(new["ends_at"]) - datetime.fromisoformat(new["created_at"])
    assert lives == timedelta(days=365)


def test_neither_a_revoked_key_nor_that_of_a_run_is_rotated(server, client, project, key):
    project.add_job("job", "import os; print(os.environ['DAYSHIFT_API_KEY'][4:20])")
    own = project.output(project.run("job"))[0]
    revoked = key("jobs:read")["id"]
    client.delete(f"/me/keys/{revoked}").raise_for_status()

    answers = [client.post(f"/me/keys/{one}/rotate", json={}).status_code for one in (own, revoked)]

    assert answers == [404, 404]
