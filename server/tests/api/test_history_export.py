"""History as a file: the rows of the list, each as one line of JSON, for whom the list is for, while it is for her."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from sqlalchemy import insert, select

from dayshift.services.history import SLICE
from dayshift.store.tables import audit
from dayshift.testing.people import add, share, sign_in
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

WITHIN_S = 5.0
MANY, LONG = 4000, "x" * 8000  # rows, each with such a text: more than lies in the buffers of a slow connection
SLOWLY = httpx2.HTTPTransport(socket_options=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)])


def lines(answer: httpx2.Response) -> list[Any]:
    """The rows of an export, each of which ends its line."""
    assert answer.status_code == 200, answer.text
    *found, rest = answer.text.split("\n")
    assert rest == ""
    return [json.loads(line) for line in found]


def listed(client: httpx2.Client, path: str) -> Iterator[Any]:
    """The rows of the list, page by page."""
    after = ""
    while after is not None:
        page = client.get(path, params={"after": after, "limit": 200}).json()
        yield from page["items"]
        after = page["next"]


def fill(server: RunningServer, count: int, **fields: Any) -> None:
    """Let the newest deed have happened ``count`` times more, but for ``fields``."""
    with server.begin() as tx:
        newest = tx.row(select(audit).order_by(audit.c.id.desc()).limit(1))
        again = {name: value for name, value in newest._mapping.items() if name != "id"} | fields
        tx.execute(insert(audit), [again] * count)


def test_an_export_has_the_rows_of_the_list_in_its_order(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    fill(server, 2 * SLICE)
    path = f"/projects/{project.name}/audit"

    answer = project.ask("GET", "/audit/export")

    found = lines(answer)
    assert found == list(listed(project.client, path))
    assert len(found) == 2 * SLICE + 2
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{project.name}-history.jsonl"


def test_an_export_of_a_job_has_what_was_done_with_it_alone(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    project.add_job("other")
    project.add_schedule("job")
    editor = add(server, project, f"Ed {project.name}", "guest")
    share(project, "job", editor, "edit")

    answer = editor.get(f"/projects/{project.name}/jobs/job/audit/export")

    assert [row["action"] for row in lines(answer)] == ["grant:give", "schedule:create", "job:create"]
    assert lines(answer) == list(listed(editor.client, f"/projects/{project.name}/jobs/job/audit"))
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''job-history.jsonl"


def test_who_owns_nothing_exports_the_own_deeds_alone(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    editor = add(server, project, f"Ed {project.name}", "editor")
    editor.call("POST", f"/projects/{project.name}/jobs", json={"name": "hers", "program": {"source": "1"}})

    answer = editor.get("/me/audit/export")

    assert [row["subject"] for row in lines(answer) if row["action"] == "job:create"] == ["hers"]
    assert {row["actor_name"] for row in lines(answer)} == {editor.name}
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''my-history.jsonl"


def test_who_may_not_see_a_list_may_not_export_it(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    here = f"/projects/{project.name}"
    paths = (f"{here}/audit/export", f"{here}/jobs/job/audit/export")
    guest, viewer = (add(server, project, f"{role} {project.name}", role) for role in ("guest", "viewer"))
    outsider = sign_in(server, f"outside {project.name}")

    of = {one.name.split()[0]: [one.get(path).status_code for path in paths] for one in (guest, viewer, outsider)}

    assert of == {"guest": [403, 404], "viewer": [403, 403], "outside": [404, 404]}


def test_who_is_no_member_any_more_exports_nothing(server: RunningServer, project: ProjectApi):
    owner = add(server, project, f"Olga {project.name}", "owner")
    path = f"/projects/{project.name}/audit/export"
    before = owner.get(path).status_code
    member = next(row for row in project.call("GET", "/members")["items"] if row["name"] == owner.name)
    project.call("DELETE", f"/members/{member['id']}")

    answer = owner.get(path)

    assert (before, answer.status_code, answer.json()["code"]) == (200, 404, "not_found")


def test_a_row_is_one_line_whatever_somebody_wrote(project: ProjectApi):
    words = 'She said: "stop".\nThen\r\nshe left,\tfor “Ωμέγα”\u2028\\n'
    project.add_job("job")
    project.add_schedule("job", arguments=[words])

    newest = lines(project.ask("GET", "/audit/export"))[0]

    assert (newest["action"], newest["after"]["arguments"]) == ("schedule:create", [words])


def test_what_happens_meanwhile_is_not_in_it(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    fill(server, MANY, after=LONG)
    there = project.call("GET", "/audit", params={"limit": 1})["items"][0]["id"]

    with project.client.stream("GET", f"/projects/{project.name}/audit/export") as answer:
        pieces = answer.iter_bytes()
        begun = next(pieces)
        project.add_job("late")
        rows = (begun + b"".join(pieces)).splitlines()

    assert json.loads(rows[0])["id"] == there
    assert len(rows) == MANY + 2


def test_an_export_breaks_off_when_the_right_ends_and_does_not_look_whole(server: RunningServer, project: ProjectApi):
    owner = add(server, project, f"Olga {project.name}", "owner")
    member = next(row for row in project.call("GET", "/members")["items"] if row["name"] == owner.name)
    fill(server, MANY, after=LONG)
    url, headers = f"{server.url}/api/v1/projects/{project.name}/audit/export", dict(owner.client.headers)
    ended = None

    with httpx2.Client(transport=SLOWLY) as client, client.stream("GET", url, headers=headers) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx2.RemoteProtocolError):
            for _ in answer.iter_raw(1 << 16):
                if ended is None:
                    project.call("PATCH", f"/members/{member['id']}", json={"role": "editor"})
                    ended = time.monotonic()
                elif time.monotonic() - ended < WITHIN_S - 1:
                    time.sleep(0.02)

    assert ended is not None and time.monotonic() - ended <= WITHIN_S
