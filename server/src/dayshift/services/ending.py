"""How attempts end: state, attempt, the run that waited behind it, and the job's newest run, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dayshift.domain.executions import TERMINAL, Cause, Ending, State, tries_again
from dayshift.domain.jobs import retries_of
from dayshift.domain.schedules import OverlapMode
from dayshift.executors.base import Observation, Reason
from dayshift.store import executions, jobs, people, queue, running, schedules
from dayshift.store.engine import Tx
from dayshift.store.outbox import run_changed
from dayshift.store.running import Mine, Told

_BY_REASON = {
    Reason.KILLED: State.CANCELLED,
    Reason.TIMEOUT: State.TIMED_OUT,
    Reason.SUPERVISOR_KILLED: State.LOST,
    Reason.HOST_RESTARTED: State.LOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """An attempt that has ended, and how."""

    run: Mine
    ending: Ending


def ending_of(seen: Observation, run: Mine) -> Ending:
    """An observed end in the words of an execution."""
    state, reason = _verdict(seen, run)
    return Ending(
        state=state,
        reason=reason,
        message=seen.message,
        exit_code=seen.exit_code,
        signal=seen.signal,
        started_at=seen.started_at,
        ended_at=seen.ended_at or seen.observed_at,
        peak_memory=seen.peak_memory,
        cpu_s=seen.cpu_s,
    )


def _verdict(seen: Observation, run: Mine) -> tuple[State, str | None]:
    if seen.reason is Reason.KILLED:
        return State.CANCELLED, run.cancel_reason or seen.reason.value
    if seen.reason is not None:
        return _BY_REASON.get(seen.reason, State.FAILED), seen.reason.value
    if seen.signal is not None:
        return State.FAILED, "signal"
    return (State.SUCCEEDED, None) if seen.exit_code == 0 else (State.FAILED, "exit")


class Fenced(Exception):
    """Some of these are no longer ours to end: nothing was written."""


def end(tx: Tx, overs: Sequence[Over], me: str, *, begun: Sequence[dict[str, Any]] = ()) -> None:
    """Write the ends of attempts that ``me`` owns; tries that are left are queued. A constant number of statements.

    ``begun``: news of attempts that run, as ``running.show_running`` takes them, written first: no edge is skipped.
    Raises Fenced when one of them was taken over, or has ended already; the caller rolls back and goes one by one.
    """
    told = running.told(tx, [over.run.id for over in overs])
    rows = [_row(over, told[over.run.id], me) for over in overs]
    schedules.hold(tx, [over.run.schedule for over in overs if over.run.schedule is not None])
    running.show_running(tx, begun)
    if running.end(tx, rows) != len(rows):
        raise Fenced
    tx.tell(*(run_changed(over.run) for over in overs))
    running.add_attempts(tx, [_attempt(over, told[over.run.id]) for over in overs])
    people.revoke_keys_of(tx, [over.run.id for over in overs], tx.now)
    finished = [(over, row) for over, row in zip(overs, rows, strict=True) if row["new_state"] in TERMINAL]
    newest = {over.run.job: (over, row) for over, row in sorted(finished, key=lambda pair: pair[0].run.created_at)}
    jobs.keep_last(tx, [_last(over, row) for over, row in newest.values()])
    release_waiting(tx, {over.run.schedule for over, _ in finished if over.run.schedule is not None})
    tx.wake("dispatcher")


def _row(over: Over, told: Told, me: str) -> dict[str, Any]:
    run, ending = over.run, over.ending
    wait = tries_again(ending, run.attempt, retries_of(told.definition), run.cancel_requested_at is not None)
    again = wait is not None
    return {
        "execution": run.id,
        "me": me,
        "number": run.attempt,
        "new_state": State.QUEUED if again else ending.state,
        "next_number": run.attempt + again,
        "when": run.created_at if wait is None else ending.ended_at + wait,
        "since": None if again else ending.started_at,
        "until": None if again else ending.ended_at,
        "code_seen": ending.exit_code,
        "signal_seen": ending.signal,
        "why": ending.reason,
        "words": ending.message,
        "new_owner": None if again else me,
        "how_far": None if again else run.progress,
    }


def _attempt(over: Over, told: Told) -> dict[str, Any]:
    ending = over.ending
    return {
        "execution": over.run.id,
        "number": over.run.attempt,
        "state": ending.state,
        "started_at": ending.started_at,
        "ended_at": ending.ended_at,
        "exit_code": ending.exit_code,
        "signal": ending.signal,
        "reason": ending.reason,
        "message": ending.message,
        "peak_memory": ending.peak_memory,
        "cpu_s": ending.cpu_s,
        "key": told.order.get("key"),
    }


def _last(over: Over, row: dict[str, Any]) -> dict[str, Any]:
    return {"job": over.run.job, "execution": over.run.id, "state": row["new_state"], "at": over.ending.ended_at}


def release_waiting(tx: Tx, numbers: set[int]) -> None:
    """Let the oldest run that waits behind another of its schedule start, where there is room for it now."""
    waiting = running.waiting_of(tx, sorted(numbers)) if numbers else []
    if not waiting:
        return
    concerned = sorted({row.schedule for row in waiting})
    active = running.active_of(tx, concerned)
    terms = schedules.overlap_terms(tx, concerned)
    free: list[int] = []
    for row in waiting:
        overlap = terms[row.schedule]
        alone = row.cause == Cause.LATE or overlap.mode is OverlapMode.ALLOW
        if active.get(row.schedule, 0) < (1 if alone else overlap.active):
            active[row.schedule] = active.get(row.schedule, 0) + 1
            free.append(row.id)
    if free:
        running.release(tx, free)
        tx.wake("dispatcher")


def gone(run: Mine, reason: str, message: str, at: datetime) -> Ending:
    """The end of a run that nobody will ever hear of again."""
    return Ending(state=State.LOST, reason=reason, message=message, started_at=run.started_at, ended_at=at)


def refuse(tx: Tx, number: int, *, reason: str, message: str) -> None:
    """Fail a queued run that cannot be started; whatever waits behind it may go."""
    run = executions.get(tx, number)
    concerned = set() if run.schedule is None else {run.schedule}
    schedules.hold(tx, concerned)
    if not queue.refuse(tx, number, reason=reason, message=message, now=tx.now):
        return
    tx.tell(run_changed(run))
    jobs.keep_last(tx, [{"job": run.job, "execution": number, "state": State.FAILED, "at": tx.now}])
    release_waiting(tx, concerned)


def reject(tx: Tx, number: int, attempt: int, me: str, message: str) -> None:
    """End an attempt that its place will never start. Safe to run twice."""
    run = running.find_mine(tx, number, me)
    if run is not None and run.attempt == attempt:
        ending = Ending(state=State.FAILED, reason="rejected", message=message, ended_at=tx.now)
        end(tx, [Over(run=run, ending=ending)], me)
