"""The jobs of a project."""

from collections.abc import Iterator, Sequence
from typing import Any

from dayshift_client.pages import every
from dayshift_client.transport import Transport, new_key

Json = dict[str, Any]


class Jobs:
    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = f"{root}/jobs"

    def list(self) -> Iterator[Json]:
        """The jobs that you may see, by name."""
        return every(self._transport, self._root)

    def get(self, name: str) -> Json:
        """A job with all that its author saved."""
        found: Json = self._transport.call("GET", f"{self._root}/{name}")
        return found

    def create(self, name: str, **fields: Any) -> Json:
        """Save a job: ``program={"path": "report.py"}``, ``arguments``, ``environment`` and the rest."""
        made: Json = self._transport.call("POST", self._root, body={"name": name, **fields})
        return made

    def update(self, name: str, **fields: Any) -> Json:
        """Change fields of a job; what is not named stays. Raises StaleRevision when somebody was first."""
        job, headers = self._transport.answer("GET", f"{self._root}/{name}")
        body = {**_saved(job), **fields}
        changed: Json = self._transport.call(
            "PUT", f"{self._root}/{name}", body=body, headers={"If-Match": headers["ETag"]}
        )
        return changed

    def delete(self, name: str, *, stop: bool = False) -> None:
        """Delete a job and its schedules; ``stop`` what runs."""
        self._transport.call("DELETE", f"{self._root}/{name}", params={"stop": str(stop).lower()})

    def start(self, name: str, **asked: Any) -> Json:
        """Start a run now: ``arguments``, ``parameters``, ``environment_variables``."""
        headers = {"Idempotency-Key": new_key()}
        run: Json = self._transport.call("POST", f"{self._root}/{name}/executions", body=asked, headers=headers)
        return run

    def runs(self, name: str, *, state: Sequence[str] | None = None) -> Iterator[Json]:
        """The runs of a job, newest first."""
        return every(self._transport, f"{self._root}/{name}/executions", {"state": state or None})


def _saved(job: Json) -> Json:
    """What a change starts from, as it would be sent."""
    definition = dict(job["definition"])
    if definition.get("spark") is None:
        definition.pop("spark", None)
    program = {name: value for name, value in definition["program"].items() if value is not None}
    words = {"title": job["title"], "description": job["description"], "kind": job["kind"]}
    return {**definition, "program": program, **words}
