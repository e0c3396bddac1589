"""One round of the crash matrix: start, kill at a point, start again, wait for quiet, check.

As a program it repeats one round of a red run, and prints what it found as JSON:
``round.py FOLDER URL POINT HIT SEED``. For SQLite the URL names a database that is there, at the schema of today.
"""

import fcntl
import json
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import checker
import facts
from plan import LINES_A_RUN, STOPPED_JOB
from server import Server, sleep_until

LOAD_S = 3
QUIET_S = 40.0
GONE_S = 5.0
LOOK_S = 0.1
MAY_LOSE = {
    "supervisor.after_job_json",
    "supervisor.after_gate",
    "supervisor.after_term",
    "supervisor.after_child_exit",
    "supervisor.after_exit_tmp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Where a round takes place, and what kills it. ``hit``: at which passage of the point."""

    folder: Path
    url: str
    point: str
    hit: int
    seed: int

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def plan(self) -> Path:
        return self.folder / "plan.json"

    @property
    def starts(self) -> Path:
        return self.folder / "starts"

    def run(self) -> dict[str, Any]:
        """Play it, and say what was found: counts, violations, whether the point was hit."""
        was_hit = self._until_killed()
        found = self._until_quiet(json.loads(self.plan.read_text()))
        (self.folder / "facts.json").write_text(json.dumps(found))
        verdict = checker.check(found)
        return {
            "point": self.point,
            "hit": was_hit,
            "fires": verdict.fires,
            "starts": verdict.starts,
            "violations": verdict.violations + self._errors(),
        }

    def _server(self, **variables: str) -> Server:
        ours = {"CRASH_CANCEL": STOPPED_JOB, **variables}
        return Server(self.home, self.url, self.folder / "server.log", ours)

    def _until_killed(self) -> bool:
        """Run until the point kills the server; a point of the supervisor kills those, and the server dies later."""
        if self.point.startswith("supervisor."):
            armed = {"DAYSHIFT_SUPERVISOR_FAILPOINTS": f"{self.point}=kill"}
        else:
            armed = {"DAYSHIFT_FAILPOINTS": f"{self.point}=kill@{self.hit}"}
        laid_out = {"CRASH_PLAN": str(self.plan), "CRASH_LOAD_S": str(LOAD_S), "CRASH_STARTS": str(self.starts)}
        server = self._server(**armed, **laid_out)
        server.wait_ready()
        first = json.loads(self.plan.read_text())["first"]
        if not self.point.startswith("supervisor."):
            was_hit = server.died_within(first + LOAD_S - time.time())
            server.kill()
            return was_hit
        sleep_until(first + random.Random(self.seed).uniform(1.5, 2.8))
        server.kill()
        return any(self._was_killed(lock) for lock in self.home.glob("runs/*/*/lock"))

    def _was_killed(self, lock: Path) -> bool:
        """Whether the supervisor of this run is dead, and died where it was told to."""
        with lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return lock.with_name("exit.json").exists() == (self.point == "supervisor.after_exit_json")

    def _until_quiet(self, load: dict[str, Any]) -> dict[str, Any]:
        server = self._server()
        assert server.wait_ready()
        until = time.time() + QUIET_S
        while not facts.is_quiet(self.url) and time.time() < until:
            time.sleep(LOOK_S)
        gone = time.time() + GONE_S
        while any(facts.alive(self.starts)) and time.time() < gone:
            time.sleep(LOOK_S)
        code = server.stop()
        found = facts.gather(self.url, self.home, self.starts)
        may_lose = ["supervisor_killed"] if self.point in MAY_LOSE else []
        known = {"seed": self.seed, "plan": load, "may_lose": may_lose, "lines_a_run": LINES_A_RUN}
        return {**found, **known, "stopped_with": code}

    def _errors(self) -> list[str]:
        """What the server logged that nobody should see: errors with their traces, deadlocks."""
        log = (self.folder / "server.log").read_text(errors="replace")
        return [f"log: {word}" for word in ("Traceback", "deadlock detected") if word in log]


def main(folder: str, url: str, point: str, hit: str, seed: str) -> None:
    """Play one round and print it."""
    played = Round(folder=Path(folder), url=url, point=point, hit=int(hit), seed=int(seed))
    print(json.dumps(played.run()))


if __name__ == "__main__":
    main(*sys.argv[1:])
