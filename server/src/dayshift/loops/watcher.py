"""Knows what became of every attempt on this host: renews leases, passes cancels on, observes, ends."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dayshift.clock import Clock
from dayshift.domain.errors import BackendUnavailable
from dayshift.domain.executions import Ending, State
from dayshift.executors.base import Executor, Handle, Observation, Seen
from dayshift.failpoints import failpoint
from dayshift.loops.rescue import Rescuer
from dayshift.services import ending
from dayshift.services.ending import Fenced, Over
from dayshift.services.starting import LEASE
from dayshift.store import running
from dayshift.store.engine import Store
from dayshift.store.outbox import run_changed
from dayshift.store.running import Mine, Told

log = logging.getLogger(__name__)

RENEW_EVERY = timedelta(seconds=5)
BUSY, IDLE = timedelta(milliseconds=250), timedelta(seconds=2)  # a launch and a cancel wake it
ABSENT_FOR = timedelta(seconds=10)  # an attempt that its place once knew, and knows no more, is lost after this long
NOT_BEGUN_FOR = timedelta(seconds=1)  # one whose program was never started is launched again after this long


def call_now(act: Callable[[], None]) -> None:
    """Do it at once: how a test knows that it was done."""
    act()


@dataclass(slots=True)
class Watcher:
    """Owns what its replica launched, and what dead replicas of this host left behind."""

    store: Store
    clock: Clock
    executor: Executor
    rescuer: Rescuer
    me: str
    host: str
    is_launching: Callable[[int], bool] = lambda _number: False  # what our own dispatcher is at is not absent
    later: Callable[[Callable[[], None]], object] = call_now  # removing files may take a while, and nobody waits for it
    name: str = field(default="watcher", init=False)
    mine: list[Mine] = field(default_factory=list, init=False)  # what it owned at its last look
    _renewed_at: datetime | None = field(default=None, init=False)
    _absent_since: dict[str, datetime] = field(default_factory=dict, init=False)

    def step(self) -> datetime | None:
        """Look at everything that lives here, and write what changed. Return when to look again."""
        now = self.clock.now()
        self._renew(now)
        self.rescuer.take_over(now)
        with self.store.read(now) as tx:
            self.mine = running.mine(tx, self.me, self.host)
        self.rescuer.launch_again([run for run in self.mine if run.handle is None])
        known = [run for run in self.mine if run.handle is not None and not self.is_launching(run.id)]
        self._pass_cancels(known)
        seen = list(self.executor.observe([handle_of(run) for run in known]))
        failpoint("watcher.after_observe")
        pairs = list(zip(known, seen, strict=True))
        self._apply(pairs)
        self.rescuer.launch_again(self._never_begun(pairs))
        return self.clock.now() + (BUSY if self.mine else IDLE)

    def _renew(self, now: datetime) -> None:
        if self._renewed_at is None or now - self._renewed_at >= RENEW_EVERY or now < self._renewed_at:
            with self.store.begin(now) as tx:
                running.renew(tx, self.me, now + LEASE)
            self._renewed_at = now

    def _pass_cancels(self, known: Sequence[Mine]) -> None:
        asked = [run for run in known if run.cancel_requested_at is not None and not run.cancel_passed]
        told = self._told(asked)
        for run in asked:
            try:
                self.executor.cancel(handle_of(run), timedelta(seconds=told[run.id].order["grace_s"]))
            except BackendUnavailable as error:
                log.warning("run %d cannot be asked to stop yet: %s", run.id, error)
                continue
            with self.store.begin(self.clock.now()) as tx:
                running.pass_cancel(tx, run.id, self.me)

    def _told(self, runs: Sequence[Mine]) -> Mapping[int, Told]:
        if not runs:
            return {}
        with self.store.read(self.clock.now()) as tx:
            return running.told(tx, [run.id for run in runs])

    def _apply(self, pairs: Sequence[tuple[Mine, Observation]]) -> None:
        started = [(run, seen) for run, seen in pairs if _is_news(run, seen)]
        overs = [over for run, seen in pairs if (over := self._over(run, seen)) is not None]
        if not started and not overs:
            return
        try:
            self._write(started, overs)
        except Exception as error:
            log.warning("%d ends failed together and are done one by one: %r", len(overs), error)
            overs = [over for over in overs if self._write_alone(over)]
        failpoint("watcher.after_end_commit")
        self._forget(over.run for over in overs)

    def _write(self, started: Sequence[tuple[Mine, Observation]], overs: Sequence[Over]) -> None:
        rows = [_running_row(run, seen, self.me) for run, seen in started]
        with self.store.begin(self.clock.now()) as tx:
            tx.tell(*(run_changed(run) for run, _ in started))
            if overs:
                ending.end(tx, overs, self.me, begun=rows)
            else:
                running.show_running(tx, rows)
            failpoint("watcher.before_end_commit")

    def _write_alone(self, over: Over) -> bool:
        """Whether its end is written: until then what it left is needed, by its new owner if it was taken over."""
        try:
            self._write([], [over])
        except Fenced:
            log.info("run %d is not ours to end any more", over.run.id)
            return False
        except Exception:
            log.exception("the end of run %d cannot be written", over.run.id)
            return False
        return True

    def _over(self, run: Mine, seen: Observation) -> Over | None:
        if seen.seen is Seen.ENDED:
            self._absent_since.pop(seen.name, None)
            return Over(run=run, ending=ending.ending_of(seen, run))
        if seen.seen is not Seen.ABSENT:
            self._absent_since.pop(seen.name, None)
            return None
        since = self._absent_since.setdefault(seen.name, seen.observed_at)
        is_wanted = run.cancel_requested_at is None
        if is_wanted and (run.state is State.STARTING or seen.observed_at - since < ABSENT_FOR):
            return None
        del self._absent_since[seen.name]
        return Over(run=run, ending=_absent(run, seen.observed_at))

    def _never_begun(self, pairs: Sequence[tuple[Mine, Observation]]) -> list[Mine]:
        """What its place took and never started, as when a supervisor died before it had a program: safe to launch."""
        absent = [(run, seen) for run, seen in pairs if seen.seen is Seen.ABSENT and run.state is State.STARTING]
        return [
            run
            for run, seen in absent
            if run.cancel_requested_at is None
            and seen.observed_at - self._absent_since.get(seen.name, seen.observed_at) >= NOT_BEGUN_FOR
        ]

    def _forget(self, runs: Iterable[Mine]) -> None:
        """Remove what the attempts left; what cannot be removed now is found by the janitor."""
        for run in runs:
            self.later(partial(self._forget_one, run))

    def _forget_one(self, run: Mine) -> None:
        try:
            self.executor.forget(handle_of(run))
        except BackendUnavailable as error:
            log.info("the leftovers of run %d stay for now: %s", run.id, error)


def handle_of(run: Mine) -> Handle:
    """How the place finds this attempt again."""
    return Handle(**(run.handle or {}))


def _is_news(run: Mine, seen: Observation) -> bool:
    if seen.started_at is None:
        return False
    if seen.seen is Seen.ENDED:
        return run.state is State.STARTING  # it passes through running, so that no edge is skipped
    has_moved = seen.progress is not None and seen.progress != run.progress
    return seen.seen is Seen.RUNNING and (run.state is State.STARTING or has_moved)


def _running_row(run: Mine, seen: Observation, me: str) -> dict[str, Any]:
    return {
        "execution": run.id,
        "me": me,
        "number": run.attempt,
        "since": seen.started_at,
        "how_far": seen.progress,
    }


def _absent(run: Mine, at: datetime) -> Ending:
    if run.cancel_requested_at is not None:
        return Ending(state=State.CANCELLED, reason=run.cancel_reason, ended_at=at, started_at=run.started_at)
    return ending.gone(run, "absent", "Its place knew it once and knows it no more.", at)
