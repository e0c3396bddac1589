"""Dialects: which one is read, how their days are numbered, and texts that mean the same in the other one."""

import random
from datetime import UTC, datetime

import pytest

from dayshift.domain.errors import Invalid
from dayshift.domain.triggers import compile_trigger, is_elapsed, read_trigger
from dayshift.domain.triggers.as_cron import equivalents

NOW = int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp())
DAY = 86_400


@pytest.fixture
def read(zones):
    def read_it(rule, dialect=None, tz="Europe/Stockholm"):
        data = rule if isinstance(rule, dict) else {"kind": "cron", "text": rule, "dialect": dialect}
        return read_trigger(data, created=NOW, zone=zones.get(tz), start=None)

    return read_it


@pytest.fixture
def same(read, zones):
    """What a rule is called in each dialect; each text is checked to have the same fires and the same class."""

    def compare(rule, dialect=None, tz="Europe/Stockholm"):
        zone, trigger = zones.get(tz), read(rule, dialect, tz)
        texts = equivalents(trigger, zone, NOW)
        for name, text in texts.items():
            if text is not None:
                other = read(text, name, tz)
                assert is_elapsed(other) == is_elapsed(trigger), (rule, text)
                for t in (NOW, NOW + 120 * DAY, NOW + 330 * DAY):
                    ours, theirs = (
                        compile_trigger(each, zone).between(t, t + 20 * DAY, 3000) for each in (trigger, other)
                    )
                    assert ours == theirs, (rule, text)
        return texts["cron5"], texts["quartz"]

    return compare


@pytest.mark.parametrize(
    ("text", "dialect"),
    [("0 9 * * 1-5", "cron5"), ("@daily", "cron5"), ("0 0 9 ? * 2", "quartz"), ("0 0 9 ? * 2 2027", "quartz")],
)
def test_a_dialect_that_is_left_out_is_told_by_the_number_of_fields(text, dialect, read):
    assert read(text).dialect == dialect


@pytest.mark.parametrize(
    ("text", "weekday"),
    [("0 9 * * 0", 6), ("0 9 * * 7", 6), ("0 9 * * 1", 0), ("0 9 * * 5", 4), ("0 0 9 ? * 1", 6), ("0 0 9 ? * 2", 0),
     ("0 0 9 ? * 7", 5)],
)  # fmt: skip
def test_monday_is_one_in_unix_and_two_in_quartz(text, weekday, compiled):
    first = compiled(text, "UTC").next_after(NOW)

    assert datetime.fromtimestamp(first, UTC).weekday() == weekday


@pytest.mark.parametrize(
    ("text", "quartz"),
    [
        ("0 9 * * 1-5", "0 0 9 ? * 2-6"),
        ("*/15 8-17 * * MON-FRI", "0 */15 8-17 ? * MON-FRI"),
        ("0 0 1,15 * *", "0 0 0 1,15 * ?"),
        ("0 0 */2 * *", "0 0 0 */2 * ?"),
        ("0 0 * * */2", "0 0 0 ? * 1,3,5,7"),
        ("0 0 * * 5-7", "0 0 0 ? * 6-1"),
        ("0 0 * * 0,FRI-SUN", "0 0 0 ? * 1,FRI-SUN"),
        ("0 0 * * 0-6", "0 0 0 * * ?"),
        ("0 0 1-31 * 2", "0 0 0 * * ?"),
        ("0 0 * * 1-5/2", "0 0 0 ? * 2,4,6"),
        ("@weekly", "0 0 0 ? * 1"),
        ("0 0 13 * 5", None),
        ("0 0 */2 * 1", None),
    ],
)
def test_a_unix_rule_in_quartz(text, quartz, same):
    assert same(text) == (text, quartz)


@pytest.mark.parametrize(
    ("text", "cron5"),
    [
        ("0 0 9 ? * 2-6", "0 9 * * 1-5"),
        ("0 5/15 * * * ?", "5-59/15 * * * *"),
        ("0 0 0/1 * * ?", "0 0-23 * * *"),
        ("0 0 22-2 * * ?", "0 22-23,0-2 * * *"),
        ("0 0 0 1 NOV-FEB ?", "0 0 1 11-12,1-2 *"),
        ("0 0 0 ? * FRI-MON", "0 0 * * FRI,SAT,SUN,MON"),
        ("0 0 0 ? * 6-1", "0 0 * * 5,6,0"),
        ("0 0 0 ? * L", "0 0 * * 6"),
        ("0 0 0 ? * 2/2", "0 0 * * 1,3,5"),
        ("0 0 0 ? * *", "0 0 * * *"),
        ("0 0 0 ? * 2,*", "0 0 * * 1,*"),
        ("0 0 0 ? * SUN-TUE", "0 0 * * SUN-TUE"),
        ("0 0 0 L * ?", None),
        ("0 0 0 ? * 6#2", None),
        ("30 0 0 * * ?", None),
        ("0 0 0 1 1 ? 2027", None),
        (f"0 0 0 {','.join(['1/3'] * 50)} * ?", None),
    ],
)
def test_a_quartz_rule_in_unix_cron(text, cron5, same):
    assert same(text) == (cron5, text)


