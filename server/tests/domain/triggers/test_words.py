"""Sentences, and the parts of which they are made."""

import pytest

from dayshift.domain.triggers import compile_trigger, read_trigger
from dayshift.domain.triggers.bounds import read_bound
from dayshift.domain.triggers.kinds import cron_rule
from dayshift.domain.triggers.same_days import as_calendar
from dayshift.domain.triggers.words import compose, parts, sentence

MON_TO_FRI = ["mon", "tue", "wed", "thu", "fri"]
OFFICE_HOURS = {"from": "08:00", "to": "18:00"}


def calendar(**more):
    return {"kind": "calendar", "times": ["09:00"], **more}


@pytest.fixture
def told(zones, at):
    """The arguments of ``sentence`` for a rule with bounds as texts."""

    def tell(rule, tz="Europe/Stockholm", start=None, end=None, max_runs=None):
        zone, now = zones.get(tz), at("2026-11-23T07:00Z")
        data = {"kind": "cron", "text": rule} if isinstance(rule, str) else rule
        first = read_bound(start, zone, field="start")
        trigger = read_trigger(data, created=now, zone=zone, start=first)
        bounds = {"start": first, "end": read_bound(end, zone, field="end"), "max_runs": max_runs, "now": now}
        return (trigger, zone), bounds

    return tell


TABLE = [
    (calendar(unit="week", weekdays=MON_TO_FRI), "every weekday (Monday to Friday) at 09:00"),
    (calendar(unit="week", weekdays=["sat", "sun"]), "every weekend day (Saturday and Sunday) at 09:00"),
    (calendar(unit="week", weekdays=["tue", "thu"], times=["07:15"]), "every Tuesday and Thursday at 07:15"),
    (calendar(unit="week", weekdays=[*MON_TO_FRI, "sat", "sun"]), "every day at 09:00"),
    (
        calendar(unit="week", every=2, weekdays=["fri"], times=["16:30"], anchor="2026-12-04"),
        "every other week on Friday at 16:30, counted from Fri 4 Dec 2026",
    ),
    (
        calendar(unit="week", every=3, weekdays=["fri"]),
        "every 3 weeks on Friday at 09:00, counted from Mon 23 Nov 2026",
    ),
    (calendar(unit="day", times=["09:00", "17:30"]), "every day at 09:00 and 17:30"),
    (calendar(unit="day", every=2, anchor="2026-12-04"), "every other day at 09:00, counted from Fri 4 Dec 2026"),
    (calendar(unit="month", on=[{"day": 1}, {"day": 15}], times=["12:00"]), "every month on the 1st and 15th at 12:00"),
    (calendar(unit="month", on=[{"workday": -1}]), "every month on the last working day at 09:00"),
    (calendar(unit="month", on=[{"day": -2}, {"day": 3}]), "every month on the 3rd and 2nd last day at 09:00"),
    (calendar(unit="month", on=[{"nth": 2, "weekday": "tue"}]), "every month on the 2nd Tuesday at 09:00"),
    (calendar(unit="month", on=[{"nearest_weekday": 15}]), "every month on the working day nearest the 15th at 09:00"),
    (
        calendar(unit="month", on=[{"day": 31}], short_month="last_day"),
        "every month on the 31st (the last day of a shorter month) at 09:00",
    ),
    (calendar(unit="month", on=[{"day": 1}], months=[1, 7]), "every January and July on the 1st at 09:00"),
    (
        calendar(unit="month", every=3, on=[{"day": 12}], anchor="2026-12-01"),
        "every 3 months on the 12th at 09:00, counted from Tue 1 Dec 2026",
    ),
    (calendar(unit="year", on=[{"day": 1}], months=[12]), "every year on 1 December at 09:00"),
    (
        calendar(unit="year", on=[{"day": -1}], months=[2, 3]),
        "every year in February and March on the last day at 09:00",
    ),
    ({"kind": "once", "at": "2026-12-01T07:30"}, "once on Tue 1 Dec 2026 at 07:30"),
    ({"kind": "once", "at": "2026-12-01T07:30:00Z"}, "once on Tue 1 Dec 2026 at 08:30"),
    ({"kind": "every", "n": 15, "unit": "minute"}, "every 15 minutes"),
    ({"kind": "every", "n": 1, "unit": "hour"}, "every hour"),
    ({"kind": "every", "n": 90, "unit": "minute"}, "every 90 minutes, counted from Mon 23 Nov 2026 08:00"),
    (
        {"kind": "every", "n": 15, "unit": "minute", "between": OFFICE_HOURS, "weekdays": MON_TO_FRI},
        "every 15 minutes from 08:00 to 18:00 on weekdays (Monday to Friday)",
    ),
    ("0 9 * * 1-5", "every weekday (Monday to Friday) at 09:00"),
    ("0 0 9 ? * 2-6", "every weekday (Monday to Friday) at 09:00"),
    ("0 0 9 ? * 1-5", "every Monday, Tuesday, Wednesday, Thursday and Sunday at 09:00"),
    ("*/15 * * * *", "every 15 minutes"),
    ("* * * * *", "every minute"),
    ("5 * * * *", "every hour at 5 minutes past"),
    ("0 */2 * * *", "every 2 hours"),
    ("*/10 * * * * ?", "every 10 seconds"),
    ("*/15 8-17 * * 1-5", "every 15 minutes from 08:00 to 17:45 on weekdays (Monday to Friday)"),
    ("*/15 * 1 * *", "every 15 minutes, every month on the 1st"),
    ("*/7 * * * *", "at minute 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour"),
    ("0 0-23 * * *", "at minute 0 of every hour"),
    ("0,30 6-18 * * 6", "at minute 0 and 30 of the hours 6 to 18 on Saturday"),
    ("0,20 0-11 1 * *", "at minute 0 and 20 of the hours 0 to 11, every month on the 1st"),
    ("0 0 13 * 5", "at 00:00 on the 13th of the month and also every Friday"),
    ("0 0 */2 * 1", "at 00:00 every Monday that is also an odd date"),
    ("0 0 2-30/2 * 1", "at 00:00 on an even date and also every Monday"),
    ("0 9 */2 * *", "at 09:00 on an odd date"),
    ("0 9 * 6-8 1", "at 09:00 every Monday in June, July and August"),
    ("0 9 * 6-8 *", "at 09:00 in June, July and August"),
    ("0 0 0 L * ?", "every month on the last day at 00:00"),
    ("0 0 0 ? * 6#2,6L", "every month on the 2nd Friday and last Friday at 00:00"),
    ("0 0 9 15,LW 3 ? 2027-2029",
     "at 09:00 on the 15th of the month and also on the last working day of the month in March in 2027 to 2029"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "said"), TABLE, ids=[row[1][:40] for row in TABLE])
