"""The nominal times ahead of a schedule as a page lists them: which will run, and what is special about each."""

from dataclasses import dataclass
from typing import Any

from dayshift.domain.triggers.check import CheckedRule
from dayshift.domain.triggers.clock_notes import hits_gap
from dayshift.domain.triggers.moments import HORIZON, write_instant, write_local
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.vocabulary import day_and_time, year_of
from dayshift.domain.triggers.zone_names import city
from dayshift.domain.triggers.zones import Zone

Pause = tuple[int, int | None, str]
"""Since, until (None: until resumed; a time at exactly ``until`` runs) and the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """The times of a checked rule strictly after ``now`` (UTC seconds)."""

    checked: CheckedRule
    now: int
    last: int | None
    created: int | None
    pause: Pause | None

    @property
    def rule(self) -> Rule:
        return self.checked.rule

    def instants(self, limit: int) -> list[int]:
        """The first ones, up to the last."""
        return self.rule.between(self.now + 1, HORIZON if self.last is None else self.last, limit)

    def listed(self, count: int, viewer: Zone | None) -> list[dict[str, Any]]:
        """The first ones as JSON, including those that will not run."""
        instants = self.instants(count)
        began = self.created is not None and bool(instants) and self.rule.count(self.created, instants[0] - 1) > 0
        first = None if began or not instants else instants[0]
        return [self._entry(t, first, viewer) for t in instants]

    def _entry(self, t: int, first: int | None, viewer: Zone | None) -> dict[str, Any]:
        zone, now_wall = self.rule.zone, self.rule.zone.wall(self.now)
        seen = None
        if viewer is not None and viewer.name != zone.name:
            seen = f"{day_and_time(viewer.wall(t), year_of(now_wall))} ({city(viewer.name)})"
        return {
            "nominal": write_instant(t),
            "local": write_local(t, zone),
            "text": day_and_time(zone.wall(t), year_of(now_wall)),
            "in_s": t - self.now,
            "viewer": seen,
            "outcome": self._outcome(t),
            "reason": None,
            "marks": ["first"] * (t == first) + ["last"] * (t == self.last) + self._clock(t),
        }

    def _outcome(self, t: int) -> str:
        if self.pause is not None and self.pause[0] <= t and (self.pause[1] is None or t < self.pause[1]):
            return "paused"
        return "skipped_by_person" if t in self.checked.skips else "will_run"

    def _clock(self, t: int) -> list[str]:
        """Whether the time stands for one inside a gap, or lies in either pass of a fold."""
        changes = list(self.rule.zone.changes(t - DAY_S, t + DAY_S))
        gaps = ["dst_gap" for change in changes if change.at == t and hits_gap(self.rule, change)]
        folds = ["dst_fold" for change in changes if abs(2 * (t - change.at) + 1) <= 2 * (change.before - change.after)]
        return gaps + folds
