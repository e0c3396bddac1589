"""Projects: made, listed, changed."""

from dayshift.domain.errors import AlreadyExists
from dayshift.domain.projects import Project, check_project_name
from dayshift.domain.rights import Actor, Permit
from dayshift.domain.triggers.zones import Zones
from dayshift.services import trust
from dayshift.store import audit, projects
from dayshift.store.engine import Tx


def create(tx: Tx, permit: Permit, *, name: str, tz: str, zones: Zones) -> Project:
    """Make a project; whoever makes it owns it. Raises Invalid, InvalidZone, AlreadyExists."""
    check_project_name(name)
    trust.require(tx, permit.actor.principal)
    zone = zones.get(tz).name
    if projects.is_name_taken(tx, name):
        raise AlreadyExists(kind="A project called", name=name)
    project = projects.add_project(tx, name, tz=zone, owner=permit.actor.principal, now=tx.now)
    entry = audit.Entry(
        action="project:create", kind="project", subject=project.name, project=project.id, after={"tz": zone}
    )
    audit.write(tx, permit.actor, entry)
    return project


def get(tx: Tx, permit: Permit) -> Project:
    return projects.get_project(tx, permit.project)


def owners(tx: Tx, permit: Permit) -> tuple[str, ...]:
    """Whom one asks for more rights here."""
    return projects.owners(tx, permit.project)


def name_of(tx: Tx, number: int) -> str:
    return projects.get_project(tx, number).name


def list_projects(tx: Tx, actor: Actor, *, after: int, limit: int) -> list[Project]:
    return projects.list_projects(tx, actor, after=after, limit=limit)
