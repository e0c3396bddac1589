"""The audit trail as people read it: of a project, of one job, of oneself. Newest first."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from dayshift.clock import Clock
from dayshift.domain.rights import Permit
from dayshift.services.executions import subject_id
from dayshift.store import audit
from dayshift.store.engine import Store, Tx

SLICE = 200  # rows that an export holds at a time


class Read(Protocol):
    """One of the three below: rows from the one before the id ``before`` on; 0 is the newest."""

    def __call__(self, tx: Tx, permit: Permit, *, before: int, limit: int) -> Sequence[Any]: ...


def of_project(tx: Tx, permit: Permit, *, before: int, limit: int) -> Sequence[Any]:
    """What was done in a project, and what was refused there."""
    return audit.read(tx, project=permit.project, before=before, limit=limit)


def of_job(tx: Tx, permit: Permit, *, before: int, limit: int) -> Sequence[Any]:
    """What was done with a job, its schedules and its runs."""
    return audit.read(tx, job=subject_id(permit), before=before, limit=limit)


def of_oneself(tx: Tx, permit: Permit, *, before: int, limit: int) -> Sequence[Any]:
    """What one did oneself, wherever."""
    return audit.read(tx, actor=permit.actor.principal, before=before, limit=limit)


def in_slices(store: Store, clock: Clock, read: Read, permit: Permit) -> Iterator[Sequence[Any]]:
    """All that ``read`` finds, a slice at a time. No transaction is open while the caller sends one.

    What is written meanwhile is not in it: rows only ever come on top.
    """
    before = 0
    while True:
        with store.read(clock.now()) as tx:
            rows = read(tx, permit, before=before, limit=SLICE)
        if not rows:
            return
        yield rows
        before = rows[-1].id
