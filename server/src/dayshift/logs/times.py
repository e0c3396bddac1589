"""When each part of a log was written: pairs of an instant and the size then, noted by the supervisor."""

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PAIR_BYTES = 16
BLOCK_PAIRS = 1024


@dataclass(frozen=True, slots=True)
class Times:
    """An open ``times`` file: little-endian microseconds and bytes, 8 bytes each, both ascending."""

    fd: int

    def of(self, offsets: Sequence[int]) -> list[int | None]:
        """The first noted instant at which each byte was there, in microseconds; ``offsets`` ascend."""
        if not offsets:
            return []
        pairs = self._from(offsets[0])
        at, size = next(pairs, (None, 0))
        found: list[int | None] = []
        for offset in offsets:
            while at is not None and size <= offset:
                at, size = next(pairs, (None, 0))
            found.append(at)
        return found

    def _from(self, offset: int) -> Iterator[tuple[int, int]]:
        """The pairs from about ``offset`` on: whole blocks, found by halving, never the whole file at once."""
        blocks = -(-os.fstat(self.fd).st_size // (PAIR_BYTES * BLOCK_PAIRS))
        first = bisect_right(range(blocks), offset, key=self._first_size)
        for block in range(max(0, first - 1), blocks):
            data = self._read(block * BLOCK_PAIRS, BLOCK_PAIRS)
            for at in range(0, len(data) - PAIR_BYTES + 1, PAIR_BYTES):
                yield _number(data, at), _number(data, at + 8)

    def _first_size(self, block: int) -> int:
        return _number(self._read(block * BLOCK_PAIRS, 1), 8)

    def _read(self, pair: int, count: int) -> bytes:
        return os.pread(self.fd, count * PAIR_BYTES, pair * PAIR_BYTES)


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 8], "little")
