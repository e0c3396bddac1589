"""What is shared with single people: on a job, or on all that bears a tag."""

from collections.abc import Iterable
from typing import Any, Literal

from dayshift_client.errors import wrong_field
from dayshift_client.moments import Moment, instant
from dayshift_client.transport import Transport, within

Json = dict[str, Any]
Level = Literal["view", "run", "schedule", "edit", "manage"]
Until = Moment | None


class Grants:
    """The grants at one place. Nobody has two there: a new one takes the place of the old one."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = root

    def give(self, person: str, level: Level, *, until: Until, reason: str) -> Json:
        ends_at = None if until is None else instant(until, self._transport.now(), field="ends_at").isoformat()
        body = {"person": person, "level": level, "ends_at": ends_at, "reason": reason}
        given: Json = self._transport.call("POST", self._root, body=body)
        return given

    def take(self, person: str, grants: Iterable[Json]) -> None:
        """Take back, from now on, what one of ``grants`` gave this person here. Raises Invalid when none did."""
        hers = [grant for grant in grants if grant["person"].lower() == person.lower()]
        if not hers:
            hint = "A role, or a tag that the job bears, may give it: see `dayshift jobs check JOB PERSON`."
            raise wrong_field("person", f"nothing is shared with {person} here", hint=hint)
        self._transport.call("DELETE", within(self._root, hers[0]["id"]))
