"""The schedules of a project, and their ledger."""

from collections.abc import Iterator
from typing import Any

from dayshift_client.pages import every
from dayshift_client.transport import Transport, new_key

Json = dict[str, Any]
Rows = list[Json]


class Schedules:
    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = f"{root}/schedules"

    def list(self, *, job: str | None = None) -> Iterator[Json]:
        """The schedules of the project, or of one job."""
        return every(self._transport, self._root, {"job": job})

    def get(self, schedule: int) -> Json:
        found: Json = self._transport.call("GET", f"{self._root}/{schedule}")
        return found

    def create(self, job: str, trigger: Json, **fields: Any) -> Json:
        """Save when a job runs: ``tz``, ``start``, ``end``, ``max_runs``, ``overlap`` and the rest."""
        body = {"target": {"job": job}, "trigger": trigger, **fields}
        headers = {"Idempotency-Key": new_key()}
        made: Json = self._transport.call("POST", self._root, body=body, headers=headers)
        return made

    def update(self, schedule: int, **fields: Any) -> Json:
        """Change fields of a schedule; what is not named stays. Raises StaleRevision when somebody was first."""
        found, headers = self._transport.answer("GET", f"{self._root}/{schedule}")
        kept = ("name", "trigger", "tz", "start", "end", "max_runs", "misfire", "overlap", "arguments", "parameters")
        body = {**{name: found[name] for name in kept}, **fields}
        changed: Json = self._transport.call(
            "PUT", f"{self._root}/{schedule}", body=body, headers={"If-Match": headers["ETag"]}
        )
        return changed

    def delete(self, schedule: int) -> None:
        """It fires no more; its ledger stays."""
        self._transport.call("DELETE", f"{self._root}/{schedule}")

    def preview(self, schedule: Json, *, count: int = 10, saved: int | None = None) -> Json:
        """What a schedule would do. Nothing is saved."""
        body = {"schedule": schedule, "count": count, "id": saved}
        shown: Json = self._transport.call("POST", f"{self._root}/preview", body=body)
        return shown

    def next(self, schedule: int, count: int = 10) -> Rows:
        """The next runs of a saved schedule."""
        found: Rows = self._transport.call("GET", f"{self._root}/{schedule}/next", params={"count": count})["items"]
        return found

    def pause(self, schedule: int, *, until: str | None = None, reason: str = "") -> Json:
        """Nothing runs until it is resumed, or until an instant."""
        return self._do(schedule, "pause", {"until": until, "reason": reason})

    def resume(self, schedule: int) -> Json:
        """Go on with the first time after now."""
        return self._do(schedule, "resume", None)

    def skip(self, schedule: int, nominal: str) -> Json:
        """Leave one time out."""
        return self._do(schedule, "skip", {"nominal": nominal})

    def unskip(self, schedule: int, nominal: str) -> Json:
        """Let a time run that was to be left out."""
        return self._do(schedule, "unskip", {"nominal": nominal})

    def test(self, schedule: int) -> Json:
        """Run now what the next fire would run."""
        return self._do(schedule, "run", {})

    def run_latest(self, schedule: int) -> Json:
        """Run the newest time that has passed."""
        return self._do(schedule, "run-latest", None)

    def adopt(self, schedule: int) -> Json:
        """Answer for a schedule from now on, in place of who set it."""
        return self._do(schedule, "adopt", None)

    def _do(self, schedule: int, verb: str, body: Any) -> Json:
        done: Json = self._transport.call("POST", f"{self._root}/{schedule}/{verb}", body=body)
        return done

    def fires(self, schedule: int) -> Iterator[Json]:
        """The ledger, newest first: one line for every time that the schedule named."""
        return every(self._transport, f"{self._root}/{schedule}/fires")

    def explain(self, schedule: int, at: str) -> Json:
        """Why it did, or did not, or will, or will not run at an instant."""
        why: Json = self._transport.call("GET", f"{self._root}/{schedule}/explain", params={"at": at})
        return why
