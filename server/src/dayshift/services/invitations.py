"""Invitations: a link makes somebody a member, once, and an account with it if there is none."""

from datetime import timedelta

from dayshift.auth import tokens
from dayshift.domain.actions import LEVEL_OF_ROLE, RANK_OF_ROLE, Role
from dayshift.domain.errors import AlreadyExists, Invalid, NotFound, Unauthenticated
from dayshift.domain.rights import Actor, Permit
from dayshift.services import accounts
from dayshift.services.access import actor_of
from dayshift.services.accounts import Redeeming, Welcome
from dayshift.services.members import require_trust
from dayshift.store import audit, members, people
from dayshift.store.engine import Tx
from dayshift.store.members import Invitation
from dayshift.store.outbox import Event, Topic

LIVES = timedelta(days=7)


class DeadLink(Invalid):
    """Somebody who is signed in opened an invitation that is none any more. Her session goes on."""

    code = "dead_link"
    hint = "Ask for a new one."


def invite(tx: Tx, permit: Permit, role: Role) -> tuple[Invitation, str]:
    """Make an invitation, and the token behind the ``#`` of its link, shown once. Raises IsolationNeeded."""
    require_trust(tx, None, LEVEL_OF_ROLE[role])
    token = tokens.new_link_token()
    ends_at = tx.now + LIVES
    values = {"project": permit.project, "role": role, "invited_by": permit.actor.principal, "ends_at": ends_at}
    number = members.invite(tx, tokens.digest(token), values)
    _audit(tx, permit.actor, "member:invite", permit.project, number, after={"role": role})
    invitation = Invitation(
        id=number,
        project=permit.project,
        role=role,
        inviter=permit.actor.principal,
        invited_by=permit.actor.name,
        created_at=tx.now,
        ends_at=ends_at,
    )
    return invitation, token


def list_invitations(tx: Tx, permit: Permit) -> list[Invitation]:
    return list(members.list_invitations(tx, permit.project))


def withdraw(tx: Tx, permit: Permit, number: int) -> None:
    """The link is worth nothing from now on. Raises NotFound."""
    if not members.withdraw(tx, permit.project, number):
        raise NotFound
    _audit(tx, permit.actor, "member:withdraw", permit.project, number)


def is_one(tx: Tx, token: str) -> bool:
    """Whether this is the token of an invitation that may still be accepted."""
    return members.find_invitation(tx, tokens.digest(token)) is not None


def redeem(tx: Tx, redeeming: Redeeming) -> Welcome:
    """Make an account, a member and a session. Raises Unauthenticated, Invalid, AlreadyExists, IsolationNeeded."""
    invitation = _use(tx, redeeming.token)
    if redeeming.name is None or redeeming.password_hash is None:
        raise Invalid.of("name", "choose a name and a password: this link makes your account")
    name = accounts.check_person_name(redeeming.name)
    if people.find_person(tx, name) is not None:
        raise AlreadyExists(kind="A person called", name=name)
    person = people.add_person(tx, name, password_hash=redeeming.password_hash, is_admin=False, now=tx.now)
    _join(tx, invitation, person.id, actor_of(person))
    return accounts.welcome(tx, person, "link:invitation")


def accept(tx: Tx, permit: Permit, token: str) -> Invitation:
    """Become a member with the account that one has; nobody's role is lowered by it. Raises DeadLink."""
    try:
        invitation = _use(tx, token)
    except Unauthenticated:
        raise DeadLink.of("token", "this invitation was used or withdrawn, or it is too old") from None
    _join(tx, invitation, permit.actor.principal, permit.actor)
    return invitation


def _use(tx: Tx, token: str) -> Invitation:
    """Whoever removes it was first. Raises Unauthenticated for one that is unknown, used, withdrawn or too old."""
    found = members.find_invitation(tx, tokens.digest(token))
    if found is None or not _may_still_invite(tx, found) or not members.withdraw(tx, found.project, found.id):
        raise Unauthenticated
    return found


def _may_still_invite(tx: Tx, invitation: Invitation) -> bool:
    """An invitation is worth nothing once whoever made it owns the project no more."""
    inviter = members.find(tx, invitation.project, invitation.inviter)
    return inviter is not None and inviter.role is Role.OWNER and not inviter.is_disabled


def _join(tx: Tx, invitation: Invitation, principal: int, actor: Actor) -> None:
    require_trust(tx, principal, LEVEL_OF_ROLE[invitation.role])
    there = members.find(tx, invitation.project, principal)
    if there is None:
        members.add(tx, invitation.project, principal, invitation.role)
    elif RANK_OF_ROLE[invitation.role] > RANK_OF_ROLE[there.role]:
        members.set_role(tx, invitation.project, principal, invitation.role)
    _audit(tx, actor, "member:accept", invitation.project, invitation.id, after={"role": invitation.role})


def _audit(tx: Tx, actor: Actor, action: str, project: int, number: int, *, after: object = None) -> None:
    entry = audit.Entry(action=action, kind="invitation", subject=str(number), project=project, after=after)
    audit.write(tx, actor, entry)
    tx.tell(Event(Topic.INVITATION, project, None, number))
