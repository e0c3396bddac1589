"""Figures that can be believed: percentiles, and work between two measurements of its floor."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Generic, TypeVar

F = TypeVar("F")
T = TypeVar("T")

TRIES = 3
FLOORS_APART = 0.25  # of the smaller one
OTHERS_CORES = 0.25  # a steady hog slows both floors alike, and is seen only by what it uses


def percentile(sample: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the sample do not exceed. Raises ValueError for none."""
    if not sample:
        raise ValueError("there is no percentile of nothing")
    return sorted(sample)[max(1, math.ceil(len(sample) * percent / 100)) - 1]


def median(sample: Sequence[float]) -> float:
    return percentile(sample, 50)


def percentile_of(percent: float) -> Callable[[Sequence[float]], float]:
    """The function that takes this percentile."""
    return partial(percentile, percent=percent)


@dataclass(frozen=True, slots=True)
class Beside(Generic[F, T]):
    """What work gave, its floor before and after it, and how many cores other programs used meanwhile."""

    work: T
    before: F
    after: F
    is_noisy: bool
    others: float

    def floors(self, figure: Callable[[F], float]) -> tuple[float, float]:
        """A figure of both floors."""
        return figure(self.before), figure(self.after)


def are_apart(floors: tuple[float, float]) -> bool:
    """Whether the same work took so different a time that something else must have run beside it."""
    low, high = sorted(floors)
    return high > low * (1 + FLOORS_APART)


def beside(
    floor: Callable[[], F],
    work: Callable[[], T],
    size: Callable[[F], float],
    *,
    others_s: Callable[[], float] = lambda: 0.0,
    may_repeat: Callable[[float], bool] = lambda _took_s: True,
) -> Beside[F, T]:
    """Do the work between two measurements of its floor; if that was noisy, again, up to three times in all.

    ``size``: the figure of a floor that must agree. ``others_s``: CPU seconds that other programs have used so far.
    ``may_repeat`` is told how many seconds one time takes.
    """
    for _ in range(TRIES):
        begun, used = perf_counter(), others_s()
        before, done, after = floor(), work(), floor()
        took_s = perf_counter() - begun
        others = (others_s() - used) / took_s
        is_noisy = are_apart((size(before), size(after))) or others > OTHERS_CORES
        if not is_noisy or not may_repeat(took_s):
            break
    return Beside(done, before, after, is_noisy, others)
