"""Random rows of the schedule dialog, and when they would run: by walking the calendar, with nothing of the engine."""

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

ZONES = (
    "Europe/Stockholm",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Auckland",
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMES = ("00:30", "01:15", "02:00", "02:30", "03:00", "09:00", "23:45")
HORIZON = timedelta(days=366 * 40)
SECOND = timedelta(seconds=1)
UNITS = {"once": "day", "day": "day", "weekdays": "week", "week": "week", "month": "month"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What somebody chose, as the dialog keeps it; ``day`` is the first day, the rest as ``form.ts`` calls it."""

    tz: str
    day: str
    time: str
    repeat: str
    weekdays: list[str] = field(default_factory=lambda: list(DAYS[:5]))
    monthly: str = "day"
    shortMonth: str = "last_day"  # noqa: N815 (the dialog's name)
    every: int = 1
    unit: str = "day"
    between: dict[str, str] | None = None
    ends: str = "never"
    endDay: str = "2099-01-01"  # noqa: N815
    runs: int = 1

    def json(self) -> dict[str, Any]:
        return asdict(self)


def draw(chance: random.Random, now: datetime) -> Rows:
    """Rows that begin some days around a clock change of the next year."""
    zone = chance.choice(ZONES)
    change = chance.choice(list(_changes(ZoneInfo(zone), now)))
    day = change.date() + timedelta(days=chance.randint(-4, 2))
    repeat = chance.choice(("once", "hour", "day", "weekdays", "week", "month", "custom", "custom"))
    unit = chance.choice(("minute", "hour", "day", "week", "month", "year"))
    is_short = repeat == "custom" and unit in ("minute", "hour")
    return Rows(
        tz=zone,
        day=day.isoformat(),
        time=chance.choice(TIMES),
        repeat=repeat,
        weekdays=sorted(chance.sample(DAYS, chance.randint(1, 6)), key=DAYS.index)
        if repeat in ("week", "custom")
        else list(DAYS[:5]),
        monthly=chance.choice(("day", "last", "nth", "workday", *(["nearest"] if day.day <= 28 else []))),
        shortMonth=chance.choice(("skip", "last_day")),
        every=chance.choice((5, 15, 20, 40)) if unit == "minute" else chance.randint(1, 5),
        unit=unit if repeat == "custom" else "day",
        between=chance.choice((None, {"from": "01:30", "to": "04:00"}, {"from": "08:00", "to": "18:00"}))
        if is_short
        else None,
        ends=chance.choice(("never", "never", "day", "runs")) if repeat != "once" else "never",
        endDay=(day + timedelta(days=chance.randint(2, 400))).isoformat(),
        runs=chance.randint(1, 4),
    )


def _changes(zone: ZoneInfo, now: datetime) -> Iterator[datetime]:
    """The days of the next thirteen months on which the clocks there change."""
    at = now + timedelta(days=6)
    for _ in range(400):
        following = at + timedelta(days=1)
        if at.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            yield following.astimezone(zone)
        at = following


def expected(rows: Rows, now: datetime, count: int = 5) -> list[str]:
    """The next runs after ``now``, in UTC."""
    zone = ZoneInfo(rows.tz)
    end = _end(rows, zone)
    seen: list[datetime] = []
    for at in _instants(rows, zone):
        if at > end or len(seen) == (rows.runs if rows.ends == "runs" else count):
            break
        if at > now and at not in seen:
            seen.append(at)
    return [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in islice(seen, count)]


def _end(rows: Rows, zone: ZoneInfo) -> datetime:
    """The last moment of the last day."""
    if rows.ends != "day" or rows.repeat == "once":
        return datetime.max.replace(tzinfo=UTC)
    return resolve(datetime.combine(date.fromisoformat(rows.endDay) + timedelta(days=1), time()), zone) - SECOND


def _instants(rows: Rows, zone: ZoneInfo) -> Iterator[datetime]:
    first = date.fromisoformat(rows.day)
    start = resolve(datetime.combine(first, time.fromisoformat(rows.time)), zone)
    is_short = rows.repeat == "custom" and rows.unit in ("minute", "hour")
    if rows.repeat == "hour" or (is_short and rows.between is None):
        step = timedelta(hours=1) if rows.repeat == "hour" else timedelta(**{f"{rows.unit}s": rows.every})
        yield from (start + step * number for number in range(100_000))
        return
    for number in range(HORIZON.days):
        day = first + timedelta(days=number)
        if is_short:
            yield from _span(rows, zone, day)
        elif _is_on(rows, first, day):
            yield resolve(datetime.combine(day, time.fromisoformat(rows.time)), zone)
        if rows.repeat == "once":
            return


def _span(rows: Rows, zone: ZoneInfo, day: date) -> Iterator[datetime]:
    """The runs of one day between two times, in steps of real time."""
    if DAYS[day.weekday()] not in rows.weekdays or rows.between is None:
        return
    begin, end = (resolve(datetime.combine(day, time.fromisoformat(rows.between[at])), zone) for at in ("from", "to"))
    step = timedelta(**{f"{rows.unit}s": rows.every})
    while begin <= end:
        yield begin
        begin += step


def _is_on(rows: Rows, first: date, day: date) -> bool:
    unit = {"once": "day", "day": "day", "weekdays": "week", "week": "week", "month": "month"}.get(
        rows.repeat, rows.unit
    )
    every = rows.every if rows.repeat == "custom" else 1
    months = (day.year - first.year) * 12 + day.month - first.month
    if unit == "day":
        return (day - first).days % every == 0
    if unit == "week":
        mondays = (day - timedelta(days=day.weekday())) - (first - timedelta(days=first.weekday()))
        return DAYS[day.weekday()] in rows.weekdays and mondays.days // 7 % every == 0
    is_month = months % every == 0 if unit == "month" else day.month == first.month and months // 12 % every == 0
    return is_month and day == _day_of_month(rows, first, day)


def _day_of_month(rows: Rows, first: date, day: date) -> date | None:
    """The day on which the month of ``day`` has its run; None for none."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    days = [day.replace(day=1) + timedelta(days=number) for number in range((following - day.replace(day=1)).days)]
    workdays = [one for one in days if one.weekday() < 5]
    match rows.monthly:
        case "last":
            return days[-1]
        case "workday":
            return workdays[-1]
        case "nearest":
            return min(workdays, key=lambda one: (abs(one.day - first.day), one.day))
        case "nth":
            same = [one for one in days if one.weekday() == first.weekday()]
            nth = -(-first.day // 7)
            return same[-1] if nth > 4 else same[nth - 1]
        case _:
            is_there = first.day <= len(days)
            return days[first.day - 1] if is_there else days[-1] if rows.shortMonth == "last_day" else None


def resolve(wall: datetime, zone: ZoneInfo) -> datetime:
    """A wall time as an instant: the first of two, and the end of the gap for one that does not exist."""
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    low, high = at - timedelta(days=1), at  # the clocks change in between
    while high - low > SECOND:
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
