"""Logs in the run directories of this machine, where the jobs themselves write them."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dayshift import opening
from dayshift.logs.base import Cut, LogKey
from dayshift.logs.times import Times

CUTS_BYTES = 4096
FILES = ("log", "times", "cuts.json", "index")


@dataclass(frozen=True, slots=True)
class DirectoryLogStore:
    """``<runs>/<execution>/<attempt>/log``, and beside it what its supervisor noted of it.

    A job may have put anything in its place: what is no regular file is no log.
    """

    runs: Path

    def read(self, key: LogKey, start: int, limit: int) -> bytes:
        with self._opened(key, "log") as log:
            data = b"" if log is None else os.pread(log, limit, start)
        return _before_cut(self.cut(key), start, data)

    def size(self, key: LogKey) -> int:
        with self._opened(key, "log") as log:
            return 0 if log is None else os.fstat(log).st_size

    def cut(self, key: LogKey) -> Cut:
        try:
            said = json.loads(opening.read(self.runs, *_parts(key), "cuts.json", limit=CUTS_BYTES))
        except OSError:
            return Cut()
        return Cut(start=said["start"], end=said["end"], lines=said["lines"], generation=said["generation"])

    def times(self, key: LogKey, offsets: Sequence[int]) -> list[datetime | None]:
        with self._opened(key, "times") as file:
            if file is None:
                return [None] * len(offsets)
            noted = Times(file).of(offsets)
        return [None if at is None else datetime.fromtimestamp(at / 1e6, UTC) for at in noted]

    def place(self, key: LogKey) -> Path:
        return self.runs.joinpath(*_parts(key), "log")

    def delete(self, key: LogKey) -> None:
        for name in FILES:
            self.place(key).with_name(name).unlink(missing_ok=True)

    @contextmanager
    def _opened(self, key: LogKey, name: str) -> Iterator[int | None]:
        try:
            with opening.folder(self.runs, *_parts(key)) as folder:
                file = opening.regular(name, folder)
        except OSError:
            yield None
            return
        try:
            yield file
        finally:
            os.close(file)


def _parts(key: LogKey) -> tuple[str, str]:
    return key.execution, str(key.attempt)


def _before_cut(cut: Cut, start: int, data: bytes) -> bytes:
    """What may be told of what was read. A hole is noted before it is made, so the note is looked at after the read."""
    if cut.holds(start):
        return b""
    return data[: cut.start - start] if start < cut.start < min(cut.end, start + len(data)) else data