def test_a_rule_in_one_sentence(rule, said, told):
    where, bounds = told(rule)

    text = sentence(*where, **bounds)

    assert text.partition(", Stockholm time (UTC+")[0] == f"Runs {said}"
    assert compose(parts(*where, **bounds)) == text


@pytest.mark.parametrize(
    ("start", "end", "max_runs", "said"),
    [
        ("2026-11-23T09:00", "2027-01-29", None, ", from Mon 23 Nov 2026 until Fri 29 Jan 2027,"),
        ("2026-11-23T09:01", None, None, ", from Mon 23 Nov 2026 09:01,"),
        (None, "2027-01-29T09:00", None, ", until Fri 29 Jan 2027,"),
        (None, "2027-01-29T08:59", None, ", until Fri 29 Jan 2027 08:59,"),
        ("2026-12-01", None, 50, ", from Tue 1 Dec 2026, for 50 runs,"),
        (None, None, 1, ", for 1 run,"),
    ],
)
def test_bounds_are_dates_where_the_time_takes_no_fire_away(start, end, max_runs, said, told):
    where, bounds = told("0 9 * * *", start=start, end=end, max_runs=max_runs)

    assert sentence(*where, **bounds) == f"Runs every day at 09:00{said} Stockholm time (UTC+1)."


@pytest.mark.parametrize(
    ("tz", "said"),
    [
        ("UTC", "UTC."),
        ("America/New_York", "New York time (UTC−5)."),
        ("Asia/Kathmandu", "Kathmandu time (UTC+5:45)."),
        ("Europe/London", "London time (UTC+0)."),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time (UTC−3)."),
    ],
)
def test_the_zone_is_said_as_city_and_offset(tz, said, told):
    where, bounds = told("0 9 * * *", tz=tz)

    assert sentence(*where, **bounds) == f"Runs every day at 09:00, {said}"


def test_parts_carry_codes_and_arguments_for_other_languages(told):
    where, bounds = told("0 9 * * 1-5", end="2027-01-29")

    assert parts(*where, **bounds) == [
        {"code": "repeat.weekdays", "args": {"every": 1, "days": MON_TO_FRI}},
        {"code": "at", "args": {"times": ["09:00"]}},
        {"code": "until", "args": {"at": "2027-01-29"}},
        {"code": "zone", "args": {"tz": "Europe/Stockholm", "city": "Stockholm", "offset_s": 3600}},
    ]


@pytest.mark.parametrize(
    "text",
    ["0 9 * * 1-5", "0,30 9 * * *",
     "0 9 1-7 * 0-6", "0 9 */3 * *", "0 9 1,31 2,3 *", "0 0 9 ? * 2-6", "0 0 9 L,15W * ?",
     "0 0 9 ? * 6#2,6L", "30 0 9 28-3 * ?"],
)  # fmt: skip
def test_a_cron_rule_that_is_told_as_a_calendar_rule_has_its_fires(text, zones, at):
    zone, now = zones.get("Europe/Stockholm"), at("2026-11-23T07:00Z")
    cron = read_trigger({"kind": "cron", "text": text}, created=now, zone=zone, start=None)

    calendar_rule = as_calendar(cron_rule(cron))

    ours, theirs = (
        compile_trigger(each, zone).between(now, now + 400 * 86_400, 1000) for each in (cron, calendar_rule)
    )
    assert ours == theirs
    bounds = {"start": None, "end": None, "max_runs": None, "now": now}
    assert sentence(cron, zone, **bounds) == sentence(calendar_rule, zone, **bounds)
