"""A place under test: an executor, and what a test may do to it."""

import base64
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any, Protocol

import pytest

from dayshift.clock import monotonic
from dayshift.executors.base import Executor, Handle, Observation, Order, Seen

END_S = 20.0
LOOK_S = 0.02
MIB = 1 << 20


def instance_of(what: str) -> str:
    """The same six characters in a test and in all that it starts; others in each test process beside it.

    An install clears what bears its name and is of no live run: two that share one would clear each other's.
    """
    parts = (os.environ.get("PYTEST_XDIST_TESTRUNUID", ""), os.environ.get("PYTEST_XDIST_WORKER", ""), what)
    return base64.b32encode(hashlib.sha256(" ".join(parts).encode()).digest()).decode()[:6].lower()


INSTANCE = instance_of("under test")


class Server(Protocol):
    """Who launches, and how time goes by. ``abilities`` says which of the optional tests make sense here."""

    executor: Executor
    abilities: frozenset[str]
    numbers: Iterator[int]

    def restart(self) -> None:
        """The server goes and comes back: ``executor`` is a new one on the same place."""

    def close(self) -> None:
        """The server goes."""

    def wait_without_server(self, handle: Handle) -> None:
        """Return when the attempt has ended."""

    def stranger(self) -> Executor:
        """The executor of another install on the same place."""

    def pause(self, seconds: float) -> None:
        """Let time pass at the place, or return earlier when something ended."""

    def starts(self, handle: Handle) -> int:
        """How often the program of this attempt was started, by its own record: its first line is ``started``."""


class Traces(Protocol):
    """What attempts leave behind; only where real programs run."""

    def log(self, handle: Handle) -> bytes:
        """What the attempt has written."""

    def cut_log(self, handle: Handle) -> tuple[bytes, bytes, int, int]:
        """A log that was cut: head, tail, and how many bytes and lines are gone between."""

    def mentions(self, handle: Handle, text: bytes) -> list[str]:
        """The files of this attempt that hold ``text``."""

    def survivors(self, handle: Handle) -> list[int]:
        """Processes of this attempt that are still there."""

    def settle(self) -> None:
        """Return when what ended has been tidied up."""

    def resources(self) -> tuple[int, ...]:
        """Descriptors, threads and children of the server."""


class Connection(Protocol):
    """The way to the place; only where it can be broken."""

    def lose_answer(self) -> None:
        """The next launch is accepted, and its answer is lost."""

    def go_away(self) -> None:
        """Nobody can ask the place."""

    def come_back(self) -> None:
        """It can be asked again."""


class Place(Server, Traces, Connection, Protocol):
    """All of it. A test says what it needs, and is skipped where that is missing."""


def numbers() -> Iterator[int]:
    """Numbers of executions, for a fixture to start with."""
    return count(1)


def needs(place: Place, ability: str) -> None:
    """Skip the test where the place cannot do that."""
    if ability not in place.abilities:
        pytest.skip(f"this place has no {ability}")


def order(place: Place, argv: Sequence[str], **changes: Any) -> Order:
    """An order with a name of its own."""
    number = next(place.numbers)
    fields: dict[str, Any] = {
        "name": f"ds-{INSTANCE}-{number}-1",
        "run": f"{number}/1",
        "argv": tuple(argv),
        "env": {"PATH": "/usr/local/bin:/usr/bin:/bin"},
        "cwd": "/",
        "cpu": 1.0,
        "memory": 512 * MIB,
        "processes": 64,
        "grace": timedelta(seconds=1),
        "log_limit": 64 * MIB,
    }
    return Order(**fields | changes)


def shell(place: Place, line: str, **changes: Any) -> Order:
    return order(place, ["/bin/sh", "-c", line], **changes)


def python(place: Place, source: str, *arguments: str, **changes: Any) -> Order:
    return order(place, [sys.executable, "-I", "-S", "-c", source, *arguments], **changes)


def look(place: Place, handle: Handle) -> Observation:
    (seen,) = place.executor.observe([handle])
    return seen


def until(place: Place, handle: Handle, holds: Callable[[Observation], bool], within_s: float = END_S) -> Observation:
    """Look again and again until ``holds``; fail after ``within_s``."""
    end = monotonic() + within_s
    while not holds(seen := look(place, handle)):
        assert monotonic() < end, f"still {seen}"
        place.pause(LOOK_S)
    return seen


def ended(place: Place, handle: Handle, within_s: float = END_S) -> Observation:
    return until(place, handle, lambda seen: seen.seen is Seen.ENDED, within_s)


def running(place: Place, handle: Handle) -> Observation:
    return until(place, handle, lambda seen: seen.seen is Seen.RUNNING)


def says(place: Place, handle: Handle, text: bytes) -> None:
    """Wait until the program has written ``text``."""
    until(place, handle, lambda _: text in place.log(handle))


@contextmanager
def takes(at_least_s: float, at_most_s: float) -> Iterator[None]:
    """The block takes as long as it should."""
    start = monotonic()
    yield
    took = monotonic() - start
    assert at_least_s <= took <= at_most_s, f"took {took:.2f} s"
