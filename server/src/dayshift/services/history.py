"""The audit trail as people read it: of a project, of one job, of oneself. Newest first."""

from collections.abc import Sequence
from typing import Any

from dayshift.domain.rights import Permit
from dayshift.services.executions import subject_id
from dayshift.store import audit
from dayshift.store.engine import Tx


def of_project(tx: Tx, permit: Permit, *, before: int, limit: int) -> Sequence[Any]:
    """What was done in a project, and what was refused there."""
    return audit.read(tx, project=permit.project, before=before, limit=limit)


def of_job(tx: Tx, permit: Permit, *, before: int, limit: int) -> Sequence[Any]:
    """What was done with a job, its schedules and its runs."""
    return audit.read(tx, job=subject_id(permit), before=before, limit=limit)


def of_oneself(tx: Tx, permit: Permit, *, before: int, limit: int) -> Sequence[Any]:
    """What one did oneself, wherever."""
    return audit.read(tx, actor=permit.actor.principal, before=before, limit=limit)
