"""Second-grain Quartz rules against a walk through every second near clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

SECOND = timedelta(seconds=1)
CHANGES = [
    ("Europe/Stockholm", "2027-03-28T01:00+00:00"),
    ("Europe/Stockholm", "2027-10-31T01:00+00:00"),
    ("Australia/Lord_Howe", "2027-10-02T15:30+00:00"),
    ("Australia/Lord_Howe", "2027-04-03T15:00+00:00"),
    ("America/Santiago", "2027-09-05T04:00+00:00"),
]
SECONDS = {"30": {30}, "*/20": {0, 20, 40}, "0,59": {0, 59}}
MINUTES = {"0": {0}, "30-35": set(range(30, 36)), "*": set(range(60)), "*/10": set(range(0, 60, 10))}
HOURS = {"*": set(range(24)), "2": {2}, "0-3": {0, 1, 2, 3}, "0,23": {0, 23}, "*/2": set(range(0, 24, 2))}


def walked(tz, first, last):
    """Pairs of wall and instant: of each second of real time, and of each second of the wall."""
    zone = ZoneInfo(tz)
    seconds = [first + i * SECOND for i in range(int((last - first).total_seconds()) + 1)]
    by_instant = [(t.astimezone(zone).replace(tzinfo=None, fold=0), t) for t in seconds]
    wall, end, by_wall = min(wall for wall, _ in by_instant), max(wall for wall, _ in by_instant), []
    valid = {}
    for seen, t in by_instant:
        valid.setdefault(seen, t)
    pending = []
    while wall <= end:
        pending.append(wall)
        if wall in valid:
            by_wall += [(each, valid[wall]) for each in pending]
            pending = []
        wall += SECOND
    return by_instant, by_wall


@pytest.mark.parametrize(("tz", "change"), CHANGES)
def test_second_grain_rules_fire_as_the_walk_says(tz, change, compiled):
    middle = datetime.fromisoformat(change)
    first, last = middle - timedelta(minutes=100), middle + timedelta(minutes=100)
    by_instant, by_wall = walked(tz, first, last)

    for second, seconds in SECONDS.items():
        for minute, minutes in MINUTES.items():
            for hour, hours in HOURS.items():
                pairs = by_instant if minute[0] == "*" or hour[0] == "*" else by_wall
                wanted = sorted(
                    {
                        int(t.timestamp())
                        for wall, t in pairs
                        if wall.second in seconds and wall.minute in minutes and wall.hour in hours
                    }
                )
                trigger = compiled(f"{second} {minute} {hour} * * ?", tz)
                a, b = int(first.timestamp()), int(last.timestamp())
                assert trigger.between(a, b, 20_000) == wanted, (second, minute, hour)
                assert trigger.count(a, b) == len(wanted), (second, minute, hour)
                assert not wanted or trigger.last_before(b + 1) == wanted[-1]


def test_the_walk_itself_puts_a_gap_on_its_end():
    _, by_wall = walked(
        "Europe/Stockholm", datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 1, tzinfo=UTC)
    )

    assert dict(by_wall)[datetime(2027, 3, 28, 2, 30)] == datetime(2027, 3, 28, 1, tzinfo=UTC)
