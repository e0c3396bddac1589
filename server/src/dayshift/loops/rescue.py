"""What dead servers left behind: taken over, launched again under the same name, or given up."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dayshift.auth import tokens
from dayshift.clock import Clock
from dayshift.domain.errors import BackendRejected, BackendUnavailable
from dayshift.executors.base import Executor, Handle, Seen
from dayshift.services import ending, orders, starting
from dayshift.services.ending import Fenced, Over
from dayshift.services.starting import LEASE
from dayshift.store import people, replicas, running
from dayshift.store.engine import Store
from dayshift.store.replicas import Replica
from dayshift.store.running import Mine

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(seconds=5)
SILENT_FOR = timedelta(seconds=60)  # a host without a heart for so long is gone,
STOPPED_FOR = timedelta(minutes=15)  # unless its server said that it stops: an upgrade is no disaster


@dataclass(slots=True)
class Rescuer:
    """``is_gone`` proves that a server process of this host is dead; ``is_launching``: our own dispatcher is at it."""

    store: Store
    clock: Clock
    executor: Executor
    ring: bytes
    me: str
    host: str
    is_gone: Callable[[Replica], bool]
    is_launching: Callable[[int], bool]
    _looked_at: datetime | None = field(default=None, init=False)

    def take_over(self, now: datetime) -> None:
        """Become the owner of what dead or silent owners of this host left; end what was on hosts that are gone."""
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        with self.store.read(now) as tx:
            if cut := replicas.cut_off_frozen(tx):
                log.warning("%d connections of a server that is frozen were ended", cut)
            left = running.ownerless(tx, self.host, self.me)
            owners = replicas.find(tx, {row.owner for row in left}) if left else {}
            silent = replicas.silent_hosts(tx, crashed_before=now - SILENT_FOR, stopped_before=now - STOPPED_FOR)
            others = [host for host in silent if host != self.host]
            stranded = running.on_hosts(tx, others, limit=100) if others else []
        for owner in sorted({row.owner for row in left}):
            rows = [row for row in left if row.owner == owner and (row.lease_until < now or self._dead(owners, owner))]
            if rows:
                with self.store.begin(now) as tx:
                    running.take_over(tx, [row.id for row in rows], owner=owner, me=self.me, until=now + LEASE)
        self._give_up(stranded)

    def _dead(self, owners: dict[str, Replica], owner: str) -> bool:
        return owner not in owners or self.is_gone(owners[owner])

    def _give_up(self, stranded: Sequence[Mine]) -> None:
        for run in stranded:
            now = self.clock.now()
            over = Over(
                run=run, ending=ending.gone(run, "node_lost", "Its host has not been heard of for a minute.", now)
            )
            try:
                with self.store.begin(now) as tx:
                    running.take_over(tx, [run.id], owner=run.owner, me=self.me, until=now + LEASE)
                    ending.end(tx, [over], self.me)
            except Fenced:
                log.info("run %d was ended by somebody else", run.id)

    def launch_again(self, without_handle: Sequence[Mine]) -> None:
        """Find or start what was claimed and perhaps never launched; the name makes sure that it starts once."""
        for run in without_handle:
            if not self.is_launching(run.id):
                try:
                    self._launch_again(run)
                except BackendUnavailable as error:
                    log.warning("run %d is not launched yet: %s", run.id, error)

    def _launch_again(self, run: Mine) -> None:
        with self.store.read(self.clock.now()) as tx:
            order = running.told(tx, [run.id])[run.id].order
        try:
            handle = self._find(run, order) or self._start(run, order)
        except (KeyError, ValueError, TypeError, BackendRejected) as error:
            log.warning("the order of run %d is no good: %r", run.id, error)
            with self.store.begin(self.clock.now()) as tx:
                ending.reject(tx, run.id, run.attempt, self.me, f"Its order cannot be used: {error}")
            return
        found = {"execution": run.id, "me": self.me, "number": run.attempt, "found": asdict(handle)}
        with self.store.begin(self.clock.now()) as tx:
            running.keep_handles(tx, [found])

    def _find(self, run: Mine, order: Mapping[str, Any]) -> Handle | None:
        """The attempt, if it is there: then it holds its key already, and must keep it."""
        name, folder = order["name"], order["run"]
        handle = Handle(executor=self.executor.kind, name=name, run=folder, host=self.host, adopted=True)
        (seen,) = self.executor.observe([handle])
        if seen.seen is Seen.UNKNOWN:
            raise BackendUnavailable(place=self.executor.kind, text="it cannot be asked")
        return None if seen.seen is Seen.ABSENT else handle

    def _start(self, run: Mine, order: Mapping[str, Any]) -> Handle:
        """Launch it under its name, with a new key: the old one may have gone anywhere."""
        key = tokens.mint_run_key(self.ring)
        with self.store.begin(self.clock.now()) as tx:
            people.revoke_keys_of(tx, [run.id], tx.now)
            starting.give_keys(tx, [(run.project, run.id, key)])
            running.keep_order(tx, run.id, self.me, {**order, "key": key.id})
        return self.executor.launch(orders.from_json(order, {"DAYSHIFT_API_KEY": key.text}))
