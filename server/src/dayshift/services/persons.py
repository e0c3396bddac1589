"""The people of the install: listed, disabled, made administrators. An administrator is always left."""

from dayshift.domain.errors import LastOne, NotFound
from dayshift.domain.rights import Permit
from dayshift.store import audit, members, people, projects
from dayshift.store.engine import Tx
from dayshift.store.people import Person

ADMINISTRATORS = 0x61646D69  # the lock that keeps two administrators from removing each other


def list_people(tx: Tx, permit: Permit, *, after: int, limit: int) -> list[Person]:
    del permit  # it was asked for the install
    return people.list_people(tx, after=after, limit=limit)


def change(tx: Tx, permit: Permit, principal: int, *, is_admin: bool | None, disabled: bool | None) -> Person:
    """Set what is not None; who is disabled holds no right from this moment. Raises NotFound, LastOne."""
    tx.lock(ADMINISTRATORS)
    before = people.get_person(tx, principal)
    if before is None:
        raise NotFound
    admin = before.is_admin if is_admin is None else is_admin
    off = before.disabled_at is not None if disabled is None else disabled
    if before.is_admin and (off or not admin) and not people.other_administrators(tx, principal):
        raise LastOne(name=before.name, what="administrator")
    if off and before.disabled_at is None:
        _require_other_owners(tx, before)
    people.set_standing(tx, principal, is_admin=admin, disabled_at=(before.disabled_at or tx.now) if off else None)
    after = {"is_admin": admin, "disabled": off}
    was = {"is_admin": before.is_admin, "disabled": before.disabled_at is not None}
    entry = audit.Entry(action="install:people", kind="person", subject=before.name, before=was, after=after)
    audit.write(tx, permit.actor, entry)
    changed = people.get_person(tx, principal)
    assert changed is not None
    return changed


def _require_other_owners(tx: Tx, person: Person) -> None:
    alone = members.projects_owned_alone(tx, person.id)
    if alone:
        raise LastOne(name=person.name, what=f"owner of {projects.get_project(tx, alone[0]).name}")
