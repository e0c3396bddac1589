"""The table that a run prints, and the file that it leaves."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.rows import Limit, Row

RESULTS = Path(__file__).with_name("results")
HEAD = ("work", "case", "figure", "ours", "floor", "ratio", "budget", "goal", "verdict", "before")


def line(row: Row, before: Mapping[str, float]) -> str:
    """A row as people read it. ``before``: what was judged, in the last result that is kept, by key."""
    cells = (
        row.work,
        row.case,
        row.figure,
        f"{number(row.ours)} {row.unit}",
        "–" if row.floor is None else number(row.floor),
        "–" if row.ratio is None else f"{row.ratio:.2f} ×",
        "–" if row.limit is None else _bound(row.limit, row.limit.budget),
        "–" if row.limit is None else _bound(row.limit, row.limit.goal),
        row.verdict,
        number(before[row.key]) if row.key in before else "–",
    )
    return _line(cells)


def head() -> str:
    return _line(HEAD)


def _line(cells: Sequence[str]) -> str:
    work, case, figure, *figures = cells
    ours, floor, ratio, budget, goal, verdict, before = figures
    compared = f"{ours:>10} {floor:>8} {ratio:>8} {budget:>8} {goal:>8}"
    return f"{work:<4} {case:<28} {figure:<15} {compared}  {verdict:<7} {before:>8}"


def number(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _bound(limit: Limit, value: float) -> str:
    return f"{value:g} ×" if limit.is_ratio else f"{value:g}"


def newest(database: str) -> dict[str, Any] | None:
    """The last result with this kind of database."""
    for path in sorted(RESULTS.glob("*.json"), reverse=True):
        found: dict[str, Any] = json.loads(path.read_text())
        if found["database"].startswith(database):
            return found
    return None
