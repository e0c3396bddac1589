"""The contract of a store for logs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class LogKey:
    """Names the log of one attempt. ``execution`` may also name a build: ``build-7``."""

    execution: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The one range of a log that is gone, ``start`` to ``end``, with the line ends that were in it; nothing if equal.

    ``generation`` grows when the job truncated its own log: then offsets mean something else.
    """

    start: int = 0
    end: int = 0
    lines: int = 0
    generation: int = 0

    def holds(self, offset: int) -> bool:
        return self.start <= offset < self.end


class LogStore(Protocol):
    """Keeps the bytes that attempts write. A byte once read never turns into another byte; it can only become cut."""

    def read(self, key: LogKey, start: int, limit: int) -> bytes:
        """At most ``limit`` bytes from ``start``, none beyond a cut; ``b""`` in it, at the end, and without a log."""

    def size(self, key: LogKey) -> int:
        """Bytes written so far, those that were cut included; 0 for a log that does not exist."""

    def cut(self, key: LogKey) -> Cut:
        """What is gone. It may grow at any moment, but never into what ``read`` returns later."""

    def times(self, key: LogKey, offsets: Sequence[int]) -> list[datetime | None]:
        """When the bytes at ``offsets``, which ascend, were written, to a quarter of a second; None if not noted."""

    def place(self, key: LogKey) -> Path | None:
        """The file that a local attempt may write to directly, if this store has one."""

    def delete(self, key: LogKey) -> None:
        """Remove the log and its index. Twice is no error."""
