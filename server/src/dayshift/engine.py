"""The clockwork with its rooms, without a door: what a server runs, and what crash tests kill."""

import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from dayshift import failpoints, installation
from dayshift.auth.ring import load_ring
from dayshift.clock import Clock, SystemClock
from dayshift.domain.triggers.zones import Zones
from dayshift.environments.index import find_uv
from dayshift.environments.store import Environments
from dayshift.executors.commands.java import find_java
from dayshift.executors.liveness import identity, is_gone
from dayshift.executors.local import LocalExecutor
from dayshift.files.local import LocalFileStore
from dayshift.files.snapshots import Snapshots
from dayshift.files.uploads import Uploads
from dayshift.logs.directory import DirectoryLogStore
from dayshift.loops.builder import Builder
from dayshift.loops.dispatcher import Dispatcher
from dayshift.loops.heart import Heart
from dayshift.loops.janitor import Janitor
from dayshift.loops.rescue import Rescuer
from dayshift.loops.runner import Loop, Runner
from dayshift.loops.sparkreporter import SparkReporter
from dayshift.loops.ticker import Ticker
from dayshift.loops.tidying import Tidying
from dayshift.loops.watcher import Watcher
from dayshift.services import zonechange
from dayshift.services.definitions import Drafter
from dayshift.services.environments import Locker
from dayshift.services.limits import Limits
from dayshift.services.orders import OrderMaker
from dayshift.services.schedules import Desk
from dayshift.services.starting import Place
from dayshift.settings import Settings
from dayshift.store import replicas, schema
from dayshift.store.engine import Store, open_store
from dayshift.store.replicas import Instance, Replica
from dayshift.zonedata import load_zones

log = logging.getLogger(__name__)

MIB = 1 << 20
HUNG_AFTER = timedelta(seconds=5)
SHOWN_WITHIN = timedelta(milliseconds=50)  # that a run has begun: one that is shorter is seen once, when it has ended
OF_MEMORY = 0.85  # of the machine's, for runs: the rest is the server's and the system's


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """Everything that knows its outside, opened once."""

    settings: Settings
    clock: Clock
    store: Store
    zones: Zones
    limits: Limits
    ring: bytes
    instance: Instance
    replica: Replica
    files: LocalFileStore
    uploads: Uploads
    snapshots: Snapshots
    environments: Environments
    locker: Locker
    logs: DirectoryLogStore


def limits_of(settings: Settings) -> Limits:
    """The settings in the units of the domain."""
    return Limits(
        min_interval_s=settings.min_interval_s,
        queued_runs=settings.queued_runs,
        quota=settings.quota_mib * MIB,
        log=settings.log_limit_mib * MIB,
        keep=timedelta(days=settings.keep_days),
        spark_masters=settings.spark_masters,
    )


def open_database(settings: Settings, clock: Clock) -> Store:
    """The database, at the schema of this version. SQLite brings itself there, after a copy; PostgreSQL is asked to."""
    store = open_store(settings.url_of_database)
    if store.is_postgresql:
        schema.require_current(store)
    else:
        copy = schema.migrate(store, backups=settings.home / "backups", now=clock.now())
        if copy is not None:
            log.info("the database was upgraded; its copy is %s", copy)
    return store


def open_rooms(settings: Settings) -> Rooms:
    """Open what a server works with. Raises AlreadyServed, SchemaMismatch, Invalid."""
    failpoints.arm(settings.failpoints)
    home = settings.home.resolve()
    installation.make_home(home)
    if settings.database_url is None:
        installation.take_lock(home)
    clock = SystemClock()
    store = open_database(settings, clock)
    zones = load_zones()
    files = LocalFileStore(home / "projects")
    boot, pid, started = identity()
    replica = Replica(
        id=secrets.token_hex(16),
        host=installation.host_id(home),
        boot=boot,
        pid=pid,
        pid_start=started,
        started_at=clock.now(),
    )
    return Rooms(
        settings=settings,
        clock=clock,
        store=store,
        zones=zones,
        limits=limits_of(settings),
        ring=load_ring(home),
        instance=_register(store, clock, zones, replica),
        replica=replica,
        files=files,
        uploads=Uploads(home / "uploads"),
        snapshots=Snapshots(files, home / "code", clock),
        environments=Environments(home / "environments"),
        locker=Locker(
            uv=find_uv(home / "uv-cache", os.environ),
            wheels=home / "wheels",
            configured=[settings.python] if settings.python else [],
        ),
        logs=DirectoryLogStore(home / "runs"),
    )


def _register(store: Store, clock: Clock, zones: Zones, replica: Replica) -> Instance:
    """Write that this server is there, and derive cursors again if its time zone data is newer."""
    now = clock.now()
    with store.begin(now) as tx:
        tx.lock(zonechange.ZONE_LOCK)
        instance = replicas.find_instance(tx)
        if instance is None:
            instance = replicas.add_instance(tx, installation.new_instance_name(), tzdata=zones.version, now=now)
        replicas.register(tx, replica)
        moved = zonechange.derive_again(tx, zones)
    if moved:
        log.info("newer time zone data moved the next run of %d schedules", moved)
    return instance


