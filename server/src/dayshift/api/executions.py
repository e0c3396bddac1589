"""Runs: seen, waited for, stopped, run again; why they did or did not run."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import anyio
from anyio import to_thread
from fastapi import Query, Request

from dayshift.api.idempotent import OnlyOnce
from dayshift.api.paging import After, Limit, cursor_of, run_cursor
from dayshift.api.schemas.executions import AttemptOut, ExecutionDetail, ExecutionOut, ExecutionPage, Rerun
from dayshift.api.schemas.previews import RunExplained
from dayshift.clock import monotonic
from dayshift.domain.actions import Action
from dayshift.domain.executions import TERMINAL, Execution, State
from dayshift.domain.rights import Permit
from dayshift.failpoints import failpoint
from dayshift.services import access, executions, why
from dayshift.store.engine import Tx
from dayshift.store.executions import Filter
from dayshift.web.asking import ASK_AGAIN_S, ask_again
from dayshift.web.deps import Channelled, RequestTx, Rooms, allow, allow_alone
from dayshift.web.house import House
from dayshift.web.routing import Router

router = Router(prefix="/projects/{p}/executions", tags=["runs"])

LOOK_AGAIN_S = 1.0  # runs that other servers end are not heard of
APART_S = 0.02  # between two looks: many runs may end in one moment

Views = Annotated[Permit, allow(Action.JOB_VIEW)]


def page_of(tx: Tx, found: Sequence[Execution], limit: int) -> ExecutionPage:
    """A page of runs with the names of their jobs."""
    shown = found[:limit]
    names = executions.names_of_jobs(tx, shown)
    following = cursor_of(shown[-1]) if len(found) > limit else None
    return ExecutionPage(items=[ExecutionOut.of(run, names[run.job]) for run in shown], next=following)


@router.get("")
def list_runs(
    permit: Annotated[Permit, allow(Action.JOB_LIST)],
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
    state: Annotated[list[State], Query(max_length=8)] = [],  # noqa: B006
) -> ExecutionPage:
    """The runs of a project, newest first; only those of jobs that one may see."""
    wanted = Filter(project=permit.project, states=tuple(state))
    found = executions.list_executions(tx, permit, wanted, before=run_cursor(after), limit=limit + 1)
    return page_of(tx, found, limit)


@router.get("/{execution}")
async def get_run(
    execution: int,
    permit: Annotated[Permit, allow_alone(Action.JOB_VIEW)],
    request: Request,
    house: Rooms,
    wait: Annotated[float, Query(ge=0, le=30)] = 0,
) -> ExecutionDetail:
    """A run with its attempts. ``wait``: up to so many seconds, until it is over, or may be seen no more."""
    asked = monotonic()
    until = asked + wait
    while True:
        heard, looked_at = house.ended.count(), monotonic()
        if looked_at - asked >= ASK_AGAIN_S:
            asked = looked_at
            permit = await house.turns.ask(partial(ask_again, request=request, action=Action.JOB_VIEW))
        waits = looked_at < until and not await request.is_disconnected()
        found = await to_thread.run_sync(_look, house, permit, execution, waits)
        if found is not None:
            return found
        await house.ended.wait(heard, min(LOOK_AGAIN_S, until - monotonic()))
        await anyio.sleep(max(0.0, looked_at + APART_S - monotonic()))


def _look(house: House, permit: Permit, execution: int, only_over: bool) -> ExecutionDetail | None:
    with house.store.read(house.clock.now()) as tx:
        run = executions.get(tx, permit, execution)
        return None if only_over and run.state not in TERMINAL else _detail(tx, permit, run)


def _detail(tx: Tx, permit: Permit, run: Execution) -> ExecutionDetail:
    asked = executions.details(tx, run)
    reads = access.may(permit, Action.EXECUTION_READ_LOG)
    name = executions.names_of_jobs(tx, [run])[run.job]
    start, end = asked.window or (None, None)
    return ExecutionDetail(
        **ExecutionOut.of(run, name).model_dump(),
        attempts=[AttemptOut.model_validate(row, from_attributes=True) for row in asked.attempts],
        arguments=asked.arguments if reads else None,
        parameters=asked.parameters if reads else None,
        code=asked.code,
        window_start=start,
        window_end=end,
        earlier=asked.earlier,
        later=asked.later,
    )


@router.post("/{execution}/stop")
def stop_run(
    execution: int,
    permit: Annotated[Permit, allow_alone(Action.EXECUTION_STOP_OWN)],
    house: Rooms,
    channel: Channelled,
) -> ExecutionOut:
    """Ask a run to stop: its program gets TERM, and after its grace KILL."""
    with house.store.begin(house.clock.now(), channel) as tx:
        run = executions.stop(tx, permit, execution)
        answer = ExecutionOut.of(run, executions.names_of_jobs(tx, [run])[run.job])
    failpoint("cancel.after_request_commit")
    return answer


@router.post("/{execution}/rerun", status_code=201)
def rerun(
    execution: int,
    body: Rerun,
    permit: Annotated[Permit, allow(Action.JOB_RUN)],
    tx: RequestTx,
    house: Rooms,
    once: OnlyOnce,
) -> ExecutionOut:
    """Run it again, as a new run, with what it was asked."""

    def again() -> ExecutionOut:
        run = executions.rerun(tx, permit, execution, same_code=body.same_code, limits=house.limits)
        return ExecutionOut.of(run, executions.names_of_jobs(tx, [run])[run.job])

    return once.do(tx, permit, body, again, ExecutionOut)


@router.get("/{execution}/explain")
def explain_run(execution: int, permit: Views, tx: RequestTx, house: Rooms) -> RunExplained:
    """Why it ran when it did, waits, or failed: one sentence, and the checks in order."""
    return RunExplained.model_validate(why.explain_run(tx, permit, execution, house.desk))
