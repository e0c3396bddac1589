"""How somebody wants her pages to be: kept with her account, the same on every machine."""

from typing import Any

from dayshift.domain.errors import Fault, Fix, InvalidZone
from dayshift.domain.rights import Permit
from dayshift.domain.triggers.zones import Zones
from dayshift.store import people
from dayshift.store.engine import Tx


def get(tx: Tx, permit: Permit) -> dict[str, Any]:
    """What she said, which may be nothing."""
    return people.preferences_of(tx, permit.actor.principal)


def put(tx: Tx, permit: Permit, wanted: dict[str, Any], zones: Zones) -> dict[str, Any]:
    """Keep what she says in place of what she said before. Raises InvalidZone."""
    kept = {**wanted, "zone": None if wanted["zone"] is None else _zone(wanted["zone"], zones)}
    people.keep_preferences(tx, permit.actor.principal, kept)
    return kept


def _zone(name: str, zones: Zones) -> str:
    try:
        return zones.get(name).name
    except InvalidZone as error:
        raise InvalidZone(*(_of_zone(fault) for fault in error.faults)) from error


def _of_zone(fault: Fault) -> Fault:
    """The same about our field: a schedule has another."""
    fix = fault.fix and Fix(label=fault.fix.label, patch={"zone": (fault.fix.patch or {}).get("tz")})
    return Fault(field="zone", text=fault.text, code=fault.code, fix=fix)
