"""Projects and environments."""

from typing import Annotated

from pydantic import StringConstraints

from dayshift.api.schemas.base import Answer, Body, Instant, Line, Text
from dayshift.domain.projects import Project
from dayshift.store.environments import Environment


class NewProject(Body):
    """``tz``: the zone of its schedules, unless they say otherwise."""

    name: Line
    tz: Line = "UTC"


class ProjectOut(Answer):
    name: str
    tz: str
    created_at: Instant

    @classmethod
    def of(cls, project: Project) -> "ProjectOut":
        return cls(name=project.name, tz=project.tz, created_at=project.created_at)


class ProjectSeen(ProjectOut):
    """A project with one's own role in it, and whom to ask for more."""

    role: str
    owners: list[str]


class Projects(Answer):
    items: list[ProjectOut]
    next: str | None


Requirements = Annotated[Text, StringConstraints(max_length=16_384)]


class NewEnvironment(Body):
    """``requirements``: one package a line, as in a requirements.txt."""

    name: Line
    requirements: Requirements


class ChangedEnvironment(Body):
    requirements: Requirements


class EnvironmentOut(Answer):
    """``state``: queued, building, ready or failed; ``message`` says why, ``built_at`` since when it is ready."""

    name: str
    is_base: bool
    requirements: str
    lock: str
    state: str
    message: str
    builds: int
    created_at: Instant
    built_at: Instant | None

    @classmethod
    def of(cls, environment: Environment) -> "EnvironmentOut":
        base = environment.project is None
        return cls(
            name=environment.name,
            is_base=base,
            requirements=environment.requirements if not base else "",
            lock=environment.lock if not base else "",
            state=environment.state,
            message=environment.message,
            builds=environment.tries,
            created_at=environment.created_at,
            built_at=environment.built_at,
        )


class Environments(Answer):
    items: list[EnvironmentOut]
