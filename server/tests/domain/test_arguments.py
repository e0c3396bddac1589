import shlex
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayshift.domain import arguments
from dayshift.domain.arguments import Telling
from dayshift.domain.errors import InvalidArguments

QUOTING = st.text(st.sampled_from(list("ab '\"\\\n\t\r$#*{}ö")), max_size=30)
WORDS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20), max_size=8)


@given(QUOTING)
def test_a_text_is_split_as_the_standard_library_does(text: str) -> None:
    try:
        expected = tuple(shlex.split(text, comments=False, posix=True))
    except ValueError:
        with pytest.raises(InvalidArguments):
            arguments.split(text)
    else:
        assert arguments.split(text) == expected


@given(WORDS)
def test_what_was_joined_is_split_into_the_same_list(words: list[str]) -> None:
    assert arguments.split(arguments.join(words)) == tuple(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  \t\r\n ", ()),
        ("a b", ("a", "b")),
        ("a\u00a0b", ("a\u00a0b",)),
        (r"'a\b' ", (r"a\b",)),
        (r'"a\"b\\c\d"', (r'a"b\c\d',)),
        (r"a\ b", ("a b",)),
        ("'' \"\"", ("", "")),
        ("a\"b c\"'d'", ("ab cd",)),
        (
            "$HOME * ? ~ ! ; & ( ) < > # { `x`",
            ("$HOME", "*", "?", "~", "!", ";", "&", "(", ")", "<", ">", "#", "{", "`x`"),
        ),
        ("{{ today }}", ("{{", "today", "}}")),
        ("'{{ today }}'", ("{{ today }}",)),
    ],
)
def test_a_text_is_split_by_quoting_alone(text: str, expected: tuple[str, ...]) -> None:
    assert arguments.split(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ab 'cd", "column 4"),
        ('ab "cd\\"', "column 4"),
        ("abc\\", "column 4"),
        ("a b\0c", "argument 2 has a NUL"),
        ("a \udcff", "argument 2 is not Unicode"),
        ("a " + "x" * 131_072, "argument 2 has 131,072 bytes"),
        ("ö" * 65_536, "131,072 bytes"),
    ],
)
def test_a_wrong_text_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(InvalidArguments) as refused:
        arguments.split(text)

    assert refused.value.faults[0].field == "arguments"
    assert words in refused.value.faults[0].text


def test_arguments_and_variables_together_have_a_limit() -> None:
    words = ["x" * 100_000] * 10

    arguments.check(words)
    with pytest.raises(InvalidArguments, match="arguments and variables"):
        arguments.check(words, {"A": "y" * 60_000})


def test_the_longest_argument_is_taken() -> None:
    assert arguments.split("x" * 131_071) == ("x" * 131_071,)


@pytest.fixture
def telling() -> Telling:
    local = datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    return Telling(
        nominal=local,
        window_start=local - timedelta(days=1),
        window_end=local.astimezone(UTC),
        run_id=42,
        project="finance",
        job="report",
    )


def test_placeholders_are_local_dates_and_instants_in_utc(telling: Telling) -> None:
    assert arguments.placeholders(telling, {"region": "north"}) == {
        "nominal": "2026-12-31T23:30:00Z",
        "window_start": "2026-12-30T23:30:00Z",
        "window_end": "2026-12-31T23:30:00Z",
        "today": "2027-01-01",
        "yesterday": "2026-12-31",
        "month": "2027-01",
        "last_month": "2026-12",
        "time": "00:30",
        "run_id": "42",
        "project": "finance",
        "job": "report",
        "param.region": "north",
    }


def test_placeholders_are_filled_once_and_never_split(telling: Telling) -> None:
    known = arguments.placeholders(telling, {"evil": "a b --rf {{today}}"})

    expanded = arguments.expand(["--day={{today}}", "{{ param.evil }}", "{{run_id}}/{{\tjob}}"], known)

    assert expanded == ("--day=2027-01-01", "a b --rf {{today}}", "42/report")


@pytest.mark.parametrize(
    "text",
    [
        "{{ ds }}",
        "{{Today}}",
        "{{today + 1}}",
        "{{param.}}",
        "{{param.nobody}}",
        "{today}",
        "{{}}",
        "{{\ntoday}}",
        "{{today}",
        "${today}",
    ],
)
def test_anything_else_between_braces_stays_as_it_is(telling: Telling, text: str) -> None:
    assert arguments.expand([text], arguments.placeholders(telling, {})) == (text,)


def test_a_placeholder_with_blanks_stays_together_where_it_was_tightened(telling: Telling) -> None:
    text = "--day {{ today }} {{ ds }} '{{ param.a }}'"

    words = arguments.split(arguments.tighten(text))

    assert words == ("--day", "{{today}}", "{{", "ds", "}}", "{{param.a}}")


def test_every_placeholder_is_known_by_name(telling: Telling) -> None:
    for name in arguments.placeholders(telling, {"a": ""}):
        assert arguments.has_placeholder(f"{{{{ {name} }}}}")


def test_a_text_says_whether_it_has_a_placeholder() -> None:
    assert arguments.has_placeholder("a {{ today }}")
    assert not arguments.has_placeholder("a {today} {{ ds }}")
