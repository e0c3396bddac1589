"""The first and the last moment of a schedule, both inclusive."""

from typing import Literal

from dayshift.domain.errors import Invalid
from dayshift.domain.triggers.moments import Moment, read_moment
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.zones import Zone

Bound = Literal["start", "end"]


def read_bound(text: str | None, zone: Zone, *, field: Bound) -> int | None:
    """The instant (UTC seconds) of a bound in its widest reading; None for none. Raises Invalid.

    A date is its first instant as a start and its last second as an end. A wall time inside a gap is the gap's end; one
    that occurs twice is the first pass as a start, the second as an end.
    """
    moment = read_bound_moment(text, field=field)
    if moment is None:
        return None
    if field == "start" or moment.kind == "instant":
        return moment.resolve(zone)
    if moment.kind == "date":
        return zone.resolve(moment.seconds + DAY_S) - 1
    return zone.resolve_last(moment.seconds)


def read_bound_moment(text: str | None, *, field: Bound) -> Moment | None:
    """What was written, for storing in its one form. Raises Invalid."""
    if text is None:
        return None
    moment = read_moment(text)
    if moment is None:
        said = "Write a date, 2026-12-01, a date and a time, 2026-12-01T09:00, or an instant, 2026-12-01T08:00:00Z."
        raise Invalid.of(field, said)
    if not moment.is_in_range:
        raise Invalid.of(field, "Nothing is computed before 1970 or beyond 2099-12-31.")
    return moment
