"""The sample project of a first start: two real jobs on schedules, so that there is something to look at."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from dayshift import samples
from dayshift.clock import Clock
from dayshift.domain.actions import Action
from dayshift.domain.rights import Actor
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath
from dayshift.services import access, jobs, projects, schedules
from dayshift.services.definitions import Drafter
from dayshift.services.jobs import Words
from dayshift.services.schedules import Desk
from dayshift.store.engine import Store, Tx
from dayshift.store.people import Person
from dayshift.store.projects import Names, is_name_taken

PROJECT = "sample"
LINES = 200

JOBS = (
    ("sales-report", "Sales report", "Adds up sales.csv by region, every 10 minutes.", "sales_report.py", 10),
    ("moody-import", "Moody import", "Fails now and then: look into why.", "moody_import.py", 15),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the sample project is made with."""

    store: Store
    clock: Clock
    files: LocalFileStore
    drafter: Drafter
    desk: Desk

    def lay_out(self, person: Person) -> None:
        """Make the project with its files, jobs and schedules, unless it is there. Safe to run twice."""
        actor = access.actor_of(person)
        with self.store.begin(self.clock.now()) as tx:
            if is_name_taken(tx, PROJECT):
                return
            permit = access.ask(tx, actor, Action.PROJECT_CREATE)
            project = projects.create(tx, permit, name=PROJECT, tz="UTC", zones=self.desk.zones)
            self._write(project.id)
            for name, title, description, program, minutes in JOBS:
                self._job(tx, actor, Words(name=name, title=title, description=description), program, minutes)

    def _write(self, project: int) -> None:
        root = resources.files(samples)
        for _, _, _, program, _ in JOBS:
            self.files.write(ProjectPath.read(project, program), [(root / program).read_bytes()], replace=True)
        self.files.write(ProjectPath.read(project, "sales.csv"), _sales(), replace=True)

    def _job(self, tx: Tx, actor: Actor, words: Words, program: str, minutes: int) -> None:
        permit = access.ask(tx, actor, Action.JOB_CREATE, Names(project=PROJECT))
        draft = self.drafter.draft({"kind": "python", "definition": _definition(program)}, permit.project)
        jobs.create(tx, permit, words, draft, environment=draft.environment)
        on_job = access.ask(tx, actor, Action.JOB_SCHEDULE, Names(project=PROJECT, job=words.name))
        schedules.create(tx, on_job, _schedule(minutes), self.desk)


def _sales() -> Iterator[bytes]:
    """The same 200 lines at every first start."""
    chance = random.Random(7)  # noqa: S311 (sample data, not a secret)
    yield b"day,region,units,price\n"
    for number in range(LINES):
        region = chance.choice(("North", "South", "East", "West"))
        yield f"2026-11-{number % 28 + 1:02},{region},{chance.randint(1, 40)},{chance.choice((9, 19, 49))}\n".encode()


def _definition(program: str) -> dict[str, object]:
    return {
        "program": {"path": program, "source": None},
        "files": [],
        "arguments": "",
        "parameters": [],
        "variables": {},
        "environment": None,
        "resources": {"cpu": 1.0, "memory": 256, "processes": 64},
        "time_limit": 300,
        "grace": 10,
        "log_limit": 16,
        "log_full": "trim",
        "retries": {"max": 0, "delay": 60.0, "backoff": 2.0, "max_delay": 3600.0, "on": ["failed", "timed_out"]},
        "max_running": None,
        "spark": None,
    }


def _schedule(minutes: int) -> dict[str, object]:
    return {
        "name": None,
        "trigger": {"kind": "every", "n": minutes, "unit": "minute"},
        "tz": None,
        "start": None,
        "end": None,
        "max_runs": None,
        "misfire": {"mode": "latest", "max_late_s": 604_800, "max_runs": 100},
        "overlap": {"mode": "queue_one", "active": 1, "max": 100},
        "arguments": None,
        "parameters": None,
    }
