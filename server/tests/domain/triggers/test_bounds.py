"""Bounds: both inclusive, in their widest reading, also inside gaps and folds."""

import pytest

from dayshift.domain.errors import Invalid
from dayshift.domain.triggers import read_trigger
from dayshift.domain.triggers.bounds import read_bound
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.words import sentence

STOCKHOLM, SANTIAGO = "Europe/Stockholm", "America/Santiago"


@pytest.mark.parametrize(
    ("tz", "field", "text", "expected"),
    [
        (SANTIAGO, "end", "2027-09-04", "2027-09-05T03:59:59Z"),
        (SANTIAGO, "start", "2027-09-05", "2027-09-05T04:00Z"),
        (SANTIAGO, "end", "2027-04-03", "2027-04-04T03:59:59Z"),
        (STOCKHOLM, "start", "2026-11-23", "2026-11-22T23:00Z"),
        (STOCKHOLM, "end", "2026-11-23", "2026-11-23T22:59:59Z"),
        (STOCKHOLM, "start", "2027-03-28T02:30", "2027-03-28T01:00Z"),
        (STOCKHOLM, "end", "2027-03-28T02:30", "2027-03-28T01:00Z"),
        (STOCKHOLM, "start", "2027-10-31T02:30", "2027-10-31T00:30Z"),
        (STOCKHOLM, "end", "2027-10-31T02:30", "2027-10-31T01:30Z"),
        (STOCKHOLM, "end", "2027-10-31T02:30:00+02:00", "2027-10-31T00:30Z"),
        (STOCKHOLM, "start", "2027-10-31T00:30:00Z", "2027-10-31T00:30Z"),
        ("Pacific/Apia", "start", "2011-12-30", "2011-12-30T10:00Z"),
        ("Pacific/Apia", "end", "2011-12-29", "2011-12-30T09:59:59Z"),
    ],
)
def test_a_bound_is_read_as_wide_as_it_can_be(tz, field, text, expected, zones, at):
    assert read_bound(text, zones.get(tz), field=field) == at(expected)


def test_no_bound_is_none(zones):
    assert read_bound(None, zones.get(STOCKHOLM), field="end") is None


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "2026-02-30", "2026-11-23 09:00", "2026-11-23T24:00", ""])
def test_what_is_no_date_is_refused_with_examples(text, zones):
    with pytest.raises(Invalid) as refused:
        read_bound(text, zones.get(STOCKHOLM), field="start")

    assert refused.value.faults[0].field == "start"
    assert "2026-12-01T09:00" in refused.value.faults[0].text


@pytest.mark.parametrize("text", ["2100-01-01", "1969-12-31", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_a_bound_outside_the_years_that_are_computed_is_refused(text, zones):
    with pytest.raises(Invalid) as refused:
        read_bound(text, zones.get("UTC"), field="end")

    assert refused.value.faults[0].text == "Nothing is computed before 1970 or beyond 2099-12-31."


@pytest.mark.parametrize("text", ["1970-01-01T14:00+14:00", "1970-01-01", "2099-12-31T23:59:59Z"])
def test_the_edges_of_those_years_can_be_told_in_every_zone(text, zones):
    zone = zones.get("America/Santiago")
    trigger = read_trigger({"kind": "cron", "text": "0 9 * * *"}, created=0, zone=zone, start=None)
    bound = read_bound(text, zone, field="start")

    said = sentence(trigger, zone, start=bound, end=bound, max_runs=None, now=0)

    assert said.startswith("Runs every day at 09:00, from ")


@pytest.fixture
def daily(zones):
    zone = zones.get("UTC")
    return read_trigger({"kind": "cron", "text": "0 9 * * *"}, created=0, zone=zone, start=None), zone


def test_start_and_end_at_one_nominal_time_leave_one_fire(daily, at):
    trigger, zone = daily
    nine = at("2026-11-23T09:00Z")

    rule = Rule(trigger=trigger, zone=zone, start=nine, end=nine)

    assert rule.between(0, nine * 2, 10) == [nine]
    assert rule.count(0, nine * 2) == 1
    assert (rule.next_after(nine - 1), rule.next_after(nine)) == (nine, None)
    assert (rule.last_before(nine + 1), rule.last_before(nine)) == (nine, None)


def test_bounds_a_second_inside_take_the_fire_away(daily, at):
    trigger, zone = daily
    nine = at("2026-11-23T09:00Z")

    rule = Rule(trigger=trigger, zone=zone, start=nine + 1, end=nine + 86_399)

    assert rule.count(0, nine * 2) == 0
    assert rule.between(0, nine * 2, 10) == []
    assert rule.next_after(0) is None
    assert rule.last_before(nine * 2) is None


def test_an_open_rule_ends_with_the_horizon(daily, at):
    trigger, zone = daily

    rule = Rule(trigger=trigger, zone=zone, start=None, end=None)

    assert rule.last_before(at("2105-01-01T00:00Z")) == at("2099-12-31T09:00Z")
    assert rule.next_after(at("2099-12-31T09:00Z")) is None
