"""What is one's own: the jobs that one may see, over all projects; how one's pages shall be."""

from typing import Annotated

from dayshift.api.paging import After, Limit, spot_cursor, spot_text
from dayshift.api.schemas.mine import MyJob, MyJobs, PreferencesIn, PreferencesOut
from dayshift.domain.actions import Action
from dayshift.domain.rights import Permit
from dayshift.services import myjobs, preferences
from dayshift.web.deps import RequestTx, allow
from dayshift.web.routing import Router

router = Router(prefix="/me", tags=["account"])


@router.get("/jobs")
def list_my_jobs(
    permit: Annotated[Permit, allow(Action.JOB_LIST_MINE)], tx: RequestTx, after: After = "", limit: Limit = 50
) -> MyJobs:
    """The jobs that one may see, of all projects: those that went wrong last, those that run, then by the next run."""
    found = myjobs.list_mine(tx, permit, after=spot_cursor(after), limit=limit + 1)
    following = spot_text(found[limit - 1].spot) if len(found) > limit else None
    return MyJobs(items=[MyJob.of(card) for card in found[:limit]], next=following)


@router.get("/preferences")
def get_preferences(permit: Annotated[Permit, allow(Action.ACCOUNT_SEE)], tx: RequestTx) -> PreferencesOut:
    """How one's pages shall be."""
    return PreferencesOut.of(preferences.get(tx, permit))


@router.put("/preferences")
def put_preferences(
    body: PreferencesIn, permit: Annotated[Permit, allow(Action.PREFERENCES_WRITE)], tx: RequestTx
) -> PreferencesOut:
    """Say how one's pages shall be, in place of what one said before."""
    kept = body.model_dump()
    preferences.put(tx, permit, kept)
    return PreferencesOut.of(kept)
