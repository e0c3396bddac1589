"""Calendar rules: clock times on every n-th day, in weeks, months or years."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dayshift.domain.triggers import days
from dayshift.domain.triggers.day_items import DayItem, in_order
from dayshift.domain.triggers.moments import HORIZON, read_date, write_date, write_time
from dayshift.domain.triggers.reader import WEEKDAYS, Reader
from dayshift.domain.triggers.search import ClockTime
from dayshift.domain.triggers.times import DAY_S, TimesOfDay, mask_of
from dayshift.domain.triggers.walls import Walls
from dayshift.domain.triggers.zones import Zone

Unit = Literal["day", "week", "month", "year"]
ALL_MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Fires at ``times`` (seconds of the day) on the days that unit, count and the further fields name.

    ``anchor`` is the day from which every n-th one is counted, since the epoch; None when ``every`` is 1.
    """

    unit: Unit
    every: int
    times: tuple[int, ...]
    weekdays: tuple[int, ...] = ()
    on: tuple[DayItem, ...] = ()
    months: tuple[int, ...] = ALL_MONTHS
    clips_short_months: bool = False
    anchor: int | None = None

    def of_month(self, index: int) -> int:
        """The bits of the days of a month that match."""
        match self.unit:
            case "day":
                return self._nth_days(index)
            case "week":
                return days.on_weekdays(index, mask_of(self.weekdays)) & self._nth_weeks(index)
            case _:
                return self._items(index) if self._has_month(index) else 0

    def _nth_days(self, index: int) -> int:
        first = ((self.anchor or 0) - days.month_start(index)) % self.every
        return mask_of(range(first, days.month_length(index), self.every))

    def _nth_weeks(self, index: int) -> int:
        if self.every == 1:
            return days.whole_month(index)
        start, anchor = days.month_start(index), ((self.anchor or 0) + 3) // 7
        return mask_of(
            number
            for number in range(days.month_length(index))
            if ((start + number + 3) // 7 - anchor) % self.every == 0
        )

    def _has_month(self, index: int) -> bool:
        anchor = days.month_of(self.anchor or 0)[0]
        apart = index - anchor if self.unit == "month" else index // 12 - anchor // 12
        return index % 12 + 1 in self.months and apart % self.every == 0

    def _items(self, index: int) -> int:
        found = 0
        for item in self.on:
            found |= item.bits(index)
            if self.clips_short_months and item.kind == "day" and item.number > days.month_length(index):
                found |= days.last_day(index)
        return found


def compile_calendar(calendar: Calendar, zone: Zone) -> ClockTime:
    """The instants of a rule in a zone."""
    return ClockTime(Walls(calendar.of_month, TimesOfDay.of(calendar.times)), zone)


def read_calendar(reader: Reader, *, created: int, zone: Zone, start: int | None) -> Calendar:
    """From JSON. The anchor of "every n-th" is the local date of the start, or else of the creation."""
    unit = reader.choice("unit", ("day", "week", "month", "year"))
    every = reader.integer("every", 1, 999, default=1)
    times = reader.times("times")
    weekdays = reader.weekdays("weekdays") if unit == "week" else ()
    is_monthly = unit in ("month", "year")
    on = _read_items(reader) if is_monthly else ()
    months = _read_months(reader, unit, every) if is_monthly else ALL_MONTHS
    clips = is_monthly and reader.choice("short_month", ("skip", "last_day"), "skip") == "last_day"
    anchor = _read_anchor(reader)
    reader.finish()
    if anchor is None:
        anchor = zone.wall(created if start is None else start) // DAY_S
    return Calendar(
        unit=_unit(unit),
        every=every,
        times=times,
        weekdays=weekdays,
        on=on,
        months=months,
        clips_short_months=clips,
        anchor=anchor if every > 1 else None,
    )


def _unit(text: str) -> Unit:
    return "day" if text == "day" else "week" if text == "week" else "month" if text == "month" else "year"


def _read_anchor(reader: Reader) -> int | None:
    if not reader.has("anchor"):
        return None
    anchor = read_date(reader.data["anchor"])
    if anchor is None or not 0 <= anchor * DAY_S <= HORIZON:
        reader.fault("anchor", "Write a date, for example 2026-12-01.")
    return anchor


def _read_months(reader: Reader, unit: str, every: int) -> tuple[int, ...]:
    if not reader.has("months"):
        if unit == "year":
            reader.fault("months", "Say in which months, for example [12].")
        return ALL_MONTHS
    months = reader.listed("months", 12)
    if unit == "month" and every > 1:
        reader.fault("months", "Every n-th month and a list of months exclude each other.")
    if any(not isinstance(month, int) or isinstance(month, bool) or not 1 <= month <= 12 for month in months):
        reader.fault("months", "Months are numbers from 1 to 12.")
        return ALL_MONTHS
    return tuple(sorted(set(months)))


def _read_items(reader: Reader) -> tuple[DayItem, ...]:
    items = [_read_item(reader, given) for given in reader.listed("on", 12)]
    return in_order(item for item in items if item is not None)


def _read_item(reader: Reader, given: object) -> DayItem | None:
    """One of ``{"day": -1}``, ``{"nth": 2, "weekday": "tue"}``, ``{"workday": 1}``, ``{"nearest_weekday": 15}``."""
    if isinstance(given, Mapping) and any(isinstance(value, bool) for value in given.values()):
        given = None  # JSON's true is no number, though Python's is
    match given:
        case {"day": int(number), **rest} if not rest and (1 <= number <= 31 or -28 <= number <= -1):
            return DayItem(kind="day", number=number)
        case {"nth": int(number), "weekday": str(name), **rest} if not rest and name in WEEKDAYS:
            if number in (-1, 1, 2, 3, 4, 5):
                return DayItem(kind="nth", number=number, weekday=WEEKDAYS.index(name))
        case {"workday": int(number), **rest} if not rest and 1 <= abs(number) <= 10:
            return DayItem(kind="workday", number=number)
        case {"nearest_weekday": int(number), **rest} if not rest and 1 <= number <= 31:
            return DayItem(kind="nearest_weekday", number=number)
    reader.fault(
        "on",
        'Write {"day": 15}, {"day": -1}, {"nth": 2, "weekday": "tue"}, {"workday": 1} or {"nearest_weekday": 15}.',
    )
    return None


def write_calendar(calendar: Calendar) -> dict[str, Any]:
    """To JSON; what has its default is left out."""
    data: dict[str, Any] = {"kind": "calendar", "unit": calendar.unit, "every": calendar.every}
    if calendar.unit == "week":
        data["weekdays"] = [WEEKDAYS[day] for day in calendar.weekdays]
    if calendar.on:
        data["on"] = [write_item(item) for item in calendar.on]
    if calendar.months != ALL_MONTHS or calendar.unit == "year":
        data["months"] = list(calendar.months)
    if calendar.clips_short_months:
        data["short_month"] = "last_day"
    data["times"] = [write_time(time) for time in calendar.times]
    if calendar.anchor is not None:
        data["anchor"] = write_date(calendar.anchor)
    return data


def write_item(item: DayItem) -> Mapping[str, Any]:
    """One day of a month, to JSON."""
    if item.kind == "nth":
        return {"nth": item.number, "weekday": WEEKDAYS[item.weekday]}
    return {item.kind: item.number}
