"""Projects and their members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from dayshift.domain.actions import Kind, Role
from dayshift.domain.projects import Project
from dayshift.domain.rights import Actor, ActorKind, Subject
from dayshift.store import people, sharing
from dayshift.store.engine import Tx
from dayshift.store.outbox import access_changed
from dayshift.store.tables import executions, jobs, members, principals, projects, schedules, uploads
from dayshift.store.visible import visible_projects

_robot = principals.alias("robot")
_PROJECT = select(projects, _robot.c.id.label("robot")).join(
    _robot, (_robot.c.project == projects.c.id) & (_robot.c.kind == ActorKind.ROBOT)
)
_BY_NAME = (
    select(projects.c.id, projects.c.name, members.c.role)
    .outerjoin(members, (members.c.project == projects.c.id) & (members.c.principal == bindparam("principal")))
    .where(func.lower(projects.c.name) == func.lower(bindparam("name")))
)
_JOB = select(
    jobs.c.id,
    jobs.c.name,
    jobs.c.title,
    jobs.c.private,
    jobs.c.logs_for,
    jobs.c.code_for,
    jobs.c.free_arguments,
    sharing.GRANTED,
)
_JOB_SUBJECT = _JOB.where(
    jobs.c.project == bindparam("project"), jobs.c.name == bindparam("name"), jobs.c.deleted_at.is_(None)
)
_SCHEDULE_SUBJECT = _JOB.join(schedules, schedules.c.job == jobs.c.id).where(
    schedules.c.project == bindparam("project"),
    schedules.c.id == bindparam("id"),
    schedules.c.deleted_at.is_(None),
)
_EXECUTION_SUBJECT = _JOB.join(executions, executions.c.job == jobs.c.id).where(
    executions.c.project == bindparam("project"), executions.c.id == bindparam("id")
)


def _project(row: Any) -> Project:
    return Project(id=row.id, name=row.name, tz=row.tz, created_at=row.created_at, robot=row.robot)


def add_project(tx: Tx, name: str, *, tz: str, owner: int, now: datetime) -> Project:
    """Make a project with its owner and its robot. Raises IntegrityError when the name is taken: look first."""
    values = {"name": name, "tz": tz, "created_at": now, "used_bytes": 0, "used_at": now}
    number = int(tx.execute(insert(projects).values(values).returning(projects.c.id)).scalar_one())
    tx.execute(insert(members).values(project=number, principal=owner, role=Role.OWNER))
    robot = people.add_robot(tx, number, now)
    tx.tell(access_changed(number, owner))
    return Project(id=number, name=name, tz=tz, created_at=now, robot=robot)


def get_project(tx: Tx, number: int) -> Project:
    """The project of that id, which exists: somebody holds a permit for it."""
    return _project(tx.execute(_PROJECT.where(projects.c.id == number)).one())


def is_name_taken(tx: Tx, name: str) -> bool:
    return tx.row(select(projects.c.id).where(func.lower(projects.c.name) == name.lower())) is not None


def list_projects(tx: Tx, actor: Actor, *, after: int, limit: int) -> list[Project]:
    """The projects that ``actor`` may see, oldest first, from the id after ``after``."""
    seen = _PROJECT.where(visible_projects(actor), projects.c.id > after).order_by(projects.c.id).limit(limit)
    return [_project(row) for row in tx.rows(seen)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A project that somebody is in, and as what."""

    project: int
    name: str
    role: Role


_MEMBERSHIPS = (
    select(projects.c.id, projects.c.name, members.c.role)
    .join(members, members.c.project == projects.c.id)
    .where(members.c.principal == bindparam("principal"))
)


def memberships(tx: Tx, actor: Actor) -> list[Membership]:
    """All projects that ``actor`` may see."""
    reach = None if actor.key is None else actor.key.project
    rows = tx.rows(_MEMBERSHIPS, {"principal": actor.principal})
    return [Membership(project=row.id, name=row.name, role=Role(row.role)) for row in rows if reach in (None, row.id)]


# What a permit is asked for ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How a route names what it is about: a project, and perhaps a job, a schedule or an execution in it."""

    project: str
    job: str | None = None
    schedule: int | None = None
    execution: int | None = None


def load_subject(tx: Tx, actor: Actor, names: Names) -> Subject:
    """What is named, with the actor's role there; of what does not exist, a subject without an id."""
    row = tx.row(_BY_NAME, {"name": names.project, "principal": actor.principal})
    kind = Kind.PROJECT if (names.job, names.schedule, names.execution) == (None, None, None) else Kind.JOB
    if row is None or row.role is None:
        return Subject(kind=kind)
    if kind is Kind.PROJECT:
        return Subject(kind=kind, project=row.id, title=row.name, role=Role(row.role))
    job = _job_row(tx, actor, row.id, names)
    return Subject(kind=kind, project=row.id, role=Role(row.role)) if job is None else _job_subject(actor, row, job)


def _job_subject(actor: Actor, project: Any, job: Any) -> Subject:
    return Subject(
        kind=Kind.JOB,
        project=project.id,
        id=job.id,
        name=job.name,
        title=job.title,
        role=Role(project.role),
        sharing=sharing.sharing_of(job),
        granted=sharing.granted_of(actor, job),
    )


def _job_row(tx: Tx, actor: Actor, project: int, names: Names) -> Any | None:
    asked = {"project": project, "principal": actor.principal, "now": tx.now}
    if names.job is not None:
        return tx.row(_JOB_SUBJECT, {**asked, "name": names.job})
    if names.schedule is not None:
        return tx.row(_SCHEDULE_SUBJECT, {**asked, "id": names.schedule})
    return tx.row(_EXECUTION_SUBJECT, {**asked, "id": names.execution})


_OWNERS = (
    select(principals.c.name)
    .join(members, members.c.principal == principals.c.id)
    .where(members.c.project == bindparam("project"), members.c.role == Role.OWNER)
    .order_by(principals.c.id)
    .limit(3)
)


def owners(tx: Tx, project: int) -> tuple[str, ...]:
    """The names of those whom one asks for more rights there."""
    return tuple(row.name for row in tx.rows(_OWNERS, {"project": project}))


# Space ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """In bytes: what the files of a project take, and what uploads under way may still need."""

    used: int
    reserved: int


_SPACE = select(
    projects.c.used_bytes,
    select(func.coalesce(func.sum(uploads.c.size), 0))
    .where(uploads.c.project == projects.c.id)
    .scalar_subquery()
    .label("reserved"),
).where(projects.c.id == bindparam("number"))


def space(tx: Tx, number: int) -> Space:
    """The room that a project takes, as it is kept: nothing is looked for on the disk."""
    row = tx.execute(_SPACE, {"number": number}).one()
    return Space(used=row.used_bytes, reserved=int(row.reserved))


def lock(tx: Tx, number: int) -> None:
    """Let nobody else reserve room in this project until the transaction ends."""
    tx.row(select(projects.c.id).where(projects.c.id == number).with_for_update())


def count_used(tx: Tx, number: int, used: int, now: datetime) -> None:
    tx.execute(update(projects).where(projects.c.id == number).values(used_bytes=used, used_at=now))


def add_used(tx: Tx, number: int, more: int) -> None:
    """Count what was just stored, until the next scan counts it exactly."""
    tx.execute(update(projects).where(projects.c.id == number).values(used_bytes=projects.c.used_bytes + more))


def list_ids(tx: Tx) -> Sequence[int]:
    """Every project: the janitor walks them."""
    return [row.id for row in tx.rows(select(projects.c.id).order_by(projects.c.id))]
