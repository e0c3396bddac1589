"""Time zone data from the pinned ``tzdata`` package, never from the operating system, which may be an hour wrong."""

from importlib import resources

import tzdata

from dayshift.domain.triggers.zones import Zones


def load_zones() -> Zones:
    """Every zone of the package; each is read when it is first asked for."""
    root = resources.files(tzdata)
    names = (root / "zones").read_text().split()
    return Zones(names, lambda name: root.joinpath("zoneinfo", *name.split("/")).read_bytes(), tzdata.IANA_VERSION)
