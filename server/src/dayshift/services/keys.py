"""A person's own API keys."""

from datetime import timedelta

from dayshift.auth import tokens
from dayshift.domain.actions import Scope
from dayshift.domain.errors import Invalid, NotFound
from dayshift.domain.rights import Permit
from dayshift.store import audit, people
from dayshift.store.engine import Tx
from dayshift.store.people import Key

LONGEST_DAYS = 365
LONGEST_OVERLAP = timedelta(days=7)


def make_key(
    tx: Tx, permit: Permit, *, name: str, scopes: list[str], days: int, project: int | None
) -> tuple[Key, str]:
    """Make a key and its text, which is shown once. Raises Invalid for an unknown scope or a wrong number of days."""
    known = {scope.value for scope in Scope}
    unknown = sorted(set(scopes) - known)
    if unknown or not scopes:
        raise Invalid.of("scopes", f"choose at least one of {', '.join(sorted(known))}")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid.of("days", f"a key lives 1 to {LONGEST_DAYS} days")
    minted = tokens.mint_key("dsp")
    key = Key(
        id=minted.id,
        kind=minted.kind,
        name=name,
        scopes=tuple(sorted(set(scopes))),
        project=project,
        created_at=tx.now,
        ends_at=tx.now + timedelta(days=days),
    )
    people.add_key(tx, key, principal=permit.actor.principal, secret_hash=minted.secret_hash)
    audit.write(tx, permit.actor, audit.Entry(action="key:write_own", kind="key", subject=key.id, after={"name": name}))
    return key, minted.text


def rotate(tx: Tx, permit: Permit, key_id: str, *, overlap: timedelta) -> tuple[Key, str]:
    """A new key that may do the same, for as long as the old one was made for; that one ends after ``overlap``.

    In place of one that had no end comes one that lives as long as a key may. Raises NotFound, Invalid.
    """
    old = next((key for key in people.list_keys(tx, permit.actor.principal) if key.id == key_id), None)
    if old is None:
        raise NotFound
    if overlap > LONGEST_OVERLAP:
        raise Invalid.of("overlap_hours", f"the old key works {LONGEST_OVERLAP.days} days longer at most")
    days = LONGEST_DAYS if old.ends_at is None else max(1, (old.ends_at - old.created_at).days)
    made = make_key(tx, permit, name=old.name, scopes=list(old.scopes), days=days, project=old.project)
    until = tx.now + overlap
    people.shorten_key(tx, key_id, until if old.ends_at is None else min(old.ends_at, until))
    audit.write(
        tx, permit.actor, audit.Entry(action="key:rotate", kind="key", subject=key_id, after={"new": made[0].id})
    )
    return made


def list_keys(tx: Tx, permit: Permit) -> list[Key]:
    return people.list_keys(tx, permit.actor.principal)


def revoke_key(tx: Tx, permit: Permit, key_id: str) -> None:
    """It ends at once. Raises NotFound."""
    if not people.revoke_key(tx, permit.actor.principal, key_id, tx.now):
        raise NotFound
    audit.write(tx, permit.actor, audit.Entry(action="key:revoke", kind="key", subject=key_id))
