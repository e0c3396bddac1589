"""Notes about how often a rule runs: too often, hardly ever, not in short months, or faster than its runs end."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from dayshift.domain.errors import Fix
from dayshift.domain.triggers.calendar import Calendar
from dayshift.domain.triggers.cron import Cron
from dayshift.domain.triggers.days import EPOCH
from dayshift.domain.triggers.kinds import Trigger, cron_rule
from dayshift.domain.triggers.notes import Note, Notes, Outlook
from dayshift.domain.triggers.same_days import as_calendar
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.vocabulary import counted, duration, joined, ordinal, short_date

MANY_A_DAY = 200
RARE_S = 370 * DAY_S
"""A little more than a year: yearly rules are not rare."""

_LACKING: Mapping[int, tuple[int, ...]] = {29: (2,), 30: (2,), 31: (2, 4, 6, 9, 11)}
_NUMBERS = {1: "one month", 2: "two months", 3: "three months", 4: "four months", 5: "five months"}


def rate_notes(outlook: Outlook) -> Notes:
    """How often a rule runs, where that may surprise."""
    yield from _many(outlook)
    yield from _short_months(outlook.rule.trigger)
    yield from _rare(outlook)


def _many(outlook: Outlook) -> Notes:
    if not outlook.ahead:
        return
    runs = outlook.rule.count(outlook.ahead[0], outlook.ahead[0] + DAY_S - 1)
    if runs > MANY_A_DAY:
        text = f"{counted(runs, 'run')} a day. Is that meant?"
        yield Note(code="many_runs", severity="warning", text=text)


def _short_months(trigger: Trigger) -> Notes:
    """Days from the 29th on that some of the rule's months do not have."""
    calendar = _monthly(trigger)
    if calendar is None or calendar.clips_short_months:
        return
    for item in calendar.on:
        lacking = [month for month in _LACKING.get(item.number, ()) if month in calendar.months]
        if item.kind != "day" or not lacking or len(lacking) == len(calendar.months):
            continue
        where = "February of most years" if item.number == 29 else _NUMBERS[len(lacking)]
        where = "February" if item.number == 30 else where
        text = f"No {ordinal(item.number)} in {where}: skipped there."
        yield Note(code="short_months", severity="warning", text=text, fixes=_last_day(trigger, calendar))


def _monthly(trigger: Trigger) -> Calendar | None:
    calendar = as_calendar(cron_rule(trigger)) if isinstance(trigger, Cron) else trigger
    return calendar if isinstance(calendar, Calendar) and calendar.on else None


def _last_day(trigger: Trigger, calendar: Calendar) -> tuple[Fix, ...]:
    label = "The last day of the month"
    if isinstance(trigger, Calendar):
        return (Fix(label=label, patch={"trigger": {"short_month": "last_day"}}),)
    if not isinstance(trigger, Cron) or len(calendar.on) > 1:
        return ()
    fields = cron_rule(trigger).fields
    text = " ".join([*fields[:3], "L", fields[4], "?"])
    return (Fix(label=label, patch={"trigger": {"text": text, "dialect": "quartz"}}),)


def _rare(outlook: Outlook) -> Notes:
    rule, trigger = outlook.rule, outlook.rule.trigger
    if not isinstance(trigger, Cron | Calendar) or (isinstance(trigger, Calendar) and trigger.every > 1):
        return
    dates = outlook.ahead[:3]
    waits = [b - a for a, b in pairwise([outlook.now, *dates])]
    if rule.start is not None and rule.start > outlook.now:
        waits = waits[1:]
    if not any(wait > RARE_S for wait in waits):
        return
    days = [rule.zone.wall(instant) // DAY_S for instant in dates]
    text = f"This happens rarely: next on {joined([short_date(day) for day in days])}."
    iso = tuple(date.fromordinal(day + EPOCH).isoformat() for day in days)
    yield Note(code="rare", severity="warning", text=text, dates=iso)


_OVERLAPS = {
    "queue_one": "It will wait and run once: about every {cadence}.",
    "skip": "Those that overlap are skipped: about every {cadence}.",
    "queue_all": "They will queue up, more and more.",
    "allow": "{most} will run at the same time.",
    "replace": "Each stops the one before: it may never finish.",
}


def overlap_notes(outlook: Outlook, usual_s: tuple[float, float] | None, overlap: Mapping[str, Any]) -> Notes:
    """Runs that usually take longer than the smallest gap between the times ahead. ``usual_s`` is their p50 and p95."""
    gaps = [b - a for a, b in pairwise(outlook.ahead)]
    if usual_s is None or not gaps or usual_s[1] <= min(gaps):
        return
    gap, (usual, longest) = min(gaps), usual_s
    if usual <= gap:
        text = f"Some runs take {duration(longest)}; every {duration(gap)} will overlap now and then."
    else:
        most = -(-int(usual) // gap)
        then = _OVERLAPS.get(overlap.get("mode", "queue_one"), "")
        told = then.format(cadence=_cadence(most * gap), most=most)
        text = f"Usually takes {duration(usual)}; every {duration(gap)} will overlap. {told}"
    yield Note(code="longer_than_gap", severity="warning", text=text.rstrip())


def _cadence(seconds: int) -> str:
    return {3600: "hour", DAY_S: "day"}.get(seconds) or duration(seconds)
