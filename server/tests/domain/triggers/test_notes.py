"""Every note: when it is given, what it says, and that its cure makes a rule that is valid and no longer noted."""

import pytest

from dayshift.domain.triggers.preview import PreviewRequest, preview

STOCKHOLM = "Europe/Stockholm"


@pytest.fixture
def previewed(zones, at):
    def show(trigger, *, now="2026-11-22T20:06Z", **more):
        asked = {name: more.pop(name) for name in ("viewer_tz", "pause", "usual_s", "created") if name in more}
        data = {"kind": "cron", "text": trigger} if isinstance(trigger, str) else trigger
        schedule = {"trigger": data, **more}
        return preview(PreviewRequest(schedule=schedule, floor_s=10, default_tz=STOCKHOLM, now=at(now), **asked), zones)

    return show


@pytest.fixture
def noted(previewed):
    """The one note with a code, or None."""

    def find(code, trigger, **more):
        notes = [note for note in previewed(trigger, **more)["notes"] if note["code"] == code]
        assert len(notes) <= 1
        return notes[0] if notes else None

    return find


def patched(schedule, patch):
    """A JSON merge patch."""
    result = dict(schedule)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = patched(result.get(name, {}), value) if isinstance(value, dict) else value
    return result


def every(n, unit, **more):
    return {"kind": "every", "n": n, "unit": unit, **more}


def monthly(*on, **more):
    return {"kind": "calendar", "unit": "month", "on": list(on), "times": ["09:00"], **more}


