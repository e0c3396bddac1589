"""The runs of a project, and their logs."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx2

from dayshift_client.errors import Unreachable
from dayshift_client.pages import every
from dayshift_client.transport import Transport, new_key
from dayshift_client.waiting import wait_before_try

Json = dict[str, Any]
OVER = frozenset({"succeeded", "failed", "timed_out", "cancelled", "lost"})
LOOK_S, LOOK_OFTEN_S = 20, 1  # a run that ends meanwhile is answered at once
BREAKS = 10
Progress = Callable[[Json], None]


def text_of(line: Json) -> str:
    """A line of a log as people read it."""
    text: str = line["text"] if "text" in line else f"[{line['cut']['bytes']:,} bytes were cut here]"
    return text


class Runs:
    """What ran, runs and waits to run. A run is called by its number."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = f"{root}/executions"

    def list(self, *, state: list[str] | None = None) -> Iterator[Json]:
        """The runs of the project, newest first."""
        return every(self._transport, self._root, {"state": state or None})

    def get(self, run: int) -> Json:
        """A run with its attempts."""
        found: Json = self._transport.call("GET", f"{self._root}/{run}")
        return found

    def wait(self, run: int, *, progress: Progress | None = None) -> Json:
        """The run, once it is over. ``progress`` is called with the run whenever its state or its progress changed."""
        told = None
        while True:
            look = LOOK_OFTEN_S if progress and told else 0 if progress else LOOK_S
            found: Json = self._transport.call("GET", f"{self._root}/{run}", params={"wait": look})
            if progress and told != (told := (found["state"], found["progress"])):
                progress(found)
            if found["state"] in OVER:
                return found

    def stop(self, run: int) -> Json:
        """Ask a run to stop."""
        stopped: Json = self._transport.call("POST", f"{self._root}/{run}/stop")
        return stopped

    def rerun(self, run: int, *, same_code: bool = False) -> Json:
        """Run it again, as a new run."""
        headers = {"Idempotency-Key": new_key()}
        again: Json = self._transport.call(
            "POST", f"{self._root}/{run}/rerun", body={"same_code": same_code}, headers=headers
        )
        return again

    def explain(self, run: int) -> Json:
        """Why it waits, or how it went."""
        why: Json = self._transport.call("GET", f"{self._root}/{run}/explain")
        return why

    def log(self, run: int, *, attempt: int | None = None, **where: Any) -> Json:
        """A page of the log: ``from``, ``tail`` or ``offset``."""
        page: Json = self._transport.call("GET", f"{self._root}/{run}/log", params={"attempt": attempt, **where})
        return page

    def search_log(self, run: int, text: str) -> Json:
        """Lines of the log that hold a text."""
        page: Json = self._transport.call("GET", f"{self._root}/{run}/log/search", params={"q": text})
        return page

    def raw_log(self, run: int, *, attempt: int | None = None) -> Iterator[bytes]:
        """The whole log."""
        return self._transport.stream(f"{self._root}/{run}/log/raw", {"attempt": attempt})

    def follow(self, run: int) -> Iterator[Json]:
        """The lines of the log as they are written, until the run is over; a broken stream goes on where it was."""
        last_id, breaks = None, 0
        while True:
            try:
                for name, event_id, data in self._transport.events(f"{self._root}/{run}/log/stream", last_id=last_id):
                    last_id, breaks = event_id or last_id, 0
                    if name == "end":
                        return
                    yield from data.get("lines", [])
            except httpx2.TransportError as error:
                if breaks == BREAKS:
                    raise Unreachable(f"The log of run {run} broke off: {error}") from error
            breaks += 1
            if breaks > BREAKS:
                return
            wait_before_try(breaks)

    def lines(self, run: int) -> Iterator[str]:
        """The lines of the log as texts, as they are written, until the run is over."""
        return (text_of(line) for line in self.follow(run))
