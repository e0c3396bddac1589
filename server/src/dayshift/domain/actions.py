"""Every verb there is: what it is done to, what it needs, and what a key must be made for."""

from enum import Enum, IntEnum, StrEnum
from typing import NamedTuple


class Level(IntEnum):
    """What somebody may do with one job; each level includes those before it."""

    NONE = 0
    VIEW = 10
    RUN = 20
    SCHEDULE = 30
    EDIT = 40
    MANAGE = 50

    @property
    def word(self) -> str:
        return self.name.lower()


class Role(StrEnum):
    """What a member is in a project. The robot, as which jobs run, is an editor; its keys narrow it."""

    OWNER = "owner"
    EDITOR = "editor"
    OPERATOR = "operator"
    VIEWER = "viewer"
    GUEST = "guest"


LEVEL_OF_ROLE = {
    Role.OWNER: Level.MANAGE,
    Role.EDITOR: Level.EDIT,
    Role.OPERATOR: Level.SCHEDULE,
    Role.VIEWER: Level.VIEW,
    Role.GUEST: Level.NONE,
}
RANK_OF_ROLE = {role: rank for rank, role in enumerate(reversed(Role))}


class Switch(StrEnum):
    """What a job may set for itself: the lowest level, given by a grant, that reads its logs or its code."""

    LOGS_FOR = "logs_for"
    CODE_FOR = "code_for"


class Standing(StrEnum):
    """What somebody is in the install."""

    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """What a key was made for; it narrows its holder's rights and never widens them."""

    PROJECTS_READ = "projects:read"
    PROJECTS_WRITE = "projects:write"
    MEMBERS_READ = "members:read"
    JOBS_READ = "jobs:read"
    JOBS_RUN = "jobs:run"
    JOBS_WRITE = "jobs:write"
    SCHEDULES_WRITE = "schedules:write"
    LOGS_READ = "logs:read"
    FILES_READ = "files:read"
    FILES_WRITE = "files:write"
    ENVIRONMENTS_WRITE = "environments:write"
    AUDIT_READ = "audit:read"


class Kind(StrEnum):
    """What an action is done to, and so where its rights are looked up."""

    ACCOUNT = "account"  # oneself
    INSTALL = "install"
    PROJECT = "project"
    JOB = "job"  # and its schedules, fires, executions and logs


class Need(NamedTuple):
    """What an action asks for, the scope a key must have, and why it exists.

    ``least``: a level on a job, one that the job sets itself, a role in the project, or a standing in the install;
    None: whoever is signed in, and in a project any member.
    """

    kind: Kind
    least: Level | Switch | Role | Standing | None
    scope: Scope | None  # None: keys are refused, only a session will do
    sentence: str


