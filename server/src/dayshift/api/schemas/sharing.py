"""Who may do what with a job: levels, switches, tags; and why."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dayshift.api.schemas.base import Answer, Body, Instant, Line, Text
from dayshift.domain.actions import Level
from dayshift.domain.rights import Sharing
from dayshift.services.checking import Check, Reason
from dayshift.services.sharing import Access, Gift
from dayshift.store.sharing import Grant

LevelName = Literal["view", "run", "schedule", "edit", "manage"]


class NewGrant(Body):
    """What one person may do; it takes the place of what she was given on the same thing before."""

    person: Line
    level: LevelName
    ends_at: Instant | None = None
    reason: Annotated[Text, StringConstraints(max_length=280)] = ""

    def gift(self) -> Gift:
        return Gift(person=self.person, level=Level[self.level.upper()], ends_at=self.ends_at, reason=self.reason)


class GrantOut(Answer):
    """``tag``: none for what was shared on the job itself. ``source``: shared, or created_it."""

    id: int
    person: str
    level: str
    tag: str | None
    ends_at: Instant | None
    reason: str
    source: str
    granted_by: str
    granted_at: Instant

    @classmethod
    def of(cls, grant: Grant) -> "GrantOut":
        return cls(
            id=grant.id,
            person=grant.name,
            level=grant.level.word,
            tag=grant.tag,
            ends_at=grant.ends_at,
            reason=grant.reason,
            source=grant.source,
            granted_by=grant.granted_by,
            granted_at=grant.granted_at,
        )


class Grants(Answer):
    items: list[GrantOut]

    @classmethod
    def of(cls, grants: Sequence[Grant]) -> "Grants":
        return cls(items=[GrantOut.of(grant) for grant in grants])


class Switches(Body):
    """What a job says about its readers.

    ``private``: roles give nothing here, but the owner's. ``logs_for``, ``code_for``: the lowest level, given by a
    grant, that reads logs and arguments, or code. ``free_arguments``: whoever may start it may type any arguments.
    """

    private: bool = False
    logs_for: Literal["view", "run"] = "run"
    code_for: Literal["view", "run", "schedule", "edit"] = "edit"
    free_arguments: bool = False

    def wanted(self) -> Sharing:
        return Sharing(
            private=self.private,
            logs_for=Level[self.logs_for.upper()],
            code_for=Level[self.code_for.upper()],
            free_arguments=self.free_arguments,
        )


class AccessOut(Answer):
    private: bool
    logs_for: str
    code_for: str
    free_arguments: bool
    tags: list[str]
    grants: list[GrantOut]

    @classmethod
    def of(cls, access: Access) -> "AccessOut":
        said = access.sharing
        return cls(
            private=said.private,
            logs_for=said.logs_for.word,
            code_for=said.code_for.word,
            free_arguments=said.free_arguments,
            tags=list(access.tags),
            grants=[GrantOut.of(grant) for grant in access.grants],
        )


class Tags(Body):
    tags: Annotated[list[Line], Field(max_length=100)]


class TagsOut(Answer):
    tags: list[str]


class TagRow(Answer):
    """A tag, and how many jobs bear it."""

    tag: str
    jobs: int


class TagPage(Answer):
    items: list[TagRow]


class ReasonOut(Answer):
    """One path by which a level came: a role, a grant on the job, or one on a tag."""

    via: str
    level: str
    grant: int | None
    by: str | None
    at: Instant | None
    ends_at: Instant | None

    @classmethod
    def of(cls, reason: Reason) -> "ReasonOut":
        return cls(
            via=reason.via,
            level=reason.level.word,
            grant=reason.grant,
            by=reason.by,
            at=reason.at,
            ends_at=reason.ends_at,
        )


class VerdictOut(Answer):
    """``needs``: the missing level, and ``ask`` who could give it."""

    action: str
    sentence: str
    allowed: bool
    because: list[ReasonOut]
    needs: str | None
    ask: list[str]


class CheckOut(Answer):
    person: str
    sentence: str
    actions: list[VerdictOut]

    @classmethod
    def of(cls, check: Check) -> "CheckOut":
        actions = [
            VerdictOut(
                action=one.action.word,
                sentence=one.action.value.sentence,
                allowed=one.allowed,
                because=[ReasonOut.of(reason) for reason in one.because],
                needs=one.needs,
                ask=list(one.ask),
            )
            for one in check.verdicts
        ]
        return cls(person=check.person, sentence=check.sentence, actions=actions)
