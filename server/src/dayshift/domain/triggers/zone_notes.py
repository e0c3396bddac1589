"""Notes about zones: the viewer's own, offsets that never change, and clocks that nobody can foretell."""

import re
from datetime import UTC, datetime

from dayshift.domain.errors import Fix
from dayshift.domain.triggers.moments import write_time
from dayshift.domain.triggers.notes import Note, Notes, Outlook
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.vocabulary import counted
from dayshift.domain.triggers.zone_names import city
from dayshift.domain.triggers.zones import Change, Zone

_YEARS_BACK = 5
_FIXED = re.compile(r"Etc/GMT([+-])(\d+)")


def zone_notes(outlook: Outlook, viewer: Zone | None) -> Notes:
    """What to know about the zone of a rule, for somebody whose computer is set to another one."""
    yield from _differs(outlook, viewer)
    zone = outlook.rule.zone
    match = _FIXED.fullmatch(zone.name)
    if match and match[2] != "0":
        hours, side = counted(int(match[2]), "hour"), "behind" if match[1] == "+" else "ahead of"
        yield Note(code="fixed_offset", severity="info", text=f"{zone.name} is {hours} {side} UTC all year.")
    if is_uncertain(zone, outlook.now):
        text = f"{city(zone.name)} decides its clock changes year by year. Times after the next change may move."
        yield Note(code="tz_uncertain", severity="info", text=text)


def _differs(outlook: Outlook, viewer: Zone | None) -> Notes:
    zone = outlook.rule.zone
    first = outlook.ahead[0] if outlook.ahead else outlook.now
    if viewer is None or viewer.offset(first) == zone.offset(first):
        return
    here, there = (write_time(place.wall(first) % DAY_S) for place in (zone, viewer))
    text = f"Your computer says {city(viewer.name)}. {here} {city(zone.name)} is {there} for you."
    fix = Fix(label=f"Use {city(viewer.name)} time", patch={"tz": viewer.name})
    yield Note(code="zone_differs", severity="info", text=text, fixes=(fix,))


def is_uncertain(zone: Zone, now: int) -> bool:
    """Whether the clock changes of the last five full years do not follow one yearly rule.

    A yearly rule names a weekday near a date: so of all years the k-th change has the same month, weekday, wall time
    and offsets, and its days of the month lie within one week.
    """
    this_year = datetime.fromtimestamp(now, UTC).year
    years = [_changes_of(zone, year) for year in range(this_year - _YEARS_BACK, this_year)]
    if len({len(changes) for changes in years}) > 1:
        return True
    return any(_differ(same) for same in zip(*years, strict=True))


def _changes_of(zone: Zone, year: int) -> list[Change]:
    first, after = (int(datetime(y, 1, 1, tzinfo=UTC).timestamp()) for y in (year, year + 1))
    return list(zone.changes(first, after - 1))


def _differ(changes: tuple[Change, ...]) -> bool:
    walls = [datetime.fromtimestamp(change.at + change.before, UTC) for change in changes]
    forms = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    offsets = {(change.before, change.after) for change in changes}
    days = [wall.day for wall in walls]
    return len(forms) > 1 or len(offsets) > 1 or max(days) - min(days) > 6
