"""The words by which people say when a job runs: ``cron="0 9 * * 1-5"``, ``daily="07:00"`` and the rest."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dayshift_client.errors import wrong_field

Json = dict[str, Any]

UNITS = {"s": "second", "sec": "second", "m": "minute", "min": "minute", "h": "hour"}


def read(given: Mapping[str, Any]) -> Json:
    """The fields of a schedule as the server takes them: a word becomes its trigger, a mode an object.

    ``cron``, ``every`` (``"15 minutes"``), ``daily`` (``"07:00,19:30"``), ``weekly`` (``"mon,thu 07:15"``) and ``once``
    (``"2026-12-01T07:30"``) are words for a ``trigger``. Raises Invalid for what cannot be read.
    """
    fields = {name: value for name, value in given.items() if value is not None or name not in RULES}
    rules = [name for name in RULES if name in fields]
    if len(rules) > 1:
        raise wrong_field("trigger", f"say when in one way, not by {' and '.join(rules)}")
    for word in READERS.keys() & fields.keys():
        fields["trigger"] = READERS[word](fields.pop(word))
    for word, field in (("overlap", "overlap"), ("missed", "misfire"), ("misfire", "misfire")):
        if isinstance(fields.get(word), str):
            fields[field] = {"mode": fields.pop(word)}
    return fields


def _every(text: str) -> Json:
    said = re.fullmatch(r"([0-9]+) ?([A-Za-z]+)", text.strip())
    if said is None:
        raise wrong_field("every", "write a number and a unit, such as '15 minutes'")
    word = said[2].lower().rstrip("s") or "second"
    return {"kind": "every", "n": int(said[1]), "unit": UNITS.get(word, word)}


def _weekly(text: str) -> Json:
    days, _, times = text.strip().partition(" ")
    if not times:
        raise wrong_field("weekly", "write days and times, such as 'mon,thu 07:15'")
    weekdays = [day.strip().lower()[:3] for day in days.split(",")]
    return {"kind": "calendar", "unit": "week", "weekdays": weekdays, "times": _times(times)}


def _times(text: str) -> list[str]:
    return [time.strip() for time in text.split(",")]


READERS: Mapping[str, Callable[[str], Json]] = {
    "cron": lambda text: {"kind": "cron", "text": text},
    "every": _every,
    "daily": lambda text: {"kind": "calendar", "unit": "day", "times": _times(text)},
    "weekly": _weekly,
    "once": lambda text: {"kind": "once", "at": text},
}
RULES = (*READERS, "trigger")
