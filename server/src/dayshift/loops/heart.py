"""Says that this server lives, and whether its clock and its time zone data may be trusted to fire."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dayshift.clock import Clock
from dayshift.domain.triggers.zones import Zones
from dayshift.store import replicas
from dayshift.store.engine import Store
from dayshift.store.replicas import Replica

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=5)
HEARD_WITHIN = timedelta(seconds=15)
WARN_SKEW_S, STOP_SKEW_S = 1.0, 10.0


@dataclass(slots=True)
class Heart:
    """``up_since``: since when some server has been running without a break."""

    store: Store
    clock: Clock
    zones: Zones
    replica: Replica
    name: str = field(default="heart", init=False)
    up_since: datetime | None = field(default=None, init=False)
    skew_s: float = field(default=0.0, init=False)
    has_old_zones: bool = field(default=False, init=False)

    def step(self) -> datetime | None:
        """Beat, and compare our clock with the database's."""
        now = self.clock.now()
        with self.store.begin(now) as tx:
            replicas.beat(tx, self.replica.id, now)
            self.up_since = replicas.up_since(tx, now - HEARD_WITHIN)
            self.has_old_zones = replicas.tzdata(tx) > self.zones.version
            if (there := replicas.database_now(tx)) is not None:
                self._compare(there)  # before the commit, which may take long
        return now + EVERY

    def _compare(self, there: float) -> None:
        self.skew_s = abs(self.clock.now().timestamp() - there)
        if self.skew_s > WARN_SKEW_S:
            log.warning("this clock is %.1f s from the database's", self.skew_s)

    def may_fire(self) -> bool:
        """Not with a clock that is far off, nor with older time zone data than another server has."""
        return self.skew_s <= STOP_SKEW_S and not self.has_old_zones
