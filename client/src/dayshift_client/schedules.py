"""The schedules of a project, and their ledger."""

from collections.abc import Iterator
from typing import Any

from dayshift_client import triggers
from dayshift_client.errors import NotFound, wrong_field
from dayshift_client.moments import Moment, instant
from dayshift_client.pages import every
from dayshift_client.transport import Transport, new_key

Json = dict[str, Any]
Rows = list[Json]
Called = int | str


class Schedules:
    """When jobs run. A schedule is called by its number or by its name.

    Times without an offset, such as ``"monday"`` or ``"2026-12-01T09:00"``, are by the clocks of the schedule's zone.
    """

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = f"{root}/schedules"

    def list(self, *, job: str | None = None) -> Iterator[Json]:
        """The schedules of the project, or of one job."""
        return every(self._transport, self._root, {"job": job})

    def get(self, schedule: Called) -> Json:
        """A schedule with its ``sentence``, its ``pause`` and its ``next_fire_at``. Raises NotFound."""
        if isinstance(schedule, int):
            found: Json = self._transport.call("GET", f"{self._root}/{schedule}")
            return found
        named = next((one for one in self.list() if one["name"] == schedule), None)
        if named is None:
            hint = "See which there are: `dayshift schedules list`."
            raise NotFound(f"There is no schedule called {schedule}.", status=404, hint=hint)
        return named

    def create(self, job: str, trigger: Json | None = None, **fields: Any) -> Json:
        """Save when a job runs: ``cron="0 9 * * 1-5"``, ``every="15 minutes"``, ``daily="07:00,19:30"``,
        ``weekly="mon,thu 07:15"``, ``once="2026-12-01T07:30"``, or a ``trigger`` as the server takes it.

        Other fields: ``name``, ``tz``, ``start``, ``end``, ``max_runs``, ``overlap``, ``missed``, ``arguments``,
        ``parameters``. Raises Invalid, InvalidCron, InvalidZone, NeverFires.
        """
        said = triggers.read({"trigger": trigger, **fields})
        if "trigger" not in said:
            raise wrong_field("trigger", f"say when, by one of {', '.join(triggers.RULES)}")
        headers = {"Idempotency-Key": new_key()}
        body = {"target": {"job": job}, **said}
        made: Json = self._transport.call("POST", self._root, body=body, headers=headers)
        return made

    def update(self, schedule: Called, **fields: Any) -> Json:
        """Change fields of a schedule, by the same words; what is not named stays.

        Raises StaleRevision when somebody was first.
        """
        place = self._place(schedule)
        found, headers = self._transport.answer("GET", place)
        kept = ("name", "trigger", "tz", "start", "end", "max_runs", "misfire", "overlap", "arguments", "parameters")
        body = {**{name: found[name] for name in kept}, **triggers.read(fields)}
        changed: Json = self._transport.call("PUT", place, body=body, headers={"If-Match": headers["ETag"]})
        return changed

    def delete(self, schedule: Called) -> None:
        """It fires no more; its ledger stays."""
        self._transport.call("DELETE", self._place(schedule))

    def preview(self, schedule: Json, *, count: int = 10, saved: int | None = None) -> Json:
        """What a schedule would do. Nothing is saved."""
        body = {"schedule": schedule, "count": count, "id": saved}
        shown: Json = self._transport.call("POST", f"{self._root}/preview", body=body)
        return shown

    def next(self, schedule: Called, count: int = 10) -> Rows:
        """The next runs of a saved schedule."""
        found: Rows = self._transport.call("GET", f"{self._place(schedule)}/next", params={"count": count})["items"]
        return found

    def pause(self, schedule: Called, *, until: Moment | None = None, reason: str = "") -> Json:
        """Nothing runs until it is resumed, or until an instant, such as ``"monday"`` or ``"30d"``."""
        at = None if until is None else self.instant(schedule, until, field="until")
        return self._do(schedule, "pause", {"until": at, "reason": reason})

    def resume(self, schedule: Called) -> Json:
        """Go on with the first time after now."""
        return self._do(schedule, "resume", None)

    def skip(self, schedule: Called, nominal: Moment) -> Json:
        """Leave one time out, which the schedule must name."""
        return self._do(schedule, "skip", {"nominal": self.instant(schedule, nominal, field="nominal")})

    def unskip(self, schedule: Called, nominal: Moment) -> Json:
        """Let a time run that was to be left out."""
        return self._do(schedule, "unskip", {"nominal": self.instant(schedule, nominal, field="nominal")})

    def test(self, schedule: Called) -> Json:
        """Run now what the next fire would run."""
        return self._do(schedule, "run", {})

    def run_latest(self, schedule: Called) -> Json:
        """Run the newest time that has passed."""
        return self._do(schedule, "run-latest", None)

    def adopt(self, schedule: Called) -> Json:
        """Answer for a schedule from now on, in place of who set it."""
        return self._do(schedule, "adopt", None)

    def fires(self, schedule: Called) -> Iterator[Json]:
        """The ledger, newest first: one line for every time that the schedule named."""
        return every(self._transport, f"{self._place(schedule)}/fires")

    def explain(self, schedule: Called, at: Moment) -> Json:
        """Why it did, or did not, or will, or will not run at an instant; a weekday or a time is the newest one."""
        asked = {"at": self.instant(schedule, at, field="at", past=True)}
        why: Json = self._transport.call("GET", f"{self._place(schedule)}/explain", params=asked)
        return why

    def instant(self, schedule: Called, said: Moment, *, field: str = "at", past: bool = False) -> str:
        """The instant that was said, by the clocks of a schedule. Raises Invalid about ``field``.

        A weekday or a time of day alone is the next one; when it is about the ``past``, the newest one.
        """
        at = instant(said, self._transport.now(), self.get(schedule)["tz"], field=field, past=past)
        return at.isoformat().replace("+00:00", "Z")

    def _do(self, schedule: Called, verb: str, body: Any) -> Json:
        done: Json = self._transport.call("POST", f"{self._place(schedule)}/{verb}", body=body)
        return done

    def _place(self, schedule: Called) -> str:
        number = schedule if isinstance(schedule, int) else self.get(schedule)["id"]
        return f"{self._root}/{number}"
