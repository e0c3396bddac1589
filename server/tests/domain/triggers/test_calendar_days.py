"""Calendar rules and Quartz's special days against plain predicates over dates."""

import calendar
from datetime import UTC, date, datetime, timedelta

import pytest

FIRST, LAST = date(2026, 1, 1), date(2033, 12, 31)
DATES = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
MONDAY = date(2026, 1, 5)


def length(day):
    return calendar.monthrange(day.year, day.month)[1]


def from_end(day):
    return length(day) - day.day + 1


def workdays(day):
    return [n for n in range(1, length(day) + 1) if date(day.year, day.month, n).weekday() < 5]


def nearest(day, number):
    """The Monday-to-Friday day of the month with the smallest distance; of two, the one that does not leave it."""
    if number > length(day):
        return None
    return min(workdays(day), key=lambda n: (abs(n - number), n))


def months(on, **more):
    return {"kind": "calendar", "unit": "month", "on": on, "times": ["09:00"], **more}


def cron(text):
    return {"kind": "cron", "text": text}


RULES = {
    "every third day": (
        {"kind": "calendar", "unit": "day", "every": 3, "times": ["09:00"], "anchor": "2027-02-27"},
        lambda d: (d - date(2027, 2, 27)).days % 3 == 0,
    ),
    "weekdays": (
        {"kind": "calendar", "unit": "week", "weekdays": ["mon", "thu", "sun"], "times": ["09:00"]},
        lambda d: d.weekday() in (0, 3, 6),
    ),
    "every other week": (
        {
            "kind": "calendar",
            "unit": "week",
            "every": 2,
            "weekdays": ["fri", "sun"],
            "times": ["09:00"],
            "anchor": "2026-12-04",
        },
        lambda d: d.weekday() in (4, 6) and ((d - MONDAY).days // 7 - (date(2026, 12, 4) - MONDAY).days // 7) % 2 == 0,
    ),
    "the 31st": (months([{"day": 31}]), lambda d: d.day == 31),
    "the 31st or the last": (months([{"day": 31}], short_month="last_day"), lambda d: from_end(d) == 1),
    "the 29th or the last": (
        months([{"day": 29}], short_month="last_day"),
        lambda d: d.day == 29 or (length(d) == 28 and d.day == 28),
    ),
    "the third last day": (months([{"day": -3}]), lambda d: from_end(d) == 3),
    "the second Tuesday": (months([{"nth": 2, "weekday": "tue"}]), lambda d: d.weekday() == 1 and 8 <= d.day <= 14),
    "the fifth Friday": (months([{"nth": 5, "weekday": "fri"}]), lambda d: d.weekday() == 4 and d.day > 28),
    "the last Sunday": (months([{"nth": -1, "weekday": "sun"}]), lambda d: d.weekday() == 6 and from_end(d) <= 7),
    "the third working day": (months([{"workday": 3}]), lambda d: workdays(d)[2] == d.day),
    "the last but one working day": (months([{"workday": -2}]), lambda d: workdays(d)[-2] == d.day),
    "the working day nearest the 1st": (months([{"nearest_weekday": 1}]), lambda d: nearest(d, 1) == d.day),
    "the working day nearest the 15th": (months([{"nearest_weekday": 15}]), lambda d: nearest(d, 15) == d.day),
    "the working day nearest the 31st": (months([{"nearest_weekday": 31}]), lambda d: nearest(d, 31) == d.day),
    "a union of days": (
        months([{"day": 1}, {"day": -1}, {"nth": 1, "weekday": "mon"}], months=[2, 7]),
        lambda d: d.month in (2, 7) and (d.day == 1 or from_end(d) == 1 or (d.weekday() == 0 and d.day <= 7)),
    ),
    "every third month": (
        months([{"day": 10}], every=3, anchor="2026-12-01"),
        lambda d: d.day == 10 and d.month % 3 == 0,
    ),
    "every other year": (
        {
            "kind": "calendar",
            "unit": "year",
            "every": 2,
            "months": [2, 12],
            "on": [{"day": 1}],
            "times": ["09:00"],
            "anchor": "2027-06-01",
        },
        lambda d: d.year % 2 == 1 and d.month in (2, 12) and d.day == 1,
    ),
    "quartz L": (cron("0 0 9 L * ?"), lambda d: from_end(d) == 1),
    "quartz L-3": (cron("0 0 9 L-3 * ?"), lambda d: from_end(d) == 4),
    "quartz LW": (cron("0 0 9 LW * ?"), lambda d: workdays(d)[-1] == d.day),
    "quartz 15W": (cron("0 0 9 15W * ?"), lambda d: nearest(d, 15) == d.day),
    "quartz 6L": (cron("0 0 9 ? * 6L"), lambda d: d.weekday() == 4 and from_end(d) <= 7),
    "quartz FRI#2": (cron("0 0 9 ? * FRI#2"), lambda d: d.weekday() == 4 and 8 <= d.day <= 14),
    "quartz 5#5": (cron("0 0 9 ? * 5#5"), lambda d: d.weekday() == 3 and d.day > 28),
    "quartz L alone": (cron("0 0 9 ? * L"), lambda d: d.weekday() == 5),
    "quartz 15,L": (cron("0 0 9 15,L * ?"), lambda d: d.day == 15 or from_end(d) == 1),
    "quartz MON,FRIL": (
        cron("0 0 9 ? * MON,FRIL"),
        lambda d: d.weekday() == 0 or (d.weekday() == 4 and from_end(d) <= 7),
    ),
    "quartz 1-5": (cron("0 0 9 ? * 1-5"), lambda d: d.weekday() in (6, 0, 1, 2, 3)),
    "quartz FRI-MON": (cron("0 0 9 ? * FRI-MON"), lambda d: d.weekday() in (4, 5, 6, 0)),
    "quartz 28-3": (cron("0 0 9 28-3 * ?"), lambda d: d.day >= 28 or d.day <= 3),
    "quartz NOV-FEB": (cron("0 0 9 1 NOV-FEB ?"), lambda d: d.day == 1 and d.month in (11, 12, 1, 2)),
    "quartz years": (
        cron("0 0 9 1 1 ? 2027/3"),
        lambda d: (d.month, d.day) == (1, 1) and d.year in (2027, 2030, 2033),
    ),
    "cron5 either": (cron("0 9 13 * 5"), lambda d: d.day == 13 or d.weekday() == 4),
    "cron5 both": (cron("0 9 */2 * 1"), lambda d: d.day % 2 == 1 and d.weekday() == 0),
    "cron5 both by the other star": (cron("0 9 13 * */5"), lambda d: d.day == 13 and d.weekday() in (6, 4)),
    "cron5 an impossible date beside a weekday": (cron("0 9 30 2 1"), lambda d: d.month == 2 and d.weekday() == 0),
    "cron5 FRI-SUN": (cron("0 9 * * FRI-SUN"), lambda d: d.weekday() in (4, 5, 6)),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_a_rule_fires_on_exactly_these_dates(name, compiled, at):
    rule, predicate = RULES[name]
    wanted = [day for day in DATES if predicate(day)]

    trigger = compiled(rule, "UTC")

    found = trigger.between(at(f"{FIRST}T00:00Z"), at(f"{LAST}T23:59Z"), 10_000)
    assert [datetime.fromtimestamp(t, UTC).date() for t in found] == wanted
    assert {datetime.fromtimestamp(t, UTC).hour for t in found} == {9}
    assert trigger.count(at(f"{FIRST}T00:00Z"), at(f"{LAST}T23:59Z")) == len(wanted)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 0 22-4/2 * * ?", [0, 2, 4, 22]),
        ("0 0 5/8 * * ?", [5, 13, 21]),
        ("0 0 20/2 * * ?", [20, 22]),
    ],
)
def test_quartz_ranges_wrap_and_step_on(text, expected, compiled, at):
    found = compiled(text, "UTC").between(at("2026-11-23T00:00Z"), at("2026-11-23T23:59Z"), 100)

    assert [datetime.fromtimestamp(t, UTC).hour for t in found] == expected


def test_seconds_in_a_wall_time_are_kept(compiled, at):
    trigger = compiled({"kind": "calendar", "unit": "day", "times": ["09:00:30", "09:00"]}, "UTC")

    assert trigger.between(at("2026-11-23T00:00Z"), at("2026-11-23T23:00Z"), 9) == [
        at("2026-11-23T09:00Z"),
        at("2026-11-23T09:00:30Z"),
    ]


@pytest.mark.parametrize("text", ["*/20 * * * * ?", "10,50 59 23 * * ?", "0/7 30 2 * * ?"])
def test_second_grain_rules_count_what_they_name(text, compiled, at):
    trigger = compiled(text, "Europe/Stockholm")

    for day in ("2027-03-27", "2027-10-30"):
        first, last = at(f"{day}T22:00:05Z"), at(f"{day}T22:00:05Z") + 6 * 3600
        found = trigger.between(first, last, 20_000)
        assert trigger.count(first, last) == len(found)
        assert found == sorted(set(found))
        assert [trigger.last_before(t) for t in found[1:]] == found[:-1]
