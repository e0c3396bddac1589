"""Times that people say: a day, a time, a weekday, an instant, or how long from now."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dayshift_client.errors import Invalid, wrong_field

Moment = datetime | str

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
LENGTH = re.compile(r"([0-9]{1,5})([hdw])")
WORDS = re.compile(r"([a-z]+)? ?([0-9]{1,2}:[0-9]{2})?")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AROUND = {"yesterday": -1, "today": 0, "tomorrow": 1}
FORMS = "monday, 'friday 17:00', tomorrow, 2026-12-01, 2026-12-01T09:00, or 30d from now"
PAST_FORMS = "07:30, 'monday 07:30', yesterday, 2026-12-01T09:00, or an instant with Z or an offset"


def instant(said: Moment, now: datetime, zone: str | None = None, *, field: str, past: bool = False) -> datetime:
    """The instant that was said at ``now``, by the clocks of ``zone``, or of this machine. Raises Invalid.

    A weekday or a time of day alone is the next one after now; when it is about the ``past``, the newest one.
    """
    if isinstance(said, datetime):
        return _placed(said, zone)
    try:
        return _read(said.strip().lower(), now, zone, past)
    except (ValueError, OverflowError) as error:
        forms = PAST_FORMS if past else FORMS
        raise wrong_field(field, f"write a day or a time, such as {forms}") from error


def _read(text: str, now: datetime, zone: str | None, past: bool) -> datetime:
    if length := LENGTH.fullmatch(text):
        return now + int(length[1]) * UNITS[length[2]]
    if text and (words := WORDS.fullmatch(text)):
        return _by_words(words[1] or "", words[2], now, zone, past)
    return _placed(datetime.fromisoformat(text.upper()), zone)


def _by_words(day: str, clock: str | None, now: datetime, zone: str | None, past: bool) -> datetime:
    at = time.fromisoformat((clock or "0:00").zfill(5))
    today = now.astimezone(_zone(zone)).date()
    if day in AROUND:
        return _placed(datetime.combine(today + timedelta(days=AROUND[day]), at), zone)
    days = range(8) if not past else range(0, -8, -1)
    for date in (today + timedelta(days=number) for number in days):
        found = _placed(datetime.combine(date, at), zone)
        if _is_called(date.weekday(), day) and (found <= now if past else found > now):
            return found
    raise ValueError(day)


def _is_called(weekday: int, day: str) -> bool:
    """``mon`` and ``monday`` are Monday; no word is any day."""
    return day == "" or (len(day) >= 3 and WEEKDAYS[weekday].startswith(day))


def _placed(at: datetime, zone: str | None) -> datetime:
    """An instant; a time without an offset is one of ``zone``, or of this machine."""
    if at.tzinfo is None:
        at = at.replace(tzinfo=_zone(zone)) if zone else at.astimezone()
    return at.astimezone(UTC)


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError) as error:
        text = f"this machine does not know the zone {name}; write an instant, such as 2026-12-01T09:00:00Z"
        raise Invalid(text) from error
