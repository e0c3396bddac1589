"""The sparse index of a log: how many lines end before every 256 KiB. Built by the first reader, extended as it grows.

A mark counts bytes, not lines: then finding a line costs one look at 256 KiB, however long the lines are.
"""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dayshift import opening
from dayshift.logs.base import Cut, LogKey, LogStore

STEP = 256 << 10
MAGIC = b"DSI1"
WORD = 8
HEADER = 4 * WORD
INDEX_BYTES = 64 << 20


@dataclass(slots=True)
class Marks:
    """``lines[i]`` line ends lie before ``offsets[i]``; both ascend, the first pair is (0, 0)."""

    generation: int = 0
    cut_generation: int = 0
    offsets: list[int] = field(default_factory=lambda: [0])
    lines: list[int] = field(default_factory=lambda: [0])

    @property
    def end(self) -> int:
        """Up to here lines have been counted."""
        return self.offsets[-1]

    def before_line(self, number: int) -> tuple[int, int]:
        """The last mark before the start of the line with this many lines before it."""
        at = max(0, bisect_left(self.lines, number) - 1)
        return self.offsets[at], self.lines[at]

    def before_offset(self, offset: int) -> tuple[int, int]:
        """The last mark at or before ``offset``."""
        at = bisect_right(self.offsets, offset) - 1
        return self.offsets[at], self.lines[at]

    def add(self, offset: int, lines: int) -> None:
        self.offsets.append(offset)
        self.lines.append(lines)


def load(path: Path | None) -> Marks:
    """What an earlier reader counted; nothing at all if there is none, or it is damaged."""
    try:
        data = b"" if path is None else opening.read(path.parent, path.name, limit=INDEX_BYTES)
    except OSError:
        data = b""
    words = [int.from_bytes(data[at : at + WORD], "little") for at in range(0, len(data) - WORD + 1, WORD)]
    if data[:4] != MAGIC or len(words) < HEADER // WORD + 2 or len(words) % 2:
        return Marks()
    return Marks(words[1], words[2], words[HEADER // WORD :: 2], words[HEADER // WORD + 1 :: 2])


def save(marks: Marks, path: Path | None) -> None:
    """Keep them beside the log; whole or not at all. A full disk only costs the next reader time."""
    if path is None:
        return
    head = MAGIC.ljust(WORD, b"\0"), _word(marks.generation), _word(marks.cut_generation), _word(0)
    pairs = zip(marks.offsets, marks.lines, strict=True)
    data = b"".join((*head, *(_word(offset) + _word(lines) for offset, lines in pairs)))
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{id(marks)}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError:
        return


@dataclass(frozen=True, slots=True)
class Block:
    """What stands at ``offset``, behind ``lines`` line ends: ``line_ends`` of them in bytes, or in a cut."""

    offset: int
    lines: int
    data: bytes
    line_ends: int
    cut: Cut | None = None


def walk(store: LogStore, key: LogKey, offset: int, lines: int) -> Iterator[Block]:
    """The log in blocks from ``offset``, which has ``lines`` line ends before it, with the cut in its place."""
    while True:
        data = store.read(key, offset, STEP)
        block = Block(offset, lines, data, data.count(b"\n"))
        if not data:
            cut = store.cut(key)
            if offset != cut.start or offset == cut.end:
                return
            block = Block(offset, lines, data, cut.lines, cut)
        yield block
        offset = block.cut.end if block.cut else offset + len(data)
        lines += block.line_ends


def refresh(store: LogStore, key: LogKey, marks: Marks) -> int:
    """Count what has come since, and return the number of lines, a begun one included.

    If the job truncated its log, all starts again, in a new generation.
    """
    cut = store.cut(key)
    if store.size(key) < marks.end or cut.generation != marks.cut_generation:
        marks.generation += 1
        marks.cut_generation = cut.generation
        marks.offsets, marks.lines = [0], [0]
    total, last = marks.lines[-1], b"\n"
    for block in walk(store, key, *sound(marks, cut, marks.end)):
        if block.offset > marks.end:
            marks.add(block.offset, block.lines)
        total, last = block.lines + block.line_ends, block.data or last
    return total + (not last.endswith(b"\n"))


def sound(marks: Marks, cut: Cut, offset: int) -> tuple[int, int]:
    """The last mark at or before ``offset`` from which one can walk: not one that has been cut away meanwhile."""
    at, lines = marks.before_offset(offset)
    return marks.before_offset(cut.start) if cut.holds(at) else (at, lines)


def lines_before(store: LogStore, key: LogKey, marks: Marks, offset: int) -> int:
    """How many lines end before ``offset``."""
    lines = 0
    for block in walk(store, key, *sound(marks, store.cut(key), offset)):
        if block.cut is None and block.offset + len(block.data) >= offset:
            return block.lines + block.data[: max(0, offset - block.offset)].count(b"\n")
        lines = block.lines + block.line_ends
    return lines


def line_start(store: LogStore, key: LogKey, marks: Marks, number: int) -> tuple[int, int]:
    """Where the line with ``number`` lines before it starts, and that number; of one that was cut, where the cut is."""
    offset, lines = marks.before_line(number)
    if number == 0:
        return 0, 0
    for block in walk(store, key, *sound(marks, store.cut(key), offset)):
        if block.lines + block.line_ends >= number:
            if block.cut is not None:
                return block.offset, block.lines
            return block.offset + _after_line_end(block.data, number - block.lines), number
        offset, lines = block.offset + len(block.data), block.lines + block.line_ends
    return offset, lines


def _after_line_end(data: bytes, count: int) -> int:
    at = 0
    for _ in range(count):
        at = data.index(b"\n", at) + 1
    return at


def _word(number: int) -> bytes:
    return number.to_bytes(WORD, "little")
