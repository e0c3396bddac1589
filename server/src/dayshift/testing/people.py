"""People with rights of every sort, as requests of a running server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from dayshift.domain.actions import Level, Role
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer


@dataclass
class Colleague:
    """Somebody with an account, her client, and what she was given in the project under test."""

    name: str
    client: httpx2.Client
    role: Role | None = None
    granted: Mapping[str, Level] = field(default_factory=dict)  # by job
    scopes: frozenset[str] | None = None  # of the key that she asks with; none: by her session

    def get(self, path: str, **request: Any) -> httpx2.Response:
        return self.client.get(path, **request)

    def call(self, method: str, path: str, **request: Any) -> Any:
        """The JSON of a good answer."""
        answer = self.client.request(method, path, **request)
        assert answer.is_success, f"{self.name}: {method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None


def sign_in(server: RunningServer, name: str) -> Colleague:
    """Somebody who is a member of nothing."""
    return Colleague(name, http(server.url, server.sign_in(name)))


def add(server: RunningServer, project: ProjectApi, name: str, role: Role | str) -> Colleague:
    """Somebody who is a member of the project."""
    made = sign_in(server, name)
    project.call("POST", "/members", json={"person": name, "role": Role(role)})
    made.role = Role(role)
    return made


def share(project: ProjectApi, job: str, person: Colleague, level: Level | str, **more: Any) -> Any:
    """Give a level on one job."""
    word = level.word if isinstance(level, Level) else level
    return project.call("POST", f"/jobs/{job}/grants", json={"person": person.name, "level": word, **more})


def share_tag(project: ProjectApi, tag: str, person: Colleague, level: Level | str, **more: Any) -> Any:
    """Give a level on all that bears a tag."""
    word = level.word if isinstance(level, Level) else level
    return project.call("POST", f"/tags/{tag}/grants", json={"person": person.name, "level": word, **more})
