"""What the runs of a job are made from: read for many jobs at once, by whoever queues runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from dayshift.store.engine import Tx
from dayshift.store.tables import environments, jobs, projects


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A job's definition with what it takes of the machine, the project's zone, and its environment's folder."""

    job: int
    project: int
    name: str
    kind: str
    definition: Mapping[str, Any]
    memory: int
    max_running: int | None
    tz: str
    environment_key: str
    used_bytes: int  # of the project's files, as counted at ``used_at``
    used_at: datetime


_TERMS = (
    select(jobs.c.id, jobs.c.project, jobs.c.name, jobs.c.kind, jobs.c.definition, jobs.c.memory, jobs.c.max_running)
    .add_columns(projects.c.tz, projects.c.used_bytes, projects.c.used_at, environments.c.key)
    .join(projects, projects.c.id == jobs.c.project)
    .join(
        environments,
        (environments.c.name == jobs.c.environment)
        & or_(environments.c.project == jobs.c.project, environments.c.project.is_(None))
        & environments.c.deleted_at.is_(None),
    )
    .where(jobs.c.id.in_(bindparam("ids", expanding=True)))
)


def terms_of(tx: Tx, numbers: Sequence[int]) -> dict[int, Terms]:
    """By job id. A job whose environment is gone is not among them: an environment in use cannot be deleted."""
    return {
        row.id: Terms(
            job=row.id,
            project=row.project,
            name=row.name,
            kind=row.kind,
            definition=row.definition,
            memory=row.memory,
            max_running=row.max_running,
            tz=row.tz,
            environment_key=row.key,
            used_bytes=row.used_bytes,
            used_at=row.used_at,
        )
        for row in tx.rows(_TERMS, {"ids": list(numbers)})
    }
