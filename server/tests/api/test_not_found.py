"""What one may not know of reads byte for byte like what does not exist."""

import re
from collections.abc import Iterator

import httpx2
import pytest

from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer

GETS = {
    "project": ("/projects/{p}", "p"),
    "jobs": ("/projects/{p}/jobs", "p"),
    "files": ("/projects/{p}/files/?list", "p"),
    "file": ("/projects/{p}/files/a.txt", "p"),
    "environments": ("/projects/{p}/environments", "p"),
    "job": ("/projects/{p}/jobs/{job}", "job"),
    "runs of a job": ("/projects/{p}/jobs/{job}/executions", "job"),
    "run": ("/projects/{p}/executions/{run}", "run"),
    "log": ("/projects/{p}/executions/{run}/log", "run"),
    "log as text": ("/projects/{p}/executions/{run}/log/raw", "run"),
    "log as it grows": ("/projects/{p}/executions/{run}/log/stream", "run"),
    "why of a run": ("/projects/{p}/executions/{run}/explain", "run"),
    "schedule": ("/projects/{p}/schedules/{schedule}", "schedule"),
    "ledger": ("/projects/{p}/schedules/{schedule}/fires", "schedule"),
    "next runs": ("/projects/{p}/schedules/{schedule}/next", "schedule"),
}
MALFORMED = ["0", "-1", "01x", "9999999999999999999999", "1.0", "٣", "%00", "a%20b", "%F0%9F%98%80", "NULL", "1;--"]
WRITES = [
    ("POST", "/projects/{p}/jobs/{job}/executions", {}),
    ("PUT", "/projects/{p}/jobs/{job}", {"program": {"source": "1"}}),
    ("DELETE", "/projects/{p}/jobs/{job}", None),
    ("POST", "/projects/{p}/executions/{run}/stop", None),
    ("POST", "/projects/{p}/executions/{run}/rerun", {}),
    ("PUT", "/projects/{p}/schedules/{schedule}", {"trigger": {"kind": "cron", "text": "0 9 * * *"}}),
    ("DELETE", "/projects/{p}/schedules/{schedule}", None),
    ("POST", "/projects/{p}/schedules/{schedule}/pause", {}),
    ("POST", "/projects/{p}/schedules/{schedule}/resume", None),
    ("POST", "/projects/{p}/schedules/{schedule}/run", {}),
    ("POST", "/projects/{p}/files/folder", {"path": "x"}),
    ("DELETE", "/projects/{p}/files/a.txt", None),
    ("POST", "/projects/{p}/uploads", {"path": "x", "size": 1}),
    ("POST", "/projects/{p}/jobs", {"name": "x", "program": {"source": "1"}}),
    ("POST", "/projects/{p}/schedules/preview", {"schedule": {}}),
    ("DELETE", "/projects/{p}/environments/e", None),
]


@pytest.fixture(scope="module")
def hidden(client: httpx2.Client) -> dict[str, str]:
    """A project of the administrator, with everything in it."""
    project = ProjectApi(client)
    project.upload("a.txt", b"secret")
    project.add_job("job", "print('secret')")
    schedule, run = project.add_schedule("job"), project.run("job")
    return {"p": project.name, "job": "job", "schedule": str(schedule["id"]), "run": str(run["id"])}


@pytest.fixture(scope="module")
def eve(server: RunningServer) -> Iterator[httpx2.Client]:
    with http(server.url, server.sign_in("eve")) as client:
        yield client


@pytest.fixture(scope="module")
def hers(eve: httpx2.Client) -> dict[str, str]:
    """A project of Eve's own: from it, she asks for numbers that are others'."""
    return {"p": ProjectApi(eve).name}


def body(answer: httpx2.Response) -> str:
    """The answer without its request id, and the headers that could differ."""
    assert answer.status_code == 404, answer.text
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in ("date", "x-request-id"))
    return re.sub(r'"request_id":"[0-9a-f]+"', "", answer.text) + str(headers)


@pytest.mark.parametrize("name", GETS)
def test_foreign_unknown_and_malformed_names_get_the_same_bytes(
    name: str, eve: httpx2.Client, hidden: dict[str, str], hers: dict[str, str]
):
    path, part = GETS[name]
    unknown = body(eve.get("/no/such/path"))

    foreign = [body(eve.get(path.format_map(hidden)))]
    if part != "p":
        foreign.append(body(eve.get(path.format_map(hidden | hers))))
    bad = [body(eve.get(path.format_map(hidden | {part: text}))) for text in MALFORMED]

    assert set(foreign) | set(bad) == {unknown}


@pytest.mark.parametrize(("method", "path", "sent"), WRITES, ids=lambda part: part if isinstance(part, str) else "")
def test_a_write_to_what_is_foreign_changes_nothing_and_says_nothing(
    method: str, path: str, sent: object, eve: httpx2.Client, hidden: dict[str, str], client: httpx2.Client
):
    request = {} if sent is None else {"json": sent}

    answer = eve.request(method, path.format_map(hidden), **request)

    assert body(answer) == body(eve.get("/no/such/path"))
    assert client.get(f"/projects/{hidden['p']}/jobs/job").json()["revision"] == 1


def test_a_member_who_names_what_is_not_there_gets_those_bytes_too(client: httpx2.Client, hidden: dict[str, str]):
    unknown = body(client.get("/no/such/path"))

    answers = [
        client.get(f"/projects/{hidden['p']}/jobs/none"),
        client.get(f"/projects/{hidden['p']}/files/none"),
        client.get(f"/projects/{hidden['p']}/executions/999999"),
        client.get(f"/projects/{hidden['p']}/environments/none"),
        client.get(f"/projects/{hidden['p']}/uploads/none"),
        client.delete("/me/keys/none"),
    ]

    assert {body(answer) for answer in answers} == {unknown}
