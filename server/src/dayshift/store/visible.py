"""``decide()`` as SQL: what somebody may see, for lists. A property test holds the two equal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    exists,
    false,
    literal,
    or_,
    select,
    true,
    union,
)

from dayshift.domain.actions import LEVEL_OF_ROLE, Level, Role
from dayshift.domain.rights import Actor, KeyLimits
from dayshift.store.tables import grants, jobs, members, people, projects, tags

Moment = ColumnElement[datetime] | datetime


class Asker(Protocol):
    """An actor, as much of her as rights in lists depend on."""

    @property
    def principal(self) -> Any: ...
    @property
    def key(self) -> KeyLimits | None: ...


class _Anybody(NamedTuple):
    principal: Any
    key: None = None


ANYBODY = _Anybody(bindparam("principal"))  # without a key; who she is, a statement is told when it runs


def visible_projects(actor: Actor) -> ColumnElement[bool]:
    """Holds for the projects that ``actor`` is a member of, as far as the key reaches."""
    mine = select(members.c.project).where(members.c.principal == actor.principal)
    return and_(projects.c.id.in_(mine), _within_key(actor, projects.c.id))


def visible_jobs(actor: Asker, now: Moment, level: Level = Level.VIEW) -> ColumnElement[bool]:
    """Holds for the jobs on which ``actor`` has at least ``level`` at ``now``."""
    reached = or_(
        _by_role(actor, level),
        jobs.c.id.in_(_granted(actor, now, level)),
        jobs.c.id.in_(_granted_by_tag(actor, now, level)),
        _own_job(actor, level),
    )
    return and_(jobs.c.project.in_(_member(actor, list(Role))), reached, _within_key(actor, jobs.c.project))


def reads_code(actor: Asker, now: Moment) -> ColumnElement[bool]:
    """Holds for those of the visible jobs whose code ``actor`` may read: by role, or by as much as the job asks for."""
    mine = and_(grants.c.principal == actor.principal, grants.c.project == jobs.c.project, living(now))
    borne = select(tags.c.tag).where(tags.c.job == jobs.c.id).correlate_except(tags)
    reaches = and_(grants.c.level >= jobs.c.code_for, or_(grants.c.job == jobs.c.id, grants.c.tag.in_(borne)))
    return or_(
        _by_role(actor, Level.VIEW),
        exists().where(mine, reaches).correlate_except(grants),
        and_(_own_job(actor, Level.RUN), jobs.c.code_for <= Level.RUN),
    )


class Reader(NamedTuple):
    """Who reads lists of one project, and as what."""

    actor: Actor
    role: Role


def seen_by(reader: Reader, now: datetime) -> ColumnElement[bool]:
    """Holds for the jobs of the project that ``reader`` may see."""
    if reader.role is Role.GUEST:
        return jobs.c.id.in_(jobs_of_guest(reader.actor, now))
    return visible_jobs(reader.actor, now)


def of_visible_jobs(job: ColumnElement[int], reader: Reader, now: datetime) -> ColumnElement[bool]:
    """Holds for the rows of jobs that ``reader`` may see.

    Whoever sees most of a project is asked about row by row; of a guest, who sees few, all jobs are looked up at once.
    """
    if reader.role is Role.GUEST:
        return job.in_(jobs_of_guest(reader.actor, now))
    seen = select(jobs.c.id).where(visible_jobs(reader.actor, now))
    return seen.where(jobs.c.id == job).correlate_except(jobs).exists()


def jobs_of_guest(guest: Actor, now: datetime) -> CompoundSelect[Any]:
    """The numbers of the jobs that :func:`visible_jobs` holds for, of a project in which ``guest`` is one.

    Her role gives nothing, so they are found by her grants, without a look at all the jobs that she may not see.
    """
    ways = [_granted(guest, now, Level.VIEW), _granted_by_tag(guest, now, Level.VIEW)]
    if guest.key is not None and guest.key.job is not None:
        ways.append(select(literal(guest.key.job)))
    return union(*ways)


def _roles(level: Level) -> list[Role]:
    """The roles that give ``level`` on what is not private; owners are asked for apart, since they always have it."""
    return [role for role, given in LEVEL_OF_ROLE.items() if given >= level and role is not Role.OWNER]


def _by_role(actor: Asker, level: Level) -> ColumnElement[bool]:
    """Holds for the jobs on which the role in the project gives ``level``."""
    return or_(
        jobs.c.project.in_(_member(actor, [Role.OWNER])),
        and_(jobs.c.private.is_(False), jobs.c.project.in_(_member(actor, _roles(level)))),
    )


def _member(actor: Asker, roles: Sequence[Role]) -> Select[Any]:
    return select(members.c.project).where(members.c.principal == actor.principal, members.c.role.in_(roles))


def living(now: Moment) -> ColumnElement[bool]:
    """Holds for the grants that have not ended: a grant ends on the dot."""
    return or_(grants.c.ends_at.is_(None), grants.c.ends_at > now)


def _granted(actor: Asker, now: Moment, level: Level) -> Select[Any]:
    mine = and_(grants.c.principal == actor.principal, grants.c.level >= level, living(now))
    return select(grants.c.job).where(mine, grants.c.job.is_not(None))


def _granted_by_tag(actor: Asker, now: Moment, level: Level) -> Select[Any]:
    mine = and_(grants.c.principal == actor.principal, grants.c.level >= level, living(now))
    same = and_(tags.c.project == grants.c.project, tags.c.tag == grants.c.tag)
    return select(tags.c.job).select_from(tags.join(grants, same)).where(mine)


def holds(principal: ColumnElement[int], level: Level, now: datetime) -> ColumnElement[bool]:
    """Holds for the jobs on which the person that a column names has at least ``level``, and may sign in."""
    counts = or_(members.c.role == Role.OWNER, and_(jobs.c.private.is_(False), members.c.role.in_(_roles(level))))
    mine = and_(grants.c.project == jobs.c.project, grants.c.principal == principal, grants.c.level >= level)
    # Every table but a query's own comes from outside: SQLAlchemy sees only one step out by itself.
    borne = select(tags.c.tag).where(tags.c.job == jobs.c.id).correlate_except(tags)
    reached = or_(grants.c.job == jobs.c.id, grants.c.tag.in_(borne))
    given = exists().where(mine, living(now), reached).correlate_except(grants)
    is_in = and_(members.c.project == jobs.c.project, members.c.principal == principal)
    active = and_(people.c.principal == principal, people.c.disabled_at.is_(None))
    return and_(
        exists().where(is_in, or_(counts, given)).correlate_except(members),
        exists().where(active).correlate_except(people),
    )


def _own_job(actor: Asker, level: Level) -> ColumnElement[bool]:
    """The key of a run reaches the job that it runs, also a private one."""
    if actor.key is None or actor.key.job is None or level > Level.RUN:
        return false()
    return jobs.c.id == actor.key.job


def _within_key(actor: Asker, project: ColumnElement[int]) -> ColumnElement[bool]:
    if actor.key is None or actor.key.project is None:
        return true()
    return project == actor.key.project
