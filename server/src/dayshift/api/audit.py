"""Who did what: in a project, with a job, and oneself."""

from typing import Annotated, Any

from fastapi import Request
from fastapi.responses import StreamingResponse

from dayshift.api.attachment import attachment
from dayshift.api.paging import After, Limit, number_cursor
from dayshift.api.schemas.audit import AuditPage, lines_of
from dayshift.domain.actions import Action
from dayshift.domain.rights import Permit
from dayshift.services import history
from dayshift.web.asking import while_allowed
from dayshift.web.deps import RequestTx, allow, allow_alone
from dayshift.web.routing import Router, house_of

router = Router(tags=["audit"])

LINES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The rows of the list, newest first: each as one line of JSON."}
}


class JsonLines(StreamingResponse):
    media_type = "application/x-ndjson"


def _export(request: Request, permit: Permit, read: history.Read, name: str) -> JsonLines:
    house = house_of(request)
    pieces = map(lines_of, history.in_slices(house.store, house.clock, read, permit))
    return JsonLines(while_allowed(request, permit.action, pieces), 200, attachment(name))


@router.get("/projects/{p}/audit")
def of_project(
    permit: Annotated[Permit, allow(Action.AUDIT_READ_PROJECT)],
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
) -> AuditPage:
    """What was done in a project, and what was refused there, newest first."""
    return AuditPage.of(history.of_project(tx, permit, before=number_cursor(after), limit=limit + 1), limit)


@router.get("/projects/{p}/audit/export", response_class=JsonLines, responses=LINES)
def export_of_project(
    p: str, permit: Annotated[Permit, allow_alone(Action.AUDIT_READ_PROJECT)], request: Request
) -> JsonLines:
    """All of the same as a file: one row as JSON a line."""
    return _export(request, permit, history.of_project, f"{p}-history.jsonl")


@router.get("/projects/{p}/jobs/{job}/audit")
def of_job(
    permit: Annotated[Permit, allow(Action.AUDIT_READ_JOB)],
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
) -> AuditPage:
    """What was done with a job, its schedules and its runs, newest first."""
    return AuditPage.of(history.of_job(tx, permit, before=number_cursor(after), limit=limit + 1), limit)


@router.get("/projects/{p}/jobs/{job}/audit/export", response_class=JsonLines, responses=LINES)
def export_of_job(
    job: str, permit: Annotated[Permit, allow_alone(Action.AUDIT_READ_JOB)], request: Request
) -> JsonLines:
    """All of the same as a file: one row as JSON a line."""
    return _export(request, permit, history.of_job, f"{job}-history.jsonl")


@router.get("/me/audit")
def of_oneself(
    permit: Annotated[Permit, allow(Action.ACCOUNT_AUDIT)],
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
) -> AuditPage:
    """What one did oneself, newest first."""
    return AuditPage.of(history.of_oneself(tx, permit, before=number_cursor(after), limit=limit + 1), limit)


@router.get("/me/audit/export", response_class=JsonLines, responses=LINES)
def export_of_oneself(permit: Annotated[Permit, allow_alone(Action.ACCOUNT_AUDIT)], request: Request) -> JsonLines:
    """All of the same as a file: one row as JSON a line."""
    return _export(request, permit, history.of_oneself, "my-history.jsonl")
