"""A trigger in its zone within its bounds: the sequence that really counts."""

from dataclasses import dataclass

from dayshift.domain.triggers.kinds import Trigger, compile_trigger
from dayshift.domain.triggers.moments import HORIZON
from dayshift.domain.triggers.search import CompiledTrigger
from dayshift.domain.triggers.zones import Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Answers as a CompiledTrigger does, between ``start`` and ``end`` (UTC seconds), both inclusive; None is open."""

    trigger: Trigger
    zone: Zone
    start: int | None
    end: int | None

    @property
    def compiled(self) -> CompiledTrigger:
        """The same without the bounds."""
        return compile_trigger(self.trigger, self.zone)

    def next_after(self, t: int) -> int | None:
        """The first nominal time strictly after ``t``; None when there is none."""
        found = self.compiled.next_after(t if self.start is None else max(t, self.start - 1))
        return found if found is not None and (self.end is None or found <= self.end) else None

    def last_before(self, t: int) -> int | None:
        """The last nominal time strictly before ``t``; None when there is none."""
        found = self.compiled.last_before(t if self.end is None else min(t, self.end + 1))
        return found if found is not None and (self.start is None or found >= self.start) else None

    def between(self, a: int, b: int, limit: int) -> list[int]:
        """The nominal times from ``a`` to ``b``, both inclusive, ascending, at most ``limit``."""
        return self.compiled.between(*self._within(a, b), limit)

    def count(self, a: int, b: int) -> int:
        """How many nominal times there are from ``a`` to ``b``, both inclusive."""
        first, last = self._within(a, b)
        return self.compiled.count(first, last) if first <= last else 0

    def _within(self, a: int, b: int) -> tuple[int, int]:
        return max(a, self.start or 0), min(b, HORIZON if self.end is None else self.end)
