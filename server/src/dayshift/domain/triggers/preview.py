"""The preview of a schedule: what saving it would do, computed by the code that fires."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from dayshift.domain.errors import Fault, Invalid
from dayshift.domain.triggers.as_cron import equivalents
from dayshift.domain.triggers.check import CheckedRule, check_rule
from dayshift.domain.triggers.clock_notes import clock_notes
from dayshift.domain.triggers.cron_notes import cron_notes
from dayshift.domain.triggers.days import EPOCH
from dayshift.domain.triggers.ending import ends_itself, last_run, runs_until
from dayshift.domain.triggers.kinds import is_elapsed
from dayshift.domain.triggers.moments import write_date, write_instant
from dayshift.domain.triggers.notes import Note, Notes, Outlook, fix_json
from dayshift.domain.triggers.parts import parts_of
from dayshift.domain.triggers.rate_notes import overlap_notes, rate_notes
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.upcoming import Pause, Upcoming
from dayshift.domain.triggers.vocabulary import day_and_time, short_date, year_of
from dayshift.domain.triggers.words import compose
from dayshift.domain.triggers.zone_notes import zone_notes
from dayshift.domain.triggers.zones import Zone, Zones

__all__ = ["CheckedRule", "PreviewRequest", "check_rule", "preview"]

_ERROR_NOTES = ("never_fires", "ends_before_first", "in_the_past", "below_floor")
_LONG_S = 3653 * DAY_S
"""Ten years: beyond them runs are not counted."""

_CYCLE_S, _CYCLE_MONTHS = 28 * 1461 // 4 * DAY_S, 28 * 12
"""After 28 years dates fall on the same weekdays again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRequest:
    """What somebody wants to see of a schedule that they are writing.

    ``schedule`` has the fields of a schedule as JSON, perhaps incomplete; ``days`` is the first and the last date of a
    month sheet; ``created`` is the creation of a saved schedule, ``pause`` its pause as (since, until, reason);
    ``usual_s`` the p50 and p95 of the target's durations. Instants are UTC seconds.
    """

    schedule: Mapping[str, Any]
    count: int = 10
    days: tuple[date, date] | None = None
    viewer_tz: str | None = None
    floor_s: int
    default_tz: str
    now: int
    created: int | None = None
    pause: Pause | None = None
    usual_s: tuple[float, float] | None = None


def preview(request: PreviewRequest, zones: Zones) -> dict[str, Any]:
    """The answer as JSON. A rule that is not valid yet does not raise: ``valid`` is false, and ``errors`` say why."""
    try:
        checked = check_rule(
            request.schedule,
            zones=zones,
            default_tz=request.default_tz,
            floor_s=request.floor_s,
            now=request.now,
            created=request.created,
        )
    except Invalid as refusal:
        return _refused(refusal)
    return _answer(request, checked, _viewer(request, zones))


def _viewer(request: PreviewRequest, zones: Zones) -> Zone | None:
    """The viewer's zone; a browser that names one we do not know is none of the writer's faults."""
    try:
        return zones.get(request.viewer_tz) if request.viewer_tz else None
    except Invalid:
        return None


def _refused(refusal: Invalid) -> dict[str, Any]:
    notes = [_error_note(fault) for fault in refusal.faults if fault.code in _ERROR_NOTES]
    return {
        "valid": False,
        "errors": [_error(fault) for fault in refusal.faults],
        "trigger": None,
        "class": None,
        "dialect_read": None,
        "sentence": None,
        "parts": [],
        "cron": {"cron5": None, "quartz": None},
        "next": [],
        "total": None,
        "last": None,
        "per_month": None,
        "days": {},
        "notes": [note.to_json() for note in notes],
    }


def _error(fault: Fault) -> dict[str, Any]:
    fix = fix_json(fault.fix) if fault.fix else None
    return {"field": fault.field, "text": fault.text, "code": fault.code, "fix": fix}


def _error_note(fault: Fault) -> Note:
    fixes = (fault.fix,) if fault.fix else ()
    return Note(code=fault.code, severity="error", text=fault.text, fixes=fixes)


