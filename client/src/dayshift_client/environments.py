"""The Python environments of a project."""

from typing import Any

from dayshift_client.transport import Transport, within

Json = dict[str, Any]


class Environments:
    """The Pythons of a project, with their packages. An environment is called by its name."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = f"{root}/environments"

    def list(self) -> list[Json]:
        """The base environments, then those of the project."""
        found: list[Json] = self._transport.call("GET", self._root)["items"]
        return found

    def get(self, name: str) -> Json:
        """An environment with its ``state``, its ``message`` and its ``requirements``. Raises NotFound."""
        found: Json = self._transport.call("GET", within(self._root, name))
        return found

    def create(self, name: str, requirements: str) -> Json:
        """Ask for packages, one a line; they are locked now, and built in the background.

        Raises Invalid for what cannot be had, and AlreadyExists.
        """
        body = {"name": name, "requirements": requirements}
        made: Json = self._transport.call("POST", self._root, body=body)
        return made

    def update(self, name: str, requirements: str) -> Json:
        """Ask for other packages, or newer versions, under the same name."""
        changed: Json = self._transport.call("PUT", within(self._root, name), body={"requirements": requirements})
        return changed

    def rebuild(self, name: str) -> Json:
        """Build the same packages once more, after a build that failed."""
        again: Json = self._transport.call("POST", within(self._root, name, "rebuild"))
        return again

    def log(self, name: str) -> Json:
        """The end of the log of the newest build."""
        page: Json = self._transport.call("GET", within(self._root, name, "log"))
        return page

    def delete(self, name: str) -> None:
        """Delete an environment. Raises InUse when a job names it."""
        self._transport.call("DELETE", within(self._root, name))
