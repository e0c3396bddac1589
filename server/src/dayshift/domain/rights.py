"""Who may do what: levels, actions and the one function that decides. Pure: the loader hands in what is true now."""

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import NamedTuple

from dayshift.domain.errors import DayshiftError, Forbidden, NotFound, ScopeMissing, SessionOnly


class Level(IntEnum):
    """What somebody may do with one object; each level includes those before it."""

    NONE = 0
    VIEW = 10
    RUN = 20
    SCHEDULE = 30
    EDIT = 40
    MANAGE = 50


class Role(StrEnum):
    """What a member is in a project. The robot, as which jobs run, is an editor; its keys narrow it."""

    OWNER = "owner"
    EDITOR = "editor"


LEVEL_OF_ROLE = {Role.OWNER: Level.MANAGE, Role.EDITOR: Level.EDIT}
RANK_OF_ROLE = {Role.EDITOR: 1, Role.OWNER: 2}


class Scope(StrEnum):
    """What a key was made for; it narrows its holder's rights and never widens them."""

    PROJECTS_READ = "projects:read"
    PROJECTS_WRITE = "projects:write"
    JOBS_READ = "jobs:read"
    JOBS_RUN = "jobs:run"
    JOBS_WRITE = "jobs:write"
    SCHEDULES_WRITE = "schedules:write"
    LOGS_READ = "logs:read"
    FILES_READ = "files:read"
    FILES_WRITE = "files:write"
    ENVIRONMENTS_WRITE = "environments:write"


class Kind(StrEnum):
    """What an action is done to, and so where its rights are looked up."""

    ACCOUNT = "account"  # oneself
    INSTALL = "install"  # anybody who is signed in
    PROJECT = "project"
    JOB = "job"  # and its schedules, fires, executions and logs


class Need(NamedTuple):
    """What an action asks for: a level on a job, or a role in the project; the scope a key must have; why it exists."""

    kind: Kind
    least: Level | Role | None
    scope: Scope | None  # None: keys are refused, only a session will do
    sentence: str


class Action(Enum):
    """Every verb there is. A route declares exactly one."""

    ACCOUNT_SEE = Need(Kind.ACCOUNT, None, Scope.PROJECTS_READ, "see one's own account")
    KEY_WRITE_OWN = Need(Kind.ACCOUNT, None, None, "list, make and revoke one's own keys")
    SESSION_END = Need(Kind.ACCOUNT, None, None, "sign out, or confirm one's password")
    PROJECT_LIST = Need(Kind.INSTALL, None, Scope.PROJECTS_READ, "list the projects one is a member of")
    EXECUTOR_READ = Need(Kind.INSTALL, None, Scope.PROJECTS_READ, "see where runs go, and what that place can enforce")
    PROJECT_CREATE = Need(Kind.INSTALL, None, Scope.PROJECTS_WRITE, "create a project and own it")
    PROJECT_SEE = Need(Kind.PROJECT, Role.EDITOR, Scope.PROJECTS_READ, "see the project")
    ENVIRONMENT_READ = Need(Kind.PROJECT, Role.EDITOR, Scope.PROJECTS_READ, "see environments and their build logs")
    ENVIRONMENT_WRITE = Need(
        Kind.PROJECT, Role.EDITOR, Scope.ENVIRONMENTS_WRITE, "create, change and delete environments"
    )
    FILE_READ = Need(Kind.PROJECT, Role.EDITOR, Scope.FILES_READ, "list and read files")
    FILE_WRITE = Need(Kind.PROJECT, Role.EDITOR, Scope.FILES_WRITE, "upload, move, copy and delete files")
    JOB_LIST = Need(Kind.PROJECT, Role.EDITOR, Scope.JOBS_READ, "list the jobs, schedules and runs that one may see")
    JOB_CREATE = Need(Kind.PROJECT, Role.EDITOR, Scope.JOBS_WRITE, "create jobs")
    SCHEDULE_PREVIEW = Need(Kind.PROJECT, Role.EDITOR, Scope.PROJECTS_READ, "see when a rule would run")
    JOB_VIEW = Need(
        Kind.JOB, Level.VIEW, Scope.JOBS_READ, "see a job, its runs and its schedules, and why one ran or not"
    )
    JOB_READ_CODE = Need(Kind.JOB, Level.EDIT, Scope.JOBS_READ, "read a job's code and configuration")
    JOB_RUN = Need(Kind.JOB, Level.RUN, Scope.JOBS_RUN, "start a run, by any road")
    EXECUTION_READ_LOG = Need(Kind.JOB, Level.RUN, Scope.LOGS_READ, "read the log of a run")
    EXECUTION_STOP = Need(Kind.JOB, Level.SCHEDULE, Scope.JOBS_RUN, "stop a run")
    JOB_SCHEDULE = Need(
        Kind.JOB, Level.SCHEDULE, Scope.SCHEDULES_WRITE, "create, change, pause, skip and delete schedules"
    )
    JOB_EDIT = Need(Kind.JOB, Level.EDIT, Scope.JOBS_WRITE, "change what a job does")
    JOB_DELETE = Need(Kind.JOB, Level.MANAGE, Scope.JOBS_WRITE, "delete a job")

    @property
    def word(self) -> str:
        """``job:run``: the action as it is written in answers and in the audit."""
        return self.name.lower().replace("_", ":", 1)


