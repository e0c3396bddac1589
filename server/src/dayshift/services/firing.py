"""A fire, its execution and the schedule's advance: one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dayshift.domain.executions import Cause, State
from dayshift.domain.fires import Outcome
from dayshift.domain.schedules import Facts, Plan, PlannedFire, Schedule
from dayshift.services import ending, requests
from dayshift.store import executions, fires, schedules
from dayshift.store.engine import Tx
from dayshift.store.outbox import schedule_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A schedule with the plan that was made for it, and the facts that the plan knew."""

    schedule: Schedule
    plan: Plan
    facts: Facts


class Overtaken(Exception):
    """Some cursor was moved by somebody else meanwhile: nothing of this batch was written."""


def record(tx: Tx, batch: Sequence[Due]) -> None:
    """Write what was planned: cursors, ledger rows and executions. Safe to run twice: the second time, it is Overtaken.

    Raises Overtaken, or IntegrityError for a nominal time that is in the ledger already; the caller rolls back.
    """
    if schedules.advance(tx, [_move(due) for due in batch]) != len(batch):
        raise Overtaken
    tx.tell(*(schedule_changed(due.schedule) for due in batch))
    planned = [(due, fire) for due in batch for fire in due.plan.fires]
    numbers = fires.record(tx, [_fire_row(tx, due, fire) for due, fire in planned])
    started = _start(tx, batch, list(zip(planned, numbers, strict=True)))
    _queue_behind(tx, started)
    _merge(tx, list(zip(planned, numbers, strict=True)), started)
    if started:
        tx.wake("queue")


def _move(due: Due) -> dict[str, Any]:
    schedule, plan = due.schedule, due.plan
    kept = [fire.nominal_at for fire in plan.fires if fire.outcome is not Outcome.SKIPPED_BY_PERSON]
    return {
        "schedule": schedule.id,
        "old": schedule.next_fire_at,
        "rev": schedule.revision,
        "new": plan.next_fire_at,
        "last": plan.fires[-1].nominal_at if plan.fires else schedule.last_nominal_at,
        "window": kept[-1] if kept else schedule.window_from,
        "started": schedule.runs_started + sum(fire.starts for fire in plan.fires),
    }


def _fire_row(tx: Tx, due: Due, fire: PlannedFire) -> dict[str, Any]:
    return {
        "schedule": due.schedule.id,
        "project": due.schedule.project,
        "nominal_at": fire.nominal_at,
        "revision": due.schedule.revision,
        "decided_at": tx.now,
        "outcome": fire.outcome,
        "reason": fire.reason,
        "window_start": fire.window_start,
        "window_end": fire.nominal_at,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Started:
    due: Due
    fire: PlannedFire
    fire_id: int
    execution: int


def _start(tx: Tx, batch: Sequence[Due], written: Sequence[tuple[tuple[Due, PlannedFire], int]]) -> list[_Started]:
    to_start = [(due, fire, number) for (due, fire), number in written if fire.starts]
    if not to_start:
        return []
    terms = requests.terms_of(tx, {due.schedule.job for due in batch})
    rows = [_execution_row(tx, due, fire, number, terms) for due, fire, number in to_start]
    made = executions.add_fired(tx, rows)
    return [
        _Started(due=due, fire=fire, fire_id=number, execution=execution)
        for (due, fire, number), execution in zip(to_start, made, strict=True)
    ]


def _execution_row(
    tx: Tx, due: Due, fire: PlannedFire, number: int, terms: Mapping[int, requests.Terms]
) -> dict[str, Any]:
    schedule = due.schedule
    job = terms[schedule.job]
    asked = requests.by_schedule(job, schedule, fire, late_s=int((tx.now - fire.nominal_at).total_seconds()))
    return {
        "project": schedule.project,
        "job": schedule.job,
        "state": State.QUEUED,
        "attempt": 1,
        "cause": Cause.LATE if fire.late else Cause.SCHEDULE,
        "created_at": tx.now,
        "not_before": tx.now,
        "schedule": schedule.id,
        "fire": number,
        "nominal_at": fire.nominal_at,
        "requested_by": f"Schedule {schedule.name}, set by {schedule.owner}",
        "memory": job.memory,
        "max_running": job.max_running,
        "request": asked,
        "environment": job.environment_key,
        "cancel_passed": False,
        "message": "",
    }


def _queue_behind(tx: Tx, started: Sequence[_Started]) -> None:
    """A run that waits stands behind the newest of its schedule; what it replaces is asked to stop, or never starts."""
    pairs: list[tuple[int, int]] = []
    newest: dict[int, int] = {}
    for run in started:
        schedule, facts = run.due.schedule.id, run.due.facts
        behind = newest.get(schedule) or max((*facts.active, *(w.execution for w in facts.waiting)), default=None)
        if run.fire.behind and behind is not None:
            pairs.append((run.execution, behind))
        newest[schedule] = run.execution
    executions.chain(tx, pairs)
    replaced = [execution for run in started for execution in run.fire.replaces]
    if replaced:
        executions.cancel_queued(tx, executions.among(replaced), reason="replaced", now=tx.now)
        executions.request_cancel(tx, replaced, reason="replaced", now=tx.now)
        ending.release_waiting(tx, {run.due.schedule.id for run in started if run.fire.replaces})
        tx.wake("watcher")


def _merge(tx: Tx, written: Sequence[tuple[tuple[Due, PlannedFire], int]], started: Sequence[_Started]) -> None:
    """Say into which waiting run's fire each merged one went."""
    behind = {run.due.schedule.id: run.fire_id for run in started if run.fire.behind}
    pairs = []
    for (due, fire), number in written:
        if fire.outcome is Outcome.MERGED:
            waiting = [w.fire for w in due.facts.waiting if w.fire is not None]
            into = waiting[-1] if waiting else behind.get(due.schedule.id)
            if into is not None:
                pairs.append((number, into))
    fires.merge(tx, pairs)
