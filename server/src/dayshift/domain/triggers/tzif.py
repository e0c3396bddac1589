"""Reading the bytes of a TZif file into the instants at which a zone's offset changes.

Only version 2 and later are read: their 64-bit block, and the POSIX footer that says what happens after the last row.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

LAST_YEAR = 2100
"""The footer is spread out to the end of this year: one beyond the horizon, so that its last days have a neighbour."""

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_HEADER = struct.Struct(">4sB15x6l")
_NAME = r"(?:<[^>]+>|[A-Za-z]+)"
_TIME = r"[+-]?\d+(?::\d+){0,2}"
_FOOTER = re.compile(
    rf"{_NAME}(?P<std>{_TIME})(?:{_NAME}(?P<dst>{_TIME})?(?:,(?P<start>[^,/]+)(?:/(?P<start_at>{_TIME}))?"
    rf",(?P<end>[^,/]+)(?:/(?P<end_at>{_TIME}))?)?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Row i of ``offsets`` holds before ``instants[i]``; the last one for ever. The first one reaches back for ever."""

    instants: tuple[int, ...]
    offsets: tuple[int, ...]


def read_table(data: bytes) -> Table:
    """Instants (seconds since the epoch) and offsets (seconds east of UTC). Raises ValueError if it is no TZif 2+."""
    first, rows, footer = _read_rows(data)
    rows += [row for row in _footer_rows(footer) if not rows or row[0] > rows[-1][0]]
    instants, offsets = [], [first]
    for instant, offset in rows:
        if offset != offsets[-1]:  # a row that changes only the abbreviation is no clock change
            instants.append(instant)
            offsets.append(offset)
    return Table(instants=tuple(instants), offsets=tuple(offsets))


def _read_rows(data: bytes) -> tuple[int, list[tuple[int, int]], str]:
    magic, version, *counts = _HEADER.unpack_from(data)
    if magic != b"TZif" or version < ord("2"):
        raise ValueError("not a TZif file of version 2 or later")
    at = _HEADER.size + _block_size(counts, 4)
    counts = list(_HEADER.unpack_from(data, at))[2:]
    times, types = counts[3], counts[4]
    at += _HEADER.size
    instants = struct.unpack_from(f">{times}q", data, at)
    kinds = data[at + times * 8 : at + times * 9]
    offsets = [struct.unpack_from(">l", data, at + times * 9 + 6 * i)[0] for i in range(types)]
    footer = data[at + _block_size(counts, 8) :].strip(b"\n").decode("ascii")
    return offsets[0], [(t, offsets[kind]) for t, kind in zip(instants, kinds, strict=True)], footer


def _block_size(counts: list[int], width: int) -> int:
    utc, standard, leaps, times, types, letters = counts
    return times * (width + 1) + types * 6 + letters + leaps * (width + 4) + standard + utc


def _footer_rows(footer: str) -> list[tuple[int, int]]:
    """What the footer says from 1970 on; empty without a footer."""
    match = _FOOTER.fullmatch(footer)
    if match is None:
        return []
    standard = -_seconds(match["std"])
    if match["start"] is None:
        return [(_first_instant(), standard)]
    summer = -_seconds(match["dst"]) if match["dst"] else standard + 3600
    start_at, end_at = _seconds(match["start_at"] or "2"), _seconds(match["end_at"] or "2")
    rows = [(_first_instant(), standard)]
    for year in range(1970, LAST_YEAR + 1):
        rows.append((_day(match["start"], year) * _DAY + start_at - standard, summer))
        rows.append((_day(match["end"], year) * _DAY + end_at - summer, standard))
    return sorted(rows)


def _first_instant() -> int:
    return (date(1969, 1, 1).toordinal() - _EPOCH) * _DAY


def _seconds(text: str) -> int:
    """``-3:30`` as seconds; hours may be negative, or beyond 24."""
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    total = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
    return -total if text.startswith("-") else total


def _day(rule: str, year: int) -> int:
    """The day, counted from the epoch, that ``Mm.w.d``, ``Jn`` or ``n`` names in a year."""
    january = date(year, 1, 1).toordinal() - _EPOCH
    if rule.startswith("J"):
        day, leap = int(rule[1:]), date(year, 12, 31).timetuple().tm_yday == 366
        return january + day - 1 + (leap and day >= 60)
    if not rule.startswith("M"):
        return january + int(rule)
    month, week, weekday = (int(part) for part in rule[1:].split("."))
    return max(_weeks(year, month, weekday, week))


def _weeks(year: int, month: int, weekday: int, week: int) -> Iterator[int]:
    """The days of a month that fall on a weekday (0 is Sunday), at most ``week`` of them: 5 means the last."""
    first = date(year, month, 1)
    day = 1 + (weekday - first.isoweekday()) % 7
    length = (date(year + month // 12, month % 12 + 1, 1) - first).days
    for number in range(day, min(length, day + 7 * (week - 1)) + 1, 7):
        yield first.toordinal() + number - 1 - _EPOCH
