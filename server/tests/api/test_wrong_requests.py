"""Whatever is wrong with a request: one clear answer that names the field, and nothing is left behind."""

import json
import os
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import httpx2
import pytest
from sqlalchemy import func, select

from dayshift.store.tables import metadata
from dayshift.testing.rest import BYTES, ProjectApi
from dayshift.testing.server import RunningServer, running_server

JSON = {"Content-Type": "application/json"}
BIG = 10**30
DAILY = {"kind": "cron", "text": "0 9 * * *"}
SCHEDULES = "/schedules"
JOBS = "/jobs"
RUNS = "/jobs/there/executions"


class Wrong(NamedTuple):
    """A request, and how it is refused. ``{schedule}`` and ``{run}`` stand for ids of what is there."""

    method: str
    path: str
    status: int
    field: str
    request: Mapping[str, Any] = MappingProxyType({})


def rule(status: int, field: str, trigger: Any = DAILY, **fields: Any) -> Wrong:
    return Wrong("POST", SCHEDULES, status, field, {"json": {"target": {"job": "there"}, "trigger": trigger, **fields}})


def job(field: str, **fields: Any) -> Wrong:
    return Wrong("POST", JOBS, 422, field, {"json": {"name": "new", "program": {"source": "pass"}, **fields}})


def start(field: str, status: int = 422, **asked: Any) -> Wrong:
    return Wrong("POST", RUNS, status, field, {"json": asked})


def raw(path: str, content: bytes, field: str = "body", status: int = 422, method: str = "POST") -> Wrong:
    return Wrong(method, path, status, field, {"content": content, "headers": JSON})


def get(path: str, field: str, status: int = 422, **headers: Any) -> Wrong:
    return Wrong("GET", path, status, field, {"headers": headers})


def send(path: str, field: str, status: int = 422, /, *, method: str = "POST", **body: Any) -> Wrong:
    return Wrong(method, path, status, field, {"json": body})


def put(if_match: str | None, status: int, field: str) -> Wrong:
    headers = {} if if_match is None else {"If-Match": if_match}
    return Wrong("PUT", "/jobs/there", status, field, {"json": {"program": {"source": "1"}}, "headers": headers})


CALENDAR = {"kind": "calendar", "unit": "month", "days": [30], "months": [2], "times": ["09:00"]}
SECOND = {"kind": "every", "n": 1, "unit": "second"}
DEEP = b'{"parameters": {"x": ' + b"[" * 900 + b"]" * 900 + b"}}"
DEEPER = b'{"parameters": {"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"

