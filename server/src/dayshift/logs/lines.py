"""A log as lines: masked, numbered, in pieces where one is very long, with a gap where it was cut."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dayshift.logs.base import LogKey, LogStore
from dayshift.logs.redact import Redactor, Span, masked

CHUNK = 256 << 10
PIECE = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, or a piece of one: pieces have the same ``n``. ``n`` counts from 1; None where nobody has counted yet.

    ``offset`` is a byte of the log, ``at`` when it was written, if that was noted.
    """

    n: int | None
    offset: int
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Stands where ``bytes`` bytes and ``lines`` line ends were cut, to keep the log below its limit."""

    offset: int
    bytes: int
    lines: int


@dataclass(frozen=True, slots=True)
class Window:
    """Whole lines, as far as possible, with the spans that must not be shown, relative to ``offset``."""

    offset: int
    lines: int | None
    data: bytes
    spans: tuple[Span, ...]

    def shown(self, start: int = 0, end: int | None = None) -> bytes:
        """A part of it, masked."""
        end = len(self.data) if end is None else end
        first = bisect_right(self.spans, start, key=lambda span: span[1])
        last = bisect_left(self.spans, end, key=lambda span: span[0])
        return masked(self.data, self.spans[first:last], start, end)

    def pieces(self) -> Iterator[tuple[Line, int]]:
        """Its lines, and where each ends."""
        start, number = 0, self.lines
        while start < len(self.data):
            end = self.data.find(b"\n", start) + 1 or len(self.data)
            yield from self._piece(start, end, number)
            start, number = end, None if number is None else number + 1

    def _piece(self, start: int, end: int, number: int | None) -> Iterator[tuple[Line, int]]:
        while start < end:
            stop = end if end - start <= PIECE else start + whole_characters(self.data[start : start + PIECE])
            text = self.shown(start, stop).decode("utf-8", "replace").removesuffix("\n")
            n = None if number is None else number + 1
            yield Line(n=n, offset=self.offset + start, text=text), self.offset + stop
            start = stop


def windows(
    store: LogStore, key: LogKey, redactor: Redactor, *, start: int, lines: int | None
) -> Iterator[Window | Gap]:
    """The log from ``start``, which has ``lines`` line ends before it. Each window costs one read.

    It sees further than it shows, to both sides, so that no boundary splits a secret.
    """
    at = start
    while True:
        cut = store.cut(key)
        if cut.holds(at):
            yield Gap(offset=cut.start, bytes=cut.end - cut.start, lines=cut.lines)
            lines = lines + cut.lines if lines is not None and at == cut.start else None
            at = cut.end
            continue
        lower = max(at - redactor.widest, cut.end if cut.end <= at else 0)
        wanted = at - lower + CHUNK + redactor.widest
        seen = store.read(key, lower, wanted)
        shown = seen[at - lower : at - lower + CHUNK]
        is_last = at - lower + len(shown) == len(seen) and len(seen) < wanted
        data = shown if is_last else shown[: whole_lines(shown)]
        if data:
            spans = redactor.spans(seen, is_end=len(seen) < wanted)
            moved = tuple((begin - (at - lower), stop - (at - lower)) for begin, stop in spans)
            yield Window(at, lines, data, moved)
        lines = None if lines is None else lines + data.count(b"\n")
        at += len(data)
        if is_last and not store.cut(key).holds(at):
            return


def whole_lines(data: bytes) -> int:
    """How much of ``data`` is whole lines; if it is all one line, how much is whole characters."""
    return data.rfind(b"\n") + 1 or whole_characters(data)


def whole_characters(data: bytes) -> int:
    """The length of ``data`` without a UTF-8 character that its end splits."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            return len(data)
        if byte >= 0xC0:
            needs = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) if needs <= back or back == len(data) else len(data) - back
    return len(data)
