"""Times that people say are the instants that they mean."""

from datetime import UTC, datetime

import pytest

from dayshift_client.errors import Invalid
from dayshift_client.moments import instant

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # a Wednesday, 10:00 in Stockholm


def _in_stockholm(text: str, *, past: bool = False) -> str:
    found = instant(text, NOW, "Europe/Stockholm", field="until", past=past)
    assert found.tzinfo is UTC
    return f"{found:%Y-%m-%dT%H:%M}Z"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("monday", "2026-11-29T23:00Z"),
        ("Mon", "2026-11-29T23:00Z"),
        ("friday 17:00", "2026-11-27T16:00Z"),
        ("wednesday", "2026-12-01T23:00Z"),
        ("wednesday 10:01", "2026-11-25T09:01Z"),
        ("wednesday 10:00", "2026-12-02T09:00Z"),
        ("tomorrow", "2026-11-25T23:00Z"),
        ("today 7:30", "2026-11-25T06:30Z"),
        ("7:30", "2026-11-26T06:30Z"),
        ("30d", "2026-12-25T09:00Z"),
        ("12h", "2026-11-25T21:00Z"),
        ("2026-12-01", "2026-11-30T23:00Z"),
        ("2026-07-01T09:00", "2026-07-01T07:00Z"),
        ("2026-12-01T09:00:00z", "2026-12-01T09:00Z"),
        ("2026-12-01T09:00-05:00", "2026-12-01T14:00Z"),
    ],
)
def test_what_is_to_come_is_the_next_one(said: str, meant: str):
    assert _in_stockholm(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("monday 07:30", "2026-11-23T06:30Z"),
        ("07:30", "2026-11-25T06:30Z"),
        ("10:00", "2026-11-25T09:00Z"),
        ("10:01", "2026-11-24T09:01Z"),
        ("wednesday 10:01", "2026-11-18T09:01Z"),
        ("yesterday 23:59", "2026-11-24T22:59Z"),
        ("tomorrow 07:30", "2026-11-26T06:30Z"),
        ("2026-12-01T09:00", "2026-12-01T08:00Z"),
    ],
)
def test_what_has_passed_is_the_newest_one(said: str, meant: str):
    assert _in_stockholm(said, past=True) == meant


@pytest.mark.parametrize("said", ["", "someday", "mo", "monday 25:00", "25:00", "2026-13-01", "9999999d"])
def test_what_is_no_time_is_refused_with_the_forms(said: str):
    with pytest.raises(Invalid, match=r"^until: write a day or a time, such as monday") as refused:
        instant(said, NOW, field="until")

    assert [one["field"] for one in refused.value.errors] == ["until"]


def test_a_zone_that_this_machine_lacks_is_said():
    with pytest.raises(Invalid, match="does not know the zone Mars/Phobos"):
        instant("monday", NOW, "Mars/Phobos", field="until")
