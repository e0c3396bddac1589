"""From a queued execution to the order that a place is given: code, environment, command line, variables."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from dayshift.auth import tokens
from dayshift.auth.tokens import MintedKey
from dayshift.domain.jobs import JobKind
from dayshift.domain.triggers.zones import Zones
from dayshift.environments.store import Environments
from dayshift.executors.base import LogFull, Order
from dayshift.executors.commands import pyspark, python
from dayshift.executors.commands.base import Command, Program
from dayshift.executors.commands.place import place_variables
from dayshift.executors.commands.pyspark import Driver
from dayshift.executors.commands.spark_facts import ui_port
from dayshift.executors.commands.spark_settings import read_spark
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath
from dayshift.files.snapshots import Snapshot, Snapshots
from dayshift.services import telling
from dayshift.services.telling import Run

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An order, the digest of its code, and the key that its program gets; ``order`` holds no secret but in the run."""

    run: Run
    order: Order
    code: str
    key: MintedKey


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMaker:
    """Joins the rooms that an order needs. ``instance`` marks what this install starts, ``ring`` makes its keys."""

    instance: str
    url: str
    runs: Path
    files: LocalFileStore
    snapshots: Snapshots
    environments: Environments
    zones: Zones
    ring: bytes
    java: Callable[[], Path]

    def prepare(self, run: Run) -> Prepared:
        """Take the code as it is now and say how to run it. Raises Invalid or NotFound, which name what is wrong."""
        definition = run.request["definition"]
        snapshot = self._snapshot(run, definition)
        key = tokens.mint_run_key(self.ring)
        folder = self.runs / str(run.id) / str(run.attempt)
        program = Program(
            code=snapshot.folder,
            name=snapshot.program,
            environment=self.environments.path(run.environment),
            run=folder,
            arguments=telling.command_line(run, self.zones),
        )
        order = self._order(run, self._command(run, definition, program), program)
        return Prepared(
            run=run, order=replace(order, secrets={"DAYSHIFT_API_KEY": key.text}), code=snapshot.digest, key=key
        )

    def _snapshot(self, run: Run, definition: Any) -> Snapshot:
        if run.code is not None:
            return self.snapshots.open(run.code, program_name(definition))
        path = definition["program"].get("path")
        return self.snapshots.take(
            run.project,
            None if path is None else ProjectPath.read(run.project, path),
            definition["program"].get("source"),
            [ProjectPath.read(run.project, file) for file in taken_along(definition)],
        )

    def _command(self, run: Run, definition: Any, program: Program) -> Command:
        if definition["spark"] is None and run.kind == JobKind.PYTHON:
            return python.command(program)
        settings = read_spark(definition["spark"] or {})
        driver = Driver(
            title=run.job_name,
            cpu=definition["resources"]["cpu"],
            java_home=self.java(),
            ui_port=ui_port(run.id),
        )
        return pyspark.command(program, settings, driver)

    def _order(self, run: Run, command: Command, program: Program) -> Order:
        definition = run.request["definition"]
        resources = definition["resources"]
        limit = definition["time_limit"]
        return Order(
            name=f"ds-{self.instance}-{run.id}-{run.attempt}",
            run=f"{run.id}/{run.attempt}",
            argv=command.argv,
            env=self._variables(run, command, program),
            cwd=str(self._folder(run, definition)),
            cpu=resources["cpu"],
            memory=run.memory,
            processes=resources["processes"],
            grace=timedelta(seconds=definition["grace"]),
            time_limit=None if limit is None else timedelta(seconds=limit),
            log_limit=definition["log_limit"] * MIB,
            log_full=LogFull(definition["log_full"]),
            folders=command.folders,
            hold=str(self.environments.hold(run.environment)),
        )

    def _folder(self, run: Run, definition: Any) -> Path:
        """The program's folder in the project's live files: where its data is. A new project has no folder yet."""
        self.files.make_folder(ProjectPath(run.project, ()))
        root = self.files.root(run.project)
        path = definition["program"].get("path")
        return root if path is None else (root / path).parent

    def _variables(self, run: Run, command: Command, program: Program) -> dict[str, str]:
        place = place_variables(program.environment, program.run, _user())
        ours = {
            "DAYSHIFT_URL": self.url,
            "DAYSHIFT_PROJECT": run.project_name,
            "DAYSHIFT_JOB": run.job_name,
            "DAYSHIFT_EXECUTION_ID": str(run.id),
            "DAYSHIFT_ATTEMPT": str(run.attempt),
            "DAYSHIFT_NAME": f"ds-{self.instance}-{run.id}-{run.attempt}",
            "DAYSHIFT_FILES_DIR": str(self.files.root(run.project)),
            "DAYSHIFT_CODE_DIR": str(program.code),
            "DAYSHIFT_PROGRESS_FILE": str(program.run / "work" / "progress.json"),
        }
        asked: dict[str, str] = run.request["variables"]
        return {**place, **command.env, **asked, **ours, **telling.schedule_variables(run, self.zones)}


@cache
def _user() -> str:
    """As whom runs run."""
    return getpass.getuser()


def taken_along(definition: Any) -> list[str]:
    """The files of the project that a run needs beside its program."""
    spark = definition["spark"] or {}
    return [*definition["files"], *spark.get("files", ()), *spark.get("py_files", ())]


def program_name(definition: Any) -> str:
    """The program's name inside a snapshot of its code."""
    path = definition["program"].get("path")
    return "main.py" if path is None else str(path).rpartition("/")[2]


def to_json(order: Order) -> dict[str, Any]:
    """An order as it is kept with its execution: everything but the secrets."""
    return {
        "name": order.name,
        "run": order.run,
        "argv": list(order.argv),
        "env": dict(order.env),
        "cwd": order.cwd,
        "cpu": order.cpu,
        "memory": order.memory,
        "processes": order.processes,
        "grace_s": order.grace.total_seconds(),
        "time_limit_s": None if order.time_limit is None else order.time_limit.total_seconds(),
        "log_limit": order.log_limit,
        "log_full": order.log_full.value,
        "folders": list(order.folders),
        "hold": order.hold,
    }


def from_json(kept: Any, secrets: dict[str, str]) -> Order:
    """The order again, with the secrets of this launch. Raises KeyError or ValueError for a row that is broken."""
    limit = kept["time_limit_s"]
    return Order(
        name=kept["name"],
        run=kept["run"],
        argv=tuple(kept["argv"]),
        env=kept["env"],
        cwd=kept["cwd"],
        cpu=kept["cpu"],
        memory=kept["memory"],
        processes=kept["processes"],
        grace=timedelta(seconds=kept["grace_s"]),
        time_limit=None if limit is None else timedelta(seconds=limit),
        log_limit=kept["log_limit"],
        log_full=LogFull(kept["log_full"]),
        folders=tuple(kept["folders"]),
        hold=kept["hold"],
        secrets=secrets,
    )
