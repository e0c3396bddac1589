"""Sharing jobs: levels for single people, on a job or by a tag; what a job says about its readers; and why."""

from typing import Annotated

from fastapi import Query, Request, Response

from dayshift.api.revisions import IfMatch, content_of, tag
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
from dayshift.services.sharing import Access
from dayshift.web.deps import Person, RequestTx, allow, names_of
from dayshift.web.routing import Router

router = Router(prefix="/projects/{p}", tags=["sharing"])

Shares = Annotated[Permit, allow(Action.JOB_SHARE)]
Governs = Annotated[Permit, allow(Action.TAG_GOVERN)]


@router.get("/jobs/{job}/access")
def get_access(permit: Shares, tx: RequestTx, response: Response) -> AccessOut:
    """Who may do what with this job, beside what roles give. The ETag is that of what it says about its readers."""
    return _access(response, sharing.look(tx, permit))


@router.put("/jobs/{job}/access")
def set_access(
    body: Switches, permit: Shares, tx: RequestTx, response: Response, if_match: IfMatch = None
) -> AccessOut:
    """Set what this job says about its readers, if nobody else did since it was read."""
    return _access(response, sharing.switch(tx, permit, body.wanted(), seen=content_of(if_match)))


def _access(response: Response, found: Access) -> AccessOut:
    tag(response, sharing.revision_of(found.sharing))
    return AccessOut.of(found)


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
    permit: Annotated[Permit, allow(Action.ACCESS_CHECK)],
    tx: RequestTx,
    person: Annotated[Line | None, Query()] = None,
) -> CheckOut:
    """What a person may do with this job, oneself by default, and the path that every right came by."""
    return CheckOut.of(checking.check(tx, permit, person, names_of(request.path_params)))


@router.get("/jobs/{job}/tags")
def get_tags(permit: Annotated[Permit, allow(Action.JOB_VIEW)], tx: RequestTx, response: Response) -> TagsOut:
    """The tags that the job bears."""
    return _tags(response, sharing.tags_of(tx, permit))


@router.put("/jobs/{job}/tags")
def set_tags(
    body: Tags,
    permit: Annotated[Permit, allow(Action.JOB_TAG)],
    tx: RequestTx,
    response: Response,
    if_match: IfMatch = None,
) -> TagsOut:
    """Let the job bear these tags, and no other, if nobody else changed them. Where a tag shares, that needs Manage."""
    return _tags(response, sharing.set_tags(tx, permit, body.tags, seen=content_of(if_match)))


def _tags(response: Response, borne: list[str]) -> TagsOut:
    tag(response, sharing.revision_of(borne))
    return TagsOut(tags=borne)


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