class ActorKind(StrEnum):
    PERSON = "person"
    ROBOT = "robot"


class KeyLimits(NamedTuple):
    """What a key narrows its holder to. ``project`` None: all the holder's projects."""

    key_id: str
    scopes: frozenset[str]
    project: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks: a principal, by a session (``key`` None) or by a key."""

    principal: int
    name: str
    kind: ActorKind
    is_admin: bool = False
    key: KeyLimits | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is asked about, with the actor's role there; ``role`` None: not a member, or no such project."""

    kind: Kind
    project: int | None = None
    id: int | None = None
    title: str = ""
    role: Role | None = None
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The proof that an actor may do an action on a subject. Only :func:`decide` makes one."""

    actor: Actor
    action: Action
    subject: Subject

    @property
    def project(self) -> int:
        """The project that this permit is about."""
        if self.subject.project is None:
            raise LookupError(f"{self.action.word} is about no project")
        return self.subject.project


def decide(actor: Actor, action: Action, subject: Subject) -> Permit | DayshiftError:
    """Say whether ``actor`` may do ``action`` to ``subject``: a permit, or the error to answer with.

    What one may not see is unknown, before anything else is said about it.
    """
    need = action.value
    if need.kind in (Kind.PROJECT, Kind.JOB) and _is_invisible(actor, subject):
        return NotFound()
    if actor.key is not None and need.scope is None:
        return SessionOnly()
    if actor.key is not None and need.scope not in actor.key.scopes:
        return ScopeMissing(scope=need.scope)
    if not _reaches(need.least, subject.role):
        return _missing(need, subject)
    return Permit(actor=actor, action=action, subject=subject)


def _is_invisible(actor: Actor, subject: Subject) -> bool:
    if subject.role is None or subject.project is None:
        return True
    if subject.kind is Kind.JOB and subject.id is None:
        return True
    return actor.key is not None and actor.key.project not in (None, subject.project)


def _reaches(least: Level | Role | None, role: Role | None) -> bool:
    match least:
        case None:
            return True
        case Role():
            return role is not None and RANK_OF_ROLE[role] >= RANK_OF_ROLE[least]
        case Level():
            return role is not None and LEVEL_OF_ROLE[role] >= least


def _missing(need: Need, subject: Subject) -> Forbidden:
    has = LEVEL_OF_ROLE[subject.role].name.title() if subject.role else "nothing"
    needs = need.least.name.title() if need.least is not None else ""
    return Forbidden(needs=needs, has=has, what=subject.title, ask=" or ".join(subject.owners) or "an owner")
