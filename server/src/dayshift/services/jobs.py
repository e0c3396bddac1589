"""Jobs: saved, listed, deleted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dayshift.domain.actions import Action, Kind, Level
from dayshift.domain.errors import AlreadyExists, InUse, Invalid, StaleRevision
from dayshift.domain.jobs import Job, check_job_name
from dayshift.domain.rights import Permit
from dayshift.domain.schedules import Schedule
from dayshift.services import access, environments
from dayshift.services.definitions import Draft
from dayshift.services.executions import reader_of, subject_id
from dayshift.store import audit, executions, jobfacts, joblist, jobs, schedules, sharing
from dayshift.store.engine import Tx
from dayshift.store.jobfacts import Facts
from dayshift.store.joblist import EVERYTHING, Mark, Seen, Wanted
from dayshift.store.outbox import Event, Topic, access_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a job is called, and what it promises."""

    name: str
    title: str
    description: str


def create(tx: Tx, permit: Permit, words: Words, draft: Draft, *, environment: str) -> Job:
    """Save a new job. Raises Invalid, AlreadyExists."""
    check_job_name(words.name)
    if jobs.find_job(tx, permit.project, words.name) is not None:
        raise AlreadyExists(kind="A job called", name=words.name)
    _require_environment(tx, permit, environment)
    values = {"name": words.name, **_columns(words, draft, environment)}
    job = jobs.add_job(tx, permit.project, values, owner=permit.actor.principal)
    sharing.give(tx, _created_it(permit, job))
    tx.tell(access_changed(job.project))
    _audit(tx, permit, "job:create", job, before=None)
    return job


def _created_it(permit: Permit, job: Job) -> dict[str, Any]:
    """Who made a job manages it, until an owner says otherwise."""
    me = permit.actor.principal
    return {
        "project": job.project,
        "principal": me,
        "job": job.id,
        "tag": None,
        "level": Level.MANAGE,
        "ends_at": None,
        "reason": "",
        "source": "created_it",
        "granted_by": me,
    }


def save(tx: Tx, permit: Permit, words: Words, draft: Draft, *, environment: str, revision: int) -> Job:
    """Save a job anew, if it is still at ``revision``; unchanged content counts no revision. Raises StaleRevision."""
    job = jobs.get_job(tx, subject_id(permit))
    _require_environment(tx, permit, environment)
    if job.revision != revision:
        raise StaleRevision(what=f"Job {job.name}", revision=job.revision)
    columns = _columns(words, draft, environment)
    if _is_same(job, columns):
        return job
    saved = jobs.save_job(tx, job, columns, tx.now)
    if saved is None:
        raise StaleRevision(what=f"Job {job.name}", revision=job.revision + 1)
    _audit(tx, permit, "job:edit", saved, before=dict(job.definition))
    return saved


def _columns(words: Words, draft: Draft, environment: str) -> dict[str, Any]:
    return {
        "title": words.title,
        "description": words.description,
        "kind": draft.kind,
        "environment": environment,
        "definition": draft.definition,
        "memory": draft.memory,
        "max_running": draft.max_running,
    }


def _is_same(job: Job, columns: Mapping[str, Any]) -> bool:
    now = (job.title, job.description, job.kind, job.environment, job.definition)
    return now == tuple(columns[name] for name in ("title", "description", "kind", "environment", "definition"))


def _require_environment(tx: Tx, permit: Permit, name: str) -> None:
    if not environments.exists(tx, permit, name):
        raise Invalid.of("environment", f"there is no environment {name}; create it first, or leave the field out")


def _audit(tx: Tx, permit: Permit, action: str, job: Job, *, before: Any) -> None:
    entry = audit.Entry(
        action=action,
        kind="job",
        subject=job.name,
        project=job.project,
        job=job.id,
        before=before,
        after=dict(job.definition),
    )
    audit.write(tx, permit.actor, entry)
    tx.tell(Event(Topic.JOB, job.project, job.id, job.id))


