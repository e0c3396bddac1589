"""Errors and warnings of a log, counted in buckets: however it is read, as if each line were looked at by itself."""

import random
import re

import pytest

from dayshift.logs.levels import Levels
from dayshift.logs.lines import Gap, Window

ERROR = re.compile(rb"(?:\b|(?<=\x1b\[31m))(ERROR|CRITICAL|FATAL)\b|\bTraceback \(most recent call last\)")
WARNING = re.compile(rb"\bWARN(ING)?\b")
WORDS = (
    b"ERROR",
    b"WARN",
    b"WARNING",
    b"ERRORS",
    b"MY_ERROR",
    b"all",
    b"is",
    b"well",
    b"FATAL:",
    b"xWARN",
    b"(CRITICAL)",
    b"\x1b[31mERROR\x1b[0m",
    b"31mERROR",
)


def _expected(data: bytes, width: int) -> dict[int, tuple[int | None, int, int]]:
    found = {number: [None, 0, 0] for number in range((len(data) + width - 1) // width)}
    at = 0
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        bucket = found[at // width]
        bucket[0] = bucket[0] or number
        bucket[1] += ERROR.search(line) is not None
        bucket[2] += ERROR.search(line) is None and WARNING.search(line) is not None
        at += len(line)
    return {number * width: tuple(bucket) for number, bucket in found.items()}


def _counted(data: bytes, width: int, chance: random.Random, spans: bool) -> dict[int, tuple[int | None, int, int]]:
    levels = Levels(width)
    lines, at = data.splitlines(keepends=True), 0
    while lines:
        many = chance.randint(1, 9)
        part, lines = b"".join(lines[:many]), lines[many:]
        masked = tuple((m.start(), m.end()) for m in re.finditer(rb"secret", part)) if spans else ()
        levels.add(Window(at, data[:at].count(b"\n"), part, masked))
        at += len(part)
    return {bucket.offset: (bucket.line, bucket.errors, bucket.warnings) for bucket in levels.buckets.values()}


@pytest.mark.parametrize("seed", range(20))
def test_a_log_is_counted_as_if_each_line_were_looked_at(seed: int) -> None:
    chance = random.Random(seed)
    lines = [b" ".join(chance.choices((*WORDS, b"secret"), k=chance.randint(0, 9))) for _ in range(60)]
    data = b"\n".join(lines) + (b"\n" if seed % 2 else b"")

    for width in (1, 7, 40, 10_000):
        assert _counted(data, width, chance, spans=seed % 3 == 0) == _expected(data, width)


def test_a_very_long_line_counts_once() -> None:
    levels = Levels(1000)
    for offset, data in ((0, b"ERROR one"), (9, b" ERROR two"), (19, b" WARN\nWARN\n")):
        levels.add(Window(offset, 0, data, ()))

    (bucket,) = levels.buckets.values()
    assert (bucket.line, bucket.errors, bucket.warnings) == (1, 1, 1)


def test_what_is_masked_is_no_word_of_a_line() -> None:
    levels = Levels(1000)
    levels.add(Window(0, 0, b"key ERROR\nfine\n", ((4, 9),)))

    assert [(one.errors, one.warnings) for one in levels.buckets.values()] == [(0, 0)]


def test_what_was_cut_has_no_bucket_and_the_next_line_its_number() -> None:
    levels = Levels(10)
    levels.add(Window(0, 0, b"12345678\n", ()))
    levels.add(Gap(offset=9, bytes=91, lines=50))
    levels.add(Window(100, 51, b"ERROR\n", ()))

    assert [(one.offset, one.line, one.errors) for one in levels.buckets.values()] == [(0, 1, 0), (100, 52, 1)]


def test_a_line_that_began_before_the_place_where_counting_begins_is_not_counted_again() -> None:
    levels = Levels(10, begins=False)
    levels.add(Window(10, 0, b"an ERROR\nERROR\n", ()))

    assert [(one.offset, one.line, one.errors) for one in levels.buckets.values()] == [(10, 2, 1), (20, None, 0)]
