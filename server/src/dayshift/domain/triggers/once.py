"""Once: at one wall time, or at one instant."""

from dataclasses import dataclass
from typing import Any

from dayshift.domain.triggers.moments import Moment, read_moment
from dayshift.domain.triggers.reader import Reader
from dayshift.domain.triggers.search import Stepping
from dayshift.domain.triggers.zones import Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """Fires at ``at``; a wall time follows the clock-time rules for gaps and folds."""

    at: Moment


def read_once(reader: Reader) -> Once:
    """From JSON. Raises Invalid."""
    reader.has("at")
    at = read_moment(reader.data.get("at"))
    if at is None or at.kind == "date":
        reader.fault("at", "Write a date and a time, 2026-12-01T07:30, or an instant, 2026-12-01T06:30:00Z.")
    elif not at.is_in_range:
        reader.fault("at", "Nothing is computed before 1970 or beyond 2099-12-31.")
    reader.finish()
    assert at is not None
    return Once(at=at)


def write_once(once: Once) -> dict[str, Any]:
    """To JSON."""
    return {"kind": "once", "at": str(once.at)}


class Single(Stepping):
    """One instant."""

    __slots__ = ("at",)

    def __init__(self, once: Once, zone: Zone) -> None:
        self.at = once.at.resolve(zone)

    def next_after(self, t: int) -> int | None:
        return self.at if self.at > t else None

    def last_before(self, t: int) -> int | None:
        return self.at if self.at < t else None

    def count(self, a: int, b: int) -> int:
        return int(a <= self.at <= b)
