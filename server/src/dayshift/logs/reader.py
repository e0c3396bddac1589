"""Reading the log of a run: by line, from its end, by byte, by text, or whole; always masked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dayshift.logs import marks
from dayshift.logs.base import LogKey, LogStore
from dayshift.logs.levels import Bucket, Levels
from dayshift.logs.lines import Gap, Line, Window, windows
from dayshift.logs.redact import Redactor

TAIL_STEP = 64 << 10
TAIL_BYTES = 1 << 20
SEARCH_BYTES = 32 << 20
LEVELS_BYTES = 64 << 20
LEVELS_LINES = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of a log. Whoever wants more asks from ``next_offset``; a new ``generation`` means: begin again.

    ``size`` is bytes written so far; ``total`` lines, None where nobody counted.
    """

    items: tuple[Line | Gap, ...]
    next_offset: int
    size: int
    generation: int
    total: int | None = None


class LogReader:
    """What may be seen of the logs of one run, which was given ``secrets``."""

    def __init__(self, store: LogStore, secrets: Sequence[str]) -> None:
        self._store = store
        self._redactor = Redactor.of(secrets)

    def size(self, key: LogKey) -> int:
        """Bytes written so far."""
        return self._store.size(key)

    def generation(self, key: LogKey) -> int:
        """How often the job has truncated its log, as far as anybody noticed."""
        return self._counted(key)[0].generation

    def page(self, key: LogKey, from_line: int, limit: int) -> Page:
        """At most ``limit`` lines, pieces and gaps from line ``from_line``, the first being 1."""
        counted, total = self._counted(key)
        start, lines = marks.line_start(self._store, key, counted, max(0, from_line - 1))
        page = self._page(key, self._windows(key, start, lines), start, limit)
        return replace(page, total=total, generation=counted.generation)

    def at_offset(self, key: LogKey, offset: int, limit_bytes: int) -> Page:
        """What was written from byte ``offset`` on, about ``limit_bytes`` of it: how a follower goes on."""
        counted, total = self._counted(key)
        start = self._before_gap(key, offset)
        lines = marks.lines_before(self._store, key, counted, start)
        page = self._page(key, self._windows(key, start, lines), start, limit_bytes=limit_bytes)
        return replace(page, total=total, generation=counted.generation)

    def tail(self, key: LogKey, limit: int) -> Page:
        """The last ``limit`` lines, of the last MiB at most. Costs the same at any size: it does not count lines."""
        start = self._tail_start(key, limit)
        counted = marks.load(self._index(key))
        return replace(self._page(key, self._windows(key, start, None), start), generation=counted.generation)

    def search(self, key: LogKey, text: str, *, after: int = 0, limit: int = 100) -> Page:
        """At most ``limit`` lines that hold ``text``, whatever its case, from byte ``after`` on.

        It looks at what would be shown: a secret cannot be guessed letter by letter. One call looks through 32 MiB;
        ``next_offset`` is where to go on, the size when all has been seen. A very long line is looked at in pieces.
        """
        counted, total = self._counted(key)
        at = start = self._before_gap(key, after)
        lines = marks.lines_before(self._store, key, counted, start)
        hits: list[Line] = []
        for window in self._windows(key, start, lines):
            if at - start >= SEARCH_BYTES or len(hits) >= limit:
                break
            at = self._search_window(window, text.casefold(), hits, limit)
        return Page(
            items=self._timed(key, hits),
            next_offset=at,
            size=self._store.size(key),
            total=total,
            generation=counted.generation,
        )

    def levels(self, key: LogKey, most: int, *, after: int = 0) -> tuple[list[Bucket], int, int]:
        """Errors and warnings in at most ``most`` buckets of equal size; how far it looked, and how much there is.

        One call looks through 64 MiB from byte ``after`` on, at what would be shown, or counts 200,000 lines.
        """
        size = self._store.size(key)
        at = start = self._before_gap(key, min(after, size))
        lines = marks.lines_before(self._store, key, self._counted(key)[0], start) if start else 0
        begins = start == 0 or self._store.read(key, start - 1, 1) in (b"\n", b"")
        found = Levels(max(1, -(-size // most)), begins=begins)
        for window in self._windows(key, start, lines):
            if at - start >= LEVELS_BYTES or found.lines >= LEVELS_LINES or at >= size:
                break
            found.add(window)
            at = window.offset + (window.bytes if isinstance(window, Gap) else len(window.data))
        return [bucket for _, bucket in sorted(found.buckets.items())], at, max(at, size)

    def raw(self, key: LogKey) -> Iterator[bytes]:
        """The whole log, masked, in pieces; a line in words where it was cut."""
        for window in self._windows(key, 0, None):
            if isinstance(window, Gap):
                yield f"\n[{window.bytes} bytes, {window.lines} lines were cut here]\n".encode()
            else:
                yield window.shown()

    def _windows(self, key: LogKey, start: int, lines: int | None) -> Iterator[Window | Gap]:
        return windows(self._store, key, self._redactor, start=start, lines=lines)

    def _index(self, key: LogKey) -> Path | None:
        place = self._store.place(key)
        return place.with_name("index") if place else None

    def _before_gap(self, key: LogKey, offset: int) -> int:
        """A place within what was cut stands for the whole gap."""
        cut = self._store.cut(key)
        return cut.start if cut.holds(offset) else offset

    def _counted(self, key: LogKey) -> tuple[marks.Marks, int]:
        """The index, brought up to date, and the number of lines."""
        index = self._index(key)
        counted = marks.load(index)
        known = counted.end, counted.generation
        total = marks.refresh(self._store, key, counted)
        if (counted.end, counted.generation) != known:
            marks.save(counted, index)
        return counted, total

    def _page(
        self,
        key: LogKey,
        found: Iterable[Window | Gap],
        start: int,
        limit: int | None = None,
        limit_bytes: int = TAIL_BYTES,
    ) -> Page:
        """In a page by lines, at most ``limit``, what was cut takes no room; it ends where a cut took the count."""
        by_lines = limit is not None
        items: list[Line | Gap] = []
        at, cut = start, 0
        for item, end in _items(found):
            cut += item.bytes if by_lines and isinstance(item, Gap) else 0
            if items and (len(items) == limit or end - start - cut > limit_bytes):
                break
            if by_lines and isinstance(item, Line) and item.n is None:
                break
            items.append(item)
            at = end
        return Page(items=self._timed(key, items), next_offset=at, size=self._store.size(key), generation=0)

    def _timed(self, key: LogKey, items: Sequence[Line | Gap]) -> tuple[Line | Gap, ...]:
        times = iter(self._store.times(key, [item.offset for item in items if isinstance(item, Line)]))
        return tuple(replace(item, at=next(times)) if isinstance(item, Line) else item for item in items)

    def _tail_start(self, key: LogKey, limit: int) -> int:
        """Where the last ``limit`` lines begin, found from the end in growing steps."""
        size, bound = self._store.size(key), self._store.cut(key).end
        bound = max(bound if bound <= size else 0, size - TAIL_BYTES)
        end, step, missing = size, TAIL_STEP, limit
        while end > bound:
            start = max(bound, end - step)
            data = self._store.read(key, start, end - start)
            whole = data[:-1] if end == size else data  # the very last line end ends no line before it
            if (found := whole.count(b"\n")) >= missing:
                return start + _before_lines(whole, missing)
            end, step, missing = start, step * 2, missing - found
        return bound

    def _search_window(self, window: Window | Gap, text: str, hits: list[Line], limit: int) -> int:
        """Add what is found; returns where the search has come to."""
        if isinstance(window, Gap):
            return window.offset + window.bytes
        if text in window.shown().decode("utf-8", "replace").casefold():
            for line, end in window.pieces():
                if text in line.text.casefold():
                    hits.append(line)
                if len(hits) == limit:
                    return end
        return window.offset + len(window.data)


def _items(found: Iterable[Window | Gap]) -> Iterator[tuple[Line | Gap, int]]:
    for window in found:
        if isinstance(window, Gap):
            yield window, window.offset + window.bytes
        else:
            yield from window.pieces()


def _before_lines(data: bytes, count: int) -> int:
    """Where the last ``count`` lines of ``data`` begin."""
    at = len(data)
    for _ in range(count):
        at = data.rindex(b"\n", 0, at)
    return at + 1
