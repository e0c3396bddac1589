"""Builds environments: each as a supervised process with a log, never in the server."""

import logging
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from dayshift.clock import Clock
from dayshift.domain.errors import BackendError, Invalid
from dayshift.environments import building
from dayshift.environments.base import BuildRequest
from dayshift.environments.store import Environments
from dayshift.executors.base import Executor, Handle, Observation, Order, Reason, Seen
from dayshift.failpoints import failpoint
from dayshift.services.environments import Locker
from dayshift.store import environments
from dayshift.store.engine import Store
from dayshift.store.environments import Environment

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
BUSY, IDLE = timedelta(milliseconds=250), timedelta(seconds=5)
LONGEST = timedelta(minutes=30)
MEMORY = 4 << 30
LOG_LIMIT = 64 << 20


@dataclass(slots=True)
class Builder:
    """``work`` holds a folder for each build, for what it is asked and what it answers."""

    store: Store
    clock: Clock
    executor: Executor
    rooms: Environments
    locker: Locker
    work: Path
    instance: str
    me: str
    name: str = field(default="builder", init=False)

    def step(self) -> datetime | None:
        """Start what is asked for, and note what has ended. Return when to look again."""
        now = self.clock.now()
        with self.store.read(now) as tx:
            found = environments.to_build(tx, now, self.me)
        for environment in found:
            self._advance(environment, now)
        return self.clock.now() + (BUSY if found else IDLE)

    def _advance(self, environment: Environment, now: datetime) -> None:
        if self.rooms.is_ready(environment.key):
            self._finish(environment, now, state="ready", message="")
            return
        if environment.state == "queued" or environment.owner != self.me or environment.handle is None:
            self._launch(environment, now)
            return
        (seen,) = self.executor.observe([Handle(**environment.handle)])
        if seen.seen is Seen.ENDED:
            self._ended(environment, seen)
        elif seen.seen is Seen.ABSENT:
            self._launch(environment, now)
        else:
            with self.store.begin(now) as tx:
                environments.keep_handle(tx, environment.id, self.me, environment.handle, now + LEASE)

    def _launch(self, environment: Environment, now: datetime) -> None:
        """Start the build, or find it: a build that another server began goes on under its name."""
        with self.store.begin(now) as tx:
            claimed = environments.claim(tx, environment, me=self.me, until=now + LEASE)
            if claimed is None:
                return
        try:
            handle = self.executor.launch(self._order(claimed))
        except (BackendError, Invalid) as error:
            self._finish(claimed, now, state="failed", message=str(error))
            return
        with self.store.begin(now) as tx:
            environments.keep_handle(tx, claimed.id, self.me, asdict(handle), now + LEASE)

    def _folder(self, environment: Environment) -> Path:
        folder = self.work / f"{environment.id}-{environment.tries}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _order(self, environment: Environment) -> Order:
        request = BuildRequest(
            key=environment.key,
            lock=environment.lock,
            interpreter=self.locker.interpreter.path,
            folder=self.rooms.folder.absolute(),
            uv=self.locker.uv,
        )
        folder = self._folder(environment)
        return Order(
            name=f"ds-{self.instance}-build{environment.id}-{environment.tries}",
            run=f"build-{environment.id}/{environment.tries}",
            argv=building.prepare(request, folder.absolute()),
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"},
            cwd=str(folder.absolute()),
            cpu=2.0,
            memory=MEMORY,
            processes=512,
            grace=timedelta(seconds=10),
            time_limit=LONGEST,
            log_limit=LOG_LIMIT,
            secrets=dict(request.uv.variables),
        )

    def _ended(self, environment: Environment, seen: Observation) -> None:
        failpoint("builder.after_build")
        try:
            why = building.failure(self._folder(environment))
        except BackendError as error:
            why = "it took longer than 30 minutes" if seen.reason is Reason.TIMEOUT else str(error)
        self._finish(environment, self.clock.now(), state="failed" if why else "ready", message=why or "")
        failpoint("builder.after_rename")
        if environment.handle is not None:
            self.executor.forget(Handle(**environment.handle))

    def _finish(self, environment: Environment, now: datetime, *, state: str, message: str) -> None:
        with self.store.begin(now) as tx:
            environments.finish(tx, environment, state=state, message=message)
            tx.wake("queue")
        log.info("environment %s is %s %s", environment.name, state, message)
