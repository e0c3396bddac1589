"""Who did what: in a project, with a job, and oneself."""

from typing import Annotated

from dayshift.api.paging import After, Limit, number_cursor
from dayshift.api.schemas.audit import AuditPage
from dayshift.domain.actions import Action
from dayshift.domain.rights import Permit
from dayshift.services import history
from dayshift.web.deps import RequestTx, allow
from dayshift.web.routing import Router

router = Router(tags=["audit"])


@router.get("/projects/{p}/audit")
def of_project(
    permit: Annotated[Permit, allow(Action.AUDIT_READ_PROJECT)],
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
) -> AuditPage:
    """What was done in a project, and what was refused there, newest first."""
    return AuditPage.of(history.of_project(tx, permit, before=number_cursor(after), limit=limit + 1), limit)


@router.get("/projects/{p}/jobs/{job}/audit")
def of_job(
    permit: Annotated[Permit, allow(Action.AUDIT_READ_JOB)],
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
) -> AuditPage:
    """What was done with a job, its schedules and its runs, newest first."""
    return AuditPage.of(history.of_job(tx, permit, before=number_cursor(after), limit=limit + 1), limit)


@router.get("/me/audit")
def of_oneself(
    permit: Annotated[Permit, allow(Action.ACCOUNT_AUDIT)],
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
) -> AuditPage:
    """What one did oneself, newest first."""
    return AuditPage.of(history.of_oneself(tx, permit, before=number_cursor(after), limit=limit + 1), limit)
