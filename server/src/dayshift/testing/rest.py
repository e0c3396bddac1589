"""The REST interface of a running server, in the few words that tests use again and again."""

import itertools
from collections.abc import Mapping
from typing import Any

import httpx2

Json = dict[str, Any]
BYTES = {"Content-Type": "application/octet-stream"}
WAIT_S = 30  # what the server waits for a run at most
_numbers = itertools.count(1)


def http(url: str, credential: str | None = None, **headers: str) -> httpx2.Client:
    """A client of ``url``, as whoever holds ``credential``."""
    given = {"Authorization": f"Bearer {credential}"} if credential else {}
    sent = {**given, **headers}
    return httpx2.Client(base_url=f"{url}/api/v1", headers=sent, timeout=WAIT_S + 10, verify=False)


class ProjectApi:
    """A new project of its own for one test, as somebody who may do everything in it."""

    def __init__(self, client: httpx2.Client, **fields: str) -> None:
        self.client = client
        self.name = f"test-{next(_numbers)}"
        self.call("POST", "", into="/projects", json={"name": self.name, **fields})

    def ask(self, method: str, path: str, *, into: str | None = None, **request: Any) -> httpx2.Response:
        """Send, and return whatever is answered. ``into`` is the path before ``path``; by default the project's."""
        root = f"/projects/{self.name}" if into is None else into
        return self.client.request(method, root + path, **request)

    def call(self, method: str, path: str, *, into: str | None = None, **request: Any) -> Any:
        """Send, and return the JSON of a good answer; of a bad one an AssertionError with its text."""
        answer = self.ask(method, path, into=into, **request)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def refused(self, method: str, path: str, status: int, **request: Any) -> Json:
        """Send what must be refused with ``status``, and return the problem."""
        answer = self.ask(method, path, **request)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        problem: Json = answer.json()
        return problem

    def upload(self, path: str, data: bytes, *, replace: bool = False) -> Json:
        """Store a file."""
        body = {"path": path, "size": len(data), "replace": replace}
        place = f"/uploads/{self.call('POST', '/uploads', json=body)['id']}"
        self.call("PUT", f"{place}?offset=0", content=data, headers=BYTES)
        entry: Json = self.call("POST", f"{place}/commit", json={})
        return entry

    def add_job(self, name: str, source: str = "pass", **fields: Any) -> Json:
        """Save a job whose program is ``source``, unless ``fields`` name another."""
        body = {"name": name, "program": {"source": source}, "resources": {"memory": 64}, **fields}
        job: Json = self.call("POST", "/jobs", json=body)
        return job

    def put(self, path: str, **body: Any) -> Any:
        """Read what is there, and put this in its place."""
        there = self.ask("GET", path)
        return self.call("PUT", path, json=body, headers={"If-Match": there.headers["etag"]})

    def start(self, job: str, **asked: Any) -> Json:
        """Queue a run."""
        run: Json = self.call("POST", f"/jobs/{job}/executions", json=asked)
        return run

    def wait(self, run: Mapping[str, Any]) -> Json:
        """The run with its attempts, once it is over."""
        over: Json = self.call("GET", f"/executions/{run['id']}", params={"wait": WAIT_S})
        assert over["ended_at"] is not None, f"run {run['id']} is still {over['state']}"
        return over

    def run(self, job: str, **asked: Any) -> Json:
        """Start a run and wait for its end."""
        return self.wait(self.start(job, **asked))

    def output(self, run: Mapping[str, Any]) -> list[str]:
        """The lines of its log."""
        page = self.call("GET", f"/executions/{run['id']}/log", params={"limit": 10_000})
        return [line["text"] for line in page["lines"]]

    def add_schedule(self, job: str, trigger: Json | None = None, **fields: Any) -> Json:
        """Save a schedule, by default one that fires next at nine tomorrow."""
        rule = trigger or {"kind": "cron", "text": "0 9 * * *"}
        schedule: Json = self.call("POST", "/schedules", json={"target": {"job": job}, "trigger": rule, **fields})
        return schedule
