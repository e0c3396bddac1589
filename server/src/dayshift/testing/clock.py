"""A clock that a test moves."""

import threading
from datetime import UTC, datetime, timedelta


class FakeClock:
    """It stands still until it is moved; nobody waits."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def wait(self, woken: threading.Event, until: datetime | None) -> bool:
        """Time does not pass by waiting: it returns at once."""
        del until
        was_set = woken.is_set()
        woken.clear()
        return was_set

    def set(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def advance(self, **length: float) -> None:
        """Move on: ``advance(seconds=5)``."""
        self._now += timedelta(**length)
