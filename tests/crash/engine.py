"""A server without its door, for crash tests: store, loops and local executor, until it is killed or told to stop.

Settings come from ``DAYSHIFT_*``. ``CRASH_PLAN`` names a file for the plan, which is laid out first: jobs and schedules
for ``CRASH_LOAD_S`` seconds.
``CRASH_CANCEL_S``: how often to stop a run of a job that the plan wants stopped. SIGTERM ends the server in order.
"""

import json
import logging
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from plan import make_plan
from sqlalchemy.exc import DBAPIError

from dayshift.domain.actions import Action
from dayshift.domain.executions import State
from dayshift.domain.rights import Actor
from dayshift.engine import Engine, open_rooms
from dayshift.failpoints import failpoint
from dayshift.services import access, accounts, executions, jobs, projects, schedules
from dayshift.services.jobs import Words
from dayshift.settings import Settings
from dayshift.store import environments
from dayshift.store.engine import Tx
from dayshift.store.executions import Filter
from dayshift.store.projects import Names

PROJECT = "crash"
KEY = "c" * 64
JOB: dict[str, Any] = {
    "files": [],
    "arguments": "",
    "parameters": [],
    "environment": None,
    "resources": {"cpu": 0.1, "memory": 16, "processes": 16},
    "time_limit": 60,
    "grace": 1,
    "log_limit": 1,
    "log_full": "trim",
    "max_running": None,
    "spark": None,
}
SCHEDULE = {"tz": None, "arguments": None, "parameters": None}


def lay_out(engine: Engine, plan: dict[str, Any]) -> None:
    """Make the project with its environment, the jobs and the schedules."""
    rooms = engine.rooms
    place = rooms.environments.path(KEY)
    (place / "bin").mkdir(parents=True)
    (place / "bin" / "python").symlink_to(Path(getattr(sys, "_base_executable", sys.executable)).resolve())
    (place / "meta.json").write_text("{}")
    with rooms.store.begin(rooms.clock.now()) as tx:
        actor = _administrator(tx)
        permit = access.ask(tx, actor, Action.PROJECT_CREATE)
        projects.create(tx, permit, name=PROJECT, tz="UTC", zones=rooms.zones)
        row = {"project": None, "name": "python", "requirements": "", "lock": "", "key": KEY}
        environments.finish(tx, environments.add(tx, row, tx.now), state="ready", message="")
        for job in plan["jobs"]:
            _job(tx, engine, actor, job)
        for schedule in plan["schedules"]:
            names = Names(project=PROJECT, job=schedule["job"])
            body = {**SCHEDULE, **schedule["body"], "name": schedule["name"]}
            schedules.create(tx, access.ask(tx, actor, Action.JOB_SCHEDULE, names), body, engine.desk())


def _administrator(tx: Tx) -> Actor:
    person, _ = accounts.first_start(tx)
    return access.actor_of(person)


def _job(tx: Tx, engine: Engine, actor: Actor, job: dict[str, Any]) -> None:
    permit = access.ask(tx, actor, Action.JOB_CREATE, Names(project=PROJECT))
    source = Path(__file__).with_name("job.py").read_text()
    definition = {**JOB, "program": {"path": None, "source": source}, **job["definition"]}
    draft = engine.drafter().draft({"kind": "python", "definition": definition}, permit.project)
    words = Words(name=job["name"], title=job["name"], description="")
    jobs.create(tx, permit, words, draft, environment=draft.environment)


def stop_one(engine: Engine, job: str) -> None:
    """Stop the oldest run of this job that lives, as a person would."""
    rooms = engine.rooms
    with rooms.store.begin(rooms.clock.now()) as tx:
        actor = _administrator(tx)
        permit = access.ask(tx, actor, Action.EXECUTION_STOP_OWN, Names(project=PROJECT, job=job))
        wanted = Filter(project=permit.project, job=permit.subject.id, states=(State.STARTING, State.RUNNING))
        live = executions.list_executions(tx, permit, wanted, before=None, limit=100)
        if not live:
            return
        executions.stop(tx, permit, live[-1].id)
    failpoint("cancel.after_request_commit")


def main() -> None:
    """Run until SIGTERM, or until a failpoint ends it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    engine = Engine(open_rooms(Settings()))
    if "CRASH_PLAN" in os.environ:
        load = make_plan(int(time.time()) + 1, int(os.environ["CRASH_LOAD_S"]), os.environ["CRASH_STARTS"])
        lay_out(engine, load)
        Path(os.environ["CRASH_PLAN"]).write_text(json.dumps(load))
    engine.start()
    print("ready", flush=True)
    while not told.wait(float(os.environ["CRASH_CANCEL_S"])):
        with suppress(DBAPIError):  # the database ended a session that was frozen: whoever asked asks again
            stop_one(engine, os.environ["CRASH_CANCEL"])
    engine.stop()


main()
