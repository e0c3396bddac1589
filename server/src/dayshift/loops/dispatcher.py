"""Claims queued executions under the limits of host, project and job, and has them launched."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dayshift.clock import Clock
from dayshift.domain.errors import BackendRejected, BackendUnavailable, DayshiftError, StorageFull
from dayshift.executors.base import Executor
from dayshift.failpoints import failpoint
from dayshift.services import ending, starting
from dayshift.services.orders import OrderMaker, Prepared
from dayshift.services.starting import Place
from dayshift.services.telling import Run
from dayshift.store.engine import Store

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(seconds=1)
THREADS = 4  # launches at once: each waits for a few fsyncs


@dataclass(slots=True)
class Dispatcher:
    """Starts what is queued, on this host. A launch that is repeated after a crash finds the attempt by its name."""

    store: Store
    clock: Clock
    executor: Executor
    maker: OrderMaker
    place: Place
    launched: Callable[[], None] = lambda: None  # something was: that it runs is soon to be shown
    name: str = field(default="dispatcher", init=False)
    has_room: bool = field(default=True, init=False)  # as far as its last look knew: without, only an end is news
    _launching: set[int] = field(default_factory=set, init=False)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS), init=False)

    def step(self) -> datetime | None:
        """Start what fits. Return when to look again: at once while more of it fits, else when a retry is due."""
        now = self.clock.now()
        with self.store.read(now) as tx:
            picked = starting.pick(tx, self.place)
        self.has_room = not picked.is_full
        for number, why in picked.hopeless:
            self._refuse(number, "environment", why)
        if not picked.runs:
            return now + LOOK_AGAIN
        prepared = [one for run in picked.runs if (one := self._prepare(run)) is not None]
        self._launching = {one.run.id for one in prepared}
        try:
            claimed = self._claim(prepared)
            self.has_room |= len(claimed) < len(picked.runs)
            if claimed:
                self._launch(claimed)
        finally:
            self._launching = set()
        return now + LOOK_AGAIN if picked.is_all else self.clock.now()

    def is_launching(self, number: int) -> bool:
        """Whether this run is between its claim and its launch right now: nobody else looks after it yet."""
        return number in self._launching

    def _prepare(self, run: Run) -> Prepared | None:
        """The order of a run; one that cannot be made fails this run alone."""
        try:
            return self.maker.prepare(run)
        except StorageFull:
            raise  # it will do when there is room again: the runner backs off
        except DayshiftError as error:
            self._refuse(run.id, "bad_spec", f"{error} {error.cure}".strip())
        except Exception:
            log.exception("the order of run %d cannot be made", run.id)
            self._refuse(run.id, "bad_spec", "Its saved definition cannot be read. Save the job again.")
        return None

    def _refuse(self, number: int, reason: str, message: str) -> None:
        with self.store.begin(self.clock.now()) as tx:
            ending.refuse(tx, number, reason=reason, message=message)

    def _claim(self, prepared: Sequence[Prepared]) -> list[Prepared]:
        with self.store.begin(self.clock.now()) as tx:
            claimed = starting.claim(tx, prepared, self.place, self.executor.handle_of)
            failpoint("dispatcher.before_claim_commit")
        failpoint("dispatcher.after_claim_commit")
        return claimed

    def _launch(self, claimed: Sequence[Prepared]) -> None:
        failpoint("dispatcher.before_launch")
        alone = len(claimed) == 1  # another thread would only cost it time
        for _ in map(self._launch_one, claimed) if alone else self._pool.map(self._launch_one, claimed):
            pass
        failpoint("dispatcher.after_launch")
        self.launched()

    def _launch_one(self, one: Prepared) -> None:
        """What cannot be launched yet is left to the watcher, which tries again under the same name."""
        try:
            self.executor.launch(one.order)
        except BackendRejected as error:
            with self.store.begin(self.clock.now()) as tx:
                ending.reject(tx, one.run.id, one.run.attempt, self.place.me, str(error))
        except BackendUnavailable as error:
            log.warning("run %d is not launched yet: %s", one.run.id, error)
