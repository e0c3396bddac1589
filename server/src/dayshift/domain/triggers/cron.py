"""Cron rules: the text as it was typed, and what both dialects make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dayshift.domain.errors import Fault, Fix, InvalidCron
from dayshift.domain.triggers import days
from dayshift.domain.triggers.day_items import DayItem
from dayshift.domain.triggers.search import ClockTime, Elapsed
from dayshift.domain.triggers.times import TimesOfDay
from dayshift.domain.triggers.walls import Walls
from dayshift.domain.triggers.zones import Zone

Dialect = Literal["cron5", "quartz"]

EVERY_DAY = (1 << 31) - 1
EVERY_WEEKDAY = 127
EVERY_MONTH = (1 << 12) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """A cron text and its dialect. The text is kept as typed, without outer blanks."""

    text: str
    dialect: Dialect


@dataclass(frozen=True, slots=True, kw_only=True)
class CronRule:
    """What a cron text means, as bits.

    ``days`` (bit 0 is the 1st) and ``weekdays`` (bit 0 is Monday) match together, or if ``either`` one of them does;
    ``items`` match besides. ``months`` has bit 0 for January, ``years`` bit 0 for 1970, or is None for all.
    """

    fields: tuple[str, ...]
    """The texts from second (``0`` in Unix cron) to day of week, in capitals; nicknames written out."""
    seconds: int
    minutes: int
    hours: int
    days: int
    months: int
    weekdays: int
    either: bool
    items: tuple[DayItem, ...] = ()
    years: int | None = None

    @property
    def is_elapsed(self) -> bool:
        """Whether the minute or the hour begins with a star: then it follows real time."""
        return self.fields[1].startswith("*") or self.fields[2].startswith("*")

    @property
    def times(self) -> TimesOfDay:
        return TimesOfDay.crossed(hours=self.hours, minutes=self.minutes, seconds=self.seconds)

    def of_month(self, index: int) -> int:
        """The bits of the days of a month that match."""
        year, month = divmod(index, 12)
        if not self.months >> month & 1 or (self.years is not None and not self.years >> year - 1970 & 1):
            return 0
        by_number = self.days & days.whole_month(index)
        by_weekday = days.on_weekdays(index, self.weekdays) if self.weekdays else 0
        found = by_number | by_weekday if self.either else by_number & by_weekday
        for item in self.items:
            found |= item.bits(index)
        return found


def compile_cron(rule: CronRule, zone: Zone) -> ClockTime | Elapsed:
    """The instants of a rule in a zone, by its class."""
    walls = Walls(rule.of_month, rule.times)
    return Elapsed(walls, zone) if rule.is_elapsed else ClockTime(walls, zone)


def refuse(text: str, label: str = "", patch: Mapping[str, Any] | None = None) -> InvalidCron:
    """The refusal of a whole text; with a label, a cure that patches the schedule."""
    fix = Fix(label=label, patch=patch) if label else None
    return InvalidCron(Fault(field="trigger.text", text=text, code=InvalidCron.code, fix=fix))


def write_instead(text: str, dialect: Dialect | None = None) -> dict[str, Any]:
    """The patch of a schedule that puts another text in the place of the present one."""
    return {"trigger": {"text": text} | ({"dialect": dialect} if dialect else {})}
