"""Sentences about rules, in English, composed from parts. Other languages compose theirs from the same parts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from dayshift.domain.triggers.kinds import Trigger
from dayshift.domain.triggers.moments import read_moment, write_time
from dayshift.domain.triggers.parts import Part, parts_of
from dayshift.domain.triggers.reader import WEEKDAYS as SHORT_WEEKDAYS
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.vocabulary import (
    MONTHS,
    WEEKDAYS,
    counted,
    joined,
    ordinal,
    ranged,
    short_date,
    utc_offset,
)
from dayshift.domain.triggers.zones import Zone


class Framing(TypedDict):
    """What stands around a trigger in its sentence: bounds and the moment in UTC seconds, and a number of runs."""

    start: int | None
    end: int | None
    max_runs: int | None
    now: int


def sentence(trigger: Trigger, zone: Zone, **framing: Unpack[Framing]) -> str:
    """The rule in one English sentence. The offset in it is that of the first fire after ``now``."""
    return compose(parts(trigger, zone, **framing))


def parts(trigger: Trigger, zone: Zone, **framing: Unpack[Framing]) -> list[Part]:
    """What ``sentence`` says, as ``{"code": …, "args": …}``."""
    rule = Rule(trigger=trigger, zone=zone, start=framing["start"], end=framing["end"])
    return parts_of(rule, framing["max_runs"], framing["now"])


def compose(said: Sequence[Part]) -> str:
    """The English sentence of some parts."""
    text = "Runs"
    codes: set[str] = set()
    for item in said:
        code = item["code"]
        pause = "," if code in _AFTER_COMMA and not (code == "until" and "from" in codes) else ""
        pause = "," if code.startswith("repeat.") and codes else pause
        text += f"{pause} {_SAY[code](item['args'])}"
        codes.add(code)
    return f"{text}."


_AFTER_COMMA = {"from", "until", "runs", "zone", "counted_from"}


def _once(args: Mapping[str, Any]) -> str:
    return f"once on {_moment(args, ' at ')}"


def _moment(args: Mapping[str, Any], before_time: str = " ") -> str:
    moment = read_moment(args["at"])
    assert moment is not None
    day, time = divmod(moment.seconds, DAY_S)
    return short_date(day) + (f"{before_time}{write_time(time)}" if moment.kind == "wall" else "")


def _every(args: Mapping[str, Any]) -> str:
    return f"every {args['unit']}" if args["n"] == 1 else f"every {counted(args['n'], args['unit'])}"


def _between(args: Mapping[str, Any]) -> str:
    return f"from {args['from']} to {args['to']}"


def _nth(every: int, unit: str) -> str:
    """Every day; every other day; every 3 days."""
    return {1: f"every {unit}", 2: f"every other {unit}"}.get(every, f"every {every} {unit}s")


def _days(args: Mapping[str, Any]) -> str:
    return _nth(args["every"], "day")


def _weekdays(args: Mapping[str, Any]) -> str:
    days = args["days"]
    if args["every"] > 1:
        return f"{_nth(args['every'], 'week')} on {_names(days)}"
    if len(days) == 7:
        return "every day"
    if group := _group(days):
        return f"every {group[0]} ({group[1]})"
    return f"every {_names(days)}"


def _on_weekdays(args: Mapping[str, Any]) -> str:
    group = _group(args["days"])
    return f"on {group[0]}s ({group[1]})" if group else f"on {_names(args['days'])}"


def _group(days: Sequence[str]) -> tuple[str, str] | None:
    if list(days) == list(SHORT_WEEKDAYS[:5]):
        return "weekday", "Monday to Friday"
    return ("weekend day", "Saturday and Sunday") if list(days) == list(SHORT_WEEKDAYS[5:]) else None


def _names(days: Sequence[str]) -> str:
    return joined([WEEKDAYS[SHORT_WEEKDAYS.index(day)] for day in days])


def _months(args: Mapping[str, Any]) -> str:
    when = f"every {_month_names(args['months'])}" if "months" in args else _nth(args["every"], "month")
    return f"{when} on the {_items(args)}"


def _years(args: Mapping[str, Any]) -> str:
    when, on = _nth(args["every"], "year"), args["on"]
    if len(on) == len(args["months"]) == 1 and on[0].get("day", 0) > 0:
        return f"{when} on {on[0]['day']} {MONTHS[args['months'][0] - 1]}{_clipped(args)}"
    return f"{when} in {_month_names(args['months'])} on the {_items(args)}"


def _month_names(months: Sequence[int]) -> str:
    return joined([MONTHS[month - 1] for month in months])


def _items(args: Mapping[str, Any]) -> str:
    return joined([item_text(item) for item in args["on"]]) + _clipped(args)


def _clipped(args: Mapping[str, Any]) -> str:
    return " (the last day of a shorter month)" if "short_month" in args else ""


def item_text(item: Mapping[str, Any]) -> str:
    """One day of a month: ``15th``, ``last day``, ``second Tuesday`` as ``2nd Tuesday``, ``last working day``."""
    match item:
        case {"nth": int(number), "weekday": str(name)}:
            return f"{_from_end(number)} {WEEKDAYS[SHORT_WEEKDAYS.index(name)]}"
        case {"workday": int(number)}:
            return f"{_from_end(number)} working day"
        case {"nearest_weekday": int(number)}:
            return f"working day nearest the {ordinal(number)}"
        case _:
            number = item["day"]
            return f"{_from_end(number)} day" if number < 0 else ordinal(number)


def _from_end(number: int) -> str:
    """``2nd``, ``last``, ``2nd last``."""
    return "last" if number == -1 else ordinal(-number) + " last" if number < 0 else ordinal(number)


def _at(args: Mapping[str, Any]) -> str:
    return f"at {joined(args['times'])}"


def _past(args: Mapping[str, Any]) -> str:
    return f"at {counted(args['minutes'][0], 'minute')} past"


def _cron_times(args: Mapping[str, Any]) -> str:
    seconds = "" if args["seconds"] == [0] else f"second {ranged(args['seconds'])} of "
    hours = "every hour" if len(args["hours"]) == 24 else f"the hours {ranged(args['hours'])}"
    minutes = "every minute" if len(args["minutes"]) == 60 else f"minute {ranged(args['minutes'])}"
    return f"at {seconds}{minutes} of {hours}"


def _cron_days(args: Mapping[str, Any]) -> str:
    weekdays = f"every {_names(args['weekdays'])}" if args["weekdays"] else ""
    if args["join"] == "and" and weekdays and args["days"]:
        return f"{weekdays} that is also {dates_text(args['days'])}"
    texts = [f"on {dates_text(args['days'])}"] if args["days"] else []
    if args["items"]:
        texts.append(f"on the {joined([item_text(item) for item in args['items']])} of the month")
    return " and also ".join([*texts, *([weekdays] if weekdays else [])])


def dates_text(days: Sequence[int]) -> str:
    """Days of the month: ``the 13th of the month``, ``an odd date``."""
    if len(days) > 2 and list(days) == list(range(1, 32, 2)):
        return "an odd date"
    if list(days) == list(range(2, 32, 2)):
        return "an even date"
    return f"the {joined([ordinal(day) for day in days])} of the month"


def _zone(args: Mapping[str, Any]) -> str:
    return "UTC" if args["tz"] == "UTC" else f"{args['city']} time ({utc_offset(args['offset_s'])})"


_SAY: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "once": _once,
    "every": _every,
    "between": _between,
    "counted_from": lambda args: f"counted from {_moment(args)}",
    "repeat.days": _days,
    "repeat.weekdays": _weekdays,
    "repeat.months": _months,
    "repeat.years": _years,
    "on.weekdays": _on_weekdays,
    "at": _at,
    "past": _past,
    "cron.times": _cron_times,
    "cron.days": _cron_days,
    "cron.months": lambda args: f"in {_month_names(args['months'])}",
    "cron.years": lambda args: f"in {ranged(args['years'])}",
    "from": lambda args: f"from {_moment(args)}",
    "until": lambda args: f"until {_moment(args)}",
    "runs": lambda args: f"for {counted(args['n'], 'run')}",
    "zone": _zone,
}
