"""The members of a project, by their names, and invitations."""

from typing import Any, Literal

from dayshift_client.naming import named
from dayshift_client.transport import Transport, within

Json = dict[str, Any]
Rows = list[Json]
Role = Literal["owner", "editor", "operator", "viewer", "guest"]


class Members:
    """Who may come in, and as what. A member is called by their name, in any case."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = root

    def list(self) -> Rows:
        """Who is a member, and as what."""
        found: Rows = self._transport.call("GET", f"{self._root}/members")["items"]
        return found

    def add(self, person: str, role: Role) -> Json:
        """Make somebody who has an account a member. Raises IsolationNeeded, AlreadyExists."""
        added: Json = self._transport.call("POST", f"{self._root}/members", body={"person": person, "role": role})
        return added

    def change(self, person: str, role: Role) -> Json:
        """Give a member another role. Raises LastOne, IsolationNeeded."""
        changed: Json = self._transport.call("PATCH", self._member(person), body={"role": role})
        return changed

    def remove(self, person: str) -> None:
        """Take a member out, with all that was shared with them; the schedules that they set go on. Raises LastOne."""
        self._transport.call("DELETE", self._member(person))

    def _member(self, person: str) -> str:
        text, hint = f"nobody called {person} is a member here", "See who is: `dayshift members list`."
        return within(self._root, "members", named(self.list(), person, text=text, hint=hint)["id"])

    def leave(self) -> None:
        """Leave the project oneself. Raises LastOne."""
        self._transport.call("DELETE", f"{self._root}/membership")

    def invite(self, role: Role) -> Json:
        """Make a link that makes whoever opens it first a member. It is in ``link``, this once."""
        made: Json = self._transport.call("POST", f"{self._root}/invitations", body={"role": role})
        return made

    def invitations(self) -> Rows:
        """The invitations that may still be accepted."""
        found: Rows = self._transport.call("GET", f"{self._root}/invitations")["items"]
        return found

    def withdraw(self, invitation: int) -> None:
        """Nobody can use the link of this invitation any more."""
        self._transport.call("DELETE", within(self._root, "invitations", invitation))
