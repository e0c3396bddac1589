"""An oracle that walks minute by minute through zoneinfo. It shares nothing with the engine, not even a parser: rules
are made as sets of numbers, and the text is written from them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = (
    "Europe/Stockholm", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Atlantic/Azores", "Europe/Athens",
    "Europe/Chisinau", "Europe/Moscow", "America/New_York", "America/Chicago", "America/Phoenix", "America/St_Johns",
    "America/Vancouver", "America/Havana", "America/Santiago", "America/Asuncion", "America/Nuuk", "America/Sao_Paulo",
    "Africa/Casablanca", "Africa/Cairo", "Asia/Jerusalem", "Asia/Beirut", "Asia/Gaza", "Asia/Tehran", "Asia/Kolkata",
    "Antarctica/Troll", "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sets:
    """A rule as plain sets. ``weekdays`` are as ``isoweekday() % 7``: Sunday is 0."""

    text: str
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    weekdays: frozenset[int]
    months: frozenset[int]
    either: bool
    elapsed: bool

    def has(self, wall: datetime) -> bool:
        if wall.minute not in self.minutes or wall.hour not in self.hours or wall.month not in self.months:
            return False
        on = (wall.day in self.days, wall.isoweekday() % 7 in self.weekdays)
        return any(on) if self.either else all(on)


@dataclass(frozen=True, kw_only=True)
class Window:
    """Every minute within 30 hours of a clock change, walked once for all rules."""

    zone: str
    first: datetime
    last: datetime
    by_instant: list[tuple[datetime, datetime]] = field(repr=False)
    by_wall: list[tuple[datetime, datetime]] = field(repr=False)

    def fires(self, rule: Sets) -> list[datetime]:
        walked = self.by_instant if rule.elapsed else self.by_wall
        return sorted({instant for wall, instant in walked if rule.has(wall)})


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of a wall time; the minute after it while it does not exist."""
    while True:
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == wall:
            return instant
        wall += MINUTE


def walk(name: str, change: datetime) -> Window:
    zone = ZoneInfo(name)
    first, last = change - timedelta(hours=30), change + timedelta(hours=30)
    instants = [first + i * MINUTE for i in range(3601)]
    start = (first.astimezone(zone).replace(tzinfo=None) - DAY).replace(second=0)
    walls = [start + i * MINUTE for i in range(3601 + 2 * 1440)]
    by_wall = [(wall, _instant(wall, zone)) for wall in walls]
    return Window(
        zone=name,
        first=first,
        last=last,
        by_instant=[(t.astimezone(zone).replace(tzinfo=None, fold=0), t) for t in instants],
        by_wall=[(wall, t) for wall, t in by_wall if first <= t <= last],
    )


def changes(name: str, years: range) -> Iterator[datetime]:
    """The instants at which zoneinfo's offset changes, found by looking every day, then halving."""
    zone = ZoneInfo(name)
    day = datetime(years[0], 1, 1, tzinfo=UTC)
    while day.year in years:
        low, high = day, day + DAY
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            before = low.astimezone(zone).utcoffset()
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
            yield high.replace(microsecond=0)
        day += DAY


def _listed(chance: random.Random, low: int, high: int, near: tuple[int, ...]) -> tuple[str, frozenset[int]]:
    """A random field and its numbers: a star, steps, a range, or a list that likes some numbers."""
    kind = chance.choice(["star", "step", "range", "steprange", "list", "list", "list"])
    first, last = sorted(chance.choices([*near, chance.randint(low, high)], k=2))
    step = chance.choice([n for n in (2, 3, 5, 7, 10, 15, 20) if n <= high])
    match kind:
        case "star":
            return "*", frozenset(range(low, high + 1))
        case "step":
            return f"*/{step}", frozenset(range(low, high + 1, step))
        case "range":
            return f"{first}-{last}", frozenset(range(first, last + 1))
        case "steprange":
            return f"{first}-{last}/{step}", frozenset(range(first, last + 1, step))
        case _:
            numbers = {*chance.choices([*near, chance.randint(low, high)], k=chance.randint(1, 3))}
            return ",".join(map(str, sorted(numbers))), frozenset(numbers)


def random_rule(chance: random.Random, near: date) -> Sets:
    """A Unix rule that likes the hours at which clocks change, and the dates near one."""
    minute, minutes = _listed(chance, 0, 59, (0, 15, 30, 45, 59))
    hour, hours = _listed(chance, 0, 23, (0, 1, 2, 3, 4, 23))
    day, days = ("*", frozenset(range(1, 32))) if chance.random() < 0.6 else _listed(chance, 1, 31, (near.day, 1, 31))
    weekday, weekdays = ("*", frozenset(range(7))) if chance.random() < 0.6 else _listed(chance, 0, 6, (0, 6))
    month, months = ("*", frozenset(range(1, 13))) if chance.random() < 0.8 else _listed(chance, 1, 12, (near.month,))
    return Sets(
        text=f"{minute} {hour} {day} {month} {weekday}",
        minutes=minutes,
        hours=hours,
        days=days,
        weekdays=weekdays,
        months=months,
        either=day[0] != "*" and weekday[0] != "*",
        elapsed=minute[0] == "*" or hour[0] == "*",
    )


@pytest.fixture(scope="session")
def windows() -> Callable[[str, range], Iterator[Window]]:
    return lambda name, years: (walk(name, change) for change in changes(name, years))


@pytest.fixture(scope="session")
def make_rules() -> Callable[[int, date, int], list[Sets]]:
    """Random rules from a seed, for a date near which they shall be busy."""
    return lambda seed, near, count: [
        random_rule(chance, near) for chance in [random.Random(seed)] for _ in range(count)
    ]


@pytest.fixture(params=ZONES)
def walked_zone(request: pytest.FixtureRequest) -> str:
    return str(request.param)
