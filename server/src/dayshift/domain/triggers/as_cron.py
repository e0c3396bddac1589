"""The equivalent cron texts of a trigger: the same fires and the same class, or None."""

from collections.abc import Iterable
from itertools import product

from dayshift.domain.triggers.calendar import ALL_MONTHS, Calendar
from dayshift.domain.triggers.cron import Cron
from dayshift.domain.triggers.cron5 import runs
from dayshift.domain.triggers.day_items import DayItem
from dayshift.domain.triggers.every import Every
from dayshift.domain.triggers.kinds import Trigger, cron_rule
from dayshift.domain.triggers.translate import cron5_of, quartz_of
from dayshift.domain.triggers.zones import Zone


def equivalents(trigger: Trigger, zone: Zone, now: int) -> dict[str, str | None]:
    """The texts by dialect. ``now`` matters for elapsed rules: the zone's offsets from then on must allow it."""
    cron5, quartz = None, None
    match trigger:
        case Cron(dialect="cron5"):
            cron5, quartz = trigger.text, quartz_of(cron_rule(trigger))
        case Cron():
            cron5, quartz = cron5_of(cron_rule(trigger)), trigger.text
        case Calendar(every=1):
            cron5, quartz = _of_calendar(trigger)
        case Every(span=None):
            cron5, quartz = _of_every(trigger, zone, now)
    return {"cron5": cron5, "quartz": quartz}


def _of_calendar(calendar: Calendar) -> tuple[str | None, str | None]:
    seconds, minutes, hours = (
        sorted({second // unit % size for second in calendar.times}) for unit, size in ((1, 60), (60, 60), (3600, 24))
    )
    if len(calendar.times) != len(list(product(seconds, minutes, hours))):
        return None, None
    clock = f"{_list(minutes)} {_list(hours)}"
    months = "*" if calendar.months == ALL_MONTHS else _list(calendar.months)
    unix, quartz = _unix_days(calendar, months), _quartz_days(calendar, months)
    return (
        f"{clock} {unix}" if unix and seconds == [0] else None,
        f"{_list(seconds)} {clock} {quartz}" if quartz else None,
    )


def _unix_days(calendar: Calendar, months: str) -> str | None:
    if calendar.unit == "day":
        return "* * *"
    if calendar.unit == "week":
        return f"* * {_list(sorted((day + 1) % 7 for day in calendar.weekdays))}"
    if calendar.clips_short_months or any(item.kind != "day" or item.number < 0 for item in calendar.on):
        return None
    return f"{_list(item.number for item in calendar.on)} {months} *"


def _quartz_days(calendar: Calendar, months: str) -> str | None:
    if calendar.unit == "day":
        return "* * ?"
    if calendar.unit == "week":
        return f"? * {_list(sorted((day + 1) % 7 + 1 for day in calendar.weekdays))}"
    texts = [_quartz_item(item, calendar.clips_short_months) for item in calendar.on]
    if None in texts or len({item.kind == "nth" for item in calendar.on}) > 1:
        return None
    said = ",".join(text for text in texts if text)
    return f"? {months} {said}" if calendar.on[0].kind == "nth" else f"{said} {months} ?"


def _quartz_item(item: DayItem, clips: bool) -> str | None:
    match item.kind:
        case "nth":
            which = (item.weekday + 1) % 7 + 1
            return f"{which}L" if item.number < 0 else f"{which}#{item.number}"
        case "nearest_weekday":
            return f"{item.number}W"
        case "workday":
            return {1: "1W", -1: "LW"}.get(item.number)
        case "day" if item.number < 0:
            return "L" if item.number == -1 else f"L{item.number + 1}"
        case "day" if clips and item.number > 28:
            return "L" if item.number == 31 else None
        case _:
            return str(item.number)


def _of_every(every: Every, zone: Zone, now: int) -> tuple[str | None, str | None]:
    """Only steps that divide the next larger unit, at a phase that no clock change to come moves."""
    step, anchor = every.step_s, every.anchor or 0
    phases = {(anchor + zone.offset(now)) % step} | {
        (anchor + change.after) % step for change in zone.changes(now, zone.instants[-1] if zone.instants else now)
    }
    phase = phases.pop()
    if phases:
        return None, None
    if step < 60 and 60 % step == 0:
        return None, f"{_step(phase, step, 59)} * * * * ?"
    if phase % 60:
        return None, None
    if step < 3600 and 3600 % step == 0 and step % 60 == 0:
        clock = f"{_step(phase // 60, step // 60, 59)} *"
    elif step == 3600:
        clock = f"{phase // 60} *"
    elif step < 86_400 and 86_400 % step == 0 and step % 3600 == 0 and phase < 3600:
        clock = f"{phase // 60} */{step // 3600}"
    else:
        return None, None
    return f"{clock} * * *", f"0 {clock} * * ?"


def _step(first: int, step: int, last: int) -> str:
    """Every ``step`` of a field: ``*``, ``*/15``, ``5-59/15``."""
    if first == 0:
        return "*" if step == 1 else f"*/{step}"
    return f"{first}-{last}/{step}"


def _list(numbers: Iterable[int]) -> str:
    return ",".join(runs(list(numbers)))
