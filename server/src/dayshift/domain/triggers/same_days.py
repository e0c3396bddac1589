"""The days of a cron rule as a calendar rule, where one has the same days."""

from dayshift.domain.triggers.calendar import ALL_MONTHS, Calendar
from dayshift.domain.triggers.cron import EVERY_DAY, EVERY_WEEKDAY, CronRule
from dayshift.domain.triggers.day_items import DayItem, in_order
from dayshift.domain.triggers.times import bits

MOST_ITEMS = 12
MOST_TIMES = 48


def as_calendar(rule: CronRule) -> Calendar | None:
    """A calendar rule with the same days, and the same times if they fit; None where there is none."""
    days, weekdays = day_bits(rule)
    months = tuple(month + 1 for month in bits(rule.months))
    times = tuple(rule.times) if len(rule.times) <= MOST_TIMES else (0,)
    if rule.years is not None or (days and weekdays) or (rule.items and (weekdays or days == EVERY_DAY)):
        return None
    if weekdays:
        is_weekly = months == ALL_MONTHS
        return Calendar(unit="week", every=1, weekdays=tuple(bits(weekdays)), times=times) if is_weekly else None
    if days == EVERY_DAY:
        return Calendar(unit="day", every=1, times=times) if months == ALL_MONTHS else None
    on = in_order([*rule.items, *(DayItem(kind="day", number=number + 1) for number in bits(days))])
    return Calendar(unit="month", every=1, on=on, months=months, times=times) if len(on) <= MOST_ITEMS else None


def day_bits(rule: CronRule) -> tuple[int, int]:
    """Days of the month and days of the week that really restrict a rule; 0 for a field that does not.

    Both are 0 for a rule of items alone; every day is every day of the month.
    """
    days_open, weekdays_open = rule.days == EVERY_DAY, rule.weekdays == EVERY_WEEKDAY
    if rule.either and (days_open or weekdays_open):
        return EVERY_DAY, 0
    if not rule.either and weekdays_open:
        return rule.days, 0
    if not rule.either and days_open:
        return 0, rule.weekdays
    return rule.days, rule.weekdays
