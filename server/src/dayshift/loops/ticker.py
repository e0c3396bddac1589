"""Gives every nominal time that is due its row in the ledger, once, and queues what it starts."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dayshift.clock import Clock
from dayshift.domain.schedules import Facts, Schedule, plan, rule_of
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.zones import Zones
from dayshift.failpoints import failpoint
from dayshift.services import firing, parking
from dayshift.services.firing import Due, Overtaken
from dayshift.store import executions, schedules
from dayshift.store.engine import Store, Tx
from dayshift.store.errors import DatabaseError

log = logging.getLogger(__name__)

MAY_NOT_FIRE_FOR = timedelta(seconds=1)  # then it asks again whether it may: nobody wakes it

Read = tuple[Schedule, Rule]


@dataclass(slots=True)
class Ticker:
    """``up_since``: since when some server has been running. ``may_fire``: not while our clock or zones are wrong."""

    store: Store
    clock: Clock
    zones: Zones
    queued_runs: int
    quota: int
    up_since: Callable[[], datetime | None]
    may_fire: Callable[[], bool] = lambda: True
    name: str = field(default="ticker", init=False)

    def step(self) -> datetime | None:
        """Fire what is due. Return when to look again; None means "when woken"."""
        now = self.clock.now()
        if not self.may_fire():
            return now + MAY_NOT_FIRE_FOR
        with self.store.read(now) as tx:
            rows = schedules.due(tx, now)
            if not rows:
                return schedules.earliest(tx)
        failpoint("ticker.after_select")
        found = [read for row in rows if (read := self._read(row)) is not None]
        try:
            self._fire(found, now)
        except Exception as error:
            log.warning("a batch of %d schedules failed and is done one by one: %r", len(found), error)
            for one in found:
                self._fire_alone(one, now)
        return self.clock.now()

    def _read(self, row: Any) -> Read | None:
        """A row with its rule compiled; one that cannot be read is counted against that schedule alone."""
        try:
            schedule = schedules.read(row)
            return schedule, rule_of(schedule.definition, self.zones)
        except Exception:
            log.exception("the rule of schedule %s cannot be read", row.id)
            self._park(row.id, row.next_fire_at, row.failures, row.revision)
            return None

    def _fire(self, found: Sequence[Read], now: datetime) -> None:
        with self.store.begin(now) as tx:
            batch = self._plan(tx, found)
            firing.record(tx, batch)
            failpoint("ticker.before_commit")
        failpoint("ticker.after_commit")

    def _plan(self, tx: Tx, found: Sequence[Read]) -> list[Due]:
        """Plan what nobody has touched since it was read; whatever was waits for the next step."""
        untouched = schedules.lock_again(tx, [schedule.id for schedule, _ in found])
        ours = [(s, rule) for s, rule in found if untouched.get(s.id) == (s.next_fire_at, s.revision)]
        facts = self._facts(tx, [schedule for schedule, _ in ours])
        return [
            Due(schedule=schedule, plan=plan(schedule, rule, facts[schedule.id], tx.now), facts=facts[schedule.id])
            for schedule, rule in ours
        ]

    def _facts(self, tx: Tx, due: Sequence[Schedule]) -> dict[int, Facts]:
        running = executions.open_of_schedules(tx, [schedule.id for schedule in due])
        full = executions.projects_without_room(tx, {s.project for s in due}, queued=self.queued_runs, quota=self.quota)
        up_since = self.up_since()
        facts = {}
        for schedule in due:
            active, waiting = running.get(schedule.id, ([], []))
            facts[schedule.id] = Facts(
                active=tuple(active),
                waiting=tuple(waiting),
                up_since=up_since,
                has_room=schedule.project not in full,
            )
        return facts

    def _fire_alone(self, one: Read, now: datetime) -> None:
        schedule, _ = one
        try:
            self._fire([one], now)
        except (Overtaken, DatabaseError) as error:
            log.info("schedule %d waits for the next step: %r", schedule.id, error)
        except Exception:
            log.exception("the rule of schedule %d raised", schedule.id)
            self._park(schedule.id, schedule.next_fire_at, schedule.failures, schedule.revision)

    def _park(self, number: int, cursor: datetime | None, failures: int, revision: int) -> None:
        now = self.clock.now()
        with self.store.begin(now) as tx:
            parking.count_failure(tx, number, nominal_at=cursor or now, failures=failures, revision=revision)
