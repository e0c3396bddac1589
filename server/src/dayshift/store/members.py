"""Who is a member of a project, as what; and the invitations that make members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, insert, select, union, update

from dayshift.domain.actions import Level, Role
from dayshift.domain.rights import ActorKind
from dayshift.store import sharing
from dayshift.store.engine import Tx
from dayshift.store.outbox import Event, Topic, access_changed
from dayshift.store.tables import grants, invitations, members, people, principals
from dayshift.store.visible import living

MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person in a project."""

    principal: int
    name: str
    role: Role
    is_disabled: bool


_MEMBER = (
    select(members.c.principal, principals.c.name, members.c.role, people.c.disabled_at)
    .join(principals, principals.c.id == members.c.principal)
    .join(people, people.c.principal == members.c.principal)
)


def _member(row: Any) -> Member:
    return Member(principal=row.principal, name=row.name, role=Role(row.role), is_disabled=row.disabled_at is not None)


def list_members(tx: Tx, project: int) -> list[Member]:
    """The people of a project, by name."""
    here = _MEMBER.where(members.c.project == project).order_by(principals.c.name, principals.c.id)
    return [_member(row) for row in tx.rows(here.limit(MOST_SHOWN))]


def find(tx: Tx, project: int, principal: int) -> Member | None:
    row = tx.row(_MEMBER.where(members.c.project == project, members.c.principal == principal))
    return None if row is None else _member(row)


def add(tx: Tx, project: int, principal: int, role: Role) -> None:
    """Raises IntegrityError for somebody who is there: look first."""
    tx.execute(insert(members).values(project=project, principal=principal, role=role))
    tx.tell(*_changed(project, principal))


def set_role(tx: Tx, project: int, principal: int, role: Role) -> None:
    here = and_(members.c.project == project, members.c.principal == principal)
    tx.execute(update(members).where(here).values(role=role))
    tx.tell(*_changed(project, principal))


def remove(tx: Tx, project: int, principal: int) -> None:
    """A member no more; what was granted goes too."""
    sharing.take_all(tx, project, principal)
    tx.execute(delete(members).where(members.c.project == project, members.c.principal == principal))
    tx.tell(*_changed(project, principal))


def _changed(project: int, principal: int) -> tuple[Event, Event]:
    return Event(Topic.MEMBER, project, None, principal), access_changed(project, principal)


def has_other_owner(tx: Tx, project: int, principal: int) -> bool:
    """Whether somebody else, who may sign in, owns the project."""
    others = and_(members.c.project == project, members.c.role == Role.OWNER, members.c.principal != principal)
    return tx.row(_MEMBER.where(others, people.c.disabled_at.is_(None)).limit(1)) is not None


def projects_owned_alone(tx: Tx, principal: int) -> list[int]:
    """The projects that nobody else who may sign in owns."""
    other = members.alias("other")
    somebody = people.alias("somebody")
    shared = exists().where(
        other.c.project == members.c.project,
        other.c.role == Role.OWNER,
        other.c.principal != principal,
        somebody.c.principal == other.c.principal,
        somebody.c.disabled_at.is_(None),
    )
    mine = and_(members.c.principal == principal, members.c.role == Role.OWNER)
    return [row.project for row in tx.rows(select(members.c.project).where(mine, ~shared).limit(MOST_SHOWN))]


def others_bring_code(tx: Tx, principal: int | None) -> bool:
    """Whether anybody but ``principal`` may bring code to some project: by role, or by a living grant."""
    by_role = select(members.c.principal).where(members.c.role.in_((Role.OWNER, Role.EDITOR)))
    by_grant = select(grants.c.principal).where(grants.c.level >= Level.EDIT, living(tx.now))
    may = union(by_role, by_grant).subquery()
    others = (
        select(principals.c.id)
        .join(may, may.c.principal == principals.c.id)
        .where(principals.c.kind == ActorKind.PERSON, principals.c.id != principal)
    )
    return tx.row(others.limit(1)) is not None


# Invitations ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that makes somebody a member, once."""

    id: int
    project: int
    role: Role
    inviter: int
    invited_by: str
    created_at: datetime
    ends_at: datetime


_INVITATION = select(invitations, principals.c.name).join(principals, principals.c.id == invitations.c.invited_by)


def _invitation(row: Any) -> Invitation:
    return Invitation(
        id=row.id,
        project=row.project,
        role=Role(row.role),
        inviter=row.invited_by,
        invited_by=row.name,
        created_at=row.created_at,
        ends_at=row.ends_at,
    )


def invite(tx: Tx, token_hash: str, values: dict[str, Any]) -> int:
    made = insert(invitations).values(token_hash=token_hash, created_at=tx.now, **values).returning(invitations.c.id)
    return int(tx.execute(made).scalar_one())


def list_invitations(tx: Tx, project: int) -> Sequence[Invitation]:
    """The invitations that may still be accepted, newest first."""
    here = and_(invitations.c.project == project, invitations.c.ends_at > tx.now)
    return [_invitation(row) for row in tx.rows(_INVITATION.where(here).order_by(invitations.c.id.desc()).limit(200))]


def find_invitation(tx: Tx, token_hash: str) -> Invitation | None:
    """The invitation behind a link that may still be accepted."""
    row = tx.row(_INVITATION.where(invitations.c.token_hash == token_hash, invitations.c.ends_at > tx.now))
    return None if row is None else _invitation(row)


def withdraw(tx: Tx, project: int, number: int) -> bool:
    """Nobody can accept it any more. False when there is none: whoever was first used it up."""
    return tx.changed(delete(invitations).where(invitations.c.project == project, invitations.c.id == number)) == 1


def drop_ended_invitations(tx: Tx) -> None:
    tx.execute(delete(invitations).where(invitations.c.ends_at <= tx.now))
