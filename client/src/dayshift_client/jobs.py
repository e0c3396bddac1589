"""The jobs of a project: saved, started, shared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Literal

from dayshift_client.errors import LevelMissing, NotFound, StaleRevision
from dayshift_client.grants import Grants, Level, Until
from dayshift_client.moments import Moment
from dayshift_client.pages import every
from dayshift_client.runs import Progress, Runs
from dayshift_client.schedules import Schedules
from dayshift_client.transport import Transport, new_key, within
from dayshift_client.why import explain

Json = dict[str, Any]
TagNames = list[str]
Program = str | Json
LogsFor = Literal["view", "run"]
CodeFor = Literal["view", "run", "schedule", "edit"]
SWITCHES = ("private", "logs_for", "code_for", "free_arguments")


class Jobs:
    """What can run: saved, started, shared. A job is called by its name."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._project = root
        self._root = f"{root}/jobs"
        self._runs = Runs(transport, root)
        self._schedules = Schedules(transport, root)

    def list(self) -> Iterator[Json]:
        """The jobs that you may see, by name."""
        return every(self._transport, self._root)

    def get(self, name: str) -> Json:
        """A job with all that its author saved in ``definition``, which is None for those who may not read that."""
        found: Json = self._transport.call("GET", within(self._root, name))
        return found

    def create(self, name: str, program: Program, **fields: Any) -> Json:
        """Save a job. ``program`` is a file of the project, such as ``"report.py"``, or ``{"source": "print(1)"}``.

        Other fields: ``arguments``, ``environment``, ``kind``, ``variables``, ``time_limit`` and the rest of what a job
        can say. Raises Invalid, AlreadyExists.
        """
        body = {"name": name, **_with_program({"program": program, **fields})}
        made: Json = self._transport.call("POST", self._root, body=body)
        return made

    def update(self, name: str, **fields: Any) -> Json:
        """Change fields of a job; what is not named stays.

        Raises Forbidden for those who may not read what would stay, and StaleRevision when somebody was first.
        """
        place = within(self._root, name)
        job, headers = self._transport.answer("GET", place)
        if job["definition"] is None:
            raise self._closed(job)
        body = {**_saved(job), **_with_program(fields)}
        changed: Json = self._transport.call("PUT", place, body=body, headers={"If-Match": headers["ETag"]})
        return changed

    def _closed(self, job: Json) -> LevelMissing:
        """What the server says to those who may not change it, before anything is sent that lacks the rest."""
        owners = self._transport.call("GET", self._project)["owners"]
        facts = {"status": 403, "has": job["level"], "needs": "edit", "ask": owners}
        text = f"You may not read the definition of {job['name']}: changing it needs edit; you have {job['level']}."
        return LevelMissing(text, hint=f"Ask {', '.join(owners)}.", **facts)

    def delete(self, name: str, *, stop: bool = False) -> None:
        """Delete a job and its schedules; ``stop`` what runs."""
        self._transport.call("DELETE", within(self._root, name), params={"stop": str(stop).lower()})

    # Running ---------------------------------------------------------------------------------------------------------

    def start(self, name: str, **asked: Any) -> Json:
        """Start a run now: ``arguments``, ``parameters``, ``environment_variables``."""
        headers = {"Idempotency-Key": new_key()}
        run: Json = self._transport.call("POST", within(self._root, name, "executions"), body=asked, headers=headers)
        return run

    def run(
        self, name: str, *, wait: bool = True, follow: bool = False, progress: Progress | None = None, **asked: Any
    ) -> Json:
        """Start a run, as ``start`` does, and return it when it is over, however it ended: look at its ``state``.

        ``follow`` prints its log while it is written; ``progress`` is called with the run whenever it changed. Without
        ``wait`` it returns at once.
        """
        run = self.start(name, **asked)
        if not wait:
            return run
        if follow:
            for line in self._runs.lines(run["id"]):
                print(line, flush=True)
        return self._runs.wait(run["id"], progress=progress)

    def runs(self, name: str, *, state: Sequence[str] | None = None) -> Iterator[Json]:
        """The runs of a job, newest first."""
        return every(self._transport, within(self._root, name, "executions"), {"state": state or None})

    def latest(self, name: str) -> Json:
        """The newest run of a job. Raises NotFound when it never ran."""
        run = next(self.runs(name), None)
        if run is None:
            hint = f"Start it: `dayshift jobs run {name}`."
            raise NotFound(f"{name} has not run yet.", status=404, hint=hint)
        return run

    def why(self, name: str, at: Moment | None = None) -> Json:
        """Why a job ran, or did not: its ``sentences``, of each of its ``schedules``, and of its newest ``run``.

        Of each schedule it says what became of the newest time and what becomes of the next; with ``at``, which is read
        as by ``Schedules.explain``, what became of that time.
        """
        return explain(self.get(name), self._schedules, self._runs, at)

    # Sharing ---------------------------------------------------------------------------------------------------------

    def share(self, name: str, person: str, level: Level, *, until: Until = None, reason: str = "") -> Json:
        """Give one person a level on a job, until an instant or until it is taken back, in place of an older gift."""
        return self._given_on(name).give(person, level, until=until, reason=reason)

    def unshare(self, name: str, person: str) -> None:
        """Take back what one person was given on this very job, from now on."""
        grants = self.access(name)["grants"]
        self._given_on(name).take(person, (grant for grant in grants if grant["tag"] is None))

    def _given_on(self, name: str) -> Grants:
        return Grants(self._transport, within(self._root, name, "grants"))

    def access(self, name: str) -> Json:
        """What a job says about its readers, its ``tags``, and its ``grants``: all beside what roles give."""
        found: Json = self._transport.call("GET", within(self._root, name, "access"))
        return found

    def set_access(
        self,
        name: str,
        *,
        private: bool | None = None,
        logs_for: LogsFor | None = None,
        code_for: CodeFor | None = None,
        free_arguments: bool | None = None,
    ) -> Json:
        """Set what a job says about its readers; what is not named stays."""
        asked = {"private": private, "logs_for": logs_for, "code_for": code_for, "free_arguments": free_arguments}
        place = within(self._root, name, "access")
        there, headers = self._transport.answer("GET", place)
        body = {field: there[field] if asked[field] is None else asked[field] for field in SWITCHES}
        changed: Json = self._transport.call("PUT", place, body=body, headers={"If-Match": headers["ETag"]})
        return changed

    def check_access(self, name: str, person: str | None = None) -> Json:
        """What somebody may do with a job, oneself by default, and the path that each right came by."""
        found: Json = self._transport.call(
            "GET", within(self._root, name, "access", "check"), params={"person": person}
        )
        return found

    def tag(self, name: str, *tags: str) -> TagNames:
        """Put tags on a job, beside those that it bears; returns them all."""
        return self._change_tags(name, lambda borne: {*borne, *tags})

    def untag(self, name: str, *tags: str) -> TagNames:
        """Take tags off a job; returns those that stay."""
        return self._change_tags(name, lambda borne: borne - {*tags})

    def set_tags(self, name: str, tags: Iterable[str]) -> TagNames:
        """Let a job bear these tags, and no other. Raises Forbidden where a tag that changes shares something."""
        return self._change_tags(name, lambda _: {*tags})

    def _change_tags(self, name: str, change: Callable[[set[str]], set[str]]) -> TagNames:
        """As often as somebody else changes them in between: what ``change`` does is right beside what they did."""
        place = within(self._root, name, "tags")
        while True:
            there, headers = self._transport.answer("GET", place)
            body = {"tags": sorted(change({*there["tags"]}))}
            with suppress(StaleRevision):
                changed = self._transport.call("PUT", place, body=body, headers={"If-Match": headers["ETag"]})
                borne: TagNames = changed["tags"]
                return borne

    def audit(self, name: str) -> Iterator[Json]:
        """What was done with a job, its schedules and its runs, newest first."""
        return every(self._transport, within(self._root, name, "audit"))


def _with_program(fields: Json) -> Json:
    program = fields.get("program")
    return {**fields, "program": {"path": program}} if isinstance(program, str) else fields


def _saved(job: Json) -> Json:
    """What a change starts from, as it would be sent."""
    definition = dict(job["definition"])
    if definition.get("spark") is None:
        definition.pop("spark", None)
    program = {name: value for name, value in definition["program"].items() if value is not None}
    words = {"title": job["title"], "description": job["description"], "kind": job["kind"]}
    return {**definition, "program": program, **words}