ONE_DAY_28 = {"from": "01:00", "to": "04:00"}
TABLE = [
    ("dst_gap", "30 2 * * *", {}, "info", "On Sun 28 Mar 2027 clocks skip 02:00–03:00: it runs at 03:00."),
    ("dst_gap", "15 2 * * *", {"tz": "Australia/Lord_Howe"}, "info",
     "On Sun 3 Oct 2027 clocks skip 02:00–02:30: it runs at 02:30."),
    ("dst_gap", {"kind": "once", "at": "2027-03-28T02:30"}, {}, "info",
     "On Sun 28 Mar 2027 clocks skip 02:00–03:00: it runs at 03:00."),
    ("dst_fold", "30 2 * * *", {}, "info",
     "On Sun 31 Oct 2027 02:00–03:00 happens twice: it runs the first time only."),
    ("dst_fold", "*/20 2 * * *", {}, "info", "On Sun 31 Oct 2027 02:00–03:00 happens twice: it runs both times."),
    ("dst_fold", every(15, "minute", between=ONE_DAY_28), {}, "info",
     "On Sun 31 Oct 2027 02:00–03:00 happens twice: it runs both times."),
    ("dst_fold", "30 23 * * *", {"tz": "America/Santiago"}, "info",
     "On Sat 3 Apr 2027 23:00–00:00 happens twice: it runs the first time only."),
    ("dst_none_in_gap", "*/20 2 * * *", {}, "warning",
     "On Sun 28 Mar 2027 it does not run at all: its times do not exist that day."),
    ("hourly_by_list", "0 0-23 * * *", {}, "info", "Written this way the repeated hour counts once."),
    ("hourly_by_list", "0 0 0/1 * * ?", {}, "info", "Written this way the repeated hour counts once."),
    ("elapsed_day", every(24, "hour", anchor="2027-03-20T08:00:00Z"), {}, "info",
     "Every 24 hours is real time; after 28 Mar 2027 it runs at 10:00."),
    ("zone_differs", "0 9 * * *", {"viewer_tz": "Europe/Lisbon"}, "info",
     "Your computer says Lisbon. 09:00 Stockholm is 08:00 for you."),
    ("fixed_offset", "0 9 * * *", {"tz": "Etc/GMT+5"}, "info", "Etc/GMT+5 is 5 hours behind UTC all year."),
    ("fixed_offset", "0 9 * * *", {"tz": "Etc/GMT-1"}, "info", "Etc/GMT-1 is 1 hour ahead of UTC all year."),
    ("tz_uncertain", "0 9 * * *", {"tz": "Africa/Casablanca"}, "info",
     "Casablanca decides its clock changes year by year. Times after the next change may move."),
    ("many_runs", "* * * * *", {}, "warning", "1,440 runs a day. Is that meant?"),
    ("many_runs", every(7, "minute"), {}, "warning", "206 runs a day. Is that meant?"),
    ("day_or", "0 0 13 * 5", {}, "warning", "On the 13th of the month and also every Friday."),
    ("day_and", "0 0 */2 * 1", {}, "warning", "A Monday that is also an odd date."),
    ("step_uneven", "*/7 * * * *", {}, "info", "Every 7 minutes, but only 4 between :56 and :00."),
    ("step_uneven", "0 */5 * * *", {}, "info", "Every 5 hours, but only 4 between 20:00 and 00:00."),
    ("step_uneven", "0 0/7 * * * ?", {}, "info", "Every 7 minutes, but only 4 between :56 and :00."),
    ("step_too_long", "1-5/10 * * * *", {}, "info",
     "minute: 1-5/10 is just 1, since the step is longer than the range."),
    ("quartz_sunday_1", "0 0 9 ? * 2-6", {}, "info", "Read as Quartz: 1 is Sunday."),
    ("quartz_l", "0 0 9 ? * L", {}, "info", "L alone in the day of week is Saturday, not the last of a month."),
    ("dialect_read", "0 9 * * *", {}, "info", "Read as Unix cron: minute, hour, day, month, day of week."),
    ("dialect_read", "0 0 9 * * ?", {}, "info", "Read as Quartz: seconds come first."),
    ("short_months", "0 9 31 * *", {}, "warning", "No 31st in five months: skipped there."),
    ("short_months", monthly({"day": 31}), {}, "warning", "No 31st in five months: skipped there."),
    ("short_months", monthly({"day": 30}), {}, "warning", "No 30th in February: skipped there."),
    ("short_months", monthly({"day": 29}), {}, "warning", "No 29th in February of most years: skipped there."),
    ("rare", "0 9 29 2 *", {}, "warning",
     "This happens rarely: next on Tue 29 Feb 2028, Sun 29 Feb 2032 and Fri 29 Feb 2036."),
    ("skipped", "0 9 * * *", {"skips": ["2026-11-24T08:00:00Z", "2026-11-24T08:30:00Z"]}, "info",
     "Skipped by hand: Tue 24 Nov 09:00."),
    ("longer_than_gap", "*/30 * * * *", {"usual_s": (3120.0, 4000.0)}, "warning",
     "Usually takes 52 min; every 30 min will overlap. It will wait and run once: about every hour."),
    ("longer_than_gap", "*/30 * * * *", {"usual_s": (3120.0, 4000.0), "overlap": {"mode": "allow"}}, "warning",
     "Usually takes 52 min; every 30 min will overlap. 2 will run at the same time."),
    ("longer_than_gap", "*/30 * * * *", {"usual_s": (1200.0, 2400.0)}, "warning",
     "Some runs take 40 min; every 30 min will overlap now and then."),
    ("never_fires", "0 0 30 2 *", {}, "error", "No such day: February never has a 30th."),
    ("ends_before_first", "0 9 * * *", {"end": "2026-11-22"}, "error",
     "It would run first on 2026-11-23, after its end."),
    ("in_the_past", {"kind": "once", "at": "2026-11-20T09:00"}, {}, "error", "This lies in the past."),
    ("below_floor", every(5, "second"), {}, "error", "This fires 5 s apart; the smallest gap here is 10 s."),
    ("below_floor", "*/5 * * * * ?", {}, "error", "This fires 5 s apart; the smallest gap here is 10 s."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "trigger", "more", "severity", "text"), TABLE, ids=[f"{r[0]}-{r[1]}" for r in TABLE])
def test_a_note_says_so_and_its_cure_cures(code, trigger, more, severity, text, noted):
    note = noted(code, trigger, **more)

    assert note is not None
    assert (note["severity"], note["text"]) == (severity, text)
    for fix in note["fixes"]:
        data = {"kind": "cron", "text": trigger} if isinstance(trigger, str) else trigger
        cured = patched({"trigger": data, **more}, fix["patch"])
        assert noted(code, cured.pop("trigger"), **cured) is None, fix


CURED = {"dst_none_in_gap", "hourly_by_list", "elapsed_day", "zone_differs", "short_months", "never_fires",
         "ends_before_first", "in_the_past"}  # fmt: skip


