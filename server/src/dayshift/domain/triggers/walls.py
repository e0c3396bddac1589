"""The walls that a rule names: some times of day on some days, found by shifting bits."""

from datetime import date

from dayshift.domain.triggers.days import EPOCH, FIRST_MONTH, LAST_MONTH, MonthDays, month_of, month_start
from dayshift.domain.triggers.times import DAY_S, TimesOfDay

_FIRST_WALL = month_start(FIRST_MONTH) * DAY_S
_LAST_WALL = month_start(LAST_MONTH + 1) * DAY_S - 1


class Walls:
    """Answers "next" and "previous" without a look at the days between; months without a match are skipped singly."""

    __slots__ = ("_days", "_first", "_grain", "_last", "_mask", "_months", "_per_day", "times")

    def __init__(self, days: MonthDays, times: TimesOfDay) -> None:
        self.times = times
        self._mask, self._grain = times.mask, times.grain
        self._first = ((times.mask & -times.mask).bit_length() - 1) * times.grain
        self._last = (times.mask.bit_length() - 1) * times.grain
        self._per_day = len(times)
        self._days = days
        self._months: dict[int, int] = {}

    def of_month(self, index: int) -> int:
        """The bits of the days that match in a month."""
        days = self._months.get(index)
        if days is None:
            days = self._months[index] = self._days(index)
        return days

    def at_or_after(self, wall: int) -> int | None:
        """The first wall from ``wall`` on; None when there is none before the horizon."""
        if wall > _LAST_WALL:
            return None
        day, second = divmod(max(wall, _FIRST_WALL), DAY_S)
        then = date.fromordinal(day + EPOCH)
        index = then.year * 12 + then.month - 1
        days = self.of_month(index) >> then.day - 1
        if days & 1:
            skipped = -(-second // self._grain)
            rest = self._mask >> skipped
            if rest:
                return day * DAY_S + (skipped + (rest & -rest).bit_length() - 1) * self._grain
            days ^= 1
        if not days:
            return self._first_from_month(index + 1)
        return (day + (days & -days).bit_length() - 1) * DAY_S + self._first

    def _first_from_month(self, index: int) -> int | None:
        while index <= LAST_MONTH:
            days = self.of_month(index)
            if days:
                return (month_start(index) + (days & -days).bit_length() - 1) * DAY_S + self._first
            index += 1
        return None

    def at_or_before(self, wall: int) -> int | None:
        """The last wall up to ``wall``; None when there is none since 1970."""
        if wall < _FIRST_WALL:
            return None
        day, second = divmod(min(wall, _LAST_WALL), DAY_S)
        index, number = month_of(day)
        days = self.of_month(index) & (2 << number) - 1
        if days >> number:
            rest = self._mask & (2 << second // self._grain) - 1
            if rest:
                return day * DAY_S + (rest.bit_length() - 1) * self._grain
            days ^= 1 << number
        while not days:
            index -= 1
            if index < FIRST_MONTH:
                return None
            days = self.of_month(index)
        return (month_start(index) + days.bit_length() - 1) * DAY_S + self._last

    def count(self, first: int, last: int) -> int:
        """How many lie from ``first`` to ``last``, both inclusive."""
        first, last = max(first, _FIRST_WALL), min(last, _LAST_WALL)
        if last < first:
            return 0
        (day, start), (last_day, end) = divmod(first, DAY_S), divmod(last, DAY_S)
        if day == last_day:
            return self.has_day(day) * self.times.count(start, end)
        edges = self.has_day(day) * self.times.count(start, DAY_S - 1) + self.has_day(last_day) * self.times.count(
            0, end
        )
        return edges + self.count_days(day + 1, last_day - 1) * self._per_day

    def has_day(self, day: int) -> int:
        """1 if a day matches, else 0."""
        index, number = month_of(day)
        return self.of_month(index) >> number & 1

    def count_days(self, first: int, last: int) -> int:
        """How many days match from ``first`` to ``last``, both inclusive."""
        if last < first:
            return 0
        (index, number), (last_index, last_number) = month_of(first), month_of(last)
        total = -(self.of_month(index) & (1 << number) - 1).bit_count()
        for month in range(index, last_index):
            total += self.of_month(month).bit_count()
        return total + (self.of_month(last_index) & (2 << last_number) - 1).bit_count()

    @staticmethod
    def month_of(wall: int) -> int:
        """The month index of a wall."""
        return month_of(wall // DAY_S)[0]

    def has_neighbours(self, first_month: int, months: int) -> bool:
        """Whether two days that follow each other match within so many months."""
        evening = 0
        for index in range(first_month, min(first_month + months, LAST_MONTH + 1)):
            days = self.of_month(index)
            if days & days >> 1 or (evening and days & 1):
                return True
            evening = days >> month_start(index + 1) - month_start(index) - 1
        return False
