"""The contract of a store for logs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class LogKey:
    """Names the log of one attempt. ``execution`` may also name a build: ``build-7``."""

    execution: str
    attempt: int


class LogStore(Protocol):
    """Keeps the bytes that attempts write. A byte once read never turns into another byte; it can only become cut."""

    def read(self, key: LogKey, start: int, limit: int) -> bytes:
        """At most ``limit`` bytes from ``start``; ``b""`` at the end, and for a log that does not exist."""

    def size(self, key: LogKey) -> int:
        """Bytes written so far, those that were cut included; 0 for a log that does not exist."""

    def place(self, key: LogKey) -> Path | None:
        """The file that a local attempt may write to directly, if this store has one."""

    def delete(self, key: LogKey) -> None:
        """Remove the log and its index. Twice is no error."""
