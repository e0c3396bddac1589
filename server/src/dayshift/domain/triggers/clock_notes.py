"""Notes about clock changes: every affected date of the next fourteen months."""

from collections.abc import Callable
from dataclasses import replace

from dayshift.domain.errors import Fix
from dayshift.domain.triggers.cron import Cron, CronRule, write_instead
from dayshift.domain.triggers.every import Every
from dayshift.domain.triggers.kinds import cron_rule
from dayshift.domain.triggers.moments import write_date, write_time
from dayshift.domain.triggers.notes import Note, Notes, Outlook
from dayshift.domain.triggers.once import Once
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.search import ClockTime, Elapsed
from dayshift.domain.triggers.times import DAY_S, bits
from dayshift.domain.triggers.vocabulary import short_date
from dayshift.domain.triggers.zones import Change

AHEAD_S = 427 * DAY_S
"""Fourteen months."""


def clock_notes(outlook: Outlook) -> Notes:
    """What the clock changes to come do to a rule."""
    changes = list(outlook.rule.zone.changes(outlook.now + 1, outlook.now + AHEAD_S))
    yield from _told("dst_gap", changes, lambda change: _gap(outlook.rule, change))
    yield from _told("dst_fold", changes, lambda change: _fold(outlook.rule, change))
    for note in _told("dst_none_in_gap", changes, lambda change: _none_in_gap(outlook.rule, change)):
        yield replace(note, severity="warning", fixes=_fixed_times(outlook.rule))
    if changes:
        yield from _hourly_by_list(outlook.rule)
        yield from _elapsed_day(outlook, changes)


def _told(code: str, changes: list[Change], tell: Callable[[Change], str | None]) -> Notes:
    """One note for all changes that there is something to tell about."""
    told = [(change, text) for change in changes if (text := tell(change))]
    if told:
        dates = tuple(write_date(change.first_wall // DAY_S) for change, _ in told)
        yield Note(code=code, severity="info", text=" ".join(text for _, text in told), dates=dates)


def hits_gap(rule: Rule, change: Change) -> bool:
    """Whether a fire stands at the end of this gap for a time inside it."""
    if not change.is_gap or not rule.count(change.at, change.at):
        return False
    compiled = rule.compiled
    if isinstance(rule.trigger, Once):
        at = rule.trigger.at
        return at.kind == "wall" and change.first_wall <= at.seconds < change.end_wall
    return isinstance(compiled, ClockTime) and compiled.walls.count(change.first_wall, change.end_wall - 1) > 0


def _gap(rule: Rule, change: Change) -> str | None:
    if not hits_gap(rule, change):
        return None
    after = rule.zone.wall(change.at)
    same_day = after // DAY_S == change.first_wall // DAY_S
    then = write_time(after % DAY_S) if same_day else f"{short_date(after // DAY_S)} {write_time(after % DAY_S)}"
    return f"On {short_date(change.first_wall // DAY_S)} clocks skip {_span(change)}: it runs at {then}."


def _span(change: Change) -> str:
    return f"{write_time(change.first_wall % DAY_S)}–{write_time(change.end_wall % DAY_S)}"


def _fold(rule: Rule, change: Change) -> str | None:
    twice_s = change.before - change.after
    if change.is_gap or not rule.count(change.at - twice_s, change.at - 1):
        return None
    if isinstance(rule.trigger, Once) and rule.trigger.at.kind == "instant":
        return None
    if isinstance(rule.compiled, ClockTime) or isinstance(rule.trigger, Once):
        how = "it runs the first time only"
    elif rule.count(change.at, change.at + twice_s - 1):
        how = "it runs both times"
    else:
        return None
    return f"On {short_date(change.first_wall // DAY_S)} {_span(change)} happens twice: {how}."


def _none_in_gap(rule: Rule, change: Change) -> str | None:
    compiled, day = rule.compiled, change.first_wall // DAY_S
    if not change.is_gap or not isinstance(compiled, Elapsed):
        return None
    first, after = rule.zone.resolve(day * DAY_S), rule.zone.resolve((day + 1) * DAY_S)
    is_inside = (rule.start is None or rule.start <= change.at) and (rule.end is None or change.at <= rule.end)
    lost = compiled.walls.count(day * DAY_S, day * DAY_S + DAY_S - 1)
    if not is_inside or not lost or compiled.count(first, after - 1):
        return None
    return f"On {short_date(day)} it does not run at all: its times do not exist that day."


def _fixed_times(rule: Rule) -> tuple[Fix, ...]:
    """The same times written out, so that they follow the clock."""
    if not isinstance(rule.trigger, Cron):
        return ()
    meant = cron_rule(rule.trigger)
    fields = list(meant.fields)
    for place, mask in ((1, meant.minutes), (2, meant.hours)):
        if fields[place].startswith("*"):
            fields[place] = ",".join(map(str, bits(mask)))
    return (_rewritten("Fixed times", rule.trigger, fields),)


def _rewritten(label: str, cron: Cron, fields: list[str]) -> Fix:
    text = " ".join(fields if cron.dialect == "quartz" else fields[1:])
    return Fix(label=label, patch=write_instead(text))


def _hourly_by_list(rule: Rule) -> Notes:
    if not isinstance(rule.trigger, Cron):
        return
    meant: CronRule = cron_rule(rule.trigger)
    if meant.is_elapsed or meant.hours.bit_count() < 24:
        return
    fields = [*meant.fields[:2], "*", *meant.fields[3:]]
    fixes = (_rewritten("Use * for the hours", rule.trigger, fields),)
    text = "Written this way the repeated hour counts once."
    yield Note(code="hourly_by_list", severity="info", text=text, fixes=fixes)


def _elapsed_day(outlook: Outlook, changes: list[Change]) -> Notes:
    """Every 24 hours drifts away from its time of day."""
    trigger, zone = outlook.rule.trigger, outlook.rule.zone
    if not isinstance(trigger, Every) or trigger.step_s % DAY_S or not outlook.ahead:
        return
    first = outlook.ahead[0]
    drifts = [change for change in changes if change.at > first and change.after != zone.offset(first)]
    if not drifts:
        return
    day = drifts[0].first_wall // DAY_S
    when = short_date(day).partition(" ")[2]
    time, moved = (write_time((first + offset) % DAY_S) for offset in (zone.offset(first), drifts[0].after))
    text = f"Every {trigger.n} {trigger.unit}s is real time; after {when} it runs at {moved}."
    days = trigger.step_s // DAY_S
    patch = {"kind": "calendar", "unit": "day", "every": days, "times": [time], "n": None, "anchor": None}
    label = f"Every day at {time}" if days == 1 else f"Every {days} days at {time}"
    fixes = (Fix(label=label, patch={"trigger": patch}),)
    yield Note(code="elapsed_day", severity="info", text=text, dates=(write_date(day),), fixes=fixes)
