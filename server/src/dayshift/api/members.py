"""Members of a project, the invitations that make them, and the people of the install."""

from typing import Annotated

from dayshift.api.paging import After, Limit, number_cursor
from dayshift.api.schemas.base import Id
from dayshift.api.schemas.members import (
    Accept,
    Accepted,
    ChangedMember,
    ChangedPerson,
    InvitationOut,
    Invitations,
    MemberOut,
    Members,
    NewInvitation,
    NewMember,
    People,
    PersonOut,
    Trust,
)
from dayshift.domain.actions import Action, Role
from dayshift.domain.rights import Permit
from dayshift.services import invitations, members, persons, projects, trust
from dayshift.web.deps import Person, RequestTx, Rooms, allow
from dayshift.web.routing import Router

router = Router(tags=["members"])

Lists = Annotated[Permit, allow(Action.MEMBER_LIST)]
Writes = Annotated[Permit, allow(Action.MEMBER_WRITE)]
Administers = Annotated[Permit, allow(Action.INSTALL_PEOPLE)]
Trusts = Annotated[Permit, allow(Action.INSTALL_TRUST)]


@router.get("/projects/{p}/members")
def list_members(permit: Lists, tx: RequestTx) -> Members:
    """Who is a member, and as what."""
    return Members(items=[MemberOut.of(member) for member in members.list_members(tx, permit)])


@router.post("/projects/{p}/members", status_code=201)
def add_member(body: NewMember, permit: Writes, found: Person, tx: RequestTx) -> MemberOut:
    """Make somebody who has an account a member."""
    _require_confirmed(body.as_role(), found, tx)
    return MemberOut.of(members.add(tx, permit, body.person, body.as_role()))


@router.patch("/projects/{p}/members/{member}")
def change_member(member: Id, body: ChangedMember, permit: Writes, found: Person, tx: RequestTx) -> MemberOut:
    """Give a member another role."""
    _require_confirmed(body.as_role(), found, tx)
    return MemberOut.of(members.change(tx, permit, member, body.as_role()))


@router.delete("/projects/{p}/members/{member}", status_code=204)
def remove_member(member: Id, permit: Writes, tx: RequestTx) -> None:
    """Take a member out, with all that was shared with them. The schedules that they set go on."""
    members.remove(tx, permit, member)


@router.delete("/projects/{p}/membership", status_code=204)
def leave(permit: Annotated[Permit, allow(Action.PROJECT_LEAVE)], tx: RequestTx) -> None:
    """Leave the project."""
    members.remove(tx, permit, permit.actor.principal)


def _require_confirmed(role: Role, found: Person, tx: RequestTx) -> None:
    if role is Role.OWNER:
        found.require_confirmed(tx)


@router.get("/projects/{p}/invitations")
def list_invitations(permit: Writes, tx: RequestTx) -> Invitations:
    """The invitations that may still be accepted."""
    return Invitations(items=[InvitationOut.of(one) for one in invitations.list_invitations(tx, permit)])


@router.post("/projects/{p}/invitations", status_code=201)
def invite(body: NewInvitation, permit: Writes, found: Person, tx: RequestTx, house: Rooms) -> InvitationOut:
    """Make a link that makes whoever opens it first a member; who has no account makes one there."""
    _require_confirmed(body.as_role(), found, tx)
    invitation, token = invitations.invite(tx, permit, body.as_role())
    return InvitationOut.of(invitation, f"{house.url}/setup#{token}")


@router.delete("/projects/{p}/invitations/{invitation}", status_code=204)
def withdraw(invitation: Id, permit: Writes, tx: RequestTx) -> None:
    """Nobody can use its link any more."""
    invitations.withdraw(tx, permit, invitation)


@router.post("/invitations/accept", status_code=201)
def accept(body: Accept, permit: Annotated[Permit, allow(Action.INVITATION_ACCEPT)], tx: RequestTx) -> Accepted:
    """Become a member with the account that one has."""
    invitation = invitations.accept(tx, permit, body.token)
    return Accepted(project=projects.name_of(tx, invitation.project), role=invitation.role.value)


@router.get("/people")
def list_people(permit: Administers, tx: RequestTx, after: After = "", limit: Limit = 50) -> People:
    """Everybody who has an account."""
    found = persons.list_people(tx, permit, after=number_cursor(after), limit=limit + 1)
    following = str(found[limit - 1].id) if len(found) > limit else None
    return People(items=[PersonOut.of(person) for person in found[:limit]], next=following)


@router.patch("/people/{person}")
def change_person(person: Id, body: ChangedPerson, permit: Administers, found: Person, tx: RequestTx) -> PersonOut:
    """Disable somebody, or let them in again; make them an administrator, or no longer one."""
    found.require_confirmed(tx)
    return PersonOut.of(persons.change(tx, permit, person, is_admin=body.is_admin, disabled=body.disabled))


@router.get("/install/trust")
def see_trust(permit: Trusts, tx: RequestTx) -> Trust:
    """Whether several people may bring code to this machine, and what that means."""
    del permit
    return Trust(acknowledged=trust.is_acknowledged(tx), sentence=trust.SENTENCE)


@router.put("/install/trust")
def acknowledge_trust(permit: Trusts, found: Person, tx: RequestTx) -> Trust:
    """Acknowledge, once, that whoever brings code here could read what all projects hold."""
    found.require_confirmed(tx)
    trust.acknowledge(tx, permit)
    return Trust(acknowledged=True, sentence=trust.SENTENCE)
