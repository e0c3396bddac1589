"""Several servers on one database: killed, frozen, refused; together they write each line once."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPLICAS = Path(__file__).with_name("replicas.py")
NewDatabase = Callable[[Path], str]


def play(story: str, folder: Path, new_database: NewDatabase | None, *words: str, timeout_s: float) -> dict[str, Any]:
    """Play a story of ``replicas.py`` in a process of its own: what it found."""
    if new_database is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    home = folder / "home"
    home.mkdir()
    argv = [sys.executable, str(REPLICAS), story, str(folder), new_database(home), *words]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=timeout_s, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.postgresql
@pytest.mark.xdist_group("replicas")
def test_three_servers_one_of_them_killed_now_and_then_lose_nothing_and_double_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, seed: int, new_postgresql: NewDatabase | None
) -> None:
    seconds = request.config.getoption("--replica-seconds")

    found = play("kills", tmp_path, new_postgresql, str(seconds), str(seed), timeout_s=seconds + 120)

    print(
        f"\nreplicas: {seconds} s, {found['killed']} killed, {found['fires']} fires, {found['starts']} starts,"
        f" {found['lost']} lost, {found['doubled']} doubled, seed {seed}"
    )
    assert found["violations"] == [], found
    assert (found["errors"], found["deadlocks"]) == (0, 0), found


@pytest.mark.postgresql
@pytest.mark.xdist_group("replicas")
@pytest.mark.parametrize("how", ["frozen", "held"])
def test_a_server_frozen_past_its_lease_stops_nobody_and_changes_nothing_when_it_wakes(
    tmp_path: Path, new_postgresql: NewDatabase | None, how: str
) -> None:
    found = play(how, tmp_path, new_postgresql, timeout_s=240)

    assert found["undone"] == [0, 0], f"the other server takes over what lives, and fires: {found}"
    assert found["violations"] == [], found
    assert found["codes"] == [0, 0]


def test_a_second_server_on_one_data_directory_is_refused_and_told_who_is_there(
    tmp_path: Path, new_sqlite: NewDatabase
) -> None:
    found = play("second", tmp_path, new_sqlite, timeout_s=90)

    assert (found["came_up"], found["code"]) == (False, 1)
    assert f"process {found['pid']}" in found["said"]
    assert found["violations"] == []
