"""Sharing jobs: levels for single people, on a job or by a tag; what a job says about its readers; and why."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from dayshift.api.schemas.base import Id, Line, Text
from dayshift.api.schemas.sharing import (
    AccessOut,
    CheckOut,
    GrantOut,
    Grants,
    NewGrant,
    Switches,
    TagPage,
    TagRow,
    Tags,
    TagsOut,
)
from dayshift.domain.actions import Action
from dayshift.domain.rights import Permit
from dayshift.services import checking, sharing
from dayshift.web.deps import Person, RequestTx, allow, names_of

router = APIRouter(prefix="/projects/{p}", tags=["sharing"])

Shares = Annotated[Permit, Depends(allow(Action.JOB_SHARE))]
Governs = Annotated[Permit, Depends(allow(Action.TAG_GOVERN))]


@router.get("/jobs/{job}/access")
def get_access(permit: Shares, tx: RequestTx) -> AccessOut:
    """Who may do what with this job, beside what roles give."""
    return AccessOut.of(sharing.look(tx, permit))


@router.put("/jobs/{job}/access")
def set_access(body: Switches, permit: Shares, tx: RequestTx) -> AccessOut:
    """Set what this job says about its readers."""
    return AccessOut.of(sharing.switch(tx, permit, body.wanted()))


@router.post("/jobs/{job}/grants", status_code=201)
def share(body: NewGrant, permit: Shares, found: Person, tx: RequestTx) -> GrantOut:
    """Give one person a level on this job."""
    _require_confirmed(body, found, tx)
    return GrantOut.of(sharing.share(tx, permit, body.gift()))


@router.delete("/jobs/{job}/grants/{grant}", status_code=204)
def unshare(grant: Id, permit: Shares, tx: RequestTx) -> None:
    """Take back what was shared on this job."""
    sharing.unshare(tx, permit, grant)


@router.get("/jobs/{job}/access/check")
def check_access(
    request: Request,
    permit: Annotated[Permit, Depends(allow(Action.ACCESS_CHECK))],
    tx: RequestTx,
    person: Annotated[Line | None, Query()] = None,
) -> CheckOut:
    """What a person may do with this job, oneself by default, and the path that every right came by."""
    return CheckOut.of(checking.check(tx, permit, person, names_of(request.path_params)))


@router.put("/jobs/{job}/tags")
def set_tags(body: Tags, permit: Annotated[Permit, Depends(allow(Action.JOB_TAG))], tx: RequestTx) -> TagsOut:
    """Let the job bear these tags, and no other. Where a tag shares something, that needs Manage."""
    return TagsOut(tags=sharing.set_tags(tx, permit, body.tags))


@router.get("/tags")
def list_tags(permit: Governs, tx: RequestTx) -> TagPage:
    """The tags of the project, each with the number of jobs that bear it."""
    return TagPage(items=[TagRow(tag=tag, jobs=count) for tag, count in sharing.list_tags(tx, permit).items()])


@router.get("/tags/{tag}/grants")
def list_tag_grants(tag: Text, permit: Governs, tx: RequestTx) -> Grants:
    """What is shared by a tag."""
    return Grants.of(sharing.look_at_tag(tx, permit, tag))


@router.post("/tags/{tag}/grants", status_code=201)
def share_tag(tag: Text, body: NewGrant, permit: Governs, found: Person, tx: RequestTx) -> GrantOut:
    """Give one person a level on all jobs that bear a tag, and on what gets it later."""
    _require_confirmed(body, found, tx)
    return GrantOut.of(sharing.share_tag(tx, permit, tag, body.gift()))


@router.delete("/tags/{tag}/grants/{grant}", status_code=204)
def unshare_tag(tag: Text, grant: Id, permit: Governs, tx: RequestTx) -> None:
    """Take back what was shared by a tag."""
    sharing.unshare_tag(tx, permit, tag, grant)


def _require_confirmed(body: NewGrant, found: Person, tx: RequestTx) -> None:
    if body.level == "manage":
        found.require_confirmed(tx)