def get(tx: Tx, permit: Permit) -> Job:
    return jobs.get_job(tx, subject_id(permit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A job as lists show it, with its next run, and what the reader may do with it.

    ``schedules``: the first of ``schedule_count``. ``file``: the program's, for those who may read the code.
    """

    job: Job
    next_at: datetime | None
    level: Level
    tags: tuple[str, ...]
    owner: str | None
    recent: tuple[Mark, ...]
    schedules: tuple[Schedule, ...]
    schedule_count: int
    file: str | None
    at: datetime


def list_jobs(tx: Tx, permit: Permit, wanted: Wanted = EVERYTHING, *, after: str, limit: int) -> list[Listed]:
    """The jobs that one may see, by name."""
    page = joblist.list_jobs(tx, permit.actor, permit.project, wanted, after=after, limit=limit)
    upcoming = schedules.next_of_jobs(tx, [seen.job.id for seen in page]) if page else {}
    planned = schedules.get_many(tx, [number for seen in page for number in seen.beside.schedules])
    return [_listed(tx, permit, seen, upcoming.get(seen.job.id), planned) for seen in page]


def _listed(tx: Tx, permit: Permit, seen: Seen, next_at: datetime | None, planned: Mapping[int, Schedule]) -> Listed:
    job, beside = seen.job, seen.beside
    here = replace(permit.subject, kind=Kind.JOB, id=job.id, sharing=job.sharing, granted=seen.granted)
    return Listed(
        job=job,
        next_at=next_at,
        level=here.level,
        tags=beside.tags,
        owner=beside.owner,
        recent=beside.recent,
        schedules=tuple(planned[number] for number in beside.schedules),
        schedule_count=beside.schedule_count,
        file=job.definition["program"].get("path") if access.may(permit, Action.JOB_READ_CODE, here) else None,
        at=tx.now,
    )


def facts(tx: Tx, permit: Permit) -> Facts:
    """What is true of all jobs that one may see."""
    return jobfacts.facts(tx, permit.project, reader_of(permit))


def look(tx: Tx, permit: Permit, job: Job) -> Listed:
    """The same of one job; who made it just now manages it."""
    granted = permit.subject.granted if permit.subject.kind is Kind.JOB else Level.MANAGE
    seen = Seen(job=job, granted=granted, beside=joblist.beside(tx, job.id))
    next_at = schedules.next_of_jobs(tx, [job.id]).get(job.id)
    return _listed(tx, permit, seen, next_at, schedules.get_many(tx, seen.beside.schedules))


def shows_code(permit: Permit) -> bool:
    """Whether the answer may hold what the job's author wrote; whoever saved it has just sent it."""
    return permit.action is not Action.JOB_VIEW or access.may(permit, Action.JOB_READ_CODE)


def delete(tx: Tx, permit: Permit, *, stop: bool) -> None:
    """Delete a job and its schedules; runs and ledger stay. Raises InUse while it runs, unless ``stop``."""
    job = jobs.get_job(tx, subject_id(permit))
    its_schedules = schedules.ids_of_job(tx, job.id)
    schedules.hold(tx, its_schedules)
    executions.cancel_queued(tx, executions.queued_of_job(job.id), reason="killed", now=tx.now)
    running = executions.open_of_job(tx, job.id)
    if running and not stop:
        runs = ", ".join(f"run {run.id}" for run in running[:5])
        raise InUse(what=f"Job {job.name}", users=runs, cure="Wait for them to end, or delete it with stop=true.")
    executions.request_cancel(tx, [run.id for run in running], reason="killed", now=tx.now)
    schedules.delete_schedules(tx, its_schedules, tx.now)
    tx.tell(Event(Topic.SCHEDULE, job.project, job.id))
    jobs.delete_job(tx, job.id, tx.now)
    environments.drop_script(tx, permit, job.name)
    tx.wake("watcher")
    _audit(tx, permit, "object:delete", job, before=None)


def usual_s(tx: Tx, job: Job) -> tuple[float, float] | None:
    """How long its runs take: median and 95th percentile, in seconds."""
    return executions.usual_s(tx, job.id)
