"""From walls to instants, by the two classes of rules.

A clock-time rule follows people's clocks: what a gap leaves out runs once, at the gap's end; what a fold repeats runs
the first time only. An elapsed rule follows real time: what a gap leaves out is left out, and both passes count.
"""

from bisect import bisect_right
from typing import Protocol

from dayshift.domain.triggers.walls import Walls
from dayshift.domain.triggers.zones import Zone


class CompiledTrigger(Protocol):
    """The instants that a rule names in a zone, as whole UTC seconds; each once, from 1970 to 2099."""

    def next_after(self, t: int) -> int | None:
        """The first one strictly after ``t``; None when there is none before the horizon."""

    def last_before(self, t: int) -> int | None:
        """The last one strictly before ``t``."""

    def between(self, a: int, b: int, limit: int) -> list[int]:
        """Those from ``a`` to ``b``, both inclusive, ascending, at most ``limit``."""

    def count(self, a: int, b: int) -> int:
        """How many there are from ``a`` to ``b``, both inclusive; exact, and fast."""


class Stepping:
    """Gives ``between`` to whatever can step."""

    __slots__ = ()

    def between(self: CompiledTrigger, a: int, b: int, limit: int) -> list[int]:
        found: list[int] = []
        t = self.next_after(a - 1)
        while t is not None and t <= b and len(found) < limit:
            found.append(t)
            t = self.next_after(t)
        return found


class ClockTime(Stepping):
    """Each wall once, at its first instant; the walls of one gap, and one at its very end, are one."""

    __slots__ = ("_ends", "_instants", "_offsets", "walls", "zone")

    def __init__(self, walls: Walls, zone: Zone) -> None:
        self.walls, self.zone = walls, zone
        self._instants, self._offsets, self._ends = zone.instants, zone.offsets, zone.ends

    def next_after(self, t: int) -> int | None:
        wall = self.walls.at_or_after(self._used(t) + 1)
        return None if wall is None else self.zone.resolve(wall)

    def last_before(self, t: int) -> int | None:
        wall = self.walls.at_or_before(self._used(t - 1))
        return None if wall is None else self.zone.resolve(wall)

    def count(self, a: int, b: int) -> int:
        total = self.walls.count(self._used(a - 1) + 1, self._used(b))
        for change in self.zone.changes(a, b):
            if change.is_gap:
                total -= max(0, self.walls.count(change.first_wall, change.end_wall) - 1)
        return total

    def _used(self, t: int) -> int:
        """The last wall that has had its turn at ``t``: in the second pass of a fold, the end of the first pass."""
        segment = bisect_right(self._instants, t)
        wall = t + self._offsets[segment]
        return max(wall, self._ends[segment - 1] - 1) if segment else wall


class Elapsed(Stepping):
    """Each wall whenever a clock shows it."""

    __slots__ = ("_ends", "_instants", "_offsets", "walls", "zone")

    def __init__(self, walls: Walls, zone: Zone) -> None:
        self.walls, self.zone = walls, zone
        self._instants, self._offsets, self._ends = zone.instants, zone.offsets, zone.ends

    def next_after(self, t: int) -> int | None:
        segment = bisect_right(self._instants, t)
        wall = t + self._offsets[segment] + 1
        found = self.walls.at_or_after(wall)
        while segment < len(self._ends) and (found is None or found >= self._ends[segment]):
            segment += 1
            start = self._instants[segment - 1] + self._offsets[segment]
            if found is None and start >= wall:
                return None
            if found is None or start < self._ends[segment - 1] or found < start:
                wall, found = start, self.walls.at_or_after(start)
        return None if found is None else found - self._offsets[segment]

    def last_before(self, t: int) -> int | None:
        segment = bisect_right(self._instants, t - 1)
        wall = t - 1 + self._offsets[segment]
        found = self.walls.at_or_before(wall)
        while segment and (found is None or found < self._instants[segment - 1] + self._offsets[segment]):
            segment -= 1
            end = self._ends[segment] - 1
            if found is None and end <= wall:
                return None
            wall, found = end, self.walls.at_or_before(end)
        return None if found is None else found - self._offsets[segment]

    def count(self, a: int, b: int) -> int:
        total, start = 0, a
        for change in self.zone.changes(a + 1, b):
            total += self.walls.count(start + change.before, change.at - 1 + change.before)
            start = change.at
        offset = self.zone.offset(b)
        return total + self.walls.count(start + offset, b + offset)
