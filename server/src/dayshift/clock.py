"""The one module that reads time or waits. Everything else is told the time, or holds a :class:`Clock`."""

import threading
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, and how to wait."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def wait(self, woken: threading.Event, until: datetime | None) -> bool:
        """True when ``woken`` is set, which is cleared; False when ``until`` has come, and in any case after a second.

        Nobody sleeps to a wall time: a clock that is set back would make it sleep an hour too long.
        """


class SystemClock:
    """The clock of the machine."""

    LOOK_AGAIN_S = 1.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, woken: threading.Event, until: datetime | None) -> bool:
        rest = self.LOOK_AGAIN_S if until is None else (until - self.now()).total_seconds()
        if not woken.wait(max(0.0, min(rest, self.LOOK_AGAIN_S))):
            return False
        woken.clear()
        return True


def monotonic() -> float:
    """Seconds that only grow: for lengths, never for instants."""
    return time.monotonic()
