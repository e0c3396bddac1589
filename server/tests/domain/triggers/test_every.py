"""Every so many minutes: real time from an anchor, or through a span of each day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dayshift.domain.errors import Invalid
from dayshift.domain.triggers import read_trigger, write_trigger

MINUTE = timedelta(minutes=1)


def every(n, unit, **more):
    return {"kind": "every", "n": n, "unit": unit, **more}


@pytest.mark.parametrize(
    ("rule", "created", "anchor"),
    [
        (every(15, "minute"), "2026-11-23T08:01Z", "2026-11-23T08:15Z"),
        (every(15, "minute"), "2026-11-23T08:15Z", "2026-11-23T08:15Z"),
        (every(2, "hour"), "2026-11-23T08:01Z", "2026-11-23T09:00Z"),
        (every(7, "minute"), "2026-11-23T08:01:20Z", "2026-11-23T08:02Z"),
        (every(90, "minute"), "2026-11-23T08:01:20Z", "2026-11-23T08:02Z"),
        (every(20, "second"), "2026-11-23T08:01:25Z", "2026-11-23T08:01:40Z"),
        (every(2, "hour"), "2027-03-28T00:30Z", "2027-03-28T02:00Z"),
        (every(2, "hour"), "2027-10-31T01:10Z", "2027-10-31T03:00Z"),
    ],
)
def test_without_an_anchor_the_next_round_local_time_is_taken(rule, created, anchor, zones, at):
    trigger = read_trigger(rule, created=at(created), zone=zones.get("Europe/Stockholm"), start=None)

    assert trigger.anchor == at(anchor)


def test_the_start_is_the_anchor_and_a_stored_anchor_stays(zones, at):
    zone, start = zones.get("Europe/Stockholm"), at("2026-12-01T07:13Z")

    first = read_trigger(every(15, "minute"), created=0, zone=zone, start=start)
    edited = read_trigger(write_trigger(first), created=at("2027-01-01T00:00Z"), zone=zone, start=start + 60)

    assert first.anchor == start
    assert edited == first


def test_steps_run_in_both_directions_from_the_anchor(compiled, at):
    trigger = compiled(every(7, "hour", anchor="2026-11-23T08:00:00Z"), "UTC")

    assert trigger.last_before(at("2026-11-23T08:00Z")) == at("2026-11-23T01:00Z")
    assert trigger.next_after(at("2026-11-23T08:00Z")) == at("2026-11-23T15:00Z")
    assert trigger.count(at("2026-11-23T01:00Z"), at("2026-11-23T15:00Z")) == 3
    assert trigger.count(at("2026-11-23T01:01Z"), at("2026-11-23T14:59Z")) == 1
    assert trigger.next_after(at("2099-12-31T23:59Z")) is None
    assert trigger.last_before(0) is None


def instant(wall, zone):
    while True:
        found = wall.replace(tzinfo=zone).astimezone(UTC)
        if found.astimezone(zone).replace(tzinfo=None) == wall:
            return found
        wall += MINUTE


def walked(first_day, days, span, n, weekdays, zone):
    """The fires of a span, day by day."""
    found = set()
    for number in range(days):
        day = first_day + timedelta(days=number)
        ends = [day + timedelta(hours=int(text[:2]), minutes=int(text[3:])) for text in span]
        ends[1] += timedelta(days=ends[1] < ends[0])
        if day.weekday() in weekdays:
            t, last = (instant(wall, zone) for wall in ends)
            while t <= last:
                found.add(int(t.timestamp()))
                t += n * MINUTE
    return sorted(found)


SPANS = [
    (("01:00", "04:00"), 15, range(7)),
    (("02:15", "02:45"), 10, range(7)),
    (("22:00", "06:00"), 50, range(7)),
    (("23:30", "02:30"), 7, (5, 6)),
    (("08:00", "07:59"), 90, range(7)),
    (("00:00", "00:01"), 600, range(7)),
]


@pytest.mark.parametrize(("span", "n", "weekdays"), SPANS, ids=[" to ".join(row[0]) for row in SPANS])
@pytest.mark.parametrize(
    ("tz", "day"),
    [
        ("Europe/Stockholm", "2027-03-26"),
        ("Europe/Stockholm", "2027-10-29"),
        ("Australia/Lord_Howe", "2027-04-02"),
        ("America/Santiago", "2027-09-03"),
        ("America/Santiago", "2027-04-01"),
        ("Pacific/Apia", "2011-12-28"),
    ],
)
def test_a_span_equals_a_walk_day_by_day(span, n, weekdays, tz, day, compiled):
    first_day = datetime.fromisoformat(day)
    wanted = walked(first_day, 5, span, n, weekdays, ZoneInfo(tz))
    rule = every(n, "minute", between={"from": span[0], "to": span[1]})
    if len(weekdays) < 7:
        rule["weekdays"] = ["sat", "sun"]
    first = int((first_day + timedelta(days=1)).replace(tzinfo=ZoneInfo(tz)).timestamp())
    last = first + 3 * 86_400 - 3600

    trigger = compiled(rule, tz)

    expected = [t for t in wanted if first <= t <= last]
    assert trigger.between(first, last, 1000) == expected
    assert trigger.count(first, last) == len(expected)
    assert [trigger.last_before(t) for t in expected[1:]] == expected[:-1]


def test_a_span_counts_ten_years_exactly(compiled, at):
    trigger = compiled(every(40, "minute", between={"from": "22:00", "to": "03:10"}), "America/New_York")
    first, last = at("2026-11-23T08:00Z"), at("2036-11-20T08:00Z")

    assert trigger.count(first, last) == len(trigger.between(first, last, 100_000))


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (every(0, "minute"), "trigger.n"),
        (every(745, "hour"), "trigger.n"),
        (every(True, "minute"), "trigger.n"),
        (every(5, "fortnight"), "trigger.unit"),
        (every(5, "minute", weekdays=["mon"]), "trigger.weekdays"),
        (every(5, "minute", between={"from": "08:00", "to": "08:00"}), "trigger.between"),
        (every(5, "minute", between={"from": "08:00"}), "trigger.between"),
        (every(5, "minute", between={"from": "8", "to": "09:00"}), "trigger.between.from"),
        (every(5, "minute", between={"from": "08:00", "to": "09:00"}, anchor="2026-11-23T08:00:00Z"), "trigger.anchor"),
        (every(5, "minute", anchor="2026-11-23T08:00"), "trigger.anchor"),
        (every(5, "minute", phase=3), "trigger.phase"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(rule, field, zones):
    with pytest.raises(Invalid) as refused:
        read_trigger(rule, created=0, zone=zones.get("UTC"), start=None)

    assert field in [fault.field for fault in refused.value.faults]