class Action(Enum):
    """Every verb there is. A route declares exactly one, and asks for more where what was sent needs more."""

    ACCOUNT_SEE = Need(Kind.ACCOUNT, None, Scope.PROJECTS_READ, "see one's own account")
    JOB_LIST_MINE = Need(Kind.ACCOUNT, None, Scope.JOBS_READ, "list the jobs that one may see, of all projects")
    PREFERENCES_WRITE = Need(Kind.ACCOUNT, None, None, "say how one's own pages shall be")
    ACCOUNT_AUDIT = Need(Kind.ACCOUNT, None, None, "see what one did oneself")
    KEY_WRITE_OWN = Need(Kind.ACCOUNT, None, None, "list, make, rotate and revoke one's own keys")
    SESSION_END = Need(Kind.ACCOUNT, None, None, "sign out, or confirm one's password")
    SESSION_LET_IN = Need(Kind.ACCOUNT, None, None, "let a terminal in as oneself, or refuse it")
    INVITATION_ACCEPT = Need(Kind.ACCOUNT, None, None, "accept an invitation with the account that one has")
    PROJECT_LIST = Need(Kind.INSTALL, None, Scope.PROJECTS_READ, "list the projects one is a member of")
    EXECUTOR_READ = Need(Kind.INSTALL, None, Scope.PROJECTS_READ, "see where runs go, and what that place can enforce")
    EVENT_FOLLOW = Need(Kind.INSTALL, None, Scope.PROJECTS_READ, "hear at once of changes in what one may see")
    PROJECT_CREATE = Need(Kind.INSTALL, None, Scope.PROJECTS_WRITE, "create a project and own it")
    INSTALL_PEOPLE = Need(
        Kind.INSTALL, Standing.ADMINISTRATOR, None, "list people, disable them, make them administrators"
    )
    INSTALL_TRUST = Need(
        Kind.INSTALL, Standing.ADMINISTRATOR, None, "acknowledge that several people may bring code to this machine"
    )
    PROJECT_SEE = Need(Kind.PROJECT, None, Scope.PROJECTS_READ, "see the project's name, zone and owners")
    PROJECT_LEAVE = Need(Kind.PROJECT, None, None, "leave the project")
    MEMBER_LIST = Need(Kind.PROJECT, Role.VIEWER, Scope.MEMBERS_READ, "see who is a member, and as what")
    MEMBER_WRITE = Need(Kind.PROJECT, Role.OWNER, None, "add, invite, change and remove members")
    TAG_GOVERN = Need(Kind.PROJECT, Role.OWNER, None, "share what bears a tag, now and later")
    AUDIT_READ_PROJECT = Need(Kind.PROJECT, Role.OWNER, Scope.AUDIT_READ, "see who did what in the project")
    ENVIRONMENT_READ = Need(Kind.PROJECT, Role.VIEWER, Scope.PROJECTS_READ, "see environments and their build logs")
    ENVIRONMENT_WRITE = Need(
        Kind.PROJECT, Role.EDITOR, Scope.ENVIRONMENTS_WRITE, "create, change and delete environments"
    )
    FILE_READ = Need(Kind.PROJECT, Role.VIEWER, Scope.FILES_READ, "list and read files")
    FILE_WRITE = Need(Kind.PROJECT, Role.EDITOR, Scope.FILES_WRITE, "upload, move, copy and delete files")
    JOB_LIST = Need(Kind.PROJECT, None, Scope.JOBS_READ, "list the jobs, schedules and runs that one may see")
    JOB_CREATE = Need(Kind.PROJECT, Role.EDITOR, Scope.JOBS_WRITE, "create jobs")
    CODE_CHECK = Need(Kind.PROJECT, None, Scope.JOBS_WRITE, "have a program looked at, which is neither run nor saved")
    SCHEDULE_PREVIEW = Need(Kind.PROJECT, None, Scope.PROJECTS_READ, "see when a rule would run")
    JOB_VIEW = Need(
        Kind.JOB, Level.VIEW, Scope.JOBS_READ, "see a job, its runs and its schedules, and why one ran or not"
    )
    ACCESS_CHECK = Need(Kind.JOB, Level.VIEW, None, "see what one may do with a job, and why; of others as who shares")
    JOB_READ_CODE = Need(Kind.JOB, Switch.CODE_FOR, Scope.JOBS_READ, "read a job's code and configuration")
    JOB_RUN = Need(Kind.JOB, Level.RUN, Scope.JOBS_RUN, "start a run, by any road")
    EXECUTION_READ_LOG = Need(
        Kind.JOB, Switch.LOGS_FOR, Scope.LOGS_READ, "read the log of a run, and the arguments that it was given"
    )
    EXECUTION_STOP_OWN = Need(Kind.JOB, Level.RUN, Scope.JOBS_RUN, "stop a run that one started")
    EXECUTION_STOP_ANY = Need(Kind.JOB, Level.SCHEDULE, Scope.JOBS_RUN, "stop any run")
    JOB_SCHEDULE = Need(
        Kind.JOB, Level.SCHEDULE, Scope.SCHEDULES_WRITE, "create, change, pause, skip, adopt and delete schedules"
    )
    JOB_EDIT = Need(
        Kind.JOB, Level.EDIT, Scope.JOBS_WRITE, "change what a job does, and start it with whatever arguments"
    )
    JOB_TAG = Need(Kind.JOB, Level.EDIT, Scope.JOBS_WRITE, "put tags on a job that share nothing")
    AUDIT_READ_JOB = Need(Kind.JOB, Level.EDIT, Scope.AUDIT_READ, "see who did what with a job")
    JOB_SHARE = Need(Kind.JOB, Level.MANAGE, None, "share a job, make it private, set what may be read of it")
    JOB_DELETE = Need(Kind.JOB, Level.MANAGE, Scope.JOBS_WRITE, "delete a job")

    @property
    def word(self) -> str:
        """``job:run``: the action as it is written in answers and in the audit."""
        return self.name.lower().replace("_", ":", 1)
