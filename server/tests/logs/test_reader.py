"""Reading by line, from the end, by byte and by text."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayshift.logs import lines, marks
from dayshift.logs.lines import Gap, Line
from dayshift.logs.redact import MASK

SECRET = "s3cret-value-1"
TEXTS = st.lists(
    st.sampled_from([b"line\n", b"\n", b"x" * 70, SECRET.encode(), b"\xff\x00", "åäö".encode(), b"s3cret", b"end"]),
    max_size=60,
).map(b"".join)


def shown(page):
    return [(item.n, item.text) for item in page.items]


def joined(pages):
    """The lines of several pages, pieces of one line put together."""
    found: dict[int, str] = {}
    for page in pages:
        for item in page.items:
            found[item.n] = found.get(item.n, "") + item.text
    return list(found.values())


def test_lines_are_numbered_from_one(log):
    log.write(b"a\nb\nc")

    page = log.reader().page(log.key, 2, 10)

    assert shown(page) == [(2, "b"), (3, "c")]
    assert (page.total, page.size, page.next_offset) == (3, 5, 5)


def test_an_empty_log_and_a_page_behind_the_end_are_empty(log):
    assert log.reader().page(log.key, 1, 10).items == ()
    log.write(b"a\n")

    page = log.reader().page(log.key, 5, 10)

    assert (page.items, page.total) == ((), 1)


def test_a_follower_goes_on_where_it_stopped_even_within_a_line(log):
    log.write(b"one\ntw")
    first = log.reader().at_offset(log.key, 0, 1000)
    log.write(b"o\nthree\n")

    second = log.reader().at_offset(log.key, first.next_offset, 1000)

    assert shown(first) == [(1, "one"), (2, "tw")]
    assert shown(second) == [(2, "o"), (3, "three")]


def test_the_tail_is_the_last_lines(log):
    log.write(b"".join(b"%d\n" % number for number in range(100_000)))

    page = log.reader().tail(log.key, 3)

    assert [item.text for item in page.items] == ["99997", "99998", "99999"]


def test_the_tail_of_a_log_without_a_last_line_end(log):
    log.write(b"a\nb\nc")

    assert [item.text for item in log.reader().tail(log.key, 2).items] == ["b", "c"]


def test_a_very_long_line_comes_in_pieces(log):
    log.write("å".encode() * 200_000 + b"\nshort\n")

    page = log.reader().page(log.key, 1, 1000)

    assert [item.n for item in page.items[-3:]] == [1, 1, 2]
    assert max(len(item.text.encode()) for item in page.items) <= lines.PIECE
    assert "".join(item.text for item in page.items[:-1]) == "å" * 200_000


def test_odd_bytes_are_shown_as_odd_characters(log):
    log.write(b"a\xffb\0\x1b[31mred\r\n")

    assert shown(log.reader().page(log.key, 1, 1)) == [(1, "a\ufffdb\0\x1b[31mred\r")]


def test_a_cut_is_a_gap_and_later_lines_keep_their_numbers(log, monkeypatch):
    monkeypatch.setattr(marks, "STEP", 64)
    log.write(b"".join(b"line %04d\n" % number for number in range(1, 101)))
    before = log.reader().page(log.key, 80, 2)

    log.cut(100, 500)
    log.blank(100, 500)
    page = log.reader().page(log.key, 9, 4)

    assert page.items[:2] == (Line(n=9, offset=80, text="line 0009"), Line(n=10, offset=90, text="line 0010"))
    assert page.items[2:] == (Gap(offset=100, bytes=400, lines=40), Line(n=51, offset=500, text="line 0051"))
    assert log.reader().page(log.key, 80, 2) == before
    assert log.reader().page(log.key, 30, 1).items == (Gap(offset=100, bytes=400, lines=40),)
    assert log.reader().at_offset(log.key, 300, 1).items == (Gap(offset=100, bytes=400, lines=40),)


def test_a_gap_takes_no_room_however_much_was_cut(log):
    log.write(b"line\n" * 500_000)
    log.cut(50, 2_000_000)

    page = log.reader().page(log.key, 9, 4)
    inside = log.reader().page(log.key, 1000, 2)

    gap = Gap(offset=50, bytes=1_999_950, lines=399_990)
    assert [getattr(item, "n", item) for item in page.items] == [9, 10, gap, 400_001]
    assert [getattr(item, "n", item) for item in inside.items] == [gap, 400_001]


def test_a_truncated_log_begins_a_new_generation(log, monkeypatch):
    monkeypatch.setattr(marks, "STEP", 64)
    log.write(b"old line\n" * 100)
    old = log.reader().page(log.key, 1, 1)

    log.path.write_bytes(b"new\n")
    page = log.reader().page(log.key, 1, 10)

    assert (old.generation, page.generation, shown(page)) == (0, 1, [(1, "new")])
    assert log.reader().page(log.key, 1, 10).generation == 1


def test_lines_have_the_time_of_their_writing(log):
    eight, nine = datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC)
    log.write(b"a\nb\nc\n")
    log.note(eight, 2)
    log.note(nine, 4)

    page = log.reader().page(log.key, 1, 10)

    assert [item.at for item in page.items] == [eight, nine, None]


def test_search_finds_lines_by_number_and_goes_on(log):
    log.write(b"Error one\nfine\nan ERROR\nerror three\n")

    first = log.reader().search(log.key, "error", limit=2)
    rest = log.reader().search(log.key, "error", after=first.next_offset)

    assert shown(first) == [(1, "Error one"), (3, "an ERROR")]
    assert shown(rest) == [(4, "error three")]
    assert rest.next_offset == rest.size


@pytest.mark.parametrize("guess", ["s3cret", "value", SECRET])
def test_search_is_no_oracle_for_a_secret(log, guess):
    log.write(f"token {SECRET} used\n".encode())

    assert log.reader(SECRET).search(log.key, guess).items == ()
    assert shown(log.reader(SECRET).search(log.key, MASK)) == [(1, f"token {MASK} used")]


def test_a_secret_that_arrives_in_two_halves_is_never_shown(log):
    log.write(b"token s3cret-va")
    first = log.reader(SECRET).at_offset(log.key, 0, 1000)
    log.write(b"lue-1 used\n")

    second = log.reader(SECRET).at_offset(log.key, first.next_offset, 1000)

    assert shown(first) + shown(second) == [(1, f"token {MASK}"), (1, " used")]


def test_the_download_is_masked_and_says_what_is_gone(log):
    log.write(f"a\n{SECRET}\nb\nc\n".encode())
    log.cut(19, 19 + 0)

    assert b"".join(log.reader(SECRET).raw(log.key)).decode() == f"a\n{MASK}\nb\nc\n"
    log.cut(17, 19)
    assert b"2 bytes, 1 lines were cut here" in b"".join(log.reader(SECRET).raw(log.key))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=TEXTS, step=st.integers(8, 200), chunk=st.integers(40, 300), budget=st.integers(1, 200))
def test_every_way_of_reading_shows_the_same_lines(new_log, monkeypatch, content, step, chunk, budget):
    log = new_log()
    log.write(content)
    with monkeypatch.context() as patch:
        patch.setattr(marks, "STEP", step)
        patch.setattr(lines, "CHUNK", chunk)
        reader = log.reader(SECRET)

        whole = b"".join(reader.raw(log.key)).decode("utf-8", "replace")
        followed = [reader.at_offset(log.key, 0, budget)]
        while followed[-1].next_offset < len(content):
            followed.append(reader.at_offset(log.key, followed[-1].next_offset, budget))
        total = followed[0].total
        paged = [reader.page(log.key, number, 1000) for number in range(1, total + 1)]

    expected = whole.split("\n")[: len(whole.split("\n")) - whole.endswith("\n")] if content else []
    assert SECRET not in whole
    assert len(expected) == total
    assert joined(followed) == expected
    assert [joined([page]) for page in paged] == [expected[number:] for number in range(total)]
