"""How somebody wants her pages to be: kept with her account, the same on every machine."""

from typing import Any

from dayshift.domain.rights import Permit
from dayshift.store import people
from dayshift.store.engine import Tx


def get(tx: Tx, permit: Permit) -> dict[str, Any]:
    """What she said, which may be nothing."""
    return people.preferences_of(tx, permit.actor.principal)


def put(tx: Tx, permit: Permit, wanted: dict[str, Any]) -> None:
    """Keep what she says in place of what she said before."""
    people.keep_preferences(tx, permit.actor.principal, wanted)