@pytest.mark.parametrize("row", [row for row in TABLE if row[0] in CURED], ids=lambda row: f"{row[0]}-{row[1]}")
def test_these_notes_can_be_cured_with_one_press(row, noted):
    note = noted(row[0], row[1], **row[2])

    assert note["fixes"]
    assert all(fix["label"] for fix in note["fixes"])


@pytest.mark.parametrize(
    ("code", "trigger", "more"),
    [
        ("dst_gap", "30 4 * * *", {}),
        ("dst_gap", "30 2 * * *", {"tz": "UTC"}),
        ("dst_gap", "30 2 * * *", {"end": "2027-03-27"}),
        ("dst_gap", "0 3 * * *", {}),
        ("dst_gap", "30 2 * * 1-5", {}),
        ("dst_fold", "30 2 * * *", {"end": "2027-10-30"}),
        ("dst_fold", {"kind": "once", "at": "2027-10-31T00:30:00Z"}, {}),
        ("dst_none_in_gap", "*/20 2,4 * * *", {}),
        ("dst_none_in_gap", "*/20 2 * * 1-5", {}),
        ("dst_none_in_gap", "*/20 2 * * *", {"start": "2027-03-29"}),
        ("hourly_by_list", "0 0-23 * * *", {"tz": "UTC"}),
        ("hourly_by_list", "0 * * * *", {}),
        ("elapsed_day", every(24, "hour"), {"tz": "Asia/Kolkata"}),
        ("elapsed_day", every(25, "hour"), {}),
        ("zone_differs", "0 9 * * *", {"viewer_tz": "Europe/Berlin"}),
        ("zone_differs", "0 9 * * *", {"viewer_tz": "Mars/Olympus"}),
        ("tz_uncertain", "0 9 * * *", {"tz": "Asia/Jerusalem"}),
        ("tz_uncertain", "0 9 * * *", {"tz": "Asia/Jerusalem", "now": "2020-06-01T00:00Z"}),
        ("tz_uncertain", "0 9 * * *", {}),
        ("many_runs", "*/10 * * * *", {}),
        ("day_or", "0 0 1-31 * 5", {}),
        ("step_uneven", "*/15 * * * *", {}),
        ("quartz_sunday_1", "0 0 9 ? * MON", {}),
        ("dialect_read", {"kind": "cron", "text": "0 9 * * *", "dialect": "cron5"}, {}),
        ("short_months", monthly({"day": 31}, short_month="last_day"), {}),
        ("short_months", monthly({"day": 31}, months=[1, 3]), {}),
        ("short_months", monthly({"day": -1}), {}),
        ("rare", "0 9 1 1 *", {}),
        (
            "rare",
            {"kind": "calendar", "unit": "year", "every": 4, "months": [1], "on": [{"day": 1}], "times": ["09:00"]},
            {},
        ),
        ("rare", "0 9 1 1 *", {"start": "2029-06-01"}),
        ("longer_than_gap", "*/30 * * * *", {"usual_s": (600.0, 900.0)}),
        ("longer_than_gap", {"kind": "once", "at": "2026-12-01T09:00"}, {"usual_s": (600.0, 900.0)}),
    ],
)
def test_a_note_is_not_given_where_it_does_not_hold(code, trigger, more, noted):
    assert noted(code, trigger, **more) is None


def test_a_note_lists_every_affected_date_of_fourteen_months(noted):
    note = noted("dst_gap", "30 2 * * *", now="2027-03-01T00:00Z")

    assert note["dates"] == ["2027-03-28", "2028-03-26"]
    assert note["text"].count("clocks skip") == 2


def test_a_pause_is_noted_with_its_end_and_its_reason(noted, at):
    since, until = at("2026-11-22T10:00Z"), at("2026-11-30T08:00Z")

    note = noted("paused", "0 9 * * *", pause=(since, until, "source is moving"))
    endless = noted("paused", "0 9 * * *", pause=(since, None, ""))

    assert note["text"] == "Paused until Mon 30 Nov 09:00: source is moving."
    assert endless["text"] == "Paused until it is resumed."
    assert noted("paused", "0 9 * * *", pause=(since, at("2026-11-22T11:00Z"), "")) is None
