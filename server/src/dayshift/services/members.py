"""Members of a project: added, changed, removed. Somebody who owns it is always left."""

from dayshift.domain.actions import LEVEL_OF_ROLE, Level, Role
from dayshift.domain.errors import AlreadyExists, Invalid, LastOne, NotFound
from dayshift.domain.rights import Permit
from dayshift.services import trust
from dayshift.store import audit, members, people, projects
from dayshift.store.engine import Tx
from dayshift.store.members import Member


def list_members(tx: Tx, permit: Permit) -> list[Member]:
    return members.list_members(tx, permit.project)


def add(tx: Tx, permit: Permit, name: str, role: Role) -> Member:
    """Make somebody who has an account a member. Raises Invalid, AlreadyExists, IsolationNeeded."""
    person = people.find_person(tx, name)
    if person is None:
        raise Invalid.of("person", f"nobody called {name} has an account here; invite them by a link")
    if members.find(tx, permit.project, person.id) is not None:
        raise AlreadyExists(kind="A member called", name=person.name)
    return join(tx, permit, person.id, person.name, role)


def join(tx: Tx, permit: Permit, principal: int, name: str, role: Role) -> Member:
    """Let somebody in who is no member yet. Raises IsolationNeeded."""
    require_trust(tx, principal, LEVEL_OF_ROLE[role])
    members.add(tx, permit.project, principal, role)
    _audit(tx, permit, "member:add", name, after={"role": role})
    return _get(tx, permit, principal)


def require_trust(tx: Tx, principal: int | None, level: Level) -> None:
    """Raises IsolationNeeded when ``level`` would let a second person bring code."""
    if level >= Level.EDIT:
        trust.require(tx, principal)


def change(tx: Tx, permit: Permit, principal: int, role: Role) -> Member:
    """Give a member another role, from now on. Raises NotFound, LastOne, IsolationNeeded."""
    before = _held(tx, permit, principal)
    if before.role is role:
        return before
    if before.role is Role.OWNER:
        _require_other_owner(tx, permit, before)
    require_trust(tx, principal, LEVEL_OF_ROLE[role])
    members.set_role(tx, permit.project, principal, role)
    _audit(tx, permit, "member:change", before.name, before={"role": before.role}, after={"role": role})
    return _get(tx, permit, principal)


def remove(tx: Tx, permit: Permit, principal: int) -> None:
    """Take a member out, with all that was granted; the schedules that she set go on. Raises NotFound, LastOne."""
    before = _held(tx, permit, principal)
    if before.role is Role.OWNER:
        _require_other_owner(tx, permit, before)
    members.remove(tx, permit.project, principal)
    _audit(tx, permit, "member:remove", before.name, before={"role": before.role})


def _held(tx: Tx, permit: Permit, principal: int) -> Member:
    """The member, once nobody else changes members of this project: two owners do not remove each other."""
    projects.lock(tx, permit.project)
    return _get(tx, permit, principal)


def _get(tx: Tx, permit: Permit, principal: int) -> Member:
    found = members.find(tx, permit.project, principal)
    if found is None:
        raise NotFound
    return found


def _require_other_owner(tx: Tx, permit: Permit, member: Member) -> None:
    if not members.has_other_owner(tx, permit.project, member.principal):
        raise LastOne(name=member.name, what=f"owner of {permit.subject.title}")


def _audit(tx: Tx, permit: Permit, action: str, name: str, *, before: object = None, after: object = None) -> None:
    entry = audit.Entry(action=action, kind="member", subject=name, project=permit.project, before=before, after=after)
    audit.write(tx, permit.actor, entry)
