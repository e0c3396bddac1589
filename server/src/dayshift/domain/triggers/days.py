"""Days of a month as bits: bit 0 is the 1st. A set of days is asked month by month, and never walked day by day.

A *month index* is ``year * 12 + month - 1``; a *day* is counted from the epoch, as ``wall // DAY_S``.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

EPOCH = date(1970, 1, 1).toordinal()
FIRST_MONTH = 1970 * 12
LAST_MONTH = 2099 * 12 + 11
"""The horizon: nothing is computed beyond 2099-12-31."""

MonthDays = Callable[[int], int]
"""From a month index to the bits of the days that match in it."""

_EVERY_SEVENTH = sum(1 << 7 * week for week in range(7))


@lru_cache(maxsize=2048)
def month_length(index: int) -> int:
    return month_start(index + 1) - month_start(index)


@lru_cache(maxsize=2048)
def month_start(index: int) -> int:
    """The day of the 1st."""
    return date(index // 12, index % 12 + 1, 1).toordinal() - EPOCH


def month_of(day: int) -> tuple[int, int]:
    """The month index of a day, and the day's bit number in it."""
    then = date.fromordinal(day + EPOCH)
    return then.year * 12 + then.month - 1, then.day - 1


def weekday(day: int) -> int:
    """0 is Monday."""
    return (day + 3) % 7


def whole_month(index: int) -> int:
    """All days of a month."""
    return (1 << month_length(index)) - 1


def on_weekdays(index: int, weekdays: int) -> int:
    """The days of a month that fall on weekdays given as bits, bit 0 being Monday."""
    first = weekday(month_start(index))
    rotated = (weekdays >> first | weekdays << (7 - first)) & 127
    return rotated * _EVERY_SEVENTH & whole_month(index)


def last_day(index: int, back: int = 0) -> int:
    """The last day of a month, or the one so many days before it; nothing if the month is too short."""
    number = month_length(index) - back
    return 1 << number - 1 if number > 0 else 0


def nth_weekday(index: int, nth: int, which: int) -> int:
    """The nth such weekday of a month, -1 being the last; nothing if there is no fifth."""
    days = on_weekdays(index, 1 << which)
    if nth < 0:
        return 1 << days.bit_length() - 1
    lowest = (days & -days).bit_length() - 1
    return (1 << lowest + 7 * (nth - 1)) & days


def nearest_weekday(index: int, number: int) -> int:
    """The Monday-to-Friday day nearest to a day of the month, inside that month; nothing if it lacks the day."""
    length = month_length(index)
    if number > length:
        return 0
    which = weekday(month_start(index) + number - 1)
    if which == 5:
        number += -1 if number > 1 else 2
    elif which == 6:
        number += 1 if number < length else -2
    return 1 << number - 1


def nth_workday(index: int, nth: int) -> int:
    """The nth working day (Monday to Friday) of a month, counted from its end if negative."""
    days = on_weekdays(index, 31)
    for _ in range(abs(nth) - 1):
        days &= ~_edge(days, nth)
    return _edge(days, nth)


def _edge(days: int, side: int) -> int:
    return days & -days if side > 0 else 1 << days.bit_length() - 1
