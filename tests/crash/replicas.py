"""Stories of several servers on one database and one data directory, as programs.

``replicas.py kills FOLDER URL SECONDS SEED``: three servers, one of them killed every 3 to 8 seconds.
``replicas.py frozen FOLDER URL``: the owner of all runs is frozen past its lease, and wakes.
``replicas.py held FOLDER URL``: the same, inside a transaction that holds schedules.
``replicas.py second FOLDER URL``: a second server wants the same data directory.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import checker
import facts
from plan import LINES_A_RUN, STOPPED_JOB
from servers import Server

OVERDUE = "SELECT count(*) AS n FROM schedules WHERE next_fire_at < {}"
REPLICAS = 3
KILL_EVERY_S = (3.0, 8.0)
QUIET_S = 60.0
LOOK_S = 0.2
FROZEN_FOR_S = 28.0  # the lease is 15 s, it is looked at every 5 s, and what is due by then takes its time
FROZEN_LOAD_S = 36
PATIENCE_S = 60.0  # more, where the disk is so slow that the database itself stands still
LEFT = """
    SELECT count(*) AS n FROM executions WHERE state IN ('starting', 'running')
    AND owner = (SELECT id FROM replicas ORDER BY started_at LIMIT 1)
"""
TRANSACTIONS = """
    SELECT pid, state, wait_event, state_change::text, pg_blocking_pids(pid) AS kept_by, left(query, 80) AS query
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


class Stage:
    """Servers that share a folder. All but the first find the load laid out."""

    def __init__(self, folder: Path, url: str, seconds: int, **variables: str) -> None:
        self.folder, self.url = folder, url
        self.plan, self.starts = folder / "plan.json", folder / "starts"
        load = {"CRASH_PLAN": str(self.plan), "CRASH_LOAD_S": str(seconds), "CRASH_STARTS": str(self.starts)}
        self.servers = [self.start(**load, **variables)]
        assert self.servers[0].wait_ready()
        self.load: dict[str, Any] = json.loads(self.plan.read_text())

    def start(self, **variables: str) -> Server:
        home, log = self.folder / "home", self.folder / "server.log"
        return Server(home, self.url, log, {"CRASH_CANCEL": STOPPED_JOB, **variables})

    def add(self) -> None:
        self.servers.append(self.start())
        assert self.servers[-1].wait_ready()

    def replace(self, number: int) -> None:
        """Kill one, and start another in its place."""
        self.servers[number].kill()
        self.servers[number] = self.start()
        assert self.servers[number].wait_ready()

    def judge(self, seed: int) -> dict[str, Any]:
        """Wait until all is quiet, stop everybody, and check."""
        facts.settle(self.url, self.starts, quiet_s=QUIET_S)
        codes = [server.stop() for server in self.servers]
        found = facts.gather(self.url, self.folder / "home", self.starts)
        known = {"seed": seed, "plan": self.load, "may_lose": [], "lines_a_run": LINES_A_RUN}
        (self.folder / "facts.json").write_text(json.dumps({**found, **known}))
        verdict = checker.check({**found, **known})
        log = (self.folder / "server.log").read_text(errors="replace")
        return {
            "fires": verdict.fires,
            "runs": verdict.runs,
            "starts": verdict.starts,
            "lost": verdict.count("lost"),
            "doubled": verdict.count("doubled"),
            "violations": verdict.violations,
            "deadlocks": log.count("deadlock detected"),
            "errors": log.count("Traceback"),
            "codes": codes,
            "log": log[-2000:],
        }


def kills(folder: str, url: str, seconds: str, seed: str) -> dict[str, Any]:
    """Load on three servers, one of which is killed now and then."""
    chance = random.Random(int(seed))
    stage = Stage(Path(folder), url, int(seconds))
    for _ in range(REPLICAS - 1):
        stage.add()
    end = time.monotonic() + int(seconds)
    killed = 0
    while (pause := chance.uniform(*KILL_EVERY_S)) < end - time.monotonic():
        time.sleep(pause)
        stage.replace(chance.randrange(REPLICAS))
        killed += 1
    return {**stage.judge(int(seed)), "killed": killed}


def frozen(folder: str, url: str) -> dict[str, Any]:
    """The first server owns every run when it is frozen; a second one takes over, and the first one wakes."""
    stage = Stage(Path(folder), url, FROZEN_LOAD_S)
    while not stage.starts.exists():
        time.sleep(LOOK_S)
    stage.servers[0].freeze()
    return _thaw(stage)


def held(folder: str, url: str) -> dict[str, Any]:
    """The first server stops itself just before a commit."""
    stage = Stage(Path(folder), url, FROZEN_LOAD_S, DAYSHIFT_FAILPOINTS="ticker.before_commit=stop@3")
    while not stage.servers[0].is_frozen():
        time.sleep(LOOK_S)
    return _thaw(stage)


def _thaw(stage: Stage) -> dict[str, Any]:
    stage.add()
    time.sleep(FROZEN_FOR_S)
    end = time.monotonic() + PATIENCE_S
    while any(undone := _undone(stage.url)) and time.monotonic() < end:
        time.sleep(LOOK_S)
    open_then = _transactions(stage.url) if any(undone) else []
    stage.servers[0].thaw()
    return {**stage.judge(0), "undone": undone, "transactions": open_then}


def _undone(url: str) -> tuple[int, int]:
    """How many runs the frozen server still owns, and how many schedules are overdue."""
    with facts.connect(url) as connection:
        left = connection.execute(LEFT).fetchone()["n"]
        overdue = connection.execute(OVERDUE.format(int((time.time() - 3) * 1_000_000))).fetchone()["n"]
        return left, overdue


def _transactions(url: str) -> list[dict[str, Any]]:
    """Who is in a transaction and does what there: a red run says what kept the others."""
    with facts.connect(url) as connection:
        return [dict(row) for row in connection.execute(TRANSACTIONS).fetchall()]


def second(folder: str, url: str) -> dict[str, Any]:
    """What the second server on the same data directory says, and the pid of the first."""
    stage = Stage(Path(folder), url, 2)
    other = stage.start()
    came_up = other.wait_ready()
    code = other.stop()
    said = (stage.folder / "server.log").read_text(errors="replace").splitlines()[-1]
    return {**stage.judge(0), "came_up": came_up, "code": code, "said": said, "pid": stage.servers[0].process.pid}


if __name__ == "__main__":
    stories: dict[str, Callable[..., dict[str, Any]]] = {
        "kills": kills,
        "frozen": frozen,
        "held": held,
        "second": second,
    }
    print(json.dumps(stories[sys.argv[1]](*sys.argv[2:])))
