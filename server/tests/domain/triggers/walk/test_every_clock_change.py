"""The engine against a walk through every clock change of thirty zones, 2020 to 2037."""

import zlib
from datetime import UTC, datetime

import pytest

YEARS = range(2020, 2038)
RULES_A_WINDOW = 10


def texts(instants: list[int]) -> list[datetime]:
    return [datetime.fromtimestamp(t, UTC) for t in instants]


def assert_probes_agree(trigger, wanted, window):
    """Ask from every twentieth minute near the change: a walk knows what comes after and before each."""
    change = int(window.first.timestamp()) + 30 * 3600
    fires = [int(instant.timestamp()) for instant in wanted]
    for t in range(change - 4 * 3600, change + 4 * 3600, 1200):
        after, before = [fire for fire in fires if fire > t], [fire for fire in fires if fire < t]
        assert not after or trigger.next_after(t) == after[0]
        assert not before or trigger.last_before(t) == before[-1]
        assert trigger.count(t + 1, fires[-1] if after else t) == len(after)


def test_random_rules_fire_as_the_walk_says_around_every_change(walked_zone, windows, make_rules, compiled):
    for number, window in enumerate(windows(walked_zone, YEARS)):
        first, last = int(window.first.timestamp()), int(window.last.timestamp())
        seed = zlib.crc32(f"{walked_zone}{number}".encode())
        for index, rule in enumerate(make_rules(seed, window.first.date(), RULES_A_WINDOW)):
            wanted = window.fires(rule)
            try:
                trigger = compiled(rule.text, walked_zone)
            except Exception as refusal:
                assert not wanted, (rule.text, refusal)
                continue
            assert texts(trigger.between(first, last, 5000)) == wanted, (walked_zone, window.first, rule.text)
            assert trigger.count(first, last) == len(wanted), (walked_zone, window.first, rule.text)
            if index < 2:
                assert_probes_agree(trigger, wanted, window)


@pytest.mark.parametrize(
    ("zone", "year"), [("Pacific/Apia", 2011), ("America/Sao_Paulo", 2018), ("Asia/Pyongyang", 2018)]
)
def test_odd_changes_of_the_past_are_walked_too(zone, year, windows, make_rules, compiled):
    for window in windows(zone, range(year, year + 1)):
        first, last = int(window.first.timestamp()), int(window.last.timestamp())
        for rule in make_rules(year, window.first.date(), 60):
            trigger = compiled(rule.text, zone)
            assert texts(trigger.between(first, last, 5000)) == window.fires(rule), (window.first, rule.text)
            assert trigger.count(first, last) == len(window.fires(rule)), (window.first, rule.text)
