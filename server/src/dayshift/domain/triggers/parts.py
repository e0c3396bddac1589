"""A rule taken apart into what has to be said about it: codes and arguments, the stuff of sentences in any language."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from dayshift.domain.triggers.calendar import ALL_MONTHS, Calendar, write_item
from dayshift.domain.triggers.cron import EVERY_DAY, EVERY_MONTH, Cron, CronRule
from dayshift.domain.triggers.every import ALL_WEEK, Every
from dayshift.domain.triggers.kinds import Trigger, cron_rule
from dayshift.domain.triggers.moments import write_date, write_time, write_wall
from dayshift.domain.triggers.reader import WEEKDAYS
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.same_days import as_calendar, day_bits
from dayshift.domain.triggers.times import DAY_S, bits
from dayshift.domain.triggers.zone_names import city
from dayshift.domain.triggers.zones import Zone

Part = Mapping[str, Any]

MOST_TIMES = 12
"""A cron rule with more times a day is told by its fields."""


def part(code: str, **args: Any) -> Part:
    return {"code": code, "args": args}


def parts_of(rule: Rule, max_runs: int | None, now: int) -> list[Part]:
    """What to say about a rule: when, from, until, how often, in which zone."""
    said = [*trigger_parts(rule.trigger, rule.zone)]
    if rule.start is not None:
        said.append(_bound("from", rule, rule.start))
    if rule.end is not None:
        said.append(_bound("until", rule, rule.end))
    if max_runs is not None:
        said.append(part("runs", n=max_runs))
    first = rule.next_after(now)
    offset_s = rule.zone.offset(now if first is None else first)
    return [*said, part("zone", tz=rule.zone.name, city=city(rule.zone.name), offset_s=offset_s)]


def _bound(code: str, rule: Rule, instant: int) -> Part:
    """A date alone where the time of day takes no fire of that date away."""
    wall = rule.zone.wall(instant)
    midnight = wall - wall % DAY_S
    first, after = rule.zone.resolve(midnight), rule.zone.resolve(midnight + DAY_S)
    lost = rule.compiled.count(first, instant - 1) if code == "from" else rule.compiled.count(instant + 1, after - 1)
    return part(code, at=write_wall(wall) if lost else write_date(wall // DAY_S))


def trigger_parts(trigger: Trigger, zone: Zone) -> list[Part]:
    """What to say about a trigger alone."""
    match trigger:
        case Every():
            return _every(trigger, zone)
        case Calendar():
            return [*calendar_days(trigger), _at(trigger.times), *_counted_from(trigger)]
        case Cron():
            return _cron(cron_rule(trigger))
        case _:
            at = trigger.at
            return [part("once", at=write_wall(zone.wall(at.seconds) if at.kind == "instant" else at.seconds))]


def _at(times: tuple[int, ...]) -> Part:
    return part("at", times=[write_time(time) for time in times])


def _days(weekdays: tuple[int, ...]) -> list[str]:
    return [WEEKDAYS[day] for day in weekdays]


def _every(every: Every, zone: Zone) -> list[Part]:
    said = [part("every", n=every.n, unit=every.unit)]
    if every.span is not None:
        said.append(part("between", **{"from": write_time(every.span.first), "to": write_time(every.span.last)}))
    elif every.anchor is not None:
        wall = zone.wall(every.anchor)
        if DAY_S % every.step_s or wall % every.step_s:
            said.append(part("counted_from", at=write_wall(wall)))
    if every.weekdays != ALL_WEEK:
        said.append(part("on.weekdays", days=_days(every.weekdays)))
    return said


def _counted_from(calendar: Calendar) -> list[Part]:
    return [] if calendar.anchor is None else [part("counted_from", at=write_date(calendar.anchor))]


def calendar_days(calendar: Calendar) -> list[Part]:
    """The days of a calendar rule."""
    match calendar.unit:
        case "day":
            return [part("repeat.days", every=calendar.every)]
        case "week":
            return [part("repeat.weekdays", every=calendar.every, days=_days(calendar.weekdays))]
        case _:
            args: dict[str, Any] = {"every": calendar.every, "on": [write_item(item) for item in calendar.on]}
            if calendar.months != ALL_MONTHS or calendar.unit == "year":
                args["months"] = list(calendar.months)
            if calendar.clips_short_months:
                args["short_month"] = "last_day"
            return [part(f"repeat.{calendar.unit}s", **args)]


def _cron(rule: CronRule) -> list[Part]:
    calendar = as_calendar(rule)
    steps = _steps(rule)
    if not steps and calendar is not None and len(rule.times) <= MOST_TIMES:
        return [*calendar_days(calendar), _at(tuple(rule.times))]
    said = steps or [_cron_times(rule)]
    if calendar is None:
        return [*said, *_cron_days(rule)]
    if calendar.unit == "week":
        return [*said, part("on.weekdays", days=_days(calendar.weekdays))]
    return said if calendar.unit == "day" else [*said, *calendar_days(calendar)]


def _steps(rule: CronRule) -> list[Part]:
    """A cron rule that runs in even steps, all day long or through a run of hours; empty for others."""
    second, minute, hour = rule.fields[:3]
    minutes, hours = list(bits(rule.minutes)), list(bits(rule.hours))
    if minute == hour == "*" and rule.seconds != 1:
        n = _even(second, 60)
        return [part("every", n=n, unit="second")] if n else []
    if rule.seconds != 1:
        return []
    if n := _even(minute, 60):
        whole_day = part("every", n=n, unit="minute")
        if hour == "*":
            return [whole_day]
        if all(b == a + 1 for a, b in pairwise(hours)):
            ends = {"from": write_time(hours[0] * 3600), "to": write_time(hours[-1] * 3600 + minutes[-1] * 60)}
            return [whole_day, part("between", **ends)] if ends["from"] != ends["to"] else []
    n = _even(hour, 24)
    if n and len(minutes) == 1:
        return [part("every", n=n, unit="hour"), *([part("past", minutes=minutes)] if minutes != [0] else [])]
    return []


def _even(text: str, size: int) -> int | None:
    """The step of ``*`` or ``*/n`` if it divides the unit."""
    if text == "*":
        return 1
    n = int(text[2:]) if text.startswith("*/") and text[2:].isdigit() else 0
    return n if n and size % n == 0 else None


def _cron_times(rule: CronRule) -> Part:
    if len(rule.times) <= MOST_TIMES:
        return _at(tuple(rule.times))
    return part(
        "cron.times", hours=list(bits(rule.hours)), minutes=list(bits(rule.minutes)), seconds=list(bits(rule.seconds))
    )


def _cron_days(rule: CronRule) -> list[Part]:
    days, weekdays = day_bits(rule)
    said = []
    if days == EVERY_DAY:
        days = 0
    if days or weekdays or rule.items:
        args: dict[str, Any] = {"days": [day + 1 for day in bits(days)], "weekdays": _days(tuple(bits(weekdays)))}
        args["items"] = [write_item(item) for item in rule.items]
        said.append(part("cron.days", join="or" if rule.either else "and", **args))
    if rule.months != EVERY_MONTH:
        said.append(part("cron.months", months=[month + 1 for month in bits(rule.months)]))
    if rule.years is not None:
        said.append(part("cron.years", years=[year + 1970 for year in bits(rule.years)]))
    return said
