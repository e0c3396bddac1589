"""A row of the table: one figure, its floor, what it may be, and the verdict."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GOAL, OK, OVER, NOISY, SHOWN = "goal", "ok", "over", "noisy", "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a figure may be, and what we want it to be: times its floor, or in the unit of its row."""

    budget: float
    goal: float
    is_ratio: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``figure`` is its name in ``budgets.toml``; ``floors``: before and after, none for what has no floor."""

    work: str
    case: str
    figure: str
    ours: float
    unit: str
    floors: Sequence[float] = ()
    others: float = 0.0  # cores that other programs used meanwhile
    is_noisy: bool = False
    limit: Limit | None = None

    @property
    def key(self) -> str:
        return f"{self.work} {self.case} {self.figure}"

    @property
    def floor(self) -> float | None:
        return sum(self.floors) / len(self.floors) if self.floors else None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def judged(self) -> float | None:
        """What the limit is about."""
        return self.ratio if self.limit and self.limit.is_ratio else self.ours

    @property
    def verdict(self) -> str:
        if self.limit is None or self.judged is None:
            return SHOWN
        if self.is_noisy:
            return NOISY
        if self.judged <= self.limit.goal:
            return GOAL
        return OK if self.judged <= self.limit.budget else OVER

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, **asdict(self), "judged": self.judged, "ratio": self.ratio, "verdict": self.verdict}


def read_limits(path: Path) -> dict[str, Limit]:
    """The limits of ``budgets.toml`` by "work.figure"."""
    limits = {}
    for work, figures in tomllib.loads(path.read_text()).items():
        for figure, saved in figures.items():
            limits[f"{work}.{figure}"] = _limit(saved)
    return limits


def _limit(saved: Mapping[str, Sequence[float]]) -> Limit:
    ((kind, (budget, goal)),) = saved.items()
    if kind not in ("times", "most"):
        raise ValueError(f"a limit is `times` its floor or at `most` so much, not {kind}")
    return Limit(budget=budget, goal=goal, is_ratio=kind == "times")