def _answer(request: PreviewRequest, checked: CheckedRule, viewer: Zone | None) -> dict[str, Any]:
    rule, now = checked.rule, request.now
    last = last_run(checked, now)
    upcoming = Upcoming(checked=checked, now=now, last=last, created=request.created, pause=request.pause)
    said = parts_of(rule, checked.max_runs, now)
    ahead = tuple(upcoming.instants(max(request.count, 10)))
    outlook = Outlook(checked=checked, now=now, ahead=ahead)
    return {
        "valid": True,
        "errors": [],
        "trigger": checked.trigger,
        "class": "elapsed" if is_elapsed(rule.trigger) else "clock",
        "dialect_read": checked.dialect_read,
        "sentence": compose(said),
        "parts": said,
        "cron": equivalents(rule.trigger, rule.zone, now),
        "next": upcoming.listed(request.count, viewer),
        "total": None if last is None or last - now > _LONG_S else runs_until(checked, now, last),
        "last": None if last is None else {"nominal": write_instant(last), "text": _long_text(last, rule.zone)},
        "per_month": _per_month(rule, now),
        "days": _per_day(rule, request) if request.days else {},
        "notes": [note.to_json() for note in _notes(outlook, request, viewer)],
    }


def _notes(outlook: Outlook, request: PreviewRequest, viewer: Zone | None) -> Notes:
    yield from cron_notes(outlook)
    yield from clock_notes(outlook)
    yield from zone_notes(outlook, viewer)
    yield from rate_notes(outlook)
    yield from overlap_notes(outlook, request.usual_s, _overlap(request))
    yield from _taken_out(outlook, request.pause)


def _overlap(request: PreviewRequest) -> Mapping[str, Any]:
    given = request.schedule.get("overlap")
    return given if isinstance(given, Mapping) else {}


def _taken_out(outlook: Outlook, pause: Pause | None) -> Notes:
    """What a person took out of the list."""
    zone, this_year = outlook.rule.zone, year_of(outlook.rule.zone.wall(outlook.now))
    if pause is not None and (pause[1] is None or pause[1] > outlook.now):
        until = "until it is resumed" if pause[1] is None else f"until {day_and_time(zone.wall(pause[1]), this_year)}"
        because = f": {pause[2]}" if pause[2] else ""
        yield Note(code="paused", severity="info", text=f"Paused {until}{because}.")
    skipped = [t for t in outlook.checked.skips if t > outlook.now and outlook.rule.count(t, t)]
    if skipped:
        texts = ", ".join(day_and_time(zone.wall(t), this_year) for t in skipped[:5])
        more = f" and {len(skipped) - 5} more" if len(skipped) > 5 else ""
        dates = tuple(outlook.date(t) for t in skipped)
        yield Note(code="skipped", severity="info", text=f"Skipped by hand: {texts}{more}.", dates=dates)


def _long_text(instant: int, zone: Zone) -> str:
    wall = zone.wall(instant)
    return f"{short_date(wall // DAY_S)} {day_and_time(wall, 0).rpartition(' ')[2]}"


def _per_month(rule: Rule, now: int) -> float | None:
    """Runs in a mean month of the rule without its end; None for a rule that ends by itself."""
    if ends_itself(rule.trigger):
        return None
    first = max(now, rule.start or 0)
    return round(rule.compiled.count(first + 1, first + _CYCLE_S) / _CYCLE_MONTHS, 1)


def _per_day(rule: Rule, request: PreviewRequest) -> dict[str, int]:
    """How many times it runs on each local date that has any, from now on."""
    assert request.days is not None
    first, last = (day.toordinal() - EPOCH for day in request.days)
    starts = [rule.zone.resolve(day * DAY_S) for day in range(first, last + 2)]
    counts = {}
    for day, (begin, after) in enumerate(pairwise(starts), first):
        runs = rule.count(max(begin, request.now + 1), after - 1)
        if runs:
            counts[write_date(day)] = runs
    return counts
