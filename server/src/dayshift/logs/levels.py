"""Where a log speaks of errors and warnings, guessed by the words that people use: counted in buckets, for marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dayshift.logs.lines import Gap, Window

ERRORS = (b"ERROR", b"CRITICAL", b"FATAL", b"Traceback (most recent call last)")
WARNINGS = (b"WARNING", b"WARN")
_IN_WORDS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_COLOUR = re.compile(rb"\x1b\[[0-9;]*m\Z")
_LONGEST_COLOUR = 40


@dataclass(slots=True)
class Bucket:
    """A part of a log from ``offset`` on; a line is in the one where it begins. ``line``: the first that does."""

    offset: int
    line: int | None = None
    errors: int = 0
    warnings: int = 0


class Levels:
    """Counts window after window. ``width`` is that of a bucket, in bytes. What was cut has no buckets of its own."""

    def __init__(self, width: int, *, begins: bool = True) -> None:
        self.width = width
        self.buckets: dict[int, Bucket] = {}
        self.lines = 0  # that were counted
        self._numbered = -1  # up to this bucket the first line is known, or none begins in it
        self._begins = begins  # the next window begins with a line, not in the middle of one
        self._is_counted = not begins  # that one, where it began

    def add(self, window: Window | Gap) -> None:
        """The next part of the log."""
        if isinstance(window, Gap):
            self._begins = True
            return
        for number in range(window.offset // self.width, (window.offset + len(window.data) - 1) // self.width + 1):
            self._bucket(number)
        self._number(window)
        self._count(window)
        self._begins = window.data.endswith(b"\n")

    def _bucket(self, number: int) -> Bucket:
        return self.buckets.setdefault(number, Bucket(number * self.width))

    def _number(self, window: Window) -> None:
        """Find the first line of each bucket that begins here."""
        data, offset = window.data, window.offset
        start = 0 if self._begins else data.find(b"\n") + 1 or len(data)
        while start < len(data):
            number = (offset + start) // self.width
            if number > self._numbered:
                before = None if window.lines is None else window.lines + data.count(b"\n", 0, start)
                self._bucket(number).line = None if before is None else before + 1
                self._numbered = number
            following = (self._numbered + 1) * self.width - offset
            start = data.find(b"\n", max(start, following - 1)) + 1 or len(data)

    def _count(self, window: Window) -> None:
        shown = window.shown() if window.spans else window.data
        starts = _starts(window.data, shown) if window.spans else {}
        errors = set(_lines(shown, ERRORS))
        warnings = set(_lines(shown, WARNINGS)) - errors
        goes_on = not self._begins and self._is_counted
        for start in (errors | warnings) - ({0} if goes_on else set()):
            bucket = self._bucket((window.offset + starts.get(start, start)) // self.width)
            bucket.errors += start in errors
            bucket.warnings += start in warnings
            self.lines += 1
        last = shown.rfind(b"\n") + 1
        self._is_counted = last in errors | warnings or (last == 0 and goes_on)


def _lines(data: bytes, words: tuple[bytes, ...]) -> Iterator[int]:
    """Where the lines begin that hold one of these words."""
    for word in words:
        at = data.find(word)
        while at >= 0:
            end = at + len(word)
            if _begins(data, at) and (end == len(data) or data[end] not in _IN_WORDS):
                yield data.rfind(b"\n", 0, at) + 1
                end = data.find(b"\n", end) + 1 or len(data)
            at = data.find(word, end)


def _begins(data: bytes, at: int) -> bool:
    """Whether a word may begin there; the letter that ends a colour is none of a word."""
    if at == 0 or data[at - 1] not in _IN_WORDS:
        return True
    return data[at - 1] == ord("m") and _COLOUR.search(data[max(0, at - _LONGEST_COLOUR) : at]) is not None


def _starts(data: bytes, shown: bytes) -> dict[int, int]:
    """Where the lines that are shown begin in what was written: a mask hides no line end."""
    starts, here, there = {0: 0}, 0, 0
    while (here := shown.find(b"\n", here) + 1) and (there := data.find(b"\n", there) + 1):
        starts[here] = there
    return starts