RULES = {
    "four fields": rule(422, "trigger.text", {"kind": "cron", "text": "0 9 * *"}),
    "minute 60": rule(422, "trigger.text", {"kind": "cron", "text": "60 9 * * *"}),
    "30 February in cron": rule(422, "trigger.text", {"kind": "cron", "text": "0 0 30 2 *"}),
    "no rule": rule(422, "trigger", {}),
    "a rule of no kind": rule(422, "trigger.kind", {"kind": "sometimes"}),
    "a text for a rule": rule(422, "trigger", "daily"),
    "unknown zone": rule(422, "tz", tz="Mars/Olympus"),
    "end before start": rule(422, "end", start="2027-02-01T00:00", end="2027-01-01T00:00"),
    "an end in the past": rule(422, "end", end="2020-01-01T00:00"),
    "once in the past": rule(422, "trigger.at", {"kind": "once", "at": "2020-01-01T00:00"}),
    "a day that is none": rule(422, "start", start="2027-02-30T00:00"),
    "no runs at all": rule(422, "max_runs", max_runs=0),
    "huge max_runs": rule(422, "max_runs", max_runs=BIG),
    "huge every": rule(422, "trigger.n", {"kind": "every", "n": BIG, "unit": "day"}),
    "every nothing": rule(422, "trigger.n", {"kind": "every", "n": 0, "unit": "hour"}),
    "unknown overlap": rule(422, "overlap.mode", overlap={"mode": "perhaps"}),
    "lateness below a minute": rule(422, "misfire.max_late_s", misfire={"max_late_s": 5}),
    "an unknown parameter": rule(422, "parameters.x", parameters={"x": 1}),
    "arguments with an open quote": rule(422, "arguments", arguments="'a"),
    "an unknown field": rule(422, "colour", colour="red"),
    "a surrogate in a rule": raw(
        SCHEDULES, b'{"target": {"job": "there"}, "trigger": {"kind": "cron", "text": "\\ud800"}}', "trigger"
    ),
    "an unknown job": send(SCHEDULES, "", 404, target={"job": "nope"}, trigger=DAILY),
    "a target that is no job": send(SCHEDULES, "target", target="there", trigger=DAILY),
    "a batch with one wrong": send(
        "/schedules/batch",
        "tz",
        items=[{"target": {"job": "there"}, "trigger": DAILY, "tz": tz} for tz in ("UTC", "Mars/Olympus")],
    ),
    "an empty batch": send("/schedules/batch", "items", items=[]),
    "a name of 300 characters": send(
        "/schedules/by-name/" + "n" * 300, "name", method="PUT", target={"job": "there"}, trigger=DAILY
    ),
    "a name with NUL": send("/schedules/by-name/a%00b", "name", method="PUT", target={"job": "there"}, trigger=DAILY),
    "pause until the past": send("/schedules/{schedule}/pause", "until", until="2020-01-01T00:00:00Z"),
    "pause until no moment": send("/schedules/{schedule}/pause", "until", until="next monday"),
    "pause beyond all years": send("/schedules/{schedule}/pause", "until", until="9999-12-31T23:59:59-12:00"),
    "skip what is not planned": send("/schedules/{schedule}/skip", "nominal", nominal="2027-01-01T00:00:01Z"),
    "skip the past": send("/schedules/{schedule}/skip", "nominal", nominal="2020-01-01T09:00:00Z"),
    "test a time that is none": send("/schedules/{schedule}/run", "as_of", as_of="2027-01-01T00:00:01Z"),
    "a change without its revision": Wrong("PUT", "/schedules/{schedule}", 428, "", {"json": {"trigger": DAILY}}),
    "a ledger of no outcome": get("/schedules/{schedule}/fires?outcome=good", "outcome"),
    "a ledger from a bad cursor": get("/schedules/{schedule}/fires?after=999999999999999999", "after"),
    "explain no instant": get("/schedules/{schedule}/explain?at=yesterday", "at"),
    "explain before all years": get("/schedules/{schedule}/explain?at=0001-01-01T00:00:00%2B14:00", "at"),
    "explain nothing": get("/schedules/{schedule}/explain", "at"),
    "1,000 next runs": get("/schedules/{schedule}/next?count=1000", "count"),
    "preview of a target that is none": send("/schedules/preview", "schedule", schedule={"target": {"job": ["x"]}}),
    "preview beside a huge id": send("/schedules/preview", "id", schedule={}, id=BIG),
    "preview beside what is not there": send("/schedules/preview", "", 404, schedule={}, id=999_999),
    "preview of no days": send("/schedules/preview", "days.from", schedule={}, days={"from": "soon", "to": "later"}),
}

