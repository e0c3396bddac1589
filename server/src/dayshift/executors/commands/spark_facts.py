"""What a running Spark job says of itself: its application id, from its own folder, and how far it is, from its driver.

All of it comes from processes that the job controls: it is read within limits of size and time, and believed for show.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import httpx2

from dayshift import opening
from dayshift.clock import monotonic

FIRST_PORT = 18_100
PORTS_EACH = 17  # a busy port is no error: Spark tries the 16 above it
_PLACES = 500
_ASK_S = 0.3
_LOOK_S = 1.0  # for all ports together
_MOST_BYTES = 4 << 20
_APPLICATION = re.compile(r"eventlog_v2_([A-Za-z0-9_-]{1,100})")


def ui_port(execution: int) -> int:
    """The first port of the driver's page of an execution; another execution far away may share it."""
    return FIRST_PORT + (execution % _PLACES) * PORTS_EACH


class SparkFacts:
    """One attempt's facts. Keep it while the attempt runs: it remembers the port, and never tells less than before."""

    def __init__(self, run: Path, first_port: int, host: str = "127.0.0.1") -> None:
        self._run = run
        self._ports = range(first_port, first_port + PORTS_EACH)
        self._host = host
        self._found: int | None = None
        self._fraction = 0.0

    def look(self) -> dict[str, Any] | None:
        """``{"fraction", "text", "application_id"}``; the id alone while the driver is silent; None before that."""
        application = self.application_id()
        if application is None:
            return None
        jobs = self._jobs(application)
        progress = _progress(jobs) if jobs else None
        if progress is None:
            return {"application_id": application}
        self._fraction = max(self._fraction, progress["fraction"])
        return {**progress, "fraction": self._fraction, "application_id": application}

    def application_id(self) -> str | None:
        """The id under which Spark writes its events; None before the first."""
        try:
            with opening.folder(self._run, "work", "events") as at, os.scandir(at) as entries:
                found = [match[1] for entry in entries if (match := _APPLICATION.fullmatch(entry.name))]
        except (FileNotFoundError, NotADirectoryError):
            return None
        return max(found, default=None)

    def _jobs(self, application: str) -> list[Mapping[str, Any]] | None:
        """The jobs of our application, from the port that knows it; None when none answers."""
        deadline = monotonic() + _LOOK_S
        with httpx2.Client(timeout=_ASK_S, trust_env=False) as client:
            for port in [self._found] if self._found else self._ports:
                if monotonic() > deadline:
                    break
                jobs = _ask(client, f"http://{self._host}:{port}/api/v1/applications/{application}/jobs")
                if jobs is not None:
                    self._found = port
                    return jobs
        self._found = None
        return None


def _ask(client: httpx2.Client, url: str) -> list[Mapping[str, Any]] | None:
    deadline = monotonic() + _ASK_S
    try:
        with client.stream("GET", url) as answer:
            if answer.status_code != 200:
                return None
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _MOST_BYTES or monotonic() > deadline:
                    return None
        jobs = json.loads(body)
    except (httpx2.HTTPError, ValueError, RecursionError):
        return None
    return jobs if isinstance(jobs, list) and all(isinstance(job, Mapping) for job in jobs) else None


def _progress(jobs: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """How far the jobs that have begun are, all together; None before the first task."""
    tasks = tasks_done = stages = stages_done = 0
    for job in jobs:
        tasks += _count(job, "numTasks")
        tasks_done += _count(job, "numCompletedTasks") + _count(job, "numSkippedTasks")
        stages_done += _count(job, "numCompletedStages") + _count(job, "numSkippedStages")
        stages += len(ids) if isinstance(ids := job.get("stageIds"), list) else 0
    if tasks == 0:
        return None
    stage = min(stages_done + 1, stages)
    return {
        "fraction": min(1.0, tasks_done / tasks),
        "text": f"stage {stage} of {stages}, {tasks_done} of {tasks} tasks",
    }


def _count(job: Mapping[str, Any], name: str) -> int:
    value = job.get(name)
    return value if isinstance(value, int) and value > 0 else 0
