"""How fast somebody may ask. It guards this server against load, so it is kept in memory, for each server alone."""

import math
from collections.abc import Callable, Hashable
from threading import Lock

from fastapi import Request

from dayshift.clock import monotonic
from dayshift.domain.errors import TooMuch

MANY = 10_000  # buckets that are kept before those that are full again are thrown away
ROUNDING_S = 1e-6  # what a thousand additions to the age of a machine may be off by


class Buckets:
    """A bucket of ``burst`` requests for each who asks; it fills again by ``rate`` a second.

    Of each is kept when its bucket is full again: one number, which is a time of ``now``.
    """

    def __init__(self, rate: float, burst: float, now: Callable[[], float] = monotonic) -> None:
        self.rate = rate
        self._every, self._longest = 1 / rate, burst / rate
        self._now = now
        self._full_at: dict[Hashable, float] = {}
        self._sweep_at = MANY
        self._lock = Lock()

    def take(self, who: Hashable) -> float:
        """Take one request out of the bucket of ``who``: 0, or the seconds until there is one, and nothing is taken."""
        with self._lock:
            now = self._now()
            full_at = max(self._full_at.get(who, now), now) + self._every
            wait = full_at - now - self._longest
            if wait > ROUNDING_S:
                return wait
            self._full_at[who] = full_at
            if len(self._full_at) > self._sweep_at:
                self._sweep(now)
            return 0.0

    def _sweep(self, now: float) -> None:
        self._full_at = {who: full_at for who, full_at in self._full_at.items() if full_at > now}
        self._sweep_at = max(MANY, 2 * len(self._full_at))


def spend(request: Request, buckets: Buckets, who: Hashable) -> None:
    """Count this request, once, however often its rights are asked for. Raises TooMuch."""
    if getattr(request.state, "is_counted", False):
        return
    request.state.is_counted = True
    wait = buckets.take(who)
    if wait:
        what = f"You sent more than {buckets.rate:,} requests a second."
        raise TooMuch(what=what, retry_after=math.ceil(wait))
