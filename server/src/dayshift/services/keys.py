"""A person's own API keys."""

from datetime import timedelta

from dayshift.auth import tokens
from dayshift.domain.errors import Invalid, NotFound
from dayshift.domain.rights import Permit, Scope
from dayshift.store import audit, people
from dayshift.store.engine import Tx
from dayshift.store.people import Key

LONGEST_DAYS = 365


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


def list_keys(tx: Tx, permit: Permit) -> list[Key]:
    return people.list_keys(tx, permit.actor.principal)


def revoke_key(tx: Tx, permit: Permit, key_id: str) -> None:
    """It ends at once. Raises NotFound."""
    if not people.revoke_key(tx, permit.actor.principal, key_id, tx.now):
        raise NotFound
    audit.write(tx, permit.actor, audit.Entry(action="key:revoke", kind="key", subject=key_id))
