"""Schedules at a terminal."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dayshift_client.client import Project

NAME = "[nightly] /close"
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def schedule(dayshift, project: Project) -> str:
    """The number of a schedule of the job ``job``."""
    project.jobs.create("job", program={"source": "pass"})
    return str(project.schedules.create("job", {"kind": "cron", "text": "0 9 * * *"}, name=NAME)["id"])


def _json(answer: Any) -> Any:
    assert answer.code == 0, answer
    return json.loads(answer.out)


@pytest.mark.parametrize(
    ("flags", "trigger"),
    [
        (("--cron", "0 9 * * 1-5"), {"kind": "cron", "text": "0 9 * * 1-5"}),
        (("--every", "15 minutes"), {"kind": "every", "n": 15, "unit": "minute"}),
        (("--every", "2 h"), {"kind": "every", "n": 2, "unit": "hour"}),
        (("--every", "30 s"), {"kind": "every", "n": 30, "unit": "second"}),
        (("--daily", "07:00,19:30"), {"kind": "calendar", "unit": "day", "times": ["07:00", "19:30"]}),
        (("--weekly", "Monday,thu 07:15"), {"kind": "calendar", "weekdays": ["mon", "thu"], "times": ["07:15"]}),
        (("--once", "2030-12-01T07:30"), {"kind": "once", "at": "2030-12-01T07:30"}),
        (("--trigger", '{"kind": "cron", "text": "0 0 9 ? * 2"}'), {"kind": "cron", "text": "0 0 9 ? * 2"}),
    ],
)
def test_each_way_to_say_when_is_the_rule_that_it_means(dayshift, schedule: str, flags: Any, trigger: dict[str, Any]):
    made = _json(dayshift("schedules", "create", "job", *flags, "--tz", "Europe/Stockholm", "--json"))
    shown = _json(dayshift("schedules", "preview", "job", *flags, "--tz", "Europe/Stockholm", "--json"))

    assert trigger.items() <= made["trigger"].items()
    assert made["tz"] == "Europe/Stockholm"
    assert (shown["valid"], shown["sentence"]) == (True, made["sentence"])


@pytest.mark.parametrize(
    "flags", [(), ("--cron", "x", "--daily", "07:00"), ("--every", "often"), ("--weekly", "mon"), ("--trigger", "{")]
)
def test_a_rule_that_cannot_be_read_from_the_flags_is_a_mistake_of_usage(dayshift, schedule: str, flags: Any):
    answer = dayshift("schedules", "create", "job", *flags)

    assert answer.code == 2
    assert "Usage" in answer.err


def test_a_rule_that_the_server_refuses_comes_with_its_cure(dayshift, schedule: str):
    created = dayshift("schedules", "create", "job", "--cron", "0 24 * * *")
    previewed = dayshift("schedules", "preview", "job", "--cron", "0 24 * * *")

    assert (created.code, previewed.code) == (1, 1)
    assert "Error: trigger.text: " in created.err and "Cure: " in created.err
    assert "trigger.text: " in previewed.out and "Cure: " in previewed.out and "0 0 * * *" in previewed.out


def test_a_preview_shows_the_runs_that_would_be(dayshift, schedule: str):
    answer = dayshift("schedules", "preview", "job", "--daily", "09:00", "--start", "2030-01-01", "--max-runs", "3")

    assert answer.code == 0, answer.err
    assert answer.out.count("09:00") >= 4
    assert "3 runs in all." in answer.out


def test_a_schedule_is_shown_listed_and_changed(dayshift, schedule: str):
    table = dayshift("schedules", "list", "--job", "job")
    words = dayshift("schedules", "show", schedule)
    changed = _json(dayshift("schedules", "update", schedule, "--overlap", "skip", "--missed", "none", "--json"))
    sentence = dayshift("schedules", "update", schedule, "--tz", "Asia/Tokyo")

    assert "Runs every day at 09:00" in table.out
    assert words.out.startswith(f"{NAME} is active. Runs every day at 09:00")
    assert (changed["overlap"]["mode"], changed["misfire"]["mode"]) == ("skip", "none")
    assert "Tokyo" in sentence.out
    assert _json(dayshift("schedules", "show", schedule, "--json"))["revision"] == 3
    assert len(_json(dayshift("schedules", "list", "--json"))) == 1


def test_a_pause_and_a_skip_and_their_undoing(dayshift, schedule: str):
    nominal = _json(dayshift("schedules", "show", schedule, "--json"))["next_fire_at"]

    answers = [
        dayshift("schedules", "pause", schedule, "--reason", "[red] tape"),
        dayshift("schedules", "show", schedule),
        dayshift("schedules", "explain", schedule, nominal),
        dayshift("schedules", "resume", schedule),
        dayshift("schedules", "pause", schedule, "--until", "2030-01-01"),
        dayshift("schedules", "resume", schedule),
        dayshift("schedules", "skip", schedule, nominal),
        dayshift("schedules", "explain", schedule, nominal),
        dayshift("schedules", "unskip", schedule, nominal),
        dayshift("schedules", "explain", schedule, nominal),
    ]

    assert [answer.code for answer in answers] == [0] * len(answers), answers
    assert "Nothing will run until you resume it." in answers[0].out
    assert "[red] tape" in answers[1].out and "Paused by ada" in answers[1].out
    assert "paused by ada" in answers[2].out and "stopped here" in answers[2].out
    assert "Paused until 2030-01-01" in answers[4].out
    assert "somebody left this one out" in answers[7].out
    assert "It will run at" in answers[9].out
    assert _json(dayshift("schedules", "explain", schedule, nominal, "--json"))["outcome"] == "will_run"


@pytest.mark.parametrize(
    "words", [("skip", "2030-01-01T09:30:00Z"), ("skip", "soon"), ("pause", "--until", "2020-01-01")]
)
def test_a_time_that_is_none_is_refused_by_field(dayshift, schedule: str, words: tuple[str, ...]):
    answer = dayshift("schedules", words[0], schedule, *words[1:])

    assert answer.code == 1
    assert "Error: nominal:" in answer.err or "Error: until:" in answer.err


@pytest.mark.parametrize(("length", "hours"), [("30d", 720), ("12h", 12), ("2w", 336)])
def test_a_pause_may_last_a_length_from_now(dayshift, schedule: str, project: Project, length: str, hours: int):
    answer = dayshift("schedules", "pause", schedule, "--until", length)

    assert answer.code == 0, answer
    pause = project.schedules.get(int(schedule))["pause"]
    lasts = datetime.fromisoformat(pause["until"]) - datetime.fromisoformat(pause["since"])
    assert abs(lasts - timedelta(hours=hours)) < timedelta(minutes=1)


def test_a_pause_until_no_time_names_the_forms(dayshift, schedule: str):
    answer = dayshift("schedules", "pause", schedule, "--until", "someday")

    assert answer.code == 1
    assert "Error: until: write a day or a time, such as monday," in answer.err


def test_a_schedule_is_called_by_its_name_too_and_times_are_by_its_own_clock(dayshift, project: Project):
    project.jobs.create("job", program={"source": "pass"})
    project.schedules.create("job", cron="0 9 * * *", tz="Asia/Tokyo", name="close")

    paused = dayshift("schedules", "pause", "close", "--until", "monday")
    until = project.schedules.get("close")["pause"]["until"]
    answers = [
        paused,
        dayshift("schedules", "resume", "close"),
        dayshift("schedules", "skip", "close", "monday 09:00"),
        dayshift("schedules", "explain", "close", "tomorrow 09:00"),
        dayshift("schedules", "show", "close"),
    ]
    unknown = dayshift("schedules", "show", "open")

    assert [answer.code for answer in answers] == [0] * len(answers), answers
    assert datetime.fromisoformat(until).astimezone(TOKYO).strftime("%a %H:%M") == "Mon 00:00"
    assert (
        paused.out
        == f"Paused until {datetime.fromisoformat(until).astimezone(TOKYO):%Y-%m-%d} 00:00:00 (Asia/Tokyo).\n"
    )
    assert " 09:00:00 (Asia/Tokyo) is left out." in answers[2].out
    assert "It will" in answers[3].out and " 09:00 (Asia/Tokyo)" in answers[3].out
    assert "close is active." in answers[4].out
    assert (unknown.code, "There is no schedule called open." in unknown.err) == (1, True)


def test_tests_latest_runs_and_the_ledger(dayshift, schedule: str, project: Project):
    tested = dayshift("schedules", "test", schedule)
    latest = dayshift("schedules", "run-latest", schedule)
    ledger = dayshift("schedules", "ledger", schedule)
    rows = _json(dayshift("schedules", "ledger", schedule, "--json"))
    gone = dayshift("schedules", "delete", schedule)

    causes = [run["cause"] for run in project.runs.list()]
    assert "is queued" in tested.out and "is queued, for" in latest.out
    assert causes == ["late", "test"]
    assert (ledger.out, rows) == ("Nothing here yet.\n", [])
    assert gone.code == 0
    assert dayshift("schedules", "show", schedule).code == 1
