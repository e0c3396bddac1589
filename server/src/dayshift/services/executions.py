"""Runs: started, listed, stopped, run again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dayshift.domain.actions import Action, Kind, Role
from dayshift.domain.errors import Invalid, QuotaExceeded, TooMuch
from dayshift.domain.executions import TERMINAL, Cause, Execution, State
from dayshift.domain.rights import Permit
from dayshift.domain.variables import check_variables
from dayshift.services import access, ending, requests
from dayshift.services.limits import Limits
from dayshift.services.requests import Asked, Terms
from dayshift.store import audit, executions, jobs, schedules
from dayshift.store.engine import Tx
from dayshift.store.executions import Filter
from dayshift.store.visible import Reader

MOST_AT_ONCE = 500


def start(tx: Tx, permit: Permit, asked: Sequence[Asked], *, limits: Limits) -> list[Execution]:
    """Queue a run of the job for each of ``asked``: all of them or none.

    Raises Invalid, InvalidArguments, TooMuch; Forbidden for more than the declared form without Edit.
    """
    if not 1 <= len(asked) <= MOST_AT_ONCE:
        raise Invalid.of("items", f"send 1 to {MOST_AT_ONCE} runs")
    if any(one.variables for one in asked):  # LD_PRELOAD is code
        access.also(tx, permit, Action.JOB_EDIT)
    if any(one.arguments is not None or one.expand for one in asked):
        require_free_arguments(tx, permit)
    job = _terms(tx, permit)
    for one in asked:
        check_variables(one.variables or {})
    made = [requests.by_person(job, one) for one in asked]
    return _queue(tx, permit, job, [(request, {"cause": Cause.MANUAL}) for request in made], limits=limits)


def require_free_arguments(tx: Tx, permit: Permit) -> None:
    """Raises Forbidden for who may not give this job whatever arguments, but only fill its form."""
    if not permit.subject.sharing.free_arguments:
        access.also(tx, permit, Action.JOB_EDIT)


def takes_arguments(permit: Permit) -> bool:
    """Whether the reader of a job may give it whatever arguments; whoever saved it has just done so."""
    saves = permit.action is not Action.JOB_VIEW
    return saves or permit.subject.sharing.free_arguments or access.may(permit, Action.JOB_EDIT)


def _terms(tx: Tx, permit: Permit) -> Terms:
    number = subject_id(permit)
    return requests.terms_of(tx, [number])[number]


def subject_id(permit: Permit) -> int:
    """The job that this permit is about."""
    if permit.subject.id is None:
        raise LookupError(f"{permit.action.word} is about no job")
    return permit.subject.id


def _require_room(tx: Tx, job: Terms, more: int, limits: Limits) -> None:
    """Raises TooMuch for a full queue, QuotaExceeded for too many bytes: a run would add to them."""
    if executions.count_queued(tx, job.project, up_to=limits.queued_runs) + more > limits.queued_runs:
        raise TooMuch(what=f"The project may have {limits.queued_runs:,} queued runs and has them.", retry_after=60)
    if job.used_bytes > limits.quota:
        what = f"The project's files take more than they may, as counted at {job.used_at:%H:%M} UTC; nothing starts."
        raise QuotaExceeded(what=what, cure="Delete files that nobody needs, or ask for more room.")


def _queue(
    tx: Tx, permit: Permit, job: Terms, made: Sequence[tuple[dict[str, Any], dict[str, Any]]], *, limits: Limits
) -> list[Execution]:
    _require_room(tx, job, len(made), limits)
    rows = [
        {
            "project": job.project,
            "job": job.job,
            "state": State.QUEUED,
            "attempt": 1,
            "created_at": tx.now,
            "not_before": tx.now,
            "requested_by": permit.actor.name,
            "requester": permit.actor.principal,
            "memory": job.memory,
            "max_running": job.max_running,
            "request": request,
            "environment": job.environment_key,
            "cancel_passed": False,
            "message": "",
            "schedule": None,
            "nominal_at": None,
            "rerun_of": None,
            "code": None,
            **extra,
        }
        for request, extra in made
    ]
    runs = executions.add(tx, rows)
    after = {"executions": [run.id for run in runs[:20]]}
    entry = audit.Entry(action="job:run", kind="job", subject=job.name, project=job.project, job=job.job, after=after)
    audit.write(tx, permit.actor, entry)
    tx.wake("queue")
    return runs


def test_schedule(
    tx: Tx,
    permit: Permit,
    request: dict[str, Any],
    *,
    schedule: int,
    nominal_at: datetime,
    cause: Cause,
    limits: Limits,
) -> Execution:
    """Queue the run that a fire at ``nominal_at`` would start, without touching the ledger."""
    extra = {"cause": cause, "schedule": schedule, "nominal_at": nominal_at}
    return _queue(tx, permit, _terms(tx, permit), [(request, extra)], limits=limits)[0]


def rerun(tx: Tx, permit: Permit, number: int, *, same_code: bool, limits: Limits) -> Execution:
    """Run an execution again, as a new one: what it was asked, its window, and today's code unless ``same_code``."""
    before = executions.get(tx, number)
    wide = executions.details(tx, number)
    job = _terms(tx, permit)
    _require_form(tx, permit, wide.request, same_code=same_code)
    request = {**wide.request, "definition": wide.request["definition"] if same_code else job.definition}
    extra = {
        "cause": Cause.RERUN,
        "rerun_of": number,
        "schedule": before.schedule,
        "nominal_at": before.nominal_at,
        "code": wide.code if same_code else None,
    }
    return _queue(tx, permit, job, [(request, extra)], limits=limits)[0]


