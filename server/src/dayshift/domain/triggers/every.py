"""Every so many seconds, minutes or hours, in real time; all day long, or in a daily span."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dayshift.domain.triggers.days import weekday
from dayshift.domain.triggers.moments import HORIZON, read_moment, write_instant, write_time
from dayshift.domain.triggers.reader import WEEKDAYS, Reader
from dayshift.domain.triggers.search import Stepping
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.zones import Zone

UNITS: Mapping[str, int] = {"second": 1, "minute": 60, "hour": 3600}
"""Seconds of a unit."""

LONGEST_STEP_S = 31 * DAY_S
ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)

Unit = Literal["second", "minute", "hour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of the day, both ends inclusive, in seconds of the day; ``last`` before ``first`` runs past midnight."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Fires at ``anchor + k * n * unit``; or, with a span, from its beginning in such steps, on its weekdays."""

    n: int
    unit: Unit
    anchor: int | None = None
    span: Span | None = None
    weekdays: tuple[int, ...] = ALL_WEEK

    @property
    def step_s(self) -> int:
        return self.n * UNITS[self.unit]


def read_every(reader: Reader, *, created: int, zone: Zone, start: int | None) -> Every:
    """From JSON. Without an anchor, one is chosen as people would: at the start, or at the next round time."""
    unit = reader.choice("unit", tuple(UNITS))
    n = reader.integer("n", 1, LONGEST_STEP_S // UNITS[unit])
    span = _read_span(reader) if reader.has("between") else None
    weekdays = reader.weekdays("weekdays") if reader.has("weekdays") else ALL_WEEK
    if span is None and weekdays != ALL_WEEK:
        reader.fault("weekdays", "Weekdays need a span: say between which times it runs.")
    anchor = _read_anchor(reader, span)
    reader.finish()
    if anchor is None and span is None:
        anchor = start if start is not None else _round_time(n, unit, created, zone)
    return Every(n=n, unit=_unit(unit), anchor=anchor, span=span, weekdays=weekdays)


def _unit(text: str) -> Unit:
    return "second" if text == "second" else "minute" if text == "minute" else "hour"


def _read_anchor(reader: Reader, span: Span | None) -> int | None:
    if not reader.has("anchor"):
        return None
    moment = read_moment(reader.data["anchor"])
    if span is not None:
        reader.fault("anchor", "Each day starts anew at the beginning of the span; leave the anchor out.")
    elif moment is None or moment.kind != "instant" or not moment.is_in_range:
        reader.fault("anchor", "Write an instant, for example 2026-11-23T08:00:00Z.")
    return moment.seconds if moment else None


def _read_span(reader: Reader) -> Span | None:
    given = reader.data["between"]
    if not isinstance(given, Mapping) or set(given) != {"from", "to"}:
        reader.fault("between", "Write both ends: from and to.")
        return None
    first, last = reader.time("between.from", given["from"]), reader.time("between.to", given["to"])
    if first == last:
        reader.fault("between", "The span begins and ends at the same time.")
    return Span(first=first, last=last)


def _round_time(n: int, unit: str, created: int, zone: Zone) -> int:
    """The next instant whose local second, minute or hour is a multiple of n, or else the next full minute."""
    whole = {"second": 60, "minute": 60, "hour": 24}[unit]
    step = n * UNITS[unit] if whole % n == 0 else 60
    wall = -(-zone.wall(created) // step) * step
    while not zone.exists(wall) or zone.resolve(wall) < created:
        wall += step
    return zone.resolve(wall)


def write_every(every: Every) -> dict[str, Any]:
    """To JSON."""
    data: dict[str, Any] = {"kind": "every", "n": every.n, "unit": every.unit}
    if every.anchor is not None:
        data["anchor"] = write_instant(every.anchor)
    if every.span is not None:
        data["between"] = {"from": write_time(every.span.first), "to": write_time(every.span.last)}
    if every.weekdays != ALL_WEEK:
        data["weekdays"] = [WEEKDAYS[day] for day in every.weekdays]
    return data


class Steps(Stepping):
    """Equal steps of real time, in both directions from the anchor."""

    __slots__ = ("_anchor", "_step")

    def __init__(self, every: Every) -> None:
        self._anchor, self._step = every.anchor or 0, every.step_s

    def next_after(self, t: int) -> int | None:
        t = max(t, -1)
        found = t + self._step - (t - self._anchor) % self._step
        return found if found <= HORIZON else None

    def last_before(self, t: int) -> int | None:
        t = min(t - 1, HORIZON)
        found = t - (t - self._anchor) % self._step
        return found if found >= 0 else None

    def count(self, a: int, b: int) -> int:
        a, b = max(a, 0), min(b, HORIZON)
        return max(0, (b - self._anchor) // self._step - (a - 1 - self._anchor) // self._step)


class Spans(Stepping):
    """Steps of real time through a span of each day, whose two ends are clock times."""

    __slots__ = ("_first", "_last", "_step", "_weekdays", "_zone")

    def __init__(self, every: Every, span: Span, zone: Zone) -> None:
        self._step, self._zone = every.step_s, zone
        self._first = span.first
        self._last = span.last + (DAY_S if span.last < span.first else 0)
        self._weekdays = frozenset(every.weekdays)

    def next_after(self, t: int) -> int | None:
        t = max(t, -1)
        day = self._zone.wall(t) // DAY_S - 2  # a span of the evening before, or one that a missing day pushed ahead
        while day * DAY_S <= HORIZON:
            if weekday(day) in self._weekdays:
                begin, end = self._ends(day)
                found = begin if begin > t else t + self._step - (t - begin) % self._step
                if found <= end:
                    return found
            day += 1
        return None

    def last_before(self, t: int) -> int | None:
        t = min(t - 1, HORIZON)
        day = self._zone.wall(t) // DAY_S + 1
        while day >= 0:
            if weekday(day) in self._weekdays:
                begin, end = self._ends(day)
                if begin <= t:
                    return min(t, end) - (min(t, end) - begin) % self._step
            day -= 1
        return None

    def count(self, a: int, b: int) -> int:
        """By days times steps; days near an end of the question or near a clock change are looked at singly."""
        first, last = self._zone.wall(max(a, 0)) // DAY_S - 2, self._zone.wall(min(b, HORIZON)) // DAY_S + 1
        special = {*range(first, first + 4), *range(last - 3, last + 1)}
        for change in self._zone.changes(a - 3 * DAY_S, b + 3 * DAY_S):
            special.update(range(change.first_wall // DAY_S - 2, change.end_wall // DAY_S + 3))
        singly = sorted(day for day in special if max(first, 0) <= day <= last)
        usual = sum(self._matching(first, last, day) for day in self._weekdays)
        usual -= sum(weekday(day) in self._weekdays for day in special if first <= day <= last)
        return usual * ((self._last - self._first) // self._step + 1) + self._count_singly(singly, a, b)

    def _count_singly(self, days: list[int], a: int, b: int) -> int:
        total, counted = 0, a - 1
        for day in days:
            if weekday(day) in self._weekdays:
                begin, end = self._ends(day)
                end = min(end, b)
                after = begin if begin > counted else counted + self._step - (counted - begin) % self._step
                if after <= end:
                    steps = (end - after) // self._step
                    total += steps + 1
                    counted = after + steps * self._step
        return total

    @staticmethod
    def _matching(first: int, last: int, which: int) -> int:
        """How many days from ``first`` to ``last`` fall on a weekday."""
        return (last + 3 - which) // 7 - (first + 2 - which) // 7

    def _ends(self, day: int) -> tuple[int, int]:
        midnight = day * DAY_S
        return self._zone.resolve(midnight + self._first), self._zone.resolve(midnight + self._last)
