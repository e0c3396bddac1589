"""Notes about cron texts: where they mean something else than they seem to."""

import re
from collections.abc import Mapping

from dayshift.domain.triggers.cron import Cron, CronRule
from dayshift.domain.triggers.kinds import cron_rule
from dayshift.domain.triggers.notes import Note, Notes, Outlook
from dayshift.domain.triggers.same_days import day_bits
from dayshift.domain.triggers.times import bits, mask_of
from dayshift.domain.triggers.vocabulary import WEEKDAYS, joined, ordinal
from dayshift.domain.triggers.words import dates_text

_PLACES = ("second", "minute", "hour", "day of month", "month", "day of week", "year")
_ENDS: Mapping[str, tuple[int, str]] = {"second": (60, "second"), "minute": (60, "minute"), "hour": (24, "hour")}
_SHORT_RANGE = re.compile(r"(\d+)-(\d+)/(\d+)")
_DIALECTS = {"cron5": "Unix cron: minute, hour, day, month, day of week", "quartz": "Quartz: seconds come first"}


def cron_notes(outlook: Outlook) -> Notes:
    """What to know about a cron text; nothing for other kinds."""
    cron = outlook.rule.trigger
    if not isinstance(cron, Cron):
        return
    rule = cron_rule(cron)
    if outlook.checked.dialect_read:
        yield Note(code="dialect_read", severity="info", text=f"Read as {_DIALECTS[cron.dialect]}.")
    yield from _both_day_fields(rule)
    yield from _uneven_steps(rule)
    yield from _long_steps(rule)
    if cron.dialect == "quartz":
        yield from _quartz_days(rule)


def _both_day_fields(rule: CronRule) -> Notes:
    days, weekdays = day_bits(rule)
    if not days or not weekdays:
        return
    numbers = [day + 1 for day in bits(days)]
    names = joined([WEEKDAYS[day] for day in bits(weekdays)])
    if rule.either:
        dates = f"the {joined([ordinal(number) for number in numbers])} of the month"
        yield Note(code="day_or", severity="warning", text=f"On {dates} and also every {names}.")
    else:
        yield Note(code="day_and", severity="warning", text=f"A {names} that is also {dates_text(numbers)}.")


def _uneven_steps(rule: CronRule) -> Notes:
    for place, text in zip(_PLACES, rule.fields, strict=False):
        match = re.fullmatch(r"(?:\*|0)/(\d+)", text)
        if match is None or place not in _ENDS or _ENDS[place][0] % int(match[1]) == 0:
            continue
        size, unit = _ENDS[place]
        step = int(match[1])
        last = (size - 1) // step * step
        between = f"{last:02}:00 and 00:00" if place == "hour" else f":{last:02} and :00"
        said = f"Every {step} {unit}s, but only {size - last} between {between}."
        yield Note(code="step_uneven", severity="info", text=said)


def _long_steps(rule: CronRule) -> Notes:
    for place, text in zip(_PLACES, rule.fields, strict=False):
        for item in text.split(","):
            match = _SHORT_RANGE.fullmatch(item)
            if match and 0 <= int(match[2]) - int(match[1]) < int(match[3]):
                said = f"{place}: {item} is just {match[1]}, since the step is longer than the range."
                yield Note(code="step_too_long", severity="info", text=said)


def _quartz_days(rule: CronRule) -> Notes:
    weekday = rule.fields[5]
    items = weekday.split(",")
    if "L" in items:
        said = "L alone in the day of week is Saturday, not the last of a month."
        yield Note(code="quartz_l", severity="info", text=said)
    if any(item[0].isdigit() for item in items) and rule.weekdays != mask_of(range(7)):
        yield Note(code="quartz_sunday_1", severity="info", text="Read as Quartz: 1 is Sunday.")
