"""Who may do what: the one function that decides. Pure: the loader hands in what is true now."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dayshift.domain.actions import (
    LEVEL_OF_ROLE,
    RANK_OF_ROLE,
    Action,
    Kind,
    Level,
    Need,
    Role,
    Standing,
    Switch,
)
from dayshift.domain.errors import DayshiftError, Forbidden, NotFound, ScopeMissing, SessionOnly


class ActorKind(StrEnum):
    PERSON = "person"
    ROBOT = "robot"


class KeyLimits(NamedTuple):
    """What a key narrows its holder to. ``project`` None: all the holder's projects. ``job``: whose run holds it."""

    key_id: str
    scopes: frozenset[str]
    project: int | None
    job: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks: a principal, by a session (``key`` None) or by a key."""

    principal: int
    name: str
    kind: ActorKind
    is_admin: bool = False
    key: KeyLimits | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What a job says about its own readers. ``private``: roles count for nothing here, but the owner's."""

    private: bool = False
    logs_for: Level = Level.RUN
    code_for: Level = Level.EDIT
    free_arguments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is asked about, with the actor's role and grants there.

    ``role`` None: not a member, or no such project. ``granted``: the highest level of all living grants.
    """

    kind: Kind
    project: int | None = None
    id: int | None = None
    name: str = ""
    title: str = ""
    role: Role | None = None
    sharing: Sharing = Sharing()
    granted: Level = Level.NONE
    owners: tuple[str, ...] = ()

    @property
    def by_role(self) -> Level:
        """The level that the role gives by default."""
        if self.role is None or (self.sharing.private and self.role is not Role.OWNER):
            return Level.NONE
        return LEVEL_OF_ROLE[self.role]

    @property
    def level(self) -> Level:
        """Nothing ever takes away: the highest of what the role and the grants give."""
        return max(self.by_role, self.granted)


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
    if not _reaches(need.least, actor, subject):
        return _missing(need, subject)
    return Permit(actor=actor, action=action, subject=subject)


def _is_invisible(actor: Actor, subject: Subject) -> bool:
    if subject.role is None or subject.project is None:
        return True
    if subject.kind is Kind.JOB and (subject.id is None or subject.level < Level.VIEW):
        return True
    return actor.key is not None and actor.key.project not in (None, subject.project)


def _reaches(least: Level | Switch | Role | Standing | None, actor: Actor, subject: Subject) -> bool:
    match least:
        case None:
            return True
        case Standing():
            return actor.is_admin
        case Role():
            return subject.role is not None and RANK_OF_ROLE[subject.role] >= RANK_OF_ROLE[least]
        case Switch():  # who may see a job by role reads the project's files anyway
            return subject.by_role >= Level.VIEW or subject.granted >= wanted_level(least, subject.sharing)
        case Level():
            return subject.level >= least


def wanted_level(least: Level | Switch, sharing: Sharing) -> Level:
    """The level that a job asks for: of what it sets itself, the one that it set."""
    match least:
        case Switch.LOGS_FOR:
            return sharing.logs_for
        case Switch.CODE_FOR:
            return sharing.code_for
        case Level():
            return least


def _missing(need: Need, subject: Subject) -> Forbidden:
    match need.least:
        case Role():
            has, needs = subject.role or "nothing", f"the role {need.least}"
        case Standing():
            has, needs = "no such standing", "an administrator"
        case Level() | Switch():
            has, needs = subject.level.word, wanted_level(need.least, subject.sharing).word
        case None:
            has, needs = "nothing", "nothing"
    whom = " or ".join(subject.owners) or "an owner"
    return Forbidden(needs=needs, has=has, what=subject.title, ask=subject.owners, whom=whom)
