"""Servers are killed at every failpoint, over and over; nothing is lost, and nothing happens twice."""

import json
import math
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

PLAY = Path(__file__).with_name("play.py")
AT_ONCE = 4  # plays mostly wait for their clock
KILLS = 3  # in one play
POINTS = (
    "ticker.after_select",
    "ticker.before_commit",
    "ticker.after_commit",
    "dispatcher.before_claim_commit",
    "dispatcher.after_claim_commit",
    "dispatcher.before_launch",
    "dispatcher.after_launch",
    "supervisor.after_lock",
    "supervisor.after_fork",
    "supervisor.after_job_json",
    "supervisor.after_gate",
    "supervisor.after_term",
    "supervisor.after_child_exit",
    "supervisor.after_exit_tmp",
    "supervisor.after_exit_json",
    "watcher.after_observe",
    "watcher.before_end_commit",
    "watcher.after_end_commit",
    "cancel.after_request_commit",
    "dispatcher.before_launch+supervisor.after_fork",
    "dispatcher.after_launch+supervisor.after_gate",
    "dispatcher.after_launch+supervisor.after_child_exit",
)
NewDatabase = Callable[[Path], str]
PLAY_S = 180.0


@pytest.mark.xdist_group("crash matrix")
def test_servers_killed_at_any_point_lose_nothing_and_double_nothing(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    seed: int,
    new_sqlite: NewDatabase,
    new_postgresql: NewDatabase | None,
) -> None:
    databases = {"sqlite": new_sqlite} | ({"postgresql": new_postgresql} if new_postgresql else {})
    plays = _draw(request.config.getoption("--rounds"), sorted(databases), random.Random(seed))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        played = list(pool.map(lambda one: _play(tmp_path, databases, seed + one[0], *one), enumerate(plays)))

    _tell(played, seed)
    red = [one for one in played if one["violations"]]
    never_hit = sorted(set(POINTS) - {point for one in played for point in one["hits"]})
    assert not red, json.dumps(red[:10], indent=1)
    assert not never_hit, never_hit


def _draw(rounds: int, databases: Sequence[str], chance: random.Random) -> list[tuple[str, list[str]]]:
    """A database and a few kills for each play: every point once on each database, in any order, then all again."""
    plays = []
    for database in databases:
        points: list[str] = []
        while len(points) < rounds / len(databases):
            points += chance.sample(POINTS, len(POINTS))
        kills = [f"{point}@{chance.randint(1, 3)}" for point in points[: math.ceil(rounds / len(databases))]]
        plays += [(database, kills[at : at + KILLS]) for at in range(0, len(kills), KILLS)]
    chance.shuffle(plays)
    return plays


def _play(
    folder: Path, databases: Mapping[str, NewDatabase], seed: int, number: int, drawn: tuple[str, list[str]]
) -> dict[str, Any]:
    """Let ``play.py`` play it, in a process and a folder of its own."""
    database, kills = drawn
    home = folder / f"{number}" / "home"
    home.mkdir(parents=True)
    argv = [sys.executable, str(PLAY), str(home.parent), databases[database](home), str(seed), *kills]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=PLAY_S, check=False)
    if done.returncode != 0:
        found = {"hits": [], "fires": 0, "violations": [done.stderr[-2000:]]}
    else:
        found = json.loads(done.stdout)
        if not found["violations"]:
            shutil.rmtree(home.parent)
    return {**found, "database": database, "kills": kills, "seed": seed, "folder": str(home.parent)}


def _tell(played: Sequence[Mapping[str, Any]], seed: int) -> None:
    kinds = Counter(violation.partition(":")[0] for one in played for violation in one["violations"])
    rounds, hits = (sum(len(one[name]) for one in played) for name in ("kills", "hits"))
    fires = sum(one["fires"] for one in played)
    print(
        f"\ncrash matrix: {rounds} rounds ({hits} at their point), {fires} fires, {kinds['lost']} lost,"
        f" {kinds['doubled']} doubled, seed {seed}"
    )
