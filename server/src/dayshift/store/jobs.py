"""Jobs as they are saved. Lists of them are in ``joblist.py``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, insert, select, update

from dayshift.domain.actions import Level
from dayshift.domain.executions import State
from dayshift.domain.jobs import Job, JobKind, LastRun
from dayshift.domain.rights import Actor
from dayshift.store.engine import Tx
from dayshift.store.sharing import sharing_of
from dayshift.store.tables import jobs
from dayshift.store.types import Instant
from dayshift.store.visible import ANYBODY, visible_jobs

LIVING = jobs.c.deleted_at.is_(None)
_AS_NEW = {"private": False, "logs_for": Level.RUN, "code_for": Level.EDIT, "free_arguments": False}


def job_of(row: Any) -> Job:
    """A job from a row with all its columns."""
    last = None
    if row.last_execution is not None:
        last = LastRun(execution=row.last_execution, state=State(row.last_state), at=row.last_at)
    return Job(
        id=row.id,
        project=row.project,
        name=row.name,
        title=row.title,
        description=row.description,
        kind=JobKind(row.kind),
        environment=row.environment,
        definition=row.definition,
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
        last=last,
        sharing=sharing_of(row),
    )


def add_job(tx: Tx, project: int, values: Mapping[str, Any], *, owner: int) -> Job:
    """``values``: the columns that its author decides. Raises IntegrityError when the name is taken: look first."""
    made = {"project": project, "owner": owner, "revision": 1, "created_at": tx.now, "updated_at": tx.now}
    row = {**values, **_sought(values["name"], values), **made, **_AS_NEW}
    return job_of(tx.execute(insert(jobs).values(row).returning(jobs)).one())


def _sought(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a search looks through."""
    path = values["definition"]["program"].get("path")
    return {
        "search": f"{name}\n{values['title']}".casefold(),
        "search_file": None if path is None else path.casefold(),
    }


def find_job(tx: Tx, project: int, name: str) -> Job | None:
    row = tx.row(select(jobs).where(jobs.c.project == project, jobs.c.name == name, LIVING))
    return None if row is None else job_of(row)


def get_job(tx: Tx, number: int) -> Job:
    """The job of that id, deleted or not: an execution or a permit names it."""
    return job_of(tx.execute(select(jobs).where(jobs.c.id == number)).one())


def save_job(tx: Tx, job: Job, values: Mapping[str, Any], now: datetime) -> Job | None:
    """Replace what was saved. None when somebody else changed it since ``job`` was read."""
    same = (jobs.c.id == job.id) & (jobs.c.revision == job.revision) & LIVING
    changed = {**values, **_sought(job.name, values), "revision": job.revision + 1, "updated_at": now}
    row = tx.row(update(jobs).where(same).values(changed).returning(jobs))
    return None if row is None else job_of(row)


def delete_job(tx: Tx, number: int, now: datetime) -> None:
    """It is gone for everybody; its runs and their ledger stay."""
    tx.execute(update(jobs).where(jobs.c.id == number).values(deleted_at=now))


def names_of(tx: Tx, numbers: set[int]) -> dict[int, str]:
    """The names of jobs, deleted ones too."""
    if not numbers:
        return {}
    rows = tx.rows(select(jobs.c.id, jobs.c.name).where(jobs.c.id.in_(sorted(numbers))))
    return {row.id: row.name for row in rows}


def called(tx: Tx, project: int, name: str) -> list[int]:
    """The job of that name, and those that had it and were deleted."""
    same = select(jobs.c.id).where(jobs.c.project == project, jobs.c.name == name).order_by(jobs.c.id.desc())
    return [row.id for row in tx.rows(same.limit(100))]


def titles_of(tx: Tx, numbers: set[int]) -> dict[int, tuple[str, str]]:
    """Name and title of jobs, deleted ones too."""
    if not numbers:
        return {}
    rows = tx.rows(select(jobs.c.id, jobs.c.name, jobs.c.title).where(jobs.c.id.in_(sorted(numbers))))
    return {row.id: (row.name, row.title) for row in rows}


_IN_PROJECTS = select(jobs.c.project, jobs.c.id).where(jobs.c.project.in_(bindparam("projects", expanding=True)))
_VISIBLE = _IN_PROJECTS.where(visible_jobs(ANYBODY, bindparam("now", type_=Instant())))  # asked again all the time


def visible_of(tx: Tx, actor: Actor, projects: Sequence[int]) -> dict[int, list[int]]:
    """The jobs of these projects that ``actor`` may see, deleted ones too."""
    asked = {"projects": list(projects), "principal": actor.principal, "now": tx.now}
    seen = _VISIBLE if actor.key is None else _IN_PROJECTS.where(visible_jobs(actor, tx.now))
    found: dict[int, list[int]] = {}
    for row in tx.rows(seen, asked):
        found.setdefault(row.project, []).append(row.id)
    return found


def titles_in(tx: Tx, project: int) -> dict[int, str]:
    """What the jobs of a project are called by people."""
    rows = tx.rows(select(jobs.c.id, jobs.c.title).where(jobs.c.project == project, LIVING))
    return {row.id: row.title for row in rows}


def jobs_using(tx: Tx, project: int | None, environment: str) -> list[str]:
    """The names of up to ten jobs that name this environment."""
    here = [jobs.c.environment == environment, LIVING]
    if project is not None:
        here.append(jobs.c.project == project)
    return [row.name for row in tx.rows(select(jobs.c.name).where(*here).order_by(jobs.c.name).limit(10))]


_newer = jobs.c.last_at.is_(None) | (jobs.c.last_at <= bindparam("at"))
_KEEP_LAST = (
    update(jobs)
    .where(jobs.c.id == bindparam("job"))
    .values(
        last_execution=case((_newer, bindparam("execution")), else_=jobs.c.last_execution),
        last_state=case((_newer, bindparam("state")), else_=jobs.c.last_state),
        last_at=case((_newer, bindparam("at")), else_=jobs.c.last_at),
    )
)


def keep_last(tx: Tx, ends: list[dict[str, Any]]) -> None:
    """Remember how the newest run of each job went. Each: job, execution, state, at."""
    if ends:
        tx.execute(_KEEP_LAST, ends)
