"""Jobs: saved, listed, deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dayshift.domain.errors import AlreadyExists, InUse, Invalid, StaleRevision
from dayshift.domain.jobs import Job, check_job_name
from dayshift.domain.rights import Permit
from dayshift.services import environments
from dayshift.services.definitions import Draft
from dayshift.services.executions import subject_id
from dayshift.store import audit, executions, jobs, schedules
from dayshift.store.engine import Tx


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
    job = jobs.add_job(tx, permit.project, {"name": words.name, **_columns(words, draft, environment)}, tx.now)
    _audit(tx, permit, "job:create", job, before=None)
    return job


def replace(tx: Tx, permit: Permit, words: Words, draft: Draft, *, environment: str, revision: int) -> Job:
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
        action=action, kind="job", subject=job.name, project=job.project, before=before, after=dict(job.definition)
    )
    audit.write(tx, permit.actor, entry)


def get(tx: Tx, permit: Permit) -> Job:
    return jobs.get_job(tx, subject_id(permit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A job as lists show it, with its next run."""

    job: Job
    next_at: datetime | None


def list_jobs(tx: Tx, permit: Permit, *, after: str, limit: int) -> list[Listed]:
    """The jobs that one may see, by name."""
    page = jobs.list_jobs(tx, permit.actor, permit.project, after=after, limit=limit)
    upcoming = schedules.next_of_jobs(tx, [job.id for job in page]) if page else {}
    return [Listed(job=job, next_at=upcoming.get(job.id)) for job in page]


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
    jobs.delete_job(tx, job.id, tx.now)
    environments.drop_script(tx, permit, job.name)
    tx.wake("watcher")
    _audit(tx, permit, "object:delete", job, before=None)


def next_run(tx: Tx, job: Job) -> datetime | None:
    """When this job runs next."""
    return schedules.next_of_jobs(tx, [job.id]).get(job.id)


def usual_s(tx: Tx, job: Job) -> tuple[float, float] | None:
    """How long its runs take: median and 95th percentile, in seconds."""
    return executions.usual_s(tx, job.id)
