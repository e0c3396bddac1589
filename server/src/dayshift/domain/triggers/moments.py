"""The texts of times: dates, wall times, times of day and instants, read strictly and written in one form."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from dayshift.domain.triggers.days import EPOCH
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.zones import Zone

HORIZON = int(datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
"""The last instant that anything is computed for; the first is the epoch."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_MOMENT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?P<offset>Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point that somebody wrote: a date or a wall time, which mean something in a zone only, or an instant.

    ``seconds`` is the wall (of midnight for a date), or the instant.
    """

    kind: Literal["date", "wall", "instant"]
    seconds: int

    @property
    def is_in_range(self) -> bool:
        """Whether it lies in the years that are computed, 1970 to 2099."""
        return 0 <= self.seconds <= HORIZON

    def resolve(self, zone: Zone) -> int:
        """The instant: the first pass in a fold, the end of a gap."""
        return self.seconds if self.kind == "instant" else zone.resolve(self.seconds)

    def __str__(self) -> str:
        match self.kind:
            case "date":
                return write_date(self.seconds // DAY_S)
            case "wall":
                return write_wall(self.seconds)
            case "instant":
                return write_instant(self.seconds)


def read_moment(text: object) -> Moment | None:
    """A date, a wall time or an instant; None for anything else."""
    match = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    day = read_date(match["date"])
    time = read_time(match["time"]) if match["time"] else 0
    if day is None or time is None:
        return None
    wall = day * DAY_S + time
    if match["offset"]:
        return Moment(kind="instant", seconds=wall - _offset(match["offset"]))
    return Moment(kind="wall" if match["time"] else "date", seconds=wall)


def _offset(text: str) -> int:
    if text == "Z":
        return 0
    seconds = int(text[1:3]) * 3600 + int(text[4:6]) * 60
    return -seconds if text[0] == "-" else seconds


def read_date(text: object) -> int | None:
    """The day, counted from the epoch, of ``2026-12-01``."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        then = date.fromisoformat(text)
    except ValueError:
        return None
    return then.toordinal() - EPOCH


def read_time(text: object) -> int | None:
    """The second of the day of ``09:00`` or ``09:00:30``."""
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0) if match else None


def write_time(second: int) -> str:
    """``09:00``, or ``09:00:30`` if it has seconds."""
    hours, rest = divmod(second, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def write_date(day: int) -> str:
    return date.fromordinal(day + EPOCH).isoformat()


def write_wall(wall: int) -> str:
    return f"{write_date(wall // DAY_S)}T{write_time(wall % DAY_S)}"


def write_instant(instant: int) -> str:
    """``2026-11-23T08:00:00Z``."""
    return f"{_full(instant)}Z"


def write_local(instant: int, zone: Zone) -> str:
    """``2026-11-23T09:00:00+01:00``: seconds of an offset are left out."""
    offset = zone.offset(instant)
    sign, minutes = "+" if offset >= 0 else "-", abs(offset) // 60
    return f"{_full(instant + offset)}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _full(wall: int) -> str:
    return datetime.fromtimestamp(wall, UTC).isoformat()[:19]
