"""Members, invitations, and the people of the install."""

from datetime import datetime
from typing import Literal

from dayshift.api.schemas.base import Answer, Body, Instant, Line
from dayshift.domain.actions import Role
from dayshift.store.members import Invitation, Member
from dayshift.store.people import Person

RoleName = Literal["owner", "editor", "operator", "viewer", "guest"]


class ChangedMember(Body):
    role: RoleName

    def as_role(self) -> Role:
        return Role(self.role)


class NewMember(ChangedMember):
    """``person``: the name of somebody who has an account."""

    person: Line


class MemberOut(Answer):
    id: int
    name: str
    role: RoleName
    disabled: bool

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        return cls(id=member.principal, name=member.name, role=member.role.value, disabled=member.is_disabled)


class Members(Answer):
    items: list[MemberOut]


class NewInvitation(ChangedMember):
    """The role of whoever accepts it."""


class InvitationOut(Answer):
    """``link`` opens once, and is answered once, when the invitation was made."""

    id: int
    role: RoleName
    invited_by: str
    created_at: Instant
    ends_at: Instant
    link: str | None = None

    @classmethod
    def of(cls, invitation: Invitation, link: str | None = None) -> "InvitationOut":
        return cls(
            id=invitation.id,
            role=invitation.role.value,
            invited_by=invitation.invited_by,
            created_at=invitation.created_at,
            ends_at=invitation.ends_at,
            link=link,
        )


class Invitations(Answer):
    items: list[InvitationOut]


class Accept(Body):
    """The token of an invitation's link: what stands behind its ``#``."""

    token: Line


class Accepted(Answer):
    project: str
    role: RoleName


class PersonOut(Answer):
    """Somebody who has an account. ``disabled_at``: since when she may not sign in, and holds no right."""

    id: int
    name: str
    is_admin: bool
    disabled_at: Instant | None

    @classmethod
    def of(cls, person: Person) -> "PersonOut":
        since: datetime | None = person.disabled_at
        return cls(id=person.id, name=person.name, is_admin=person.is_admin, disabled_at=since)


class People(Answer):
    items: list[PersonOut]
    next: str | None


class ChangedPerson(Body):
    """What is left out stays as it is."""

    is_admin: bool | None = None
    disabled: bool | None = None


class Trust(Answer):
    """``sentence``: what whoever brings code here could read. ``acknowledged``: an administrator said that is meant."""

    acknowledged: bool
    sentence: str
