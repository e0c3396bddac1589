"""Where to begin: ``Client().project("sales").jobs.run("report")``."""

import os
from collections.abc import Iterator
from typing import Any

from dayshift_client import signed_in
from dayshift_client.environments import Environments
from dayshift_client.errors import Unauthenticated
from dayshift_client.files import Files
from dayshift_client.jobs import Jobs
from dayshift_client.pages import every
from dayshift_client.runs import Runs
from dayshift_client.schedules import Schedules
from dayshift_client.transport import Transport

Json = dict[str, Any]


class Client:
    """A server, as somebody who is signed in. Without arguments: as the job that runs this, or as ``dayshift login``.

    Raises Unauthenticated when there is no key, no session and no job around.
    """

    def __init__(self, url: str | None = None, key: str | None = None, *, agent: str = "dayshift-client") -> None:
        saved = signed_in.load()
        address = url or os.environ.get("DAYSHIFT_URL") or (saved.url if saved else None) or signed_in.DEFAULT_URL
        credential = key or os.environ.get("DAYSHIFT_API_KEY") or (saved.token_for(address) if saved else None)
        self.transport = Transport(address, credential, agent=agent)

    def require_credential(self) -> None:
        """Raises Unauthenticated, with the cure, before a request is made in vain."""
        if "Authorization" not in self.transport.http.headers:
            hint = "Sign in with `dayshift login`, or set DAYSHIFT_API_KEY."
            raise Unauthenticated("You are not signed in.", hint=hint)

    def me(self) -> Json:
        """Who is signed in."""
        found: Json = self.transport.call("GET", "/me")
        return found

    def projects(self) -> Iterator[Json]:
        """The projects that you are a member of."""
        return every(self.transport, "/projects")

    def create_project(self, name: str, *, tz: str = "UTC") -> Json:
        """Make a project, and own it."""
        made: Json = self.transport.call("POST", "/projects", body={"name": name, "tz": tz})
        return made

    def project(self, name: str | None = None) -> "Project":
        """One project; in a job, by default its own."""
        return Project(self.transport, name or os.environ["DAYSHIFT_PROJECT"])

    def keys(self) -> list[Json]:
        """Your API keys."""
        found: list[Json] = self.transport.call("GET", "/me/keys")["items"]
        return found

    def create_key(self, name: str, scopes: list[str], *, days: int = 90, project: str | None = None) -> Json:
        """Make a key. Its text is in ``key``, this once."""
        body = {"name": name, "scopes": scopes, "days": days, "project": project}
        made: Json = self.transport.call("POST", "/me/keys", body=body)
        return made

    def revoke_key(self, key: str) -> None:
        """A key ends at once."""
        self.transport.call("DELETE", f"/me/keys/{key}")

    def executors(self) -> list[Json]:
        """Where runs go, what is enforced there, and what is not."""
        found: list[Json] = self.transport.call("GET", "/executors")["items"]
        return found


class Project:
    """One project: its files, jobs, runs, schedules and environments."""

    def __init__(self, transport: Transport, name: str) -> None:
        self.name = name
        root = f"/projects/{name}"
        self.files = Files(transport, root)
        self.jobs = Jobs(transport, root)
        self.runs = Runs(transport, root)
        self.schedules = Schedules(transport, root)
        self.environments = Environments(transport, root)
