"""That something has changed: told in the transaction that changes it, and written as rows at its very end.

An event has no content: whoever hears of it asks for that, and is asked for her rights.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, insert, text

from dayshift.store.tables import events


class Topic(StrEnum):
    """What changed. ``ACCESS``, who may see what, is never sent: streams read their readers' rights anew."""

    JOB = "job"
    SCHEDULE = "schedule"
    EXECUTION = "execution"
    ENVIRONMENT = "environment"
    FILE = "file"
    MEMBER = "member"
    INVITATION = "invitation"
    ACCESS = "access"


class Event(NamedTuple):
    """One change in a project. Only who may see its ``job``, if it has one, hears of it.

    ``subject``: the id of what changed, None for "some"; of ``ACCESS``: whose rights, None for everybody's.
    """

    topic: Topic
    project: int
    job: int | None = None
    subject: int | None = None


class OfJob(Protocol):
    """A run or a schedule, as much of it as events name."""

    @property
    def id(self) -> int: ...
    @property
    def project(self) -> int: ...
    @property
    def job(self) -> int: ...


def run_changed(run: OfJob) -> Event:
    return Event(Topic.EXECUTION, run.project, run.job, run.id)


def schedule_changed(schedule: OfJob) -> Event:
    return Event(Topic.SCHEDULE, schedule.project, schedule.job, schedule.id)


def access_changed(project: int, principal: int | None = None) -> Event:
    """What somebody may see of a project, or everybody."""
    return Event(Topic.ACCESS, project, None, principal)


TOLD = "told"  # what a transaction wakes that told something
ORDER_LOCK = 0x6576656E

# Whoever reads takes this lock alone for a moment, and so knows that every smaller id is durable or never will be.
# It is asked for when nothing else will be: nobody who holds it waits for a row.
_SHARE_ORDER = text("SELECT pg_advisory_xact_lock_shared(:lock)").bindparams(lock=ORDER_LOCK)
_ADD = insert(events)


def put(connection: Connection, now: datetime, told: Iterable[Event]) -> None:
    """Write these events. No other statement may follow in this transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(_SHARE_ORDER)
    rows = [{"at": now, **event._asdict()} for event in sorted(told, key=_in_order)]
    connection.execute(_ADD, rows)


def _in_order(event: Event) -> tuple[int, str, int]:
    return event.project, event.topic, event.subject or 0
