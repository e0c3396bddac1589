"""A small world: several replicas on one real database, with a clock and a place that a test commands."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dayshift import failpoints
from dayshift.domain.actions import Action
from dayshift.domain.executions import Execution
from dayshift.domain.fires import Fire
from dayshift.domain.rights import Actor
from dayshift.domain.schedules import Schedule
from dayshift.environments.store import Environments
from dayshift.files.local import LocalFileStore
from dayshift.files.snapshots import Snapshots
from dayshift.loops.dispatcher import Dispatcher
from dayshift.loops.heart import Heart
from dayshift.loops.rescue import Rescuer
from dayshift.loops.runner import Loop
from dayshift.loops.ticker import Ticker
from dayshift.loops.watcher import Watcher
from dayshift.services import access, jobs, projects, schedules
from dayshift.services.definitions import Drafter
from dayshift.services.jobs import Words
from dayshift.services.limits import Limits
from dayshift.services.orders import OrderMaker
from dayshift.services.schedules import Desk
from dayshift.services.starting import Place
from dayshift.store import environments, executions, fires, people, replicas
from dayshift.store import schedules as schedule_rows
from dayshift.store.engine import Store
from dayshift.store.executions import Filter
from dayshift.store.projects import Names
from dayshift.store.replicas import Replica
from dayshift.testing.clock import FakeClock
from dayshift.testing.fake_executor import HOST, FakeExecutor
from dayshift.zonedata import load_zones

RING = b"r" * 32
KEY = "e" * 64
PROJECT = "world"
ZONES = load_zones()

DEFINITION: Mapping[str, Any] = {
    "program": {"path": None, "source": "print('hello')"},
    "files": [],
    "arguments": "",
    "parameters": [],
    "variables": {},
    "environment": None,
    "resources": {"cpu": 1.0, "memory": 64, "processes": 64},
    "time_limit": None,
    "grace": 10,
    "log_limit": 16,
    "log_full": "trim",
    "retries": {"max": 0, "delay": 60.0, "backoff": 2.0, "max_delay": 3600.0, "on": ["failed", "timed_out"]},
    "max_running": None,
    "spark": None,
}
SCHEDULE: Mapping[str, Any] = {
    "name": None,
    "tz": "UTC",
    "start": None,
    "end": None,
    "max_runs": None,
    "misfire": {"mode": "latest", "max_late_s": 604_800, "max_runs": 100},
    "overlap": {"mode": "queue_one", "active": 1, "max": 100},
    "arguments": None,
    "parameters": None,
    "restart_count": False,
}


@dataclass(slots=True)
class Server:
    """One replica: its loops, by name."""

    id: str
    loops: dict[str, Loop] = field(default_factory=dict)
    is_dead: bool = False


class World:
    """Everything that a story needs. The database is real; time and processes are not."""

    def __init__(self, store: Store, folder: Path, start: datetime) -> None:
        self.store = store
        self.clock = FakeClock(start)
        self.executor = FakeExecutor(self.clock)
        self.folder = folder
        self.limits = Limits(min_interval_s=1)
        self.files = LocalFileStore(folder / "projects")
        self.servers: dict[str, Server] = {}
        self.desk = Desk(zones=ZONES, limits=self.limits, up_since=self.clock.now)
        self.actor = self._people()

    def _people(self) -> Actor:
        now = self.clock.now()
        with self.store.begin(now) as tx:
            replicas.add_instance(tx, "worlds", tzdata=ZONES.version, now=now)
            replicas.trust(tx, now)
            person = people.add_person(tx, "ada", password_hash=None, is_admin=True, now=now)
            actor = access.actor_of(person)
            permit = access.ask(tx, actor, Action.PROJECT_CREATE)
            self.project = projects.create(tx, permit, name=PROJECT, tz="UTC", zones=ZONES).id
            row = {"project": None, "name": "python", "requirements": "", "lock": "", "key": KEY}
            environment = environments.add(tx, row, now)
            environments.finish(tx, environment, state="ready", message="")
        return actor

    # What people do.

    def add_job(self, name: str = "job", **changes: Any) -> str:
        """Save a job; ``changes`` are fields of its definition."""
        drafter = Drafter(files=self.files, limits=self.limits, java=Path)
        with self.store.begin(self.clock.now()) as tx:
            permit = access.ask(tx, self.actor, Action.JOB_CREATE, Names(project=PROJECT))
            draft = drafter.draft({"kind": "python", "definition": {**DEFINITION, **changes}}, self.project)
            words = Words(name=name, title=name, description="")
            jobs.create(tx, permit, words, draft, environment=draft.environment)
        return name

    def add_schedule(self, cron: str, job: str = "job", **changes: Any) -> Schedule:
        """Save a schedule; the job is made when it is not there."""
        with self.store.read(self.clock.now()) as tx:
            missing = not any(row.job.name == job for row in self._jobs(tx))
        if missing:
            self.add_job(job)
        body = {**SCHEDULE, "trigger": {"kind": "cron", "text": cron}, **changes}
        with self.store.begin(self.clock.now()) as tx:
            permit = access.ask(tx, self.actor, Action.JOB_SCHEDULE, Names(project=PROJECT, job=job))
            return schedules.create(tx, permit, body, self.desk)

    def _jobs(self, tx: Any) -> Any:
        permit = access.ask(tx, self.actor, Action.JOB_LIST, Names(project=PROJECT))
        return jobs.list_jobs(tx, permit, after="", limit=200)

    def change(self, act: Any, schedule: Schedule, *args: Any, **options: Any) -> Any:
        """Call a function of the desk on a schedule: ``change(schedules.pause, s, until=None, reason="")``."""
        with self.store.begin(self.clock.now()) as tx:
            names = Names(project=PROJECT, schedule=schedule.id)
            permit = access.ask(tx, self.actor, Action.JOB_SCHEDULE, names)
            return act(tx, permit, schedule.id, *args, **options)

    # Servers and time.

    def replicas(self, count: int = 1) -> list[Server]:
        """Start servers."""
        return [self._start() for _ in range(count)]

    def _start(self) -> Server:
        me = secrets.token_hex(16)
        replica = Replica(id=me, host=HOST, boot="boot", pid=1, pid_start="1", started_at=self.clock.now())
        with self.store.begin(self.clock.now()) as tx:
            replicas.register(tx, replica)
        server = Server(id=me)
        self.servers[me] = server
        heart = Heart(store=self.store, clock=self.clock, zones=ZONES, replica=replica)
        for loop in (heart, *self._loops(me, heart)):
            server.loops[loop.name] = loop
        return server

    def _dispatcher(self, me: str) -> Dispatcher:
        environments_room = Environments(self.folder / "environments")
        maker = OrderMaker(
            instance="worlds",
            url="http://127.0.0.1",
            runs=self.folder / "runs",
            files=self.files,
            snapshots=Snapshots(self.files, self.folder / "code", self.clock),
            environments=environments_room,
            zones=ZONES,
            ring=RING,
            java=Path,
        )
        return Dispatcher(
            store=self.store,
            clock=self.clock,
            executor=self.executor,
            maker=maker,
            place=Place(me=me, host=HOST, slots=8, memory=1 << 40),
        )

    def _loops(self, me: str, heart: Heart) -> list[Loop]:
        dispatcher = self._dispatcher(me)
        rescuer = Rescuer(
            store=self.store,
            clock=self.clock,
            executor=self.executor,
            ring=RING,
            me=me,
            host=HOST,
            is_gone=lambda replica: self.servers[replica.id].is_dead,
            is_launching=dispatcher.is_launching,
        )
        ticker = Ticker(
            store=self.store,
            clock=self.clock,
            zones=ZONES,
            queued_runs=self.limits.queued_runs,
            quota=self.limits.quota,
            up_since=lambda: heart.up_since,
        )
        watcher = Watcher(
            store=self.store,
            clock=self.clock,
            executor=self.executor,
            rescuer=rescuer,
            me=me,
            host=HOST,
            is_launching=dispatcher.is_launching,
        )
        return [ticker, dispatcher, watcher]

    def at(self, time: str) -> "World":
        """Set the clock, to a time of its own day: ``at("10:00")``."""
        hours, minutes, *seconds = (int(part) for part in time.split(":"))
        now = self.clock.now()
        self.clock.set(now.replace(hour=hours, minute=minutes, second=(seconds or [0])[0], microsecond=0))
        return self

    def run(self, *servers: Server, rounds: int = 3) -> None:
        """Let every loop of these servers (by default of all that live) look a few times."""
        for _ in range(rounds):
            for server in servers or [one for one in self.servers.values() if not one.is_dead]:
                for loop in server.loops.values():
                    loop.step()

    def crash(self, server: Server, *, at: str) -> None:
        """Run one server until it dies at a failpoint. Fails when it never comes there."""
        failpoints.arm(f"{at}=die")
        try:
            self.run(server, rounds=4)
        except failpoints.Died:
            server.is_dead = True
            return
        finally:
            failpoints.arm("")
        raise AssertionError(f"{at} was never hit")

    # What happened.

    def ledger(self, schedule: Schedule) -> list[Fire]:
        """The ledger, oldest first."""
        with self.store.read(self.clock.now()) as tx:
            found = fires.list_fires(tx, schedule.id, before=None, since=None, outcome=None, limit=10_000)
        return found[::-1]

    def outcomes(self, schedule: Schedule) -> list[tuple[str, str]]:
        """(time of day, outcome) of each line of the ledger."""
        return [(f"{fire.nominal_at:%H:%M}", fire.outcome.value) for fire in self.ledger(schedule)]

    def executions(self) -> list[Execution]:
        """All runs, oldest first."""
        with self.store.read(self.clock.now()) as tx:
            found = executions.list_executions(tx, None, Filter(project=self.project), before=None, limit=10_000)
        return found[::-1]

    def only_execution(self) -> Execution:
        (run,) = self.executions()
        return run

    def schedule(self, schedule: Schedule) -> Schedule:
        """The schedule as it is now."""
        with self.store.read(self.clock.now()) as tx:
            return schedule_rows.get_schedule(tx, schedule.id)

    def finish_all(self, code: int = 0) -> None:
        """Every program that runs ends."""
        for name in self.executor.running():
            self.executor.finish(name, code)
