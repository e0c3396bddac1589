"""Who did what: one row for every change, in its transaction; for refusals too."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from dayshift.store.tables import audit
from dayshift.testing.rest import BYTES, ProjectApi, http
from dayshift.testing.server import RunningServer

DAILY = {"kind": "cron", "text": "0 9 * * *"}


def trail(server: RunningServer, after: int = 0) -> list[Any]:
    with server.begin() as tx:
        return list(tx.rows(select(audit).where(audit.c.id > after).order_by(audit.c.id)))


@pytest.fixture
def place(project: ProjectApi) -> dict[str, Any]:
    """What the changes need: a project with a file, a job, a schedule and a run."""
    project.upload("a.txt", b"x")
    project.add_job("job")
    schedule = project.add_schedule("job")
    return {"project": project, "schedule": schedule["id"], "run": project.run("job")["id"]}


def _slow_run(place: dict[str, Any]) -> int:
    place["project"].add_job("slow", "import time; time.sleep(60)", grace=0)
    return place["project"].start("slow")["id"]


def _upload(place: dict[str, Any]) -> str:
    made = place["project"].call("POST", "/uploads", json={"path": "new.txt", "size": 1})
    place["project"].call("PUT", f"/uploads/{made['id']}?offset=0", content=b"y", headers=BYTES)
    return made["id"]


CHANGES: dict[str, tuple[str, str, Any, Callable[[dict[str, Any]], Any] | None]] = {
    "file:write": ("POST", "/uploads/{made}/commit", {}, _upload),
    "file:folder": ("POST", "/files/folder", {"path": "f"}, None),
    "file:move": ("POST", "/files/move", {"from": "a.txt", "to": "b.txt"}, None),
    "file:copy": ("POST", "/files/copy", {"from": "a.txt", "to": "b.txt"}, None),
    "file:delete": ("DELETE", "/files/a.txt", None, None),
    "job:create": ("POST", "/jobs", {"name": "new", "program": {"source": "1"}}, None),
    "job:edit": ("PUT", "/jobs/job", {"program": {"source": "2"}}, None),
    "object:delete": ("DELETE", "/jobs/job", None, None),
    "job:run": ("POST", "/jobs/job/executions", {}, None),
    "job:run many": ("POST", "/jobs/job/executions/batch", {"items": [{}, {}]}, None),
    "job:run again": ("POST", "/executions/{run}/rerun", {}, None),
    "job:run test": ("POST", "/schedules/{schedule}/run", {}, None),
    "job:run latest": ("POST", "/schedules/{schedule}/run-latest", None, None),
    "execution:stop": ("POST", "/executions/{made}/stop", None, _slow_run),
    "schedule:create": ("POST", "/schedules", {"target": {"job": "job"}, "trigger": DAILY}, None),
    "schedule:edit": ("PUT", "/schedules/{schedule}", {"trigger": DAILY, "tz": "Asia/Tokyo"}, None),
    "schedule:pause": ("POST", "/schedules/{schedule}/pause", {}, None),
    "schedule:resume": ("POST", "/schedules/{schedule}/resume", None, None),
    "schedule:skip": ("POST", "/schedules/{schedule}/skip", {"nominal": "2030-01-01T09:00:00Z"}, None),
    "schedule:unskip": ("POST", "/schedules/{schedule}/unskip", {"nominal": "2030-01-01T09:00:00Z"}, None),
    "schedule:delete": ("DELETE", "/schedules/{schedule}", None, None),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_writes_exactly_one_row(name: str, server: RunningServer, place: dict[str, Any]):
    method, path, body, prepare = CHANGES[name]
    made = prepare(place) if prepare else None
    before = trail(server)[-1].id
    headers = {"X-Request-Id": f"audit-{before}", "If-Match": '"1"'}

    answer = place["project"].ask(
        method, path.format(made=made, **place), headers=headers, **({} if body is None else {"json": body})
    )

    assert answer.is_success, answer.text
    (row,) = trail(server, before)
    assert (row.action, row.outcome) == (name.partition(" ")[0], "done")
    assert (row.actor_name, row.channel, row.address) == ("ada", "api", "127.0.0.1")
    assert row.request_id == f"audit-{before}"
    assert row.project is not None and row.subject


def test_a_pause_and_a_skip_say_why_until_when_and_which_time(server: RunningServer, place: dict[str, Any]):
    project, schedule = place["project"], place["schedule"]
    before = trail(server)[-1].id
    pause = {"ends_at": "2031-05-01T06:00:00Z", "reason": 'stock"taking\n'}
    time = {"nominal": "2030-01-01T09:00:00Z"}

    project.call("POST", f"/schedules/{schedule}/pause", json={"until": pause["ends_at"], "reason": pause["reason"]})
    project.call("POST", f"/schedules/{schedule}/resume")
    project.call("POST", f"/schedules/{schedule}/skip", json=time)
    project.call("POST", f"/schedules/{schedule}/unskip", json=time)

    rows = [(row.before, row.after) for row in trail(server, before)]
    assert rows == [(None, pause), (pause, None), (None, time), (time, None)]


def test_what_changes_nothing_writes_nothing(server: RunningServer, place: dict[str, Any]):
    project = place["project"]
    job = project.call("GET", "/jobs/job")
    saved = {**job["definition"], "program": {"source": job["definition"]["program"]["source"]}}
    before = trail(server)[-1].id

    project.call("PUT", "/jobs/job", json=saved, headers={"If-Match": '"1"'})
    project.call("PUT", f"/schedules/{place['schedule']}", json={"trigger": DAILY}, headers={"If-Match": '"1"'})
    project.call("POST", f"/executions/{place['run']}/stop")
    project.call("POST", "/schedules/preview", json={"schedule": {"trigger": DAILY}})
    project.call("GET", "/jobs/job")

    assert trail(server, before) == []


def test_a_request_that_fails_late_leaves_no_row_of_what_it_undid(server: RunningServer, place: dict[str, Any]):
    before = trail(server)[-1].id
    good = {"target": {"job": "job"}, "trigger": DAILY}

    place["project"].refused("POST", "/schedules/batch", 422, json={"items": [good, {**good, "tz": "Mars"}]})

    assert trail(server, before) == []


def test_a_refusal_on_what_one_may_see_is_in_the_trail(server: RunningServer, client: httpx2.Client, place):
    text_of_key = client.post("/me/keys", json={"name": "k", "scopes": ["jobs:read"]}).json()
    before = trail(server)[-1].id

    with http(server.url, text_of_key["key"]) as holder:
        holder.post(f"/projects/{place['project'].name}/jobs/job/executions", json={})

    (row,) = trail(server, before)
    assert (row.action, row.outcome, row.subject, row.key_id) == ("job:run", "refused", "job", text_of_key["id"])


def test_what_is_invisible_leaves_no_trace(server: RunningServer, place: dict[str, Any]):
    token = server.sign_in("eve")
    before = trail(server)[-1].id

    with http(server.url, token) as eve:
        eve.delete(f"/projects/{place['project'].name}/jobs/job")

    assert trail(server, before) == []


def test_signing_in_and_keys_are_in_the_trail_without_a_secret(server: RunningServer, stranger: httpx2.Client):
    before = trail(server)[-1].id

    token = stranger.post("/session", json={"name": "ada", "password": server.password, "for": "bearer"}).json()[
        "token"
    ]
    with http(server.url, token) as client:
        key = client.post("/me/keys", json={"name": "k", "scopes": ["jobs:read"]}).json()
        client.delete(f"/me/keys/{key['id']}")
        client.delete("/session")

    rows = trail(server, before)
    assert [row.action for row in rows] == ["session:sign_in", "key:write_own", "key:revoke", "session:sign_out"]
    assert key["key"] not in str(rows) and token not in str(rows) and server.password not in str(rows)


def test_the_command_line_is_told_apart(server: RunningServer):
    before = trail(server)[-1].id

    with http(server.url, server.token, **{"User-Agent": "dayshift-cli"}) as client:
        ProjectApi(client)

    assert [row.channel for row in trail(server, before)] == ["cli"]


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_no_row_is_ever_changed(server: RunningServer, place: dict[str, Any], statement: str):
    with pytest.raises(DatabaseError), server.begin() as tx:
        tx.execute(text(statement))
