"""Gathers what a crash test left behind, by plain SQL and from files: without the server's code."""

import calendar
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

TABLES = {
    "fires": "SELECT id, schedule, nominal_at, decided_at, outcome, reason, merged_into FROM fires",
    "executions": "SELECT id, job, fire, nominal_at, state, attempt, reason, exit_code, started_at, ended_at,"
    " waits_for, owner FROM executions WHERE fire IS NOT NULL",
    "attempts": "SELECT execution, number, state, reason, exit_code FROM attempts",
    "schedules": "SELECT id, name, created_at FROM schedules",
    "jobs": "SELECT id, name FROM jobs",
}
OPEN = "SELECT count(*) AS n FROM executions WHERE state IN ('queued', 'starting', 'running')"
DUE = "SELECT count(*) AS n FROM schedules WHERE next_fire_at IS NOT NULL"

GONE_S = 5.0
LOOK_S = 0.1


@contextmanager
def connect(url: str) -> Iterator[Any]:
    """A connection whose rows are mappings: ``sqlite:///file`` or a PostgreSQL address."""
    if url.startswith("sqlite:///"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10, isolation_level=None)
        connection.row_factory = sqlite3.Row
        with closing(connection):
            yield connection
    else:
        with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True, row_factory=dict_row) as postgresql:
            yield postgresql


def is_quiet(url: str) -> bool:
    """Whether no schedule has a time to come, and no run is open."""
    with connect(url) as connection:
        return not any(connection.execute(query).fetchone()["n"] for query in (DUE, OPEN))


def settle(url: str, starts: Path, *, quiet_s: float) -> None:
    """Wait until nothing is open any more, for so many seconds, and then for the last programs to be gone."""
    until = time.monotonic() + quiet_s
    while not is_quiet(url) and time.monotonic() < until:
        time.sleep(LOOK_S)
    gone = time.monotonic() + GONE_S
    while any(alive(starts)) and time.monotonic() < gone:
        time.sleep(LOOK_S)


def gather(url: str, home: Path, starts: Path) -> dict[str, Any]:
    """The rows, the lines of the jobs, the processes that live, and how many lines each log has."""
    with connect(url) as connection:
        rows = {name: [dict(row) for row in connection.execute(query)] for name, query in TABLES.items()}
    lines = starts.read_text().splitlines() if starts.exists() else []
    return {
        **rows,
        "lines": [_line(line) for line in lines],
        "alive": list(alive(starts)),
        "log_lines": {f"{log.parent.parent.name}/{log.parent.name}": _count(log) for log in home.glob("runs/*/*/log")},
    }


def _line(text: str) -> dict[str, Any]:
    what, execution, attempt, nominal, wall, monotonic, pid, boot = text.split()
    return {
        "what": what,
        "execution": int(execution),
        "attempt": int(attempt),
        "nominal_at": _micros(nominal),
        "wall": float(wall),
        "monotonic": float(monotonic),
        "pid": int(pid),
        "boot": boot,
    }


def _micros(text: str) -> int:
    """``2026-11-24T09:30:00Z`` in microseconds, counted by hand: the server's way is on trial."""
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")) * 1_000_000


def _count(log: Path) -> int:
    return log.read_bytes().count(b"\n")


def alive(starts: Path) -> Iterator[tuple[int, str]]:
    """Every process that was given this file of starts, and the run that it belongs to."""
    mark = f"CRASH_STARTS={starts}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            run = next((word for word in words if word.startswith(b"DAYSHIFT_EXECUTION_ID=")), None)
            if mark in words and run is not None:
                yield int(entry.name), run.decode().partition("=")[2]
