"""The pure parts of the benchmarks, loaded by path: nothing that is installed holds them."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


measure, rows, compare = map(_load, ("measure", "rows", "compare"))
RATIO = rows.Limit(budget=4, goal=2, is_ratio=True)
MOST = rows.Limit(budget=4, goal=2, is_ratio=False)


def _row(ours, **changes):
    return rows.Row(**{"work": "w3", "case": "idle", "figure": "wall", "ours": ours, "unit": "ms", **changes})


@pytest.mark.parametrize(("percent", "expected"), [(0, 1), (50, 15), (99, 30), (100, 30)])
def test_a_percentile_is_a_value_of_the_sample(percent, expected):
    assert measure.percentile(range(30, 0, -1), percent) == expected


def test_there_is_no_percentile_of_nothing():
    with pytest.raises(ValueError, match="nothing"):
        measure.percentile([], 50)


@pytest.mark.parametrize(
    ("floors", "tries", "is_noisy"),
    [((8, 10, 0), 1, False), ((8, 10.1, 8, 9, 0), 2, False), ((8, 10.1, 10.1, 8, 8, 10.1, 0), 3, True)],
)
def test_work_is_repeated_until_its_floors_agree_three_times_in_all(floors, tries, is_noisy):
    left, done = list(floors), []

    taken = measure.beside(lambda: left.pop(0), lambda: done.append("work"), float)

    assert len(done) == tries
    assert taken.is_noisy is is_noisy


def test_work_is_noisy_when_other_programs_used_the_machine_evenly():
    used = iter(range(0, 100, 10))

    taken = measure.beside(lambda: 8.0, lambda: None, float, others_s=lambda: next(used))

    assert taken.is_noisy


def test_work_is_not_repeated_when_there_is_no_time_left():
    left = [8.0, 80.0]

    assert measure.beside(lambda: left.pop(0), lambda: None, float, may_repeat=lambda _took_s: False).is_noisy


@pytest.mark.parametrize(("ours", "verdict"), [(16, "goal"), (17, "ok"), (32, "ok"), (33, "over")])
def test_a_ratio_is_judged_against_the_mean_of_both_floors(ours, verdict):
    assert _row(ours, floors=(7, 9), limit=RATIO).verdict == verdict


@pytest.mark.parametrize(("ours", "verdict"), [(2, "goal"), (4, "ok"), (4.1, "over")])
def test_a_figure_without_a_floor_is_judged_in_its_own_unit(ours, verdict):
    assert _row(ours, limit=MOST).verdict == verdict


def test_what_was_noisy_is_never_over():
    assert _row(99, limit=MOST, is_noisy=True).verdict == "noisy"


def test_every_budget_is_looser_than_its_goal():
    limits = rows.read_limits(BENCHMARKS / "budgets.toml")

    assert limits
    assert [name for name, limit in limits.items() if limit.goal > limit.budget] == []


def test_only_what_changed_beyond_noise_is_told():
    old = [_row(10, limit=MOST, case=case).as_json() for case in ("same", "slower", "noisy", "gone")]
    new = [
        _row(10.9, limit=MOST, case="same").as_json(),
        _row(11.1, limit=MOST, case="slower").as_json(),
        _row(99, limit=MOST, case="noisy", is_noisy=True).as_json(),
    ]

    assert compare.changes(old, new) == ["w3 slower wall: worse, 10 → 11.1", "w3 gone wall: is not measured any more"]
