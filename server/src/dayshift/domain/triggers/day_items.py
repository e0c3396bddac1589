"""Single days of a month, named the way people name them: the last day, the second Tuesday, the first working day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dayshift.domain.triggers import days


@dataclass(frozen=True, slots=True, kw_only=True)
class DayItem:
    """One day of each month, or none of a month that lacks it.

    ``number`` is a day of the month (``day``, ``nearest_weekday``; negative from the end for ``day``), or which one
    (``nth``, ``workday``; negative from the end). ``weekday`` is for ``nth`` only; 0 is Monday.
    """

    kind: Literal["day", "nth", "workday", "nearest_weekday"]
    number: int
    weekday: int = 0

    def bits(self, index: int) -> int:
        """The day's bit in a month; 0 where the month lacks it."""
        match self.kind:
            case "day" if self.number < 0:
                return days.last_day(index, -1 - self.number)
            case "day":
                return 1 << self.number - 1 & days.whole_month(index)
            case "nth":
                return days.nth_weekday(index, self.number, self.weekday)
            case "workday":
                return days.nth_workday(index, self.number)
            case "nearest_weekday":
                return days.nearest_weekday(index, self.number)


def in_order(items: Iterable[DayItem]) -> tuple[DayItem, ...]:
    """Each item once, in one order: what is counted from the end of the month comes last."""
    return tuple(sorted(set(items), key=lambda item: (item.kind, item.number < 0, item.number, item.weekday)))
