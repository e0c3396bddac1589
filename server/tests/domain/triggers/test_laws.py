"""What holds for every rule of every kind, in every zone, near every clock change."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dayshift.domain.errors import Invalid
from dayshift.domain.triggers import compile_trigger, is_elapsed, read_trigger, write_trigger
from dayshift.domain.triggers.rule import Rule

ZONES = [
    "Europe/Stockholm",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Cairo",
    "Antarctica/Troll",
]
HOUR, DAY = 3600, 86_400
CREATED = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

time = st.builds("{:02}:{:02}".format, st.sampled_from([0, 1, 2, 3, 9, 23]), st.sampled_from([0, 15, 30, 59]))
times = st.lists(time, min_size=1, max_size=4)
weekdays = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, max_size=5)
day_item = st.one_of(
    st.builds(lambda n: {"day": n}, st.integers(-28, 31).filter(bool)),
    st.builds(lambda n, d: {"nth": n, "weekday": d}, st.sampled_from([-1, 1, 2, 5]), st.sampled_from(["mon", "sun"])),
    st.builds(lambda n: {"workday": n}, st.sampled_from([-10, -1, 1, 7])),
    st.builds(lambda n: {"nearest_weekday": n}, st.integers(1, 31)),
)
items = st.lists(day_item, min_size=1, max_size=3)
short = st.sampled_from(["skip", "last_day"])
calendars = st.one_of(
    st.fixed_dictionaries({"unit": st.just("day"), "every": st.integers(1, 9), "times": times}),
    st.fixed_dictionaries({"unit": st.just("week"), "every": st.integers(1, 5), "weekdays": weekdays, "times": times}),
    st.fixed_dictionaries({"unit": st.just("month"), "every": st.integers(1, 7), "on": items, "times": times,
                           "short_month": short}),
    st.fixed_dictionaries({"unit": st.just("year"), "every": st.integers(1, 3), "on": items, "times": times,
                           "short_month": short, "months": st.lists(st.integers(1, 12), min_size=1, max_size=4)}),
).map(lambda fields: {"kind": "calendar", **fields})  # fmt: skip
elapsed = st.one_of(
    st.builds(
        lambda n, unit: {"kind": "every", "n": n, "unit": unit},
        st.integers(10, 200), st.sampled_from(["second", "minute"]),
    ),
    st.builds(
        lambda n, first, last: {"kind": "every", "n": n, "unit": "minute", "between": {"from": first, "to": last}},
        st.integers(5, 300), time, time,
    ).filter(lambda rule: rule["between"]["from"] != rule["between"]["to"]),
)  # fmt: skip
minute = st.sampled_from(["*", "*/15", "*/7", "0", "30", "0,30", "59"])
hour = st.sampled_from(["*", "*/2", "*/5", "0", "2", "1-3", "23", "0,1,2"])
cron5 = st.builds(
    "{} {} {} {} {}".format, minute, hour,
    st.sampled_from(["*", "*", "1", "28-31", "*/2"]), st.sampled_from(["*", "3,10", "*/5"]),
    st.sampled_from(["*", "*", "0", "1-5", "*/3"]),
)  # fmt: skip
quartz = st.builds(
    "{} {} {} {} ?".format,
    st.sampled_from(["0", "30", "*/20"]),
    minute,
    hour,
    st.sampled_from(["* *", "L *", "15W *", "LW 1/2"]),
)
crons = st.one_of(cron5, quartz).map(lambda text: {"kind": "cron", "text": text})
onces = st.sampled_from(["2027-03-28T02:30", "2027-04-04T01:45", "2027-10-31T02:30:00Z"]).map(
    lambda at: {"kind": "once", "at": at}
)
rules = st.one_of(calendars, elapsed, crons, onces)


@pytest.fixture(scope="session")
def instants(zones):
    """Instants near a clock change of a zone: a number picks the change, a number the distance."""
    first, last = CREATED, int(datetime(2032, 1, 1, tzinfo=UTC).timestamp())
    changes = {name: [change.at for change in zones.get(name).changes(first, last)] for name in ZONES}
    return lambda name, which, away: changes[name][which % len(changes[name])] + away


@pytest.fixture
def law(zones):
    def read(data, name):
        try:
            trigger = read_trigger(data, created=CREATED, zone=zones.get(name), start=None)
        except Invalid:
            assume(False)
        return trigger, compile_trigger(trigger, zones.get(name))

    return read


near = st.tuples(
    st.sampled_from(ZONES),
    st.integers(0, 20),
    st.one_of(st.integers(-3 * HOUR, 3 * HOUR), st.integers(-40 * DAY, 40 * DAY)),
)


@RELAXED
@given(data=rules, where=near)
def test_next_and_last_are_strict_and_meet(data, where, law, instants):
    name, t = where[0], instants(*where)
    _, trigger = law(data, name)

    after, before = trigger.next_after(t), trigger.last_before(t)

    assert after is None or after > t
    assert before is None or before < t
    assert trigger.count(t, t) == (trigger.next_after(t - 1) == t)
    if after is not None:
        assert trigger.next_after(after - 1) == after
        assert trigger.last_before(after) == (t if trigger.count(t, t) else before)


@RELAXED
@given(data=rules, where=near, cuts=st.tuples(st.integers(0, 3 * DAY), st.integers(0, 3 * DAY)))
def test_between_tiles_and_count_counts(data, where, cuts, law, instants):
    name, a = where[0], instants(*where)
    b, c = a + cuts[0], a + cuts[0] + cuts[1] + 1
    _, trigger = law(data, name)

    left, right, whole = trigger.between(a, b, 50_000), trigger.between(b + 1, c, 50_000), trigger.between(a, c, 50_000)

    assert whole == left + right == sorted(set(whole))
    assert trigger.count(a, c) == len(whole)
    assert trigger.count(a, b) == len(left)
    assert trigger.between(a, c, 3) == whole[:3]


@RELAXED
@given(data=st.one_of(calendars, crons), where=near, days=st.integers(300, 1200))
def test_years_are_counted_exactly(data, where, days, law, instants):
    name, a = where[0], instants(*where)
    _, found = law(data, name)
    assume(found.count(a, a + 30 * DAY) < 700)

    listed = found.between(a, a + days * DAY, 50_000)

    assert found.count(a, a + days * DAY) == len(listed)


@RELAXED
@given(data=rules, where=near)
def test_the_canonical_form_reads_as_the_same_trigger(data, where, zones, law):
    trigger, found = law(data, where[0])

    again = read_trigger(write_trigger(trigger), created=CREATED + 77 * DAY, zone=zones.get(where[0]), start=None)

    assert again == trigger
    assert write_trigger(again) == write_trigger(trigger)
    assert compile_trigger(again, zones.get(where[0])) is found


@RELAXED
@given(data=rules, where=near, length=st.integers(0, 5 * DAY))
def test_every_fire_of_a_bounded_rule_lies_within_its_bounds(data, where, length, zones, law, instants):
    start = instants(*where)
    end = start + length
    trigger, free = law(data, where[0])
    rule = Rule(trigger=trigger, zone=zones.get(where[0]), start=start, end=end)

    fires = rule.between(0, end * 2, 50_000)

    assert all(start <= t <= end for t in fires)
    assert fires == free.between(start, end, 50_000)
    assert rule.count(0, end * 2) == len(fires)
    assert rule.next_after(0) == (fires[0] if fires else None)
    assert rule.last_before(end * 2) == (fires[-1] if fires else None)


@RELAXED
@given(data=rules, where=near)
def test_a_clock_time_rule_never_fires_in_the_second_pass_of_a_fold(data, where, zones, law, instants):
    trigger, found = law(data, where[0])
    assume(not is_elapsed(trigger) and data["kind"] != "once")
    change = next(zones.get(where[0]).changes(instants(where[0], where[1], 0), 1 << 40))

    second_pass = (change.at, change.at + change.before - change.after - 1)

    assert change.is_gap or found.between(*second_pass, 100) == []