JOBS_AND_RUNS = {
    "an unknown field of a job": job("colour", colour="red"),
    "a name in capitals": job("name", name="New"),
    "a name that is a path": job("name", name="../new"),
    "an empty name": job("name", name=""),
    "a name that is a number": job("name", name=5),
    "neither path nor source": job("program", program={}),
    "both path and source": job("program", program={"path": "a.py", "source": "1"}),
    "a program that is not there": job("program.path", program={"path": "nope.py"}),
    "a program outside": job("program.path", program={"path": "../../etc/passwd"}),
    "a program that is no Python": job("program.source", program={"source": "def"}),
    "a program with NUL": job("program.source", program={"source": "a\0b"}),
    "a file that is not there": job("files.0", files=["nope.csv"]),
    "an unknown kind": job("kind", kind="cobol"),
    "an unknown environment": job("environment", environment="nope"),
    "an own environment without a block": job("environment", environment="script"),
    "a variable of ours": job("variables.DAYSHIFT_URL", variables={"DAYSHIFT_URL": "x"}),
    "a variable with =": job("variables.A=B", variables={"A=B": "x"}),
    "a variable that is a number": job("variables.A", variables={"A": 5}),
    "no memory": job("resources.memory", resources={"memory": 1}),
    "memory as text": job("resources.memory", resources={"memory": "1 GiB"}),
    "endless cores": raw(
        JOBS, b'{"name": "n", "program": {"source": "1"}, "resources": {"cpu": 1e999}}', "resources.cpu"
    ),
    "NaN": raw(
        JOBS,
        b'{"name": "n", "program": {"source": "1"}, "parameters": [{"name": "x", "default": NaN}]}',
        "parameters.0",
    ),
    "a surrogate in a label": raw(
        JOBS,
        b'{"name": "n", "program": {"source": "1"}, "parameters": [{"name": "x", "label": "\\ud800"}]}',
        "parameters.0",
    ),
    "a surrogate as a variable's name": raw(
        JOBS, b'{"name": "n", "program": {"source": "1"}, "variables": {"\\ud800": "x"}}', "variables"
    ),
    "NUL in a label": job("parameters.0", parameters=[{"name": "x", "label": "\0"}]),
    "a time limit of nothing": job("time_limit", time_limit=0),
    "a log of a terabyte": job("log_limit", log_limit=1 << 40),
    "a huge number": job("log_limit", log_limit=BIG),
    "21 retries": job("retries.max", retries={"max": 21}),
    "a retry on success": job("retries.on.0", retries={"on": ["succeeded"]}),
    "Spark for a Python job": job("spark", spark={}),
    "a parameter of no type": job("parameters.x", parameters=[{"name": "x", "type": "colour"}]),
    "a pattern that is none": job("parameters.x", parameters=[{"name": "x", "pattern": "("}]),
    "an ETag that is none": put("three", 422, "If-Match"),
    "an old ETag": put('"99"', 412, ""),
    "no ETag": put(None, 428, ""),
    "arguments with an open quote at a start": start("arguments", arguments="'a"),
    "an argument with NUL": start("arguments.1", arguments=["a", "b\0"]),
    "arguments as a number": start("arguments", arguments=5),
    "a megabyte in one argument": start("arguments", arguments="x" * 900_000),
    "2 MB of arguments": start("", 413, arguments="x" * 2_000_000),
    "an undeclared parameter": start("parameters.x", parameters={"x": "1"}),
    "a variable of ours at a start": start("variables.DAYSHIFT_JOB", environment_variables={"DAYSHIFT_JOB": "x"}),
    "an unknown field of a start": start("priority", priority=1),
    "lists 900 deep": raw(RUNS, DEEP, "parameters"),
    "lists 100,000 deep": raw(RUNS, DEEPER),
    "bad UTF-8": raw(RUNS, b'{"arguments": "\xff"}'),
    "half of JSON": raw(RUNS, b'{"arguments": '),
    "a list for an object": raw(RUNS, b"[]"),
    "no body": raw(RUNS, b""),
    "a number of 5,000 digits": raw(RUNS, b'{"arguments": ' + b"9" * 5000 + b"}"),
    "a surrogate as a field's name": raw(RUNS, b'{"\\ud800": 1}'),
    "a form": Wrong("POST", RUNS, 422, "body", {"data": {"arguments": "x"}}),
    "a long Idempotency-Key": Wrong(
        "POST", RUNS, 422, "idempotency-key", {"json": {}, "headers": {"Idempotency-Key": "k" * 201}}
    ),
    "501 runs at once": send("/jobs/there/executions/batch", "items", items=[{}] * 501),
    "runs of no state": get("/executions?state=good", "state.0"),
    "runs from a bad cursor": get("/executions?after=yesterday", "after"),
    "runs from a cursor beyond all years": get("/executions?after=999999999999999999.1", "after"),
    "a page of nothing": get("/executions?limit=0", "limit"),
    "a page of everything": get("/jobs?limit=100000", "limit"),
    "a cursor with NUL": get("/jobs?after=%00", "after"),
    "a run that never was": get("/executions/999999", "", 404),
    "a wait of an hour": get("/executions/{run}?wait=3600", "wait"),
    "a wait of NaN": get("/executions/{run}?wait=nan", "wait"),
    "an attempt that never was": get("/executions/{run}/log?attempt=2", "", 404),
    "a log from a huge byte": get(f"/executions/{{run}}/log?offset={BIG}", "offset"),
    "a log from a huge line": get(f"/executions/{{run}}/log?from={BIG}", "from"),
    "a search for nothing": get("/executions/{run}/log/search?q=", "q"),
    "a rerun of an unknown field": send("/executions/{run}/rerun", "colour", colour="red"),
}

