"""Schedules: saved, previewed, paused, skipped, tested; their ledger; why something did or did not run."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import WithJsonSchema

from dayshift.api.idempotent import OnlyOnce
from dayshift.api.paging import After, Limit, instant_cursor, instant_text, number_cursor
from dayshift.api.revisions import IfMatch, revision_of, tag
from dayshift.api.schemas.base import Instant, Line, Text
from dayshift.api.schemas.executions import ExecutionOut
from dayshift.api.schemas.previews import PreviewOut, TimeExplained, Upcoming, UpcomingRun
from dayshift.api.schemas.schedules import (
    ChangedSchedule,
    FireOut,
    FirePage,
    ManySchedules,
    NewSchedule,
    PauseIn,
    PreviewIn,
    ScheduleName,
    ScheduleOut,
    SchedulePage,
    Schedules,
    SkipIn,
    TestIn,
)
from dayshift.domain.actions import Action
from dayshift.domain.executions import Cause
from dayshift.domain.fires import Outcome
from dayshift.domain.rights import Permit
from dayshift.domain.schedules import Schedule
from dayshift.services import access, executions, preview, schedules, why
from dayshift.services.preview import Wanted
from dayshift.store.engine import Tx
from dayshift.store.projects import Names
from dayshift.web.deps import RequestTx, Rooms, allow
from dayshift.web.routing import Router

router = Router(prefix="/projects/{p}/schedules", tags=["schedules"])

Lists = Annotated[Permit, allow(Action.JOB_LIST)]
Views = Annotated[Permit, allow(Action.JOB_VIEW)]
Changes = Annotated[Permit, allow(Action.JOB_SCHEDULE)]
Previews = Annotated[Permit, allow(Action.SCHEDULE_PREVIEW)]
AT = "A time by the clocks of the schedule, or an instant with Z or an offset."
TIMES = [{"type": "string", "format": "date-time"}, {"type": "string", "minLength": 1, "maxLength": 120}]
At = Annotated[Line, WithJsonSchema({"anyOf": TIMES}), Query(description=AT)]


def _out(tx: Tx, permit: Permit, schedule: Schedule) -> ScheduleOut:
    return _page(tx, permit, [schedule])[0]


def _page(tx: Tx, permit: Permit, shown: Sequence[Schedule]) -> list[ScheduleOut]:
    names, lost = schedules.job_names(tx, shown), schedules.without_owner(tx, shown)
    given = {names[one.job] for one in shown if one.arguments is not None or one.parameters is not None}
    told = {name for name in given if access.schedules_or_reads(tx, permit, name)}
    return [
        ScheduleOut.of(one, names[one.job], tx.now, owner_lost=one.id in lost, with_given=names[one.job] in told)
        for one in shown
    ]


def _changed(tx: Tx, permit: Permit, response: Response, schedule: Schedule) -> ScheduleOut:
    tag(response, schedule.revision)
    return _out(tx, permit, schedule)


def _on_job(request: Request, tx: Tx, permit: Permit, job: str) -> Permit:
    """The permit to schedule the job that the body names."""
    names = Names(project=request.path_params["p"], job=job)
    return access.ask(tx, permit.actor, Action.JOB_SCHEDULE, names)


@router.get("")
def list_schedules(
    permit: Lists, tx: RequestTx, job: Text | None = None, after: After = "", limit: Limit = 50
) -> SchedulePage:
    """The schedules that one may see, of a project or of one job."""
    found = schedules.list_schedules(tx, permit, job=job, after=number_cursor(after), limit=limit + 1)
    shown = found[:limit]
    following = str(shown[-1].id) if len(found) > limit else None
    return SchedulePage(items=_page(tx, permit, shown), next=following)


@router.post("", status_code=201)
def create_schedule(
    body: NewSchedule, request: Request, permit: Lists, tx: RequestTx, house: Rooms, once: OnlyOnce
) -> ScheduleOut:
    """Save when a job runs. A rule that never fires is refused, with the cure."""
    on_job = _on_job(request, tx, permit, body.target.job)
    return once.do(
        tx, permit, body, lambda: _out(tx, permit, schedules.create(tx, on_job, body.body(), house.desk)), ScheduleOut
    )


@router.post("/batch", status_code=201)
def create_many(
    body: ManySchedules, request: Request, permit: Lists, tx: RequestTx, house: Rooms, once: OnlyOnce
) -> Schedules:
    """Save many schedules: all of them, or none."""

    def create() -> Schedules:
        saved = [
            schedules.create(tx, _on_job(request, tx, permit, one.target.job), one.body(), house.desk)
            for one in body.items
        ]
        return Schedules(items=_page(tx, permit, saved))

    return once.do(tx, permit, body, create, Schedules)


@router.post("/preview")
def preview_schedule(body: PreviewIn, permit: Previews, tx: RequestTx, house: Rooms) -> PreviewOut:
    """What a schedule would do: in words, its next runs, and what to know about it. Nothing is saved."""
    days = None if body.days is None else (body.days.from_, body.days.to)
    wanted = Wanted(count=body.count, days=days, viewer_tz=body.viewer_tz)
    shown = preview.show(tx, permit, body.schedule, wanted, house.desk, saved=body.id)
    return PreviewOut.model_validate(shown)


@router.put("/by-name/{name}")
def put_by_name(
    name: ScheduleName,
    body: NewSchedule,
    request: Request,
    permit: Lists,
    tx: RequestTx,
    house: Rooms,
    response: Response,
) -> ScheduleOut:
    """The schedule of that name is as the body says, whether or not it was there; it keeps its id."""
    on_job = _on_job(request, tx, permit, body.target.job)
    return _changed(tx, permit, response, schedules.upsert(tx, on_job, name, body.body(), house.desk))


@router.get("/{schedule}")
def get_schedule(schedule: int, permit: Views, tx: RequestTx, response: Response) -> ScheduleOut:
    """A schedule as it was saved, in words, and where it stands."""
    return _changed(tx, permit, response, schedules.get(tx, permit, schedule))


@router.put("/{schedule}")
def change_schedule(
    schedule: int,
    body: ChangedSchedule,
    permit: Changes,
    tx: RequestTx,
    house: Rooms,
    response: Response,
    if_match: IfMatch = None,
) -> ScheduleOut:
    """Change when a job runs. Nothing fires because of an edit."""
    revision = revision_of(if_match)
    saved = schedules.edit(tx, permit, schedule, body.body(), house.desk, revision=revision)
    return _changed(tx, permit, response, saved)


@router.delete("/{schedule}", status_code=204)
def delete_schedule(schedule: int, permit: Changes, tx: RequestTx) -> None:
    """It fires no more; its ledger stays."""
    schedules.delete(tx, permit, schedule)


@router.post("/{schedule}/adopt")
def adopt(schedule: int, permit: Changes, tx: RequestTx, response: Response) -> ScheduleOut:
    """Answer for this schedule from now on, in place of who set it."""
    return _changed(tx, permit, response, schedules.adopt(tx, permit, schedule))


@router.get("/{schedule}/next")
def next_runs(
    schedule: int, permit: Views, tx: RequestTx, house: Rooms, count: Annotated[int, Query(ge=1, le=100)] = 10
) -> Upcoming:
    """The next runs, those that will not run among them."""
    found = preview.upcoming(tx, permit, schedule, count, house.desk)
    return Upcoming(items=[UpcomingRun.model_validate(run) for run in found])


@router.post("/{schedule}/pause")
def pause(
    schedule: int, body: PauseIn, permit: Changes, tx: RequestTx, house: Rooms, response: Response
) -> ScheduleOut:
    """Nothing runs until it is resumed, or until ``until``; the ledger says so for each time."""
    saved = schedules.pause(tx, permit, schedule, house.desk, until=body.until, reason=body.reason)
    return _changed(tx, permit, response, saved)


@router.post("/{schedule}/resume")
def resume(schedule: int, permit: Changes, tx: RequestTx, house: Rooms, response: Response) -> ScheduleOut:
    """Go on with the first time after now; nothing of the pause is made up for."""
    return _changed(tx, permit, response, schedules.resume(tx, permit, schedule, house.desk))


@router.post("/{schedule}/skip")
def skip(schedule: int, body: SkipIn, permit: Changes, tx: RequestTx, house: Rooms, response: Response) -> ScheduleOut:
    """Leave one time out."""
    return _changed(tx, permit, response, schedules.skip(tx, permit, schedule, body.nominal, house.desk))


@router.post("/{schedule}/unskip")
def unskip(
    schedule: int, body: SkipIn, permit: Changes, tx: RequestTx, house: Rooms, response: Response
) -> ScheduleOut:
    """Let a time run that was to be left out."""
    return _changed(tx, permit, response, schedules.skip(tx, permit, schedule, body.nominal, house.desk, undo=True))


@router.post("/{schedule}/run", status_code=201)
def test_schedule(
    schedule: int,
    body: TestIn,
    permit: Annotated[Permit, allow(Action.JOB_RUN)],
    tx: RequestTx,
    house: Rooms,
    once: OnlyOnce,
) -> ExecutionOut:
    """Run now exactly what a fire would run; the real fire still comes."""

    def run() -> ExecutionOut:
        made = schedules.test_run(tx, permit, schedule, as_of=body.as_of, desk=house.desk, cause=Cause.TEST)
        return ExecutionOut.of(made, executions.names_of_jobs(tx, [made])[made.job])

    return once.do(tx, permit, body, run, ExecutionOut)


@router.post("/{schedule}/run-latest", status_code=201)
def run_latest(
    schedule: int,
    permit: Annotated[Permit, allow(Action.JOB_RUN)],
    tx: RequestTx,
    house: Rooms,
    once: OnlyOnce,
) -> ExecutionOut:
    """Run the newest time that has passed, after a pause or an outage; its line in the ledger stays as it is."""

    def run() -> ExecutionOut:
        made = schedules.test_run(tx, permit, schedule, as_of=None, desk=house.desk, cause=Cause.LATE)
        return ExecutionOut.of(made, executions.names_of_jobs(tx, [made])[made.job])

    return once.do(tx, permit, None, run, ExecutionOut)


@router.get("/{schedule}/fires")
def list_fires(
    schedule: int,
    permit: Views,
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
    since: Annotated[Instant | None, Query()] = None,
    outcome: Outcome | None = None,
) -> FirePage:
    """The ledger, newest first: one line for every time that the schedule named."""
    found = schedules.list_fires(
        tx, permit, schedule, before=instant_cursor(after), since=since, outcome=outcome, limit=limit + 1
    )
    following = instant_text(found[limit - 1].nominal_at) if len(found) > limit else None
    return FirePage(items=[FireOut.of(fire) for fire in found[:limit]], next=following)


@router.get("/{schedule}/explain")
def explain(schedule: int, at: At, permit: Views, tx: RequestTx, house: Rooms) -> TimeExplained:
    """Why it did, or did not, or will, or will not run at a time: one sentence, and the checks in order."""
    return TimeExplained.model_validate(why.explain_text(tx, permit, schedule, at, house.desk))
