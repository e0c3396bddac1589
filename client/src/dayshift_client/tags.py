"""The tags of a project, and what is shared by them."""

from typing import Any

from dayshift_client.grants import Grants, Level, Until
from dayshift_client.transport import Transport, within

Json = dict[str, Any]
Rows = list[Json]


class Tags:
    """What is shared by a tag holds for all jobs that bear it, and for those that get it later. For owners."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = f"{root}/tags"

    def list(self) -> Rows:
        """The tags, each with the number of jobs that bear it."""
        found: Rows = self._transport.call("GET", self._root)["items"]
        return found

    def grants(self, tag: str) -> Rows:
        """What is shared by a tag."""
        found: Rows = self._transport.call("GET", within(self._root, tag, "grants"))["items"]
        return found

    def share(self, tag: str, person: str, level: Level, *, until: Until = None, reason: str = "") -> Json:
        """Give one person a level on all that bears a tag, until an instant or until it is taken back."""
        return self._given_by(tag).give(person, level, until=until, reason=reason)

    def unshare(self, tag: str, person: str) -> None:
        """Take that back, from now on."""
        self._given_by(tag).take(person, self.grants(tag))

    def _given_by(self, tag: str) -> Grants:
        return Grants(self._transport, within(self._root, tag, "grants"))
