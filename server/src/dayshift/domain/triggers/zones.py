"""Zones: between wall clocks and instants, by tables and bisection.

Everywhere in this package an *instant* is whole UTC seconds since the epoch, and a *wall* is what a clock on the wall
shows, as the seconds that the same reading would have in UTC. A *segment* is a span of constant offset.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from dayshift.domain.triggers.tzif import read_table
from dayshift.domain.triggers.zone_names import is_zone_name, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clock change: at ``at`` the offset ``before`` became ``after`` (seconds east of UTC)."""

    at: int
    before: int
    after: int

    @property
    def is_gap(self) -> bool:
        return self.after > self.before

    @property
    def first_wall(self) -> int:
        """The first wall second that does not exist (gap), or that happens twice (fold)."""
        return self.at + min(self.before, self.after)

    @property
    def end_wall(self) -> int:
        """The first wall second after those."""
        return self.at + max(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The clock of one place. Equal when name and data version are equal: a table is never compared."""

    name: str
    version: str
    instants: tuple[int, ...] = field(compare=False, repr=False)
    offsets: tuple[int, ...] = field(compare=False, repr=False)
    ends: tuple[int, ...] = field(compare=False, repr=False)
    """The wall at which each segment but the last ends; rising, unlike their beginnings."""

    @classmethod
    def of(cls, name: str, version: str, data: bytes) -> "Zone":
        """Build it from a TZif file. Raises ValueError if that is none."""
        table = read_table(data)
        ends = (instant + offset for instant, offset in zip(table.instants, table.offsets, strict=False))
        return cls(
            name=name,
            version=version,
            instants=table.instants,
            offsets=table.offsets,
            ends=tuple(accumulate(ends, max)),
        )

    def offset(self, instant: int) -> int:
        """Seconds east of UTC at an instant."""
        return self.offsets[bisect_right(self.instants, instant)]

    def wall(self, instant: int) -> int:
        """What the clock shows at an instant."""
        return instant + self.offsets[bisect_right(self.instants, instant)]

    def resolve(self, wall: int) -> int:
        """The instant of a wall: its first pass; for one that a gap leaves out, the first instant after the gap."""
        segment = bisect_right(self.ends, wall)
        instant = wall - self.offsets[segment]
        return instant if segment == 0 else max(instant, self.instants[segment - 1])

    def resolve_last(self, wall: int) -> int:
        """As ``resolve``, but the last pass of a wall that occurs twice: the widest reading of an end."""
        segment = bisect_right(self.ends, wall)
        while segment < len(self.instants) and self.instants[segment] + self.offsets[segment + 1] <= wall:
            segment += 1
        instant = wall - self.offsets[segment]
        return instant if segment == 0 else max(instant, self.instants[segment - 1])

    def exists(self, wall: int) -> bool:
        """Whether a clock ever shows this wall: false inside a gap."""
        return self.wall(self.resolve(wall)) == wall

    def changes(self, first: int, last: int) -> Iterator[Change]:
        """The clock changes from ``first`` to ``last``, both inclusive."""
        for row in range(bisect_right(self.instants, first - 1), bisect_right(self.instants, last)):
            yield Change(at=self.instants[row], before=self.offsets[row], after=self.offsets[row + 1])


class Zones:
    """The zones of one set of time-zone data, each read once."""

    def __init__(self, names: Iterable[str], read: Callable[[str], bytes], version: str) -> None:
        self.version = version
        self._names = {name.casefold(): name for name in names if is_zone_name(name)}
        self._read = read
        self._zones: dict[str, Zone] = {}

    def get(self, name: str) -> Zone:
        """The zone of a name in any case. Raises InvalidZone with suggestions; links are never resolved."""
        canonical = self._names.get(name.casefold())
        if canonical is None:
            raise refusal(name, self._names.values())
        zone = self._zones.get(canonical)
        if zone is None:
            zone = self._zones[canonical] = Zone.of(canonical, self.version, self._read(canonical))
        return zone
