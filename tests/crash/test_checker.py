"""The checker sees what it is there to see: each test spoils facts that were sound."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

CHECKER = Path(__file__).with_name("checker.py")
SECOND = 1_000_000
FIRST = 1_700_000_000
Facts = dict[str, Any]


def sound() -> Facts:
    """Three fires of one schedule that skips: two runs, and one skipped between them."""
    jobs = [{"name": "slow", "codes": [0], "retries": 0, "may_stop": False}]
    planned = {
        "name": "skips", "job": "slow", "kind": "every", "every": 1, "start": FIRST, "end": FIRST + 2,
        "overlap": "skip", "misfire": "latest", "max_runs": None,
    }  # fmt: skip
    return {
        "seed": 1,
        "plan": {"jobs": jobs, "schedules": [planned]},
        "may_lose": [],
        "lines_a_run": 20,
        "schedules": [{"id": 1, "name": "skips", "created_at": (FIRST - 5) * SECOND}],
        "jobs": [{"id": 1, "name": "slow"}],
        "fires": [_fire(1, 0, "ran"), _fire(2, 1, "skipped_overlap"), _fire(3, 2, "ran")],
        "executions": [_run(1, 1, 0), _run(2, 3, 2)],
        "attempts": [_attempt(1), _attempt(2)],
        "lines": [_line("start", 1, 0, 0.1), _line("end", 1, 0, 1.5), _line("start", 2, 2, 2.1), _line("end", 2, 2, 3)],
        "alive": [],
        "log_lines": {"1/1": 20, "2/1": 20},
    }


def _fire(number: int, second: int, outcome: str) -> Facts:
    at = (FIRST + second) * SECOND
    return {
        "id": number, "schedule": 1, "nominal_at": at, "decided_at": at + 3000, "outcome": outcome, "reason": None,
        "merged_into": None,
    }  # fmt: skip


def _run(number: int, fire: int, second: int) -> Facts:
    at = (FIRST + second) * SECOND
    return {
        "id": number, "job": 1, "fire": fire, "nominal_at": at, "state": "succeeded", "attempt": 1, "reason": None,
        "exit_code": 0, "started_at": at, "ended_at": at + SECOND, "waits_for": None, "owner": "a",
    }  # fmt: skip


def _attempt(run: int, number: int = 1) -> Facts:
    return {"execution": run, "number": number, "state": "succeeded", "reason": None, "exit_code": 0}


def _line(what: str, run: int, second: int, monotonic: float) -> Facts:
    return {
        "what": what, "execution": run, "attempt": 1, "nominal_at": (FIRST + second) * SECOND, "wall": 0.0,
        "monotonic": monotonic, "pid": 1, "boot": "b",
    }  # fmt: skip


def judge(facts: Mapping[str, Any], folder: Path) -> tuple[int, str]:
    """The exit code of the checker, and what it prints."""
    file = folder / "facts.json"
    file.write_text(json.dumps(facts))
    done = subprocess.run([sys.executable, str(CHECKER), str(file)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_sound_facts_pass(tmp_path: Path) -> None:
    code, text = judge(sound(), tmp_path)

    assert (code, text) == (0, "3 fires (2 ran, 1 skipped_overlap), 2 runs, 2 starts, seed 1\n")


def lose_a_row(facts: Facts) -> None:
    del facts["fires"][1]


def double_a_row(facts: Facts) -> None:
    facts["fires"].append({**facts["fires"][1], "id": 9})


def add_a_row(facts: Facts) -> None:
    facts["fires"].append(_fire(9, 3, "skipped_overlap"))


def decide_early(facts: Facts) -> None:
    facts["fires"][1]["decided_at"] -= 2 * SECOND


def miss_for_no_reason(facts: Facts) -> None:
    facts["fires"][1] |= {"outcome": "missed", "reason": "superseded"}


def lose_a_run(facts: Facts) -> None:
    del facts["executions"][1], facts["attempts"][1], facts["lines"][2:]


def double_a_run(facts: Facts) -> None:
    facts["executions"].append({**_run(3, 3, 2), "state": "cancelled"})


def start_twice(facts: Facts) -> None:
    facts["lines"].append(_line("start", 2, 2, 2.2))


def start_without_a_row(facts: Facts) -> None:
    facts["lines"].append(_line("start", 7, 2, 9.0))


def never_start(facts: Facts) -> None:
    del facts["lines"][2:]


def try_again(facts: Facts) -> None:
    facts["attempts"].append(_attempt(2, number=2))


def overlap(facts: Facts) -> None:
    facts["lines"][1]["monotonic"] = 2.2


def stay_open(facts: Facts) -> None:
    facts["executions"][1] |= {"state": "running", "ended_at": None}


def lose_for_no_reason(facts: Facts) -> None:
    facts["executions"][1] |= {"state": "lost", "reason": "absent"}
    facts["attempts"][1] |= {"state": "lost", "reason": "absent", "exit_code": None}


def end_with_another_code(facts: Facts) -> None:
    facts["attempts"][1]["exit_code"] = 1


def lose_a_line(facts: Facts) -> None:
    facts["log_lines"]["2/1"] = 19


def live_on(facts: Facts) -> None:
    facts["alive"] = [[4711, "2"]]


SPOILED: Mapping[Callable[[Facts], None], str] = {
    lose_a_row: "lost:",
    double_a_row: "doubled:",
    add_a_row: "extra:",
    decide_early: "early:",
    miss_for_no_reason: "outcome:",
    lose_a_run: "lost:",
    double_a_run: "doubled:",
    start_twice: "doubled:",
    start_without_a_row: "extra:",
    never_start: "lost:",
    try_again: "extra:",
    overlap: "overlap:",
    stay_open: "open:",
    lose_for_no_reason: "false:",
    end_with_another_code: "wrong:",
    lose_a_line: "log:",
    live_on: "alive:",
}


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
def test_spoiled_facts_are_found(tmp_path: Path, spoil: Callable[[Facts], None]) -> None:
    facts = copy.deepcopy(sound())

    spoil(facts)
    code, text = judge(facts, tmp_path)

    assert code == 1
    assert any(line.startswith(SPOILED[spoil]) for line in text.splitlines()[1:]), text


def test_a_run_that_is_told_another_time_is_found(tmp_path: Path) -> None:
    facts = sound()

    facts["lines"][2]["nominal_at"] += SECOND
    code, text = judge(facts, tmp_path)

    assert (code, text.splitlines()[1]) == (1, "wrong: attempt 2/1 was told another nominal time")
