"""The zones of the pinned data, and the same zones as zoneinfo sees them."""

import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from dayshift.domain.triggers import CompiledTrigger, compile_trigger, read_trigger
from dayshift.domain.triggers.zones import Zones

zoneinfo.reset_tzpath(to=())

_DATA = files("tzdata")


@pytest.fixture(scope="session")
def zone_names() -> list[str]:
    return (_DATA / "zones").read_text().split()


@pytest.fixture(scope="session")
def zones(zone_names: list[str]) -> Zones:
    return Zones(zone_names, lambda name: (_DATA / "zoneinfo" / name).read_bytes(), "2026f")


@pytest.fixture(scope="session")
def at() -> Callable[[str], int]:
    """Whole seconds of an instant written as ``2027-03-28T01:00Z``."""
    return lambda text: int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


@pytest.fixture(scope="session")
def compiled(zones: Zones, at: Callable[[str], int]) -> Callable[..., CompiledTrigger]:
    """A trigger compiled from a cron text or from JSON."""

    def compile_it(rule: object, tz: str, *, created: str = "1990-01-01T00:00Z") -> CompiledTrigger:
        data = {"kind": "cron", "text": rule} if isinstance(rule, str) else rule
        zone = zones.get(tz)
        return compile_trigger(read_trigger(data, created=at(created), zone=zone, start=None), zone)

    return compile_it


@pytest.fixture(scope="session")
def fires(compiled: Callable[..., CompiledTrigger], at: Callable[[str], int]) -> Callable[..., list[str]]:
    """The fires of a rule between two instants, as texts."""

    def list_them(rule: object, tz: str, first: str, last: str) -> list[str]:
        found = compiled(rule, tz).between(at(first), at(last), 10_000)
        return [datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%dT%H:%MZ") for t in found]

    return list_them
