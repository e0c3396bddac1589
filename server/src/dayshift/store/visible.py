"""``decide()`` as SQL: what somebody may see, for lists. A property test holds the two equal."""

from sqlalchemy import ColumnElement, and_, select, true

from dayshift.domain.rights import LEVEL_OF_ROLE, Actor, Level
from dayshift.store.tables import jobs, members, projects


def visible_projects(actor: Actor) -> ColumnElement[bool]:
    """Holds for the projects that ``actor`` is a member of, as far as the key reaches."""
    mine = select(members.c.project).where(members.c.principal == actor.principal)
    return and_(projects.c.id.in_(mine), _within_key(actor, projects.c.id))


def visible_jobs(actor: Actor, level: Level = Level.VIEW) -> ColumnElement[bool]:
    """Holds for the jobs on which ``actor`` has at least ``level``."""
    roles = [role for role, given in LEVEL_OF_ROLE.items() if given >= level]
    reached = select(members.c.project).where(members.c.principal == actor.principal, members.c.role.in_(roles))
    return and_(jobs.c.project.in_(reached), _within_key(actor, jobs.c.project))


def _within_key(actor: Actor, project: ColumnElement[int]) -> ColumnElement[bool]:
    if actor.key is None or actor.key.project is None:
        return true()
    return project == actor.key.project
