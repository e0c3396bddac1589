"""The table of clock changes, Z01 to Z33."""

import pytest

STOCKHOLM, NEW_YORK, LORD_HOWE = "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe"
CASABLANCA, SANTIAGO, APIA, CAIRO = "Africa/Casablanca", "America/Santiago", "Pacific/Apia", "Africa/Cairo"

TABLE = [
    ("Z01", STOCKHOLM, "30 2 * * *", "2027-03-27T01:30Z 2027-03-28T01:00Z 2027-03-29T00:30Z"),
    ("Z02", STOCKHOLM, "0 2,3 * * *", "2027-03-27T02:00Z 2027-03-28T01:00Z 2027-03-29T00:00Z"),
    ("Z03", STOCKHOLM, "*/20 2 * * *", "2027-03-27T01:40Z 2027-03-29T00:00Z"),
    ("Z04", STOCKHOLM, "30 2 * * *", "2027-10-30T00:30Z 2027-10-31T00:30Z 2027-11-01T01:30Z"),
    (
        "Z05",
        STOCKHOLM,
        "*/20 2 * * *",
        "2027-10-31T00:00Z 2027-10-31T00:20Z 2027-10-31T00:40Z 2027-10-31T01:00Z 2027-10-31T01:20Z 2027-10-31T01:40Z",
    ),
    (
        "Z06",
        STOCKHOLM,
        "0 0-4 * * *",
        "2027-10-30T22:00Z 2027-10-30T23:00Z 2027-10-31T00:00Z 2027-10-31T02:00Z 2027-10-31T03:00Z",
    ),
    ("Z07", NEW_YORK, "30 2 * * *", "2027-03-13T07:30Z 2027-03-14T07:00Z 2027-03-15T06:30Z"),
    ("Z08", NEW_YORK, "0 */2 * * *", "2027-03-14T05:00Z 2027-03-14T08:00Z 2027-03-14T10:00Z"),
    ("Z09", NEW_YORK, "30 1 * * *", "2027-11-06T05:30Z 2027-11-07T05:30Z 2027-11-08T06:30Z"),
    ("Z10", NEW_YORK, "0 * * * *", "2027-11-07T05:00Z 2027-11-07T06:00Z 2027-11-07T07:00Z"),
    ("Z11", NEW_YORK, "0 0 0/1 * * ?", "2027-11-07T05:00Z 2027-11-07T07:00Z"),
    ("Z12", LORD_HOWE, "15 2 * * *", "2027-10-01T15:45Z 2027-10-02T15:30Z 2027-10-03T15:15Z"),
    ("Z13", LORD_HOWE, "*/15 2 * * *", "2027-10-02T15:30Z 2027-10-02T15:45Z"),
    ("Z14", LORD_HOWE, "45 1 * * *", "2027-04-02T14:45Z 2027-04-03T14:45Z 2027-04-04T15:15Z"),
    (
        "Z15",
        LORD_HOWE,
        "*/15 1 * * *",
        "2027-04-03T14:00Z 2027-04-03T14:15Z 2027-04-03T14:30Z 2027-04-03T14:45Z 2027-04-03T15:00Z 2027-04-03T15:15Z",
    ),
    ("Z16", LORD_HOWE, "0 */2 * * *", "2027-04-03T13:00Z 2027-04-03T15:30Z 2027-04-03T17:30Z"),
    ("Z17", CASABLANCA, "30 2 * * *", "2026-02-14T01:30Z 2026-02-15T01:30Z 2026-02-16T02:30Z"),
    ("Z18", CASABLANCA, "30 2 * * *", "2026-03-21T02:30Z 2026-03-22T02:00Z 2026-03-23T01:30Z"),
    ("Z19", CASABLANCA, "30 1 * * *", "2026-09-20T00:30Z 2026-09-21T01:30Z 2026-09-22T01:30Z"),
    ("Z20", SANTIAGO, "0 0 * * *", "2027-09-04T04:00Z 2027-09-05T04:00Z 2027-09-06T03:00Z"),
    ("Z20", SANTIAGO, "30 0 * * *", "2027-09-04T04:30Z 2027-09-05T04:00Z 2027-09-06T03:30Z"),
    ("Z22", SANTIAGO, "30 23 * * *", "2027-04-03T02:30Z 2027-04-04T02:30Z 2027-04-05T03:30Z"),
    ("Z23", "America/Sao_Paulo", "0 0 * * *", "2018-11-03T03:00Z 2018-11-04T03:00Z 2018-11-05T02:00Z"),
    ("Z24", APIA, "0 9 * * *", "2011-12-28T19:00Z 2011-12-29T19:00Z 2011-12-30T10:00Z 2011-12-30T19:00Z"),
    ("Z25", APIA, "0 9 * * 5", "2011-12-23T19:00Z 2011-12-30T10:00Z 2012-01-05T19:00Z"),
    ("Z26", APIA, "0 */6 * * *", "2011-12-30T04:00Z 2011-12-30T10:00Z 2011-12-30T16:00Z"),
    ("Z27", "Antarctica/Troll", "30 1,2 * * *", "2027-03-27T02:30Z 2027-03-28T01:00Z 2027-03-28T23:30Z"),
    ("Z28", CAIRO, "0 0 * * *", "2027-04-28T22:00Z 2027-04-29T22:00Z 2027-04-30T21:00Z"),
    ("Z29", CAIRO, "59 23 * * *", "2027-10-27T20:59Z 2027-10-28T20:59Z 2027-10-29T21:59Z"),
    (
        "Z30",
        STOCKHOLM,
        {"kind": "every", "n": 24, "unit": "hour", "anchor": "2027-03-27T08:00:00Z"},
        "2027-03-27T08:00Z 2027-03-28T08:00Z 2027-03-29T08:00Z",
    ),
    ("Z32", STOCKHOLM, {"kind": "once", "at": "2027-03-28T02:30"}, "2027-03-28T01:00Z"),
    ("Z33", "America/Vancouver", "0 9 * * *", "2026-10-31T16:00Z 2026-11-01T16:00Z 2026-11-02T16:00Z"),
]


@pytest.mark.parametrize(
    ("name", "tz", "rule", "expected"), TABLE, ids=[f"{row[0]}-{row[1]}-{row[2]}" for row in TABLE]
)
def test_a_rule_fires_at_these_instants_around_a_clock_change(name, tz, rule, expected, fires):
    wanted = expected.split()

    found = fires(rule, tz, wanted[0], wanted[-1])

    assert found == wanted, name


@pytest.mark.parametrize(
    ("name", "tz", "rule", "expected"), TABLE, ids=[f"{row[0]}-{row[1]}-{row[2]}" for row in TABLE]
)
def test_counting_and_stepping_backwards_name_the_same_instants(name, tz, rule, expected, compiled, at):
    wanted = [at(text) for text in expected.split()]

    trigger = compiled(rule, tz)

    assert trigger.count(wanted[0], wanted[-1]) == len(wanted), name
    assert [trigger.last_before(later) for later in wanted[1:]] == wanted[:-1]


@pytest.mark.parametrize(("day", "runs"), [("2027-03-28", 9), ("2027-10-31", 17), ("2027-06-01", 13)])
def test_z31_a_daily_span_takes_real_time_steps_between_two_clock_times(day, runs, compiled, at):
    rule = {"kind": "every", "n": 15, "unit": "minute", "between": {"from": "01:00", "to": "04:00"}}
    first, last = at(f"{day}T00:00+01:00"), at(f"{day}T22:00+01:00")

    trigger = compiled(rule, STOCKHOLM)

    assert len(trigger.between(first, last, 100)) == runs
    assert trigger.count(first, last) == runs
