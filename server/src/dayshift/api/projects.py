"""Projects and their environments, and the place where runs go."""

from typing import Annotated, Any

from dayshift.api.logs import log_page
from dayshift.api.paging import After, Limit, number_cursor
from dayshift.api.schemas.base import Text
from dayshift.api.schemas.executions import LogPage
from dayshift.api.schemas.projects import (
    ChangedEnvironment,
    EnvironmentOut,
    Environments,
    NewEnvironment,
    NewProject,
    ProjectOut,
    Projects,
    ProjectSeen,
)
from dayshift.domain.actions import Action
from dayshift.domain.rights import Permit
from dayshift.logs.base import LogKey
from dayshift.services import environments, projects
from dayshift.web.deps import Channelled, RequestTx, Rooms, allow, allow_alone
from dayshift.web.routing import Router

router = Router(tags=["projects"])


@router.get("/projects")
def list_projects(
    permit: Annotated[Permit, allow(Action.PROJECT_LIST)], tx: RequestTx, after: After = "", limit: Limit = 50
) -> Projects:
    """The projects that one is a member of."""
    found = projects.list_projects(tx, permit.actor, after=number_cursor(after), limit=limit + 1)
    following = str(found[limit - 1].id) if len(found) > limit else None
    return Projects(items=[ProjectOut.of(project) for project in found[:limit]], next=following)


@router.post("/projects", status_code=201)
def create_project(
    body: NewProject, permit: Annotated[Permit, allow(Action.PROJECT_CREATE)], tx: RequestTx, house: Rooms
) -> ProjectOut:
    """Make a project, and own it."""
    return ProjectOut.of(projects.create(tx, permit, name=body.name, tz=body.tz, zones=house.zones))


@router.get("/projects/{p}")
def get_project(permit: Annotated[Permit, allow(Action.PROJECT_SEE)], tx: RequestTx) -> ProjectSeen:
    """A project that one is a member of, with one's role in it."""
    found = ProjectOut.of(projects.get(tx, permit))
    return ProjectSeen(**found.model_dump(), role=permit.subject.role or "", owners=list(projects.owners(tx, permit)))


@router.get("/executors")
def list_executors(permit: Annotated[Permit, allow(Action.EXECUTOR_READ)], house: Rooms) -> dict[str, Any]:
    """Where runs go, what is enforced there, and what is not: each gap with its cure."""
    del permit
    can = house.executor.capabilities
    gaps = [{"feature": gap.feature, "text": gap.text, "cure": gap.cure} for gap in can.gaps]
    row = {"kind": house.executor.kind, "memory": can.memory, "cpu": can.cpu, "processes": can.processes}
    return {"items": [row | {"kill": can.kill, "gaps": gaps}]}


@router.get("/projects/{p}/environments")
def list_environments(permit: Annotated[Permit, allow(Action.ENVIRONMENT_READ)], tx: RequestTx) -> Environments:
    """The base environments, then those of the project."""
    return Environments(items=[EnvironmentOut.of(found) for found in environments.list_environments(tx, permit)])


@router.post("/projects/{p}/environments", status_code=201)
def create_environment(
    body: NewEnvironment,
    permit: Annotated[Permit, allow_alone(Action.ENVIRONMENT_WRITE)],
    house: Rooms,
    channel: Channelled,
) -> EnvironmentOut:
    """Ask for packages: they are locked now, and built in the background."""
    name = environments.check_name(body.name)
    lock = house.locker.lock(body.requirements)
    with house.store.begin(house.clock.now(), channel) as tx:
        return EnvironmentOut.of(
            environments.save(tx, permit, name, requirements=body.requirements, lock=lock, replace=False)
        )


@router.put("/projects/{p}/environments/{environment}")
def change_environment(
    environment: Text,
    body: ChangedEnvironment,
    permit: Annotated[Permit, allow_alone(Action.ENVIRONMENT_WRITE)],
    house: Rooms,
    channel: Channelled,
) -> EnvironmentOut:
    """Ask for other packages under the same name, or for newer versions of the same ones."""
    name = environments.check_name(environment)
    lock = house.locker.lock(body.requirements)
    with house.store.begin(house.clock.now(), channel) as tx:
        return EnvironmentOut.of(
            environments.save(tx, permit, name, requirements=body.requirements, lock=lock, replace=True)
        )


@router.get("/projects/{p}/environments/{environment}")
def get_environment(
    environment: Text, permit: Annotated[Permit, allow(Action.ENVIRONMENT_READ)], tx: RequestTx
) -> EnvironmentOut:
    """What was asked for, its lock, and how its build went."""
    return EnvironmentOut.of(environments.find(tx, permit, environment))


@router.post("/projects/{p}/environments/{environment}/rebuild")
def rebuild_environment(
    environment: Text, permit: Annotated[Permit, allow(Action.ENVIRONMENT_WRITE)], tx: RequestTx
) -> EnvironmentOut:
    """Build it once more."""
    return EnvironmentOut.of(environments.rebuild(tx, permit, environment))


@router.delete("/projects/{p}/environments/{environment}", status_code=204)
def delete_environment(
    environment: Text, permit: Annotated[Permit, allow(Action.ENVIRONMENT_WRITE)], tx: RequestTx
) -> None:
    """Delete it, unless a job names it."""
    environments.delete(tx, permit, environment)


@router.get("/projects/{p}/environments/{environment}/log")
def read_build_log(
    environment: Text, permit: Annotated[Permit, allow(Action.ENVIRONMENT_READ)], tx: RequestTx, house: Rooms
) -> LogPage:
    """The end of the log of the newest build."""
    found = environments.find(tx, permit, environment)
    key = LogKey(f"build-{found.id}", max(1, found.tries))
    return log_page(house, key, secrets=(), complete=found.state in ("ready", "failed"), tail=1000)