class Engine:
    """The loops on their rooms: started, watched, stopped."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        settings = rooms.settings
        home = settings.home.resolve()
        self.executor = LocalExecutor(
            home / "runs", host=rooms.replica.host, instance=rooms.instance.name, clock=rooms.clock, woken=self._woken
        )
        self.maker = OrderMaker(
            instance=rooms.instance.name,
            url=settings.url,
            runs=home / "runs",
            files=rooms.files,
            snapshots=rooms.snapshots,
            environments=rooms.environments,
            zones=rooms.zones,
            ring=rooms.ring,
            java=self.java,
        )
        self.heart = Heart(store=rooms.store, clock=rooms.clock, zones=rooms.zones, replica=rooms.replica)
        self.tidying = Tidying()
        self.dispatcher = self._dispatcher()
        self.runner = Runner(self._loops(), rooms.clock)
        rooms.store.on_wake("dispatcher", self._run_expected)
        rooms.store.on_wake("queue", self._run_queued)
        for loop in ("ticker", "watcher", "builder"):
            rooms.store.on_wake(loop, partial(self.runner.wake, loop))

    def _run_queued(self) -> None:
        if self.dispatcher.has_room:
            self._run_expected()

    def _run_expected(self) -> None:
        self.executor.expect()
        self.runner.wake("dispatcher")

    def _launched(self) -> None:
        self.runner.wake("watcher", SHOWN_WITHIN)

    def _woken(self) -> None:
        self.runner.wake("watcher")

    def _loops(self) -> list[Loop]:
        rooms, me, host = self.rooms, self.rooms.replica.id, self.rooms.replica.host
        rescuer = Rescuer(
            store=rooms.store,
            clock=rooms.clock,
            executor=self.executor,
            ring=rooms.ring,
            me=me,
            host=host,
            is_gone=lambda replica: is_gone(replica.boot, replica.pid, replica.pid_start),
            is_launching=self.dispatcher.is_launching,
        )
        watcher = Watcher(
            store=rooms.store,
            clock=rooms.clock,
            executor=self.executor,
            rescuer=rescuer,
            me=me,
            host=host,
            is_launching=self.dispatcher.is_launching,
            later=self.tidying.later,
        )
        reporter = SparkReporter(
            store=rooms.store, clock=rooms.clock, runs=rooms.settings.home.resolve() / "runs", me=me, watcher=watcher
        )
        return [self.heart, self._ticker(), self.dispatcher, watcher, reporter, self._builder(), self._janitor()]

    def _dispatcher(self) -> Dispatcher:
        rooms, replica = self.rooms, self.rooms.replica
        slots, memory = slots_of(rooms.settings), memory_of(rooms.settings)
        return Dispatcher(
            store=rooms.store,
            clock=rooms.clock,
            executor=self.executor,
            maker=self.maker,
            place=Place(me=replica.id, host=replica.host, slots=slots, memory=memory),
            launched=self._launched,
        )

    def _ticker(self) -> Ticker:
        rooms = self.rooms
        return Ticker(
            store=rooms.store,
            clock=rooms.clock,
            zones=rooms.zones,
            queued_runs=rooms.limits.queued_runs,
            quota=rooms.limits.quota,
            up_since=lambda: self.heart.up_since,
            may_fire=self.heart.may_fire,
        )

    def _builder(self) -> Builder:
        rooms = self.rooms
        return Builder(
            store=rooms.store,
            clock=rooms.clock,
            executor=self.executor,
            rooms=rooms.environments,
            locker=rooms.locker,
            work=rooms.settings.home.resolve() / "builds",
            instance=rooms.instance.name,
            me=rooms.replica.id,
        )

    def _janitor(self) -> Janitor:
        rooms = self.rooms
        return Janitor(
            store=rooms.store,
            clock=rooms.clock,
            executor=self.executor,
            files=rooms.files,
            uploads=rooms.uploads,
            logs=rooms.logs,
            keep=rooms.limits.keep,
            clean_code=rooms.snapshots.remove_unused,
            clean_environments=lambda keep: rooms.environments.remove_unused(keep, rooms.clock.now().timestamp()),
        )

    def start(self) -> None:
        self.heart.step()
        self.runner.start()

    def stop(self) -> None:
        """End every step that is under way, say goodbye, and let the runs go on."""
        self.runner.stop()
        self.tidying.close()
        now = self.rooms.clock.now()
        with self.rooms.store.begin(now) as tx:
            replicas.say_goodbye(tx, self.rooms.replica.id, now)
        self.executor.close()
        self.rooms.store.close()

    def wrong(self) -> Mapping[str, str]:
        """What keeps this server from being ready, in a word for each."""
        now = self.rooms.clock.now()
        found = {name: "hangs or fails" for name, beat in self.runner.beats.items() if now - beat > HUNG_AFTER}
        if not self.runner.beats:
            found["loops"] = "not started"
        if not self.heart.may_fire():
            found["clock"] = "old time zone data" if self.heart.has_old_zones else "far from the database's"
        return found

    def drafter(self) -> Drafter:
        """What jobs are checked against when they are saved."""
        return Drafter(files=self.rooms.files, limits=self.rooms.limits, java=self.java)

    def java(self) -> Path:
        """The Java for Spark. Raises Invalid, with the cure."""
        return find_java(self.rooms.settings.java_home, os.environ)

    def desk(self) -> Desk:
        """What schedules are checked against when they are saved."""
        return Desk(zones=self.rooms.zones, limits=self.rooms.limits, up_since=lambda: self.heart.up_since)


def slots_of(settings: Settings) -> int:
    """Runs at once on this host."""
    return settings.slots or max(8, 4 * (os.cpu_count() or 1))


def memory_of(settings: Settings) -> int:
    """Bytes that runs may reserve on this host."""
    if settings.memory_mib is not None:
        return settings.memory_mib * MIB
    return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * OF_MEMORY)
