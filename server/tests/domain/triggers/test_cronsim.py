"""Beside cronsim, Debian cron by another hand: Unix rules around clock changes agree but in two listed kinds."""

import random
import zlib
from datetime import UTC, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim

ZONES = ("Europe/Stockholm", "America/New_York", "Africa/Casablanca", "America/Santiago", "Africa/Cairo", "Asia/Gaza",
         "Europe/Lisbon", "Antarctica/Troll", "Pacific/Auckland", "Australia/Lord_Howe")  # fmt: skip
DIFFERING = {"Australia/Lord_Howe", "America/Santiago", "Africa/Cairo"}
"""Where cronsim misses elapsed rules that fix or step the hour: after a fold of half an hour it loses the rest of the
hour; after a gap at midnight it looks for the weekday on the day before, or fires in an hour that does not match."""

MINUTES = ("0", "30", "15,45", "*", "*/15", "*/20", "7", "0-10/5")
HOURS = ("*", "*/2", "*/3", "0", "1", "2", "3", "0-4", "23", "1,2")
DAYS = ("* * *", "* * 0", "* * 1-5", "1 * *", "13 * 5", "*/2 * 1", "28-31 3,10 *", "* 3,4,9,10,11 *")


@pytest.mark.parametrize("tz", ZONES)
def test_unix_rules_fire_as_in_cronsim_around_every_change(tz, compiled, zones):
    zone, first = ZoneInfo(tz), int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    chance = random.Random(zlib.crc32(tz.encode()))
    differing = []

    for change in zones.get(tz).changes(first, first + 6 * 366 * 86_400):
        for _ in range(8):
            text = f"{chance.choice(MINUTES)} {chance.choice(HOURS)} {chance.choice(DAYS)}"
            a, b = change.at - 30 * 3600, change.at + 30 * 3600
            theirs = fires_of_cronsim(text, zone, a, b)
            if compiled(text, tz).between(a + 1, b, 10_000) != theirs:
                differing.append(text)

    assert all(tz in DIFFERING and is_elapsed_with_an_hour(text) for text in differing), differing


def fires_of_cronsim(text, zone, a, b):
    walk = CronSim(text, datetime.fromtimestamp(a, zone))
    return [int(when.timestamp()) for when in takewhile(lambda when: when.timestamp() <= b, walk)]


def is_elapsed_with_an_hour(text):
    minute, hour = text.split()[:2]
    return (minute[0] == "*" or hour[0] == "*") and hour != "*"
