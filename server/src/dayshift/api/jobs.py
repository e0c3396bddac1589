"""Jobs, and starting them."""

from typing import Annotated

from fastapi import Query, Response

from dayshift.api.executions import page_of
from dayshift.api.idempotent import OnlyOnce
from dayshift.api.paging import After, Limit, run_cursor
from dayshift.api.revisions import IfMatch, revision_of
from dayshift.api.revisions import tag as say_revision
from dayshift.api.schemas.base import Text
from dayshift.api.schemas.executions import ExecutionOut, ExecutionPage, Started, StartExecution, StartMany
from dayshift.api.schemas.jobs import JobFacts, JobFields, JobOut, JobPage, JobRow, NewJob
from dayshift.domain.actions import Action
from dayshift.domain.executions import State
from dayshift.domain.jobs import Job
from dayshift.domain.rights import Permit
from dayshift.environments import bases
from dayshift.environments.base import Lock
from dayshift.services import environments, executions, jobs
from dayshift.services.definitions import Draft
from dayshift.store.engine import Tx
from dayshift.store.executions import Filter
from dayshift.store.joblist import Show, Wanted
from dayshift.web.deps import Channelled, RequestTx, Rooms, allow, allow_alone
from dayshift.web.house import House
from dayshift.web.routing import Router

router = Router(prefix="/projects/{p}/jobs", tags=["jobs"])

Views = Annotated[Permit, allow(Action.JOB_VIEW)]
Runs = Annotated[Permit, allow(Action.JOB_RUN)]
States = Annotated[list[State], Query(max_length=8)]


@router.get("")
def list_jobs(
    permit: Annotated[Permit, allow(Action.JOB_LIST)],
    tx: RequestTx,
    q: Annotated[Text, Query(max_length=120)] = "",
    show: Show = Show.ALL,
    tag: Annotated[Text | None, Query(max_length=40)] = None,
    after: After = "",
    limit: Limit = 50,
) -> JobPage:
    """The jobs that one may see, by name, each with its newest runs, its schedules and its next run.

    ``q`` is a part of a name, a title, a tag or the program's file, whatever the case. Beside the first page: facts of
    all jobs that one may see, whatever is asked for.
    """
    found = jobs.list_jobs(tx, permit, Wanted(q=q, show=show, tag=tag), after=after, limit=limit + 1)
    following = found[limit - 1].job.name if len(found) > limit else None
    facts = None if after else JobFacts.of(jobs.facts(tx, permit))
    return JobPage(items=[JobRow.of(row) for row in found[:limit]], next=following, facts=facts)


@router.post("", status_code=201)
def create_job(
    body: NewJob,
    permit: Annotated[Permit, allow_alone(Action.JOB_CREATE)],
    house: Rooms,
    channel: Channelled,
    response: Response,
) -> JobOut:
    """Save a job. Everything that can be known now is checked now."""
    draft = house.drafter.draft(body.checked(), permit.project)
    words = body.words(body.name)
    lock = _prepare(house, draft)
    with house.store.begin(house.clock.now(), channel) as tx:
        environment = _environment(tx, permit, words.name, draft, lock)
        return _saved(tx, permit, response, jobs.create(tx, permit, words, draft, environment=environment))


@router.get("/{job}")
def get_job(permit: Views, tx: RequestTx, response: Response) -> JobOut:
    """A job; with all that its author saved, for those who may read that."""
    return _saved(tx, permit, response, jobs.get(tx, permit))


@router.put("/{job}")
def replace_job(
    job: str,
    body: JobFields,
    permit: Annotated[Permit, allow_alone(Action.JOB_EDIT)],
    house: Rooms,
    channel: Channelled,
    response: Response,
    if_match: IfMatch = None,
) -> JobOut:
    """Save a job anew, if nobody else did since it was read."""
    revision = revision_of(if_match)
    draft = house.drafter.draft(body.checked(), permit.project)
    lock = _prepare(house, draft)
    with house.store.begin(house.clock.now(), channel) as tx:
        environment = _environment(tx, permit, job, draft, lock)
        saved = jobs.save(tx, permit, body.words(job), draft, environment=environment, revision=revision)
        return _saved(tx, permit, response, saved)


@router.delete("/{job}", status_code=204)
def delete_job(permit: Annotated[Permit, allow(Action.JOB_DELETE)], tx: RequestTx, stop: bool = False) -> None:
    """Delete a job and its schedules; what ran stays readable."""
    jobs.delete(tx, permit, stop=stop)


def _prepare(house: House, draft: Draft) -> Lock | None:
    """What takes long, before any transaction: lock a program's own block, or ask for a base environment."""
    if draft.requirements is not None:
        return house.locker.lock(draft.requirements)
    if draft.environment in bases.BASE_NAMES:
        environments.ensure_base(house.store, house.clock, house.locker, draft.environment)
    return None


def _environment(tx: Tx, permit: Permit, job: str, draft: Draft, lock: Lock | None) -> str:
    if lock is None:
        return draft.environment
    return environments.save_script(tx, permit, job, requirements=draft.requirements or "", lock=lock)


def _saved(tx: Tx, permit: Permit, response: Response, job: Job) -> JobOut:
    say_revision(response, job.revision)
    return JobOut.whole(
        jobs.look(tx, permit, job),
        usual=jobs.usual_s(tx, job),
        with_code=jobs.shows_code(permit),
        free_arguments=executions.takes_arguments(permit),
    )


@router.get("/{job}/executions")
def list_runs_of_job(
    permit: Views,
    tx: RequestTx,
    after: After = "",
    limit: Limit = 50,
    state: States = [],  # noqa: B006
) -> ExecutionPage:
    """The runs of one job, newest first."""
    wanted = Filter(project=permit.project, job=permit.subject.id, states=tuple(state))
    found = executions.list_executions(tx, permit, wanted, before=run_cursor(after), limit=limit + 1)
    return page_of(tx, found, limit)


@router.post("/{job}/executions", status_code=201)
def start_execution(
    job: str, body: StartExecution, permit: Runs, tx: RequestTx, house: Rooms, once: OnlyOnce
) -> ExecutionOut:
    """Start a run of this job now."""

    def start() -> ExecutionOut:
        run = executions.start(tx, permit, [body.asked()], limits=house.limits)[0]
        return ExecutionOut.of(run, job)

    return once.do(tx, permit, body, start, ExecutionOut)


@router.post("/{job}/executions/batch", status_code=201)
def start_many(job: str, body: StartMany, permit: Runs, tx: RequestTx, house: Rooms, once: OnlyOnce) -> Started:
    """Start many runs of this job: all of them, or none."""

    def start() -> Started:
        runs = executions.start(tx, permit, [one.asked() for one in body.items], limits=house.limits)
        return Started(items=[ExecutionOut.of(run, job) for run in runs])

    return once.do(tx, permit, body, start, Started)
