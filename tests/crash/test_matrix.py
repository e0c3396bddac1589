"""Servers are killed at every failpoint, over and over; nothing is lost, and nothing happens twice."""

import itertools
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

ROUND = Path(__file__).with_name("round.py")
AT_ONCE = 4  # rounds mostly wait for their clock
POINTS = (
    "ticker.after_select",
    "ticker.before_commit",
    "ticker.after_commit",
    "dispatcher.before_claim_commit",
    "dispatcher.after_claim_commit",
    "dispatcher.before_launch",
    "dispatcher.after_launch",
    "dispatcher.after_handle_commit",
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
)
NewDatabase = Callable[[Path], str]
ROUND_S = 180.0


@pytest.mark.xdist_group("crash matrix")
def test_servers_killed_at_any_point_lose_nothing_and_double_nothing(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    seed: int,
    new_sqlite: NewDatabase,
    new_postgresql: NewDatabase | None,
) -> None:
    databases = {"sqlite": new_sqlite} | ({"postgresql": new_postgresql} if new_postgresql else {})
    rounds = _draw(request.config.getoption("--rounds"), sorted(databases), random.Random(seed))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        played = list(pool.map(lambda one: _play(tmp_path, databases, seed + one[0], *one), enumerate(rounds)))

    _tell(played, seed)
    red = [one for one in played if one["violations"]]
    never_hit = sorted(set(POINTS) - {one["point"] for one in played if one["hit"]})
    assert not red, json.dumps(red[:10], indent=1)
    assert not never_hit, never_hit


def _draw(count: int, databases: Sequence[str], chance: random.Random) -> list[tuple[str, str, int]]:
    """Point, database and hit of each round: every pair of point and database in turn, the hit by chance."""
    pairs = itertools.cycle((database, point) for point in POINTS for database in databases)
    return [(database, point, chance.randint(1, 3)) for database, point in itertools.islice(pairs, count)]


def _play(
    folder: Path, databases: Mapping[str, NewDatabase], seed: int, number: int, drawn: tuple[str, str, int]
) -> dict[str, Any]:
    """Play one round in a process of its own, and keep its folder only if it went wrong."""
    database, point, hit = drawn
    place = folder / f"{number}"
    home = place / "home"
    home.mkdir(parents=True)
    argv = [sys.executable, str(ROUND), str(place), databases[database](home), point, str(hit), str(seed)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=ROUND_S, check=False)
    if done.returncode != 0:
        return {"point": point, "hit": False, "fires": 0, "violations": [done.stderr[-2000:]], "place": str(place)}
    return {**json.loads(done.stdout), "place": str(place), "database": database, "at_hit": hit}


def _tell(played: Sequence[Mapping[str, Any]], seed: int) -> None:
    kinds = Counter(violation.partition(":")[0] for one in played for violation in one["violations"])
    fires = sum(one["fires"] for one in played)
    print(
        f"\ncrash matrix: {len(played)} rounds, {fires} fires, {kinds['lost']} lost, {kinds['doubled']} doubled,"
        f" seed {seed}"
    )
