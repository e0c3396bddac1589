"""What saving asks: every fault at once, and the canonical texts."""

import pytest

from dayshift.domain.errors import Invalid, InvalidCron, InvalidZone, NeverFires
from dayshift.domain.triggers import Cron, read_trigger
from dayshift.domain.triggers.check import check_rule


@pytest.fixture
def checked(zones, at):
    def check(schedule, *, now="2026-11-23T07:00Z", floor_s=10, **more):
        return check_rule(schedule, zones=zones, default_tz="Europe/Stockholm", floor_s=floor_s, now=at(now), **more)

    return check


@pytest.fixture
def faults(checked):
    def collect(schedule, **more):
        with pytest.raises(Invalid) as refused:
            checked(schedule, **more)
        return [(fault.field, fault.code) for fault in refused.value.faults]

    return collect


NINE = {"kind": "cron", "text": "0 9 * * *"}


def test_a_good_schedule_comes_back_in_its_canonical_form(checked, at):
    schedule = {
        "trigger": {"kind": "cron", "text": " 0 9 * * 1-5 "},
        "tz": "europe/lisbon",
        "start": "2026-11-23T09:00:00",
        "end": "2027-01-29T10:00+02:00",
        "max_runs": 50,
        "skips": ["2026-12-24T09:00:00Z", "2026-12-01T10:00:00+01:00"],
        "overlap": {"mode": "skip"},
    }

    found = checked(schedule)

    assert found.trigger == {"kind": "cron", "text": "0 9 * * 1-5", "dialect": "cron5"}
    assert (found.tz, found.start, found.end) == ("Europe/Lisbon", "2026-11-23T09:00", "2027-01-29T08:00:00Z")
    assert (found.max_runs, found.skips) == (50, (at("2026-12-01T09:00Z"), at("2026-12-24T09:00Z")))
    assert found.dialect_read == "cron5"
    assert found.rule.trigger == Cron(text="0 9 * * 1-5", dialect="cron5")
    assert (found.rule.start, found.rule.end) == (at("2026-11-23T09:00Z"), at("2027-01-29T08:00Z"))


def test_the_project_s_zone_is_the_default_and_a_written_dialect_is_not_read(checked):
    found = checked({"trigger": {**NINE, "dialect": "cron5"}})

    assert found.tz == "Europe/Stockholm"
    assert found.dialect_read is None


def test_all_faults_are_told_at_once(faults):
    schedule = {"trigger": {"kind": "cron", "text": "61 25 * * *"}, "tz": "EST", "start": "soon", "end": "2126-01-01",
                "max_runs": 0, "skips": ["2026-12-24"]}  # fmt: skip

    assert faults(schedule) == [
        ("tz", "invalid_zone"), ("start", "invalid"), ("end", "invalid"), ("trigger.text", "invalid_cron"),
        ("trigger.text", "invalid_cron"), ("max_runs", "invalid"), ("skips", "invalid"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("schedule", "narrowest"),
    [({"trigger": {"kind": "cron", "text": "61 9 * * *"}}, InvalidCron), ({"trigger": NINE, "tz": "EST"}, InvalidZone),
     ({"trigger": {"kind": "cron", "text": "0 0 30 2 *"}}, NeverFires)],
)  # fmt: skip
def test_faults_of_one_kind_keep_their_class(schedule, narrowest, checked):
    with pytest.raises(narrowest):
        checked(schedule)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ({"trigger": NINE, "start": "2026-12-02", "end": "2026-12-01"}, [("end", "end_before_start")]),
        ({"trigger": NINE, "end": "2026-11-23T08:59"}, [("end", "ends_before_first")]),
        ({"trigger": {"kind": "once", "at": "2026-11-23T07:58"}}, [("trigger.at", "in_the_past")]),
        ({"trigger": {"kind": "once", "at": "2026-12-01T09:00"}, "start": "2026-12-02"}, [("start", "never_fires")]),
        ({"trigger": {"kind": "once", "at": "2026-12-01"}}, [("trigger.at", "invalid")]),
        ({"trigger": {"kind": "once", "at": "2100-12-01T09:00"}}, [("trigger.at", "invalid")]),
        ({"trigger": {"kind": "cron", "text": "*/5 * * * * ?"}}, [("trigger.text", "below_floor")]),
        ({"trigger": {"kind": "every", "n": 9, "unit": "second"}}, [("trigger.n", "below_floor")]),
        (
            {"trigger": {"kind": "calendar", "unit": "day", "times": ["23:59:55", "00:00"]}},
            [("trigger.times", "below_floor")],
        ),
        (
            {
                "trigger": {
                    "kind": "calendar",
                    "unit": "month",
                    "on": [{"day": 1}, {"day": -1}],
                    "times": ["23:59:55", "00:00"],
                }
            },
            [("trigger.times", "below_floor")],
        ),
        ({"trigger": {"kind": "cron", "text": "0 9 * * *", "spread_s": 5}}, [("trigger.spread_s", "invalid")]),
        ({"trigger": {"kind": "after", "jobs": ["a"]}}, [("trigger.kind", "invalid")]),
        ({"trigger": {"kind": "cron"}}, [("trigger.text", "invalid")]),
        ({"trigger": NINE, "max_runs": True}, [("max_runs", "invalid")]),
        ({}, [("trigger", "invalid")]),
    ],
)
def test_what_cannot_be_saved_is_refused_by_its_field(schedule, expected, faults):
    assert faults(schedule) == expected