def _require_form(tx: Tx, permit: Permit, request: Mapping[str, Any], *, same_code: bool) -> None:
    """Who may only fill the form runs nothing again that was more than the form: others' words, or old code."""
    definition = request["definition"]
    if same_code or request["variables"] != definition["variables"]:
        access.also(tx, permit, Action.JOB_EDIT)
    by_hand = request["schedule"] is None and request["arguments"] != list(definition["argv"])
    if by_hand:
        require_free_arguments(tx, permit)


def stop(tx: Tx, permit: Permit, number: int) -> Execution:
    """Ask a run to stop; one that was never started ends at once. Of one that is over, nothing changes."""
    run = executions.get(tx, number)
    if run.requester != permit.actor.principal:
        access.also(tx, permit, Action.EXECUTION_STOP_ANY)
    if run.state in TERMINAL:
        return run
    concerned = set() if run.schedule is None else {run.schedule}
    schedules.hold(tx, concerned)
    if executions.cancel_queued(tx, executions.among([number]), reason="killed", now=tx.now):
        ending.release_waiting(tx, concerned)
    else:
        executions.request_cancel(tx, [number], reason="killed", now=tx.now)
        tx.wake("watcher")
    entry = audit.Entry(
        action="execution:stop", kind="execution", subject=str(number), project=permit.project, job=run.job
    )
    audit.write(tx, permit.actor, entry)
    return executions.get(tx, number)


def get(tx: Tx, permit: Permit, number: int) -> Execution:
    del permit  # it was asked for this execution
    return executions.get(tx, number)


def list_executions(
    tx: Tx, permit: Permit, wanted: Filter, *, before: tuple[datetime, int] | None, limit: int
) -> list[Execution]:
    """Newest first; only what the actor may see."""
    return executions.list_executions(tx, reader_of(permit), wanted, before=before, limit=limit)


def reader_of(permit: Permit) -> Reader | None:
    """Whose rights a list must look up: nobody's, where the permit is about the one job, or an owner's."""
    role = permit.subject.role
    assert role is not None, "nobody else gets a permit in a project"
    return None if permit.subject.kind is Kind.JOB or role is Role.OWNER else Reader(permit.actor, role)


def names_of_jobs(tx: Tx, runs: Sequence[Execution]) -> dict[int, str]:
    """The job names that a page of runs shows."""
    return jobs.names_of(tx, {run.job for run in runs})


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What only the page of one run shows.

    ``window``: the span of data that it is about. ``earlier``, ``later``: its job's runs beside it.
    """

    attempts: Sequence[Any]
    arguments: list[str]
    parameters: dict[str, Any]
    code: str | None
    window: tuple[datetime, datetime] | None
    earlier: int | None
    later: int | None


def details(tx: Tx, run: Execution) -> Details:
    """The attempts of a run, and what it was asked."""
    wide = executions.details(tx, run.id)
    window = wide.request["window"]
    earlier, later = executions.neighbours(tx, run)
    return Details(
        attempts=executions.list_attempts(tx, run.id),
        arguments=wide.request["arguments"],
        parameters=wide.request["parameters"],
        code=wide.code,
        window=None if window is None else (datetime.fromisoformat(window[0]), datetime.fromisoformat(window[1])),
        earlier=earlier,
        later=later,
    )