def calendar(**more):
    return {"kind": "calendar", "times": ["09:00"], **more}


def every(n, unit, **more):
    return {"kind": "every", "n": n, "unit": unit, **more}


@pytest.mark.parametrize(
    ("rule", "tz", "cron5", "quartz"),
    [
        (calendar(unit="day"), "Europe/Stockholm", "0 9 * * *", "0 0 9 * * ?"),
        (calendar(unit="day", times=["09:00", "09:30", "17:00", "17:30"]), "UTC", "0,30 9,17 * * *",
         "0 0,30 9,17 * * ?"),
        (calendar(unit="day", times=["09:00", "17:30"]), "UTC", None, None),
        (calendar(unit="day", times=["09:00:30"]), "UTC", None, "30 0 9 * * ?"),
        (calendar(unit="day", every=2), "UTC", None, None),
        (calendar(unit="week", weekdays=["sun", "mon", "sat"]), "UTC", "0 9 * * 0-1,6", "0 0 9 ? * 1-2,7"),
        (calendar(unit="month", on=[{"day": 1}, {"day": 15}]), "UTC", "0 9 1,15 * *", "0 0 9 1,15 * ?"),
        (calendar(unit="month", on=[{"day": 15}, {"day": -1}]), "UTC", None, "0 0 9 15,L * ?"),
        (calendar(unit="month", on=[{"day": -3}]), "UTC", None, "0 0 9 L-2 * ?"),
        (calendar(unit="month", on=[{"day": 31}], short_month="last_day"), "UTC", None, "0 0 9 L * ?"),
        (calendar(unit="month", on=[{"day": 30}], short_month="last_day"), "UTC", None, None),
        (calendar(unit="month", on=[{"workday": -1}]), "UTC", None, "0 0 9 LW * ?"),
        (calendar(unit="month", on=[{"workday": 1}]), "UTC", None, "0 0 9 1W * ?"),
        (calendar(unit="month", on=[{"workday": 2}]), "UTC", None, None),
        (calendar(unit="month", on=[{"nearest_weekday": 15}]), "UTC", None, "0 0 9 15W * ?"),
        (calendar(unit="month", on=[{"nth": 2, "weekday": "tue"}, {"nth": -1, "weekday": "sun"}]), "UTC", None,
         "0 0 9 ? * 3#2,1L"),
        (calendar(unit="month", on=[{"nth": 2, "weekday": "tue"}, {"day": 1}]), "UTC", None, None),
        (calendar(unit="year", months=[12], on=[{"day": 24}]), "UTC", "0 9 24 12 *", "0 0 9 24 12 ?"),
        (every(15, "minute"), "Europe/Stockholm", "*/15 * * * *", "0 */15 * * * ?"),
        (every(20, "minute", anchor="2026-11-23T08:07:00Z"), "UTC", "7-59/20 * * * *", "0 7-59/20 * * * ?"),
        (every(1, "hour"), "Asia/Kolkata", "0 * * * *", "0 0 * * * ?"),
        (every(1, "hour"), "Australia/Lord_Howe", None, None),
        (every(2, "hour"), "UTC", "0 */2 * * *", "0 0 */2 * * ?"),
        (every(2, "hour"), "Europe/Stockholm", None, None),
        (every(2, "hour", anchor="2026-11-23T09:00:00Z"), "UTC", None, None),
        (every(20, "second"), "Europe/Stockholm", None, "*/20 * * * * ?"),
        (every(7, "minute"), "UTC", None, None),
        (every(24, "hour"), "UTC", None, None),
        (every(15, "minute", between={"from": "08:00", "to": "18:00"}), "UTC", None, None),
        ({"kind": "once", "at": "2026-12-01T09:00"}, "UTC", None, None),
    ],
)  # fmt: skip
def test_other_kinds_as_cron(rule, tz, cron5, quartz, same):
    assert same(rule, tz=tz) == (cron5, quartz)


def test_random_rules_keep_their_fires_and_their_class_in_the_other_dialect(same):
    chance = random.Random(7)
    translated = 0

    for _ in range(150):
        minute = chance.choice(["*/20", "5", "0,30", "10-50/20", "*"])
        hour = chance.choice(["*", "*/6", "2", "1-4", "20-23/2"])
        day, weekday = chance.choice(
            [("*", "*"), ("13", "*"), ("*", "1-5"), ("*", "SUN"), ("*", "*/3"), ("*", "5-7"), ("1-7", "1")]
        )
        month = chance.choice(["*", "3,10", "OCT-DEC"])
        translated += same(f"{minute} {hour} {day} {month} {weekday}")[1] is not None
        second, start = chance.choice(["0", "0", "15"]), chance.choice(["3/20", "*/20", "50-10/5"])
        when = chance.choice(["* * ?", "28-3 * ?", "? * 6-2", "? * FRI-SUN", "15W,L * ?", "? OCT-MAR 2,3"])
        translated += same(f"{second} {start} {chance.choice(['*', '22-3', '1/5'])} {when}")[0] is not None

    assert translated > 150


def test_an_unknown_dialect_is_refused(read):
    with pytest.raises(Invalid) as refused:
        read("0 9 * * *", "vixie")

    assert refused.value.faults[0].field == "trigger.dialect"
