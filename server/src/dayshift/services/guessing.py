"""How often somebody may be wrong about a secret: failures are counted by whom they aim at and where they come from.

Where a limit is reached, what is right is refused like what is wrong, or the answer would tell which it was. Browsers
in which a person signed in before are counted apart, each for itself: so strangers lock out strangers only.
"""

import hashlib
import logging
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from dayshift.auth.networks import network_of
from dayshift.domain.errors import TooMuch
from dayshift.store import rates
from dayshift.store.engine import Tx
from dayshift.store.rates import Tally

log = logging.getLogger(__name__)

SIGN_INS = "Too many sign-ins with this name or from this network have failed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """``most`` failures until ``window`` after the first of them. ``text``: what whoever comes after that is told."""

    name: str
    most: int
    window: timedelta
    text: str


NAME_IN_NETWORK = Limit(name="name in network", most=5, window=timedelta(minutes=15), text=SIGN_INS)
NETWORK = Limit(name="network", most=30, window=timedelta(minutes=15), text=SIGN_INS)
NAME = Limit(name="name", most=50, window=timedelta(hours=1), text=SIGN_INS)
DEVICE = Limit(
    name="device", most=10, window=timedelta(minutes=15), text="Too many sign-ins from this device have failed."
)
LINKS = Limit(
    name="links",
    most=10,
    window=timedelta(minutes=1),
    text="Too many links from this network were wrong, used or too old.",
)
CODES = Limit(
    name="codes",
    most=10,
    window=timedelta(minutes=1),
    text="Too many codes from this network were wrong.",
)
KEYS = Limit(name="keys", most=20, window=timedelta(minutes=1), text="Too many keys from this network were unknown.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """One limit, for whom it is."""

    limit: Limit
    key: str


Attempt = tuple[Counter, ...]  # what one failure counts for


def _counter(limit: Limit, *whom: str) -> Counter:
    return Counter(limit=limit, key=hashlib.sha256("\0".join((limit.name, *whom)).encode()).hexdigest())


def by_stranger(name: str, address: str) -> Attempt:
    """A sign-in by name and password. Whether there is somebody of that name makes no difference."""
    whom, network = _folded(name), network_of(address)
    return _counter(NAME_IN_NETWORK, whom, network), _counter(NETWORK, network), _counter(NAME, whom)


def by_device(person: int, device: str) -> Attempt:
    """The same where this person signed in before."""
    return (_counter(DEVICE, str(person), device),)


def by_link(address: str) -> Attempt:
    """A one-time link."""
    return (_counter(LINKS, network_of(address)),)


def by_code(address: str) -> Attempt:
    """The code of a terminal that waits to be let in."""
    return (_counter(CODES, network_of(address)),)


def by_key(address: str) -> Attempt:
    """A key that nobody has. Keys that somebody has are never refused for it: none of them can be guessed."""
    return (_counter(KEYS, network_of(address)),)


def _folded(name: str) -> str:
    """At least as coarse as databases compare names: one of them takes İ for i, where Python leaves a dot behind."""
    return name.strip().casefold().replace("\u0307", "")


def check(tx: Tx, attempt: Attempt) -> None:
    """Raises TooMuch where a limit is reached: what is shown is then not even looked at."""
    limits = {counter.key: counter.limit for counter in attempt}
    reached = [tally for tally in rates.open_tallies(tx, limits) if tally.failures >= limits[tally.key].most]
    if reached:
        last = max(reached, key=lambda tally: tally.ends_at)
        raise _too_much(limits[last.key], last, tx.now)


def count(tx: Tx, attempt: Attempt) -> TooMuch | None:
    """It failed. The answer is what to say instead, when others who came at the same time have reached a limit."""
    over = None
    for counter in sorted(attempt, key=lambda counter: counter.key):
        limit = counter.limit
        tally = rates.count(tx, counter.key, tx.now + limit.window)
        if tally.failures == limit.most:
            log.warning("somebody may be guessing: the limit by %s is reached (%s)", limit.name, tx.channel.address)
        if tally.failures > limit.most:
            over = _too_much(limit, tally, tx.now)
    return over


def _too_much(limit: Limit, tally: Tally, now: datetime) -> TooMuch:
    return TooMuch(what=limit.text, retry_after=math.ceil((tally.ends_at - now).total_seconds()))
