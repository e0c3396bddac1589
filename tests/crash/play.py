"""One play of the crash matrix: kill servers at points, one after the other, then wait for quiet, and check.

As a program it repeats a play of a red run, and prints what it found as JSON: ``play.py FOLDER URL SEED POINT@HIT…``.
For SQLite the URL names a database that is there, at the schema of today. Each kill is a round of the matrix; one that
follows another meets a server that is still mending.
"""

import fcntl
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import checker
import facts
from plan import LINES_A_RUN, STOPPED_JOB
from servers import Server

LOAD_S = 3  # for each kill
HIT_WITHIN_S = 4.0
KILL_AFTER_S = (1.0, 2.5)  # a server whose supervisors die at a point goes on for so long
QUIET_S = 40.0
MAY_LOSE = {
    "supervisor.after_job_json",
    "supervisor.after_gate",
    "supervisor.after_term",
    "supervisor.after_child_exit",
    "supervisor.after_exit_tmp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """Where a server is killed: at which passage of which point. ``a+b``: at a point of its own, supervisors at b."""

    point: str
    hit: int

    @property
    def of_server(self) -> str | None:
        """The point of the server itself, if that is what kills it."""
        return next((point for point in self.point.split("+") if not point.startswith("supervisor.")), None)

    @property
    def of_supervisor(self) -> str | None:
        return next((point for point in self.point.split("+") if point.startswith("supervisor.")), None)

    @property
    def armed(self) -> dict[str, str]:
        """The variables that make it happen."""
        variables = {}
        if self.of_server:
            variables["DAYSHIFT_FAILPOINTS"] = f"{self.of_server}=kill@{self.hit}"
        if self.of_supervisor:
            variables["DAYSHIFT_SUPERVISOR_FAILPOINTS"] = f"{self.of_supervisor}=kill"
        return variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """Where it takes place, and the kills in their order."""

    folder: Path
    url: str
    kills: Sequence[Kill]
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
        """Play it, and say what was found: counts, violations, which points were hit."""
        chance = random.Random(self.seed)
        hits = [kill.point for number, kill in enumerate(self.kills) if self._until_killed(number, kill, chance)]
        found = self._until_quiet(json.loads(self.plan.read_text()))
        (self.folder / "facts.json").write_text(json.dumps(found))
        verdict = checker.check(found)
        violations = verdict.violations + self._errors()
        return {"hits": hits, "fires": verdict.fires, "starts": verdict.starts, "violations": violations}

    def _server(self, **variables: str) -> Server:
        ours = {"CRASH_CANCEL": STOPPED_JOB, **variables}
        return Server(self.home, self.url, self.folder / "server.log", ours)

    def _until_killed(self, number: int, kill: Kill, chance: random.Random) -> bool:
        """Run until the point kills the server; a point of the supervisor kills those, and the server dies later."""
        load = {
            "CRASH_PLAN": str(self.plan),
            "CRASH_LOAD_S": str(LOAD_S * len(self.kills)),
            "CRASH_STARTS": str(self.starts),
        }
        dead = self._dead(kill)
        server = self._server(**kill.armed, **({} if number else load))
        server.wait_ready()
        if kill.of_server is None:
            time.sleep(chance.uniform(*KILL_AFTER_S))
            server.kill()
            return bool(self._dead(kill) - dead)
        was_hit = server.died_within(HIT_WITHIN_S)
        server.kill()
        return was_hit

    def _dead(self, kill: Kill) -> set[Path]:
        """The runs whose supervisors have died where this kill may have left them."""
        is_told = kill.of_supervisor == "supervisor.after_exit_json"
        runs = self.home.glob("runs/*/*")
        return {run for run in runs if _was_begun(run) and (run / "exit.json").exists() == is_told}

    def _until_quiet(self, load: dict[str, Any]) -> dict[str, Any]:
        server = self._server()
        assert server.wait_ready()
        facts.settle(self.url, self.starts, quiet_s=QUIET_S)
        code = server.stop()
        found = facts.gather(self.url, self.home, self.starts)
        may_lose = ["supervisor_killed"] if MAY_LOSE & {kill.of_supervisor for kill in self.kills} else []
        known = {"seed": self.seed, "plan": load, "may_lose": may_lose, "lines_a_run": LINES_A_RUN}
        return {**found, **known, "stopped_with": code}

    def _errors(self) -> list[str]:
        """What the server logged that nobody should see: errors with their traces, deadlocks."""
        log = (self.folder / "server.log").read_text(errors="replace")
        return [f"logged: {word}" for word in ("Traceback", "deadlock detected") if word in log]


def _was_begun(run: Path) -> bool:
    """Whether a supervisor was here, and is no more. A server that has judged a run has removed its lock."""
    lock = run / "lock"
    if not lock.exists():
        return (run / "job.json").exists()
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def main(folder: str, url: str, seed: str, *kills: str) -> None:
    """Play it and print it."""
    read = [Kill(point=point, hit=int(hit)) for point, _, hit in (text.partition("@") for text in kills)]
    print(json.dumps(Play(folder=Path(folder), url=url, kills=read, seed=int(seed)).run()))


if __name__ == "__main__":
    main(*sys.argv[1:])
