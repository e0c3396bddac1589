"""Turns steps into threads: waits, backs off after errors, and stops."""

import logging
import math
import random
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from dayshift.clock import Clock, monotonic

log = logging.getLogger(__name__)

BACK_OFF = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds after the first, second, … error in a row


class Loop(Protocol):
    """Does what is due, in small batches."""

    name: str

    def step(self) -> datetime | None:
        """Do what is due; say when to look again, or None for "when woken"."""


class Runner:
    """One thread a loop. ``beat`` tells when each last ended a step well: a loop that hangs, or fails, is seen."""

    def __init__(self, loops: Sequence[Loop], clock: Clock) -> None:
        self._clock = clock
        self._stopping = threading.Event()
        self._bells = {loop.name: threading.Event() for loop in loops}
        self._asked: dict[str, float] = {}  # by when somebody wants a loop to look, in monotonic seconds
        self._asking = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=(loop,), name=f"loop-{loop.name}", daemon=True) for loop in loops
        ]
        self.beats: dict[str, datetime] = {}

    def wake(self, name: str, within: timedelta = timedelta(0)) -> None:
        """Make a loop look now, or ``within`` so long: what is not urgent shares a look with what follows."""
        by = monotonic() + within.total_seconds()
        with self._asking:
            self._asked[name] = min(by, self._asked.get(name, by))
        self._bells[name].set()

    def start(self) -> None:
        now = self._clock.now()
        self.beats = dict.fromkeys(self._bells, now)
        for thread in self._threads:
            thread.start()

    def stop(self, patience_s: float = 10.0) -> None:
        """Let every step that is under way end, and begin no other."""
        self._stopping.set()
        for bell in self._bells.values():
            bell.set()
        for thread in self._threads:
            thread.join(patience_s)

    def _run(self, loop: Loop) -> None:
        failures = 0
        while not self._stopping.is_set():
            with self._asking:
                self._asked.pop(loop.name, None)
            try:
                until = loop.step()
                failures = 0
            except Exception:
                log.exception("the step of the %s failed", loop.name)
                until = self._clock.now() + _back_off(failures)
                failures += 1
            self._wait(loop.name, until, is_well=failures == 0)

    def _wait(self, name: str, until: datetime | None, *, is_well: bool) -> None:
        """Until then, or as long as that was away, or until woken: a clock that is set anew lets no loop sleep on."""
        length = math.inf if until is None else (until - self._clock.now()).total_seconds()
        latest = monotonic() + length
        while not self._stopping.is_set():
            now = self._clock.now()
            if is_well:
                self.beats[name] = now
            left = min(latest, self._asked.get(name, math.inf)) - monotonic()
            if left <= 0 or (until is not None and now >= until):
                return
            self._clock.wait(self._bells[name], now + timedelta(seconds=min(left, 1.0)))  # no longer than a second


def _back_off(failures: int) -> timedelta:
    longest = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311 (jitter, not a secret)