FILES = {
    "a path above the project": send("/uploads", "path", path="../a.txt", size=1),
    "a path with NUL": send("/uploads", "path", path="a\0.txt", size=1),
    "a path with a backslash": send("/uploads", "path", path="a\\b", size=1),
    "a name that ends in a blank": send("/uploads", "path", path="a ", size=1),
    "a path that turns right to left": send("/uploads", "path", path="a\u202ecod.exe", size=1),
    "the root as a file": send("/uploads", "path", path="/", size=1),
    "a file in a file": send("/uploads", "path", path="there.txt/b", size=1),
    "a file that is there": send("/uploads", "", 409, path="there.txt", size=1),
    "a size below nothing": send("/uploads", "size", path="a.txt", size=-1),
    "more than the quota": send("/uploads", "", 413, path="a.txt", size=1 << 40),
    "a piece of no upload": Wrong("PUT", "/uploads/nope?offset=0", 404, "", {"content": b"x", "headers": BYTES}),
    "a piece at a huge byte": Wrong(
        "PUT", f"/uploads/nope?offset={BIG}", 422, "offset", {"content": b"x", "headers": BYTES}
    ),
    "a commit of no upload": send("/uploads/nope/commit", "", 404),
    "a digest that is none": send("/uploads/nope/commit", "sha256", sha256="abc"),
    "a file that is not there": get("/files/nope.txt", "", 404),
    "an encoded way out": get("/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "path"),
    "a folder as a file": get("/files/", "path"),
    "a list of a file": get("/files/there.txt?list", "path"),
    "33 folders": get("/files/" + "a/" * 33, "path"),
    "a name of 300 bytes": get("/files/" + "a" * 300, "path"),
    "bytes that are not there": get("/files/there.txt?", "Range", 416, Range="bytes=100-"),
    "a move out": send("/files/move", "path", **{"from": "there.txt", "to": "../x"}),
    "a move of nothing": send("/files/move", "", 404, **{"from": "nope", "to": "x"}),
    "a copy onto something": send("/files/copy", "", 409, **{"from": "there.txt", "to": "there.txt"}),
    "a folder where a file is": send("/files/folder", "path", path="there.txt"),
    "deleting the root": Wrong("DELETE", "/files/", 422, "path"),
    "deleting nothing": Wrong("DELETE", "/files/nope", 404, ""),
    "a member of a huge number": Wrong("DELETE", f"/members/{BIG}", 422, "member"),
}

WRONG = {**RULES, **JOBS_AND_RUNS, **{f"file: {name}": wrong for name, wrong in FILES.items()}}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Both databases: each refuses texts and numbers that the other one keeps."""
    settings = {}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgresql").new_database()
    with running_server(tmp_path_factory.mktemp("server") / "home", **settings) as running:
        yield running


class There(NamedTuple):
    """A project in which the job, the schedule, the file and the run are that the requests name."""

    project: ProjectApi
    ids: dict[str, int]


@pytest.fixture(scope="module")
def there(client: httpx2.Client) -> There:
    project = ProjectApi(client)
    project.upload("there.txt", b"0123456789")
    project.add_job("there", "print('hello')")
    return There(project, {"schedule": project.add_schedule("there")["id"], "run": project.run("there")["id"]})


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_request_is_refused_by_field_and_leaves_nothing(name: str, server: RunningServer, there: There):
    wrong = WRONG[name]
    before = everything(server)

    answer = there.project.ask(wrong.method, wrong.path.format_map(there.ids), **wrong.request)

    assert answer.status_code == wrong.status, answer.text
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["title"] and problem["code"] and problem["request_id"] == answer.headers["x-request-id"]
    if wrong.field:
        assert any(fault["field"].startswith(wrong.field) for fault in problem["errors"]), problem["errors"]
        assert all(fault["text"] and "Traceback" not in fault["text"] for fault in problem["errors"])
    assert everything(server) == before


def everything(server: RunningServer) -> tuple[Any, Any]:
    """How many rows every table has but the audit, and every file of the projects and of uploads."""
    with server.begin() as tx:
        rows = {
            table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if table.name != "audit"
        }
    files = [
        (folder, sorted(names))
        for part in ("projects", "uploads")
        for folder, _, names in sorted(os.walk(server.home / part))
    ]
    return rows, json.dumps(files)
