"""Cleans up: what is older than it is kept, what ended, what was left on disk, and the write-ahead log."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dayshift.clock import Clock
from dayshift.executors.base import Executor, Handle, Seen
from dayshift.failpoints import failpoint
from dayshift.files.local import LocalFileStore
from dayshift.files.uploads import Uploads
from dayshift.logs.base import LogKey, LogStore
from dayshift.services.access import IDLE
from dayshift.store import (
    events,
    executions,
    fires,
    idempotency,
    members,
    people,
    projects,
    rates,
    replicas,
    running,
    sharing,
    terminals,
    uploads,
)
from dayshift.store.engine import Store

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=60)
COUNT_EVERY = timedelta(minutes=5)
ORPHAN_AFTER = timedelta(seconds=60)
UPLOAD_LIVES = timedelta(hours=24)
ANSWERS_KEPT = timedelta(days=30)
REPLICAS_KEPT = timedelta(days=7)
EVENTS_KEPT = timedelta(days=1)  # a stream that was away for longer begins anew
EVENTS_A_ROUND = 20_000
BATCH = 500


@dataclass(slots=True)
class Janitor:
    """``clean_code`` and ``clean_environments`` remove the folders that nothing names any more."""

    store: Store
    clock: Clock
    executor: Executor
    files: LocalFileStore
    uploads: Uploads
    logs: LogStore
    keep: timedelta
    clean_code: Callable[[set[str]], object]
    clean_environments: Callable[[set[str]], object]
    name: str = field(default="janitor", init=False)
    _orphans: dict[str, datetime] = field(default_factory=dict, init=False)
    _counted_at: datetime | None = field(default=None, init=False)

    def step(self) -> datetime | None:
        """One round; each part is safe to run twice, and to be cut off."""
        now = self.clock.now()
        self._drop_rows(now)
        self._drop_old_runs(now)
        self._drop_uploads(now)
        self._end_orphans(now)
        self._count(now)
        self.store.checkpoint()
        return now + EVERY

    def _drop_rows(self, now: datetime) -> None:
        with self.store.begin(now) as tx:
            people.drop_ended(tx, now, now - IDLE)
            rates.drop_ended(tx, now)
            terminals.drop_ended(tx)
            sharing.drop_ended(tx)
            members.drop_ended_invitations(tx)
            idempotency.drop_old(tx, now - ANSWERS_KEPT)
            replicas.drop_silent(tx, now - REPLICAS_KEPT)
            events.drop_old(tx, now - EVENTS_KEPT, limit=EVENTS_A_ROUND)

    def _drop_old_runs(self, now: datetime) -> None:
        """The rows first: a log without a row is found again, a row without its log would be a lie."""
        with self.store.begin(now) as tx:
            old = executions.old_ones(tx, now - self.keep, limit=BATCH)
            attempts = executions.attempts_of(tx, old)
            executions.drop(tx, old)
            fires.drop_old(tx, now - self.keep, limit=BATCH)
        failpoint("janitor.after_row")
        for number, attempt in attempts:
            self.logs.delete(LogKey(str(number), attempt))
        failpoint("janitor.after_file")
        with self.store.read(now) as tx:
            codes, keys = executions.codes_kept(tx), executions.environments_kept(tx)
        self.clean_code(codes)
        self.clean_environments(keys)

    def _drop_uploads(self, now: datetime) -> None:
        with self.store.read(now) as tx:
            left = uploads.abandoned(tx, now - UPLOAD_LIVES)
        for upload in left:
            with self.store.begin(now) as tx:
                uploads.remove(tx, upload)
            self.uploads.drop(upload)

    def _end_orphans(self, now: datetime) -> None:
        """What lives here although its row is gone, or over: not ours any more, so it stops."""
        owned = {handle.name: handle for handle in self.executor.owned() if not handle.run.startswith("build-")}
        with self.store.read(now) as tx:
            live = running.live_names(tx)
        strangers = {name: handle for name, handle in owned.items() if name not in live}
        self._orphans = {name: self._orphans.get(name, now) for name in strangers}
        for name, since in self._orphans.items():
            if now - since >= ORPHAN_AFTER:
                self._end_orphan(strangers[name])

    def _end_orphan(self, handle: Handle) -> None:
        (seen,) = self.executor.observe([handle])
        if seen.seen in (Seen.RUNNING, Seen.WAITING):
            log.warning("%s lives though its run is over, and is stopped", handle.name)
            self.executor.cancel(handle, timedelta(seconds=10))
        elif seen.seen is not Seen.UNKNOWN:
            self.executor.forget(handle)

    def _count(self, now: datetime) -> None:
        """What the files of each project take: exact again, whatever jobs wrote."""
        if self._counted_at is not None and now - self._counted_at < COUNT_EVERY:
            return
        self._counted_at = now
        with self.store.read(now) as tx:
            numbers = projects.list_ids(tx)
        for number in numbers:
            used = self.files.used(number)
            with self.store.begin(now) as tx:
                projects.count_used(tx, number, used, now)