@pytest.mark.parametrize(
    "schedule",
    [
        {"trigger": NINE, "end": "2026-11-23T09:00"},
        {"trigger": {"kind": "once", "at": "2026-11-23T07:59"}},
        {"trigger": {"kind": "once", "at": "2026-11-23T07:59:30"}},
        {"trigger": {"kind": "every", "n": 10, "unit": "second"}},
        {"trigger": {"kind": "cron", "text": "*/10 * * * * ?"}},
        {"trigger": {"kind": "calendar", "unit": "week", "weekdays": ["mon"], "times": ["23:59:55", "00:00"]}},
        {"trigger": {"kind": "calendar", "unit": "month", "on": [{"day": -1}], "times": ["23:59:55", "00:00"]}},
    ],
    ids=str,
)
def test_what_is_just_inside_is_accepted(schedule, checked):
    assert checked(schedule).rule


def test_an_edit_keeps_the_anchor_of_the_creation(checked, at):
    trigger = {"kind": "calendar", "unit": "week", "every": 2, "weekdays": ["fri"], "times": ["09:00"]}

    found = checked({"trigger": trigger}, created=at("2026-11-02T08:00Z"))

    assert found.trigger["anchor"] == "2026-11-02"


def test_an_edit_to_years_that_have_passed_is_refused(faults, at):
    schedule = {"trigger": {"kind": "cron", "text": "0 0 9 1 1 ? 2020"}}

    assert faults(schedule, created=at("2019-06-01T00:00Z")) == [("trigger.text", "never_fires")]


def test_an_impossible_rule_is_refused_after_at_most_the_months_to_the_horizon(monkeypatch, zones, at):
    asked = []
    monkeypatch.setattr("dayshift.domain.triggers.cron.CronRule.of_month", lambda self, index: asked.append(index) or 0)

    with pytest.raises(NeverFires):
        read_trigger(
            {"kind": "cron", "text": "0 0 30 2 *"}, created=at("2026-11-23T07:00Z"), zone=zones.get("UTC"), start=None
        )

    assert len(asked) == len(set(asked)) <= 130 * 12
    assert len([index for index in asked if index >= 2026 * 12 + 10]) <= 900


@pytest.mark.parametrize(
    ("trigger", "field"),
    [
        ({"kind": "calendar", "unit": "week", "times": ["09:00"]}, "trigger.weekdays"),
        ({"kind": "calendar", "unit": "week", "weekdays": ["monday"], "times": ["09:00"]}, "trigger.weekdays"),
        ({"kind": "calendar", "unit": "day", "times": []}, "trigger.times"),
        ({"kind": "calendar", "unit": "day", "times": ["9:00"]}, "trigger.times"),
        ({"kind": "calendar", "unit": "day", "times": ["24:00"]}, "trigger.times"),
        ({"kind": "calendar", "unit": "day", "every": 1000, "times": ["09:00"]}, "trigger.every"),
        ({"kind": "calendar", "unit": "day", "weekdays": ["mon"], "times": ["09:00"]}, "trigger.weekdays"),
        ({"kind": "calendar", "unit": "month", "on": [{"day": 0}], "times": ["09:00"]}, "trigger.on"),
        ({"kind": "calendar", "unit": "month", "on": [{"day": True}], "times": ["09:00"]}, "trigger.on"),
        ({"kind": "calendar", "unit": "month", "on": [{"day": 1, "nth": 2}], "times": ["09:00"]}, "trigger.on"),
        ({"kind": "calendar", "unit": "month", "on": [{"nth": 6, "weekday": "mon"}], "times": ["09:00"]}, "trigger.on"),
        ({"kind": "calendar", "unit": "month", "on": [{"workday": 11}], "times": ["09:00"]}, "trigger.on"),
        ({"kind": "calendar", "unit": "month", "on": [{"day": 1}], "months": [13], "times": ["09:00"]},
         "trigger.months"),
        ({"kind": "calendar", "unit": "month", "every": 2, "on": [{"day": 1}], "months": [1], "times": ["09:00"]},
         "trigger.months"),
        ({"kind": "calendar", "unit": "year", "on": [{"day": 1}], "times": ["09:00"]}, "trigger.months"),
        ({"kind": "calendar", "unit": "day", "times": ["09:00"], "anchor": "today"}, "trigger.anchor"),
        ({"kind": "calendar", "unit": "fortnight", "times": ["09:00"]}, "trigger.unit"),
    ],
)  # fmt: skip
def test_a_calendar_rule_is_refused_by_its_field(trigger, field, faults):
    assert field in [name for name, _ in faults({"trigger": trigger})]
