"""Runs of a project, and the times at which nothing ran, as one list."""

from typing import Annotated, Literal

from fastapi import Query

from dayshift.api.paging import After, Limit, line_cursor, line_text
from dayshift.api.schemas.base import Instant, Line, Text
from dayshift.api.schemas.runs import SKIPPED, RunLine, RunLines
from dayshift.domain.actions import Action
from dayshift.domain.executions import State
from dayshift.domain.rights import Permit
from dayshift.services import runlist
from dayshift.services.runlist import Kind, Question
from dayshift.web.deps import RequestTx, Rooms, allow
from dayshift.web.routing import Router

router = Router(prefix="/projects/{p}/runs", tags=["runs"])

States = Annotated[list[State | Literal["skipped"]], Query(max_length=9)]
When = Annotated[Instant | None, Query()]


@router.get("")
def list_lines(
    permit: Annotated[Permit, allow(Action.JOB_LIST)],
    tx: RequestTx,
    house: Rooms,
    q: Annotated[Text, Query(max_length=120)] = "",
    state: States = [],  # noqa: B006
    by: Annotated[Line | None, Query()] = None,
    from_: Annotated[Instant | None, Query(alias="from")] = None,
    to: When = None,
    kind: Kind | None = None,
    job: Annotated[Text | None, Query(max_length=64)] = None,
    after: After = "",
    limit: Limit = 50,
) -> RunLines:
    """The runs of a project and the times at which nothing ran, newest first; only of jobs that one may see.

    ``q``: a part of the job's name or title, or the number of a run. ``by``: ``me``, ``schedule``, or somebody's name.
    ``from`` and ``to``: when a run was asked for, or a time was due; ``to`` is not part of it.
    """
    asked = Question(
        q=q,
        states=tuple(one.value for one in state if isinstance(one, State)),
        with_runs=kind is not Kind.FIRE and (not state or any(one != SKIPPED for one in state)),
        with_fires=kind is not Kind.RUN and (not state or SKIPPED in state),
        by=by,
        since=from_,
        until=to,
        job=job,
    )
    found = runlist.list_lines(tx, permit, asked, house.zones, after=line_cursor(after), limit=limit + 1)
    following = line_text(found[limit - 1].key) if len(found) > limit else None
    return RunLines(items=[RunLine.of(line) for line in found[:limit]], next=following)
