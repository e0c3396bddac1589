"""The preview: what it lists, counts and refuses; and that it agrees with the code that fires."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dayshift.domain.triggers.check import check_rule
from dayshift.domain.triggers.preview import PreviewRequest, preview

STOCKHOLM = "Europe/Stockholm"
WEEKDAYS = {"kind": "calendar", "unit": "week", "weekdays": ["mon", "tue", "wed", "thu", "fri"], "times": ["09:00"]}


@pytest.fixture
def previewed(zones, at):
    def show(trigger, *, now="2026-11-22T20:06:09Z", **more):
        names = ("viewer_tz", "pause", "created", "count", "days")
        asked = {name: more.pop(name) for name in names if name in more}
        data = {"kind": "cron", "text": trigger} if isinstance(trigger, str) else trigger
        schedule = {"trigger": data, **more}
        return preview(PreviewRequest(schedule=schedule, floor_s=10, default_tz=STOCKHOLM, now=at(now), **asked), zones)

    return show


def nominals(answer):
    return [entry["nominal"] for entry in answer["next"]]


def test_the_answer_has_everything_that_the_page_shows(previewed):
    answer = previewed(WEEKDAYS, start="2026-11-23T09:00", end="2027-01-29", viewer_tz="Europe/Lisbon", count=2)

    assert answer["next"][0] == {
        "nominal": "2026-11-23T08:00:00Z",
        "local": "2026-11-23T09:00:00+01:00",
        "text": "Mon 23 Nov 09:00",
        "in_s": 42_831,
        "viewer": "Mon 23 Nov 08:00 (Lisbon)",
        "outcome": "will_run",
        "reason": None,
        "marks": ["first"],
    }
    assert len(answer["next"]) == 2
    assert answer["total"] == 50
    assert answer["last"] == {"nominal": "2027-01-29T08:00:00Z", "text": "Fri 29 Jan 2027 09:00"}
    assert answer["per_month"] == 21.7
    assert answer["class"] == "clock"
    assert answer["cron"] == {"cron5": "0 9 * * 1-5", "quartz": "0 0 9 ? * 2-6"}
    assert answer["trigger"] == {**WEEKDAYS, "every": 1}
    assert answer["sentence"] == (
        "Runs every weekday (Monday to Friday) at 09:00, from Mon 23 Nov 2026 until Fri 29 Jan 2027, "
        "Stockholm time (UTC+1)."
    )
    assert (answer["valid"], answer["errors"], answer["dialect_read"]) == (True, [], None)


def test_the_year_is_shown_once_it_is_another_one(previewed):
    answer = previewed("0 9 1 * *", count=3)

    assert [entry["text"] for entry in answer["next"]] == [
        "Tue 1 Dec 09:00",
        "Fri 1 Jan 2027 09:00",
        "Mon 1 Feb 2027 09:00",
    ]


def test_what_is_not_valid_yet_says_why_and_shows_nothing(previewed):
    answer = previewed("60 9 * * MONDAY", end="someday")

    assert answer["valid"] is False
    assert [error["field"] for error in answer["errors"]] == ["end", "trigger.text", "trigger.text"]
    assert answer["errors"][2]["fix"] == {"label": "Use 60 9 * * MON", "patch": {"trigger": {"text": "60 9 * * MON"}}}
    assert answer["next"] == [] and answer["sentence"] is None
    assert set(answer) == set(previewed("0 9 * * *"))


@pytest.mark.parametrize(
    "schedule", [{}, {"trigger": None}, {"trigger": {}}, {"trigger": {"kind": 5}}, {"trigger": 7, "tz": 3}]
)
def test_half_a_schedule_never_raises(schedule, zones):
    answer = preview(PreviewRequest(schedule=schedule, floor_s=10, default_tz="UTC", now=0), zones)

    assert answer["valid"] is False
    assert answer["errors"]


def test_skipped_and_paused_times_are_listed_with_what_becomes_of_them(previewed, at):
    pause = (at("2026-11-22T00:00Z"), at("2026-11-24T08:00Z"), "moving")

    answer = previewed("0 9 * * *", skips=["2026-11-25T08:00:00Z"], pause=pause, count=4)

    assert [entry["outcome"] for entry in answer["next"]] == ["paused", "will_run", "skipped_by_person", "will_run"]


def test_marks_tell_gap_fold_first_and_last(previewed):
    gap = previewed("30 2 * * *", now="2027-03-27T12:00Z", count=1)["next"][0]
    fold = previewed("*/30 2 * * *", now="2027-10-30T12:00Z", count=5)["next"]
    both = previewed("0 9 * * *", end="2026-11-23")["next"]
    saved = previewed("0 9 * * *", created=0)["next"]

    assert gap["marks"] == ["first", "dst_gap"]
    assert gap["text"] == "Sun 28 Mar 03:00"
    assert [entry["marks"] for entry in fold] == [["first", "dst_fold"], ["dst_fold"], ["dst_fold"], ["dst_fold"], []]
    assert both[0]["marks"] == ["first", "last"]
    assert saved[0]["marks"] == []


def test_a_number_of_runs_ends_the_list_and_skips_do_not_use_it_up(previewed):
    answer = previewed("0 9 * * *", max_runs=3, skips=["2026-11-24T08:00:00Z"])

    assert nominals(answer)[-1] == answer["last"]["nominal"] == "2026-11-26T08:00:00Z"
    assert len(answer["next"]) == 4
    assert answer["total"] == 3


@pytest.mark.parametrize(
    ("trigger", "more", "total", "last"),
    [
        ("0 9 * * *", {}, None, None),
        ("0 9 * * *", {"end": "2026-11-30"}, 8, "Mon 30 Nov 2026 09:00"),
        ("0 9 * * *", {"end": "2026-11-30", "max_runs": 100}, 8, "Mon 30 Nov 2026 09:00"),
        ("0 9 * * *", {"end": "2026-11-30", "skips": ["2026-11-30T08:00:00Z"]}, 7, "Mon 30 Nov 2026 09:00"),
        ("0 9 * * *", {"end": "2040-01-01"}, None, "Sun 1 Jan 2040 09:00"),
        ("*/10 * * * *", {"max_runs": 100_000}, 100_000, "Tue 17 Oct 2028 08:40"),
        ({"kind": "once", "at": "2026-12-01T07:30"}, {}, 1, "Tue 1 Dec 2026 07:30"),
        ("0 0 9 1 1 ? 2027-2029", {}, 3, "Mon 1 Jan 2029 09:00"),
        ({"kind": "every", "n": 10, "unit": "second"}, {"max_runs": 5}, 5, "Sun 22 Nov 2026 21:06:50"),
    ],
)
def test_total_and_last_are_exact(trigger, more, total, last, previewed):
    answer = previewed(trigger, **more)

    assert answer["total"] == total
    assert (answer["last"] or {}).get("text") == last


def test_a_month_sheet_counts_runs_by_local_date_from_now_on(previewed):
    answer = previewed(
        "0 */6 * * *", now="2027-03-27T12:00Z", days=(date(2027, 3, 26), date(2027, 3, 29)), end="2027-03-29T06:00"
    )

    assert answer["days"] == {"2027-03-27": 1, "2027-03-28": 4, "2027-03-29": 2}


def test_a_rule_that_ends_by_itself_has_no_rhythm(previewed):
    assert previewed({"kind": "once", "at": "2026-12-01T07:30"})["per_month"] is None
    assert previewed("0 0 9 1 1 ? 2027")["per_month"] is None
    assert previewed("*/15 * * * *")["per_month"] == 2922.0


RULES = [WEEKDAYS, "30 2 * * *", "*/20 2 * * *", "0 0 13 * 5", "0 9 31 * *", "0 0 9 L * ?",
         {"kind": "every", "n": 50, "unit": "minute", "between": {"from": "22:00", "to": "03:00"}},
         {"kind": "every", "n": 7, "unit": "hour"}]  # fmt: skip


@pytest.mark.parametrize("trigger", RULES, ids=str)
@pytest.mark.parametrize("tz", [STOCKHOLM, "Australia/Lord_Howe", "America/Santiago"])
def test_a_simulated_year_fires_what_the_preview_said(trigger, tz, zones, at, previewed):
    now, end = "2026-12-01T00:00Z", "2027-12-01"
    answer = previewed(trigger, now=now, tz=tz, end=end, count=100, days=(date(2026, 12, 1), date(2027, 1, 10)))
    rule = check_rule(
        {"trigger": answer["trigger"], "tz": tz, "end": end}, zones=zones, default_tz="UTC", floor_s=10, now=at(now)
    ).rule

    fired, cursor = [], rule.next_after(at(now))
    while cursor is not None:
        fired.append(cursor)
        cursor = rule.next_after(cursor)

    texts = [datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for t in fired]
    assert nominals(answer) == texts[:100]
    assert answer["total"] == len(fired)
    assert answer["last"]["nominal"] == texts[-1]
    dates = [(datetime.fromtimestamp(0, UTC) + timedelta(seconds=rule.zone.wall(t))).date() for t in fired]
    assert sum(answer["days"].values()) == sum(date(2026, 12, 1) <= day <= date(2027, 1, 10) for day in dates)
