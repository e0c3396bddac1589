"""Failures are counted until a window ends, by all servers together, for whom they aim at and where they come from."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from dayshift.auth import devices
from dayshift.auth.networks import network_of
from dayshift.domain.errors import TooMuch
from dayshift.services import guessing
from dayshift.services.guessing import Attempt
from dayshift.store import rates, schema
from dayshift.store.engine import Store, open_store
from dayshift.testing.postgres import PostgreSQL

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
HERE, THERE = "192.0.2.7", "198.51.100.7"
RING = b"r" * 32
MINUTE = timedelta(minutes=1)


def check(store: Store, attempt: Attempt, now: datetime = NOW) -> int | None:
    """The seconds to wait; None when it may be tried."""
    try:
        with store.read(now) as tx:
            guessing.check(tx, attempt)
    except TooMuch as error:
        return int(error.facts["retry_after"])
    return None


def fail(store: Store, attempt: Attempt, times: int = 1, now: datetime = NOW) -> TooMuch | None:
    """The last answer of so many failures."""
    said = None
    with store.begin(now) as tx:
        for _ in range(times):
            said = guessing.count(tx, attempt)
    return said


# What is tried again and again, how often that may fail, and for how long it counts.
LIMITS: dict[str, tuple[Callable[[int], Attempt], int, timedelta]] = {
    "a name in a network": (lambda _: guessing.by_stranger("ada", HERE), 5, 15 * MINUTE),
    "a network": (lambda number: guessing.by_stranger(f"name {number}", HERE), 30, 15 * MINUTE),
    "a name": (lambda number: guessing.by_stranger("ada", f"10.0.{number}.1"), 50, 60 * MINUTE),
    "a device": (lambda _: guessing.by_device(1, "device"), 10, 15 * MINUTE),
    "links": (lambda _: guessing.by_link(HERE), 10, MINUTE),
    "keys": (lambda _: guessing.by_key(HERE), 20, MINUTE),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_reached_by_its_last_failure_and_ends_with_its_window(name: str, store: Store):
    attempt, most, window = LIMITS[name]
    for number in range(most - 1):
        fail(store, attempt(number))
    before = check(store, attempt(most))

    later = NOW + timedelta(seconds=10)
    fail(store, attempt(most - 1), now=later)

    assert before is None
    assert check(store, attempt(most), later) == window.total_seconds() - 10
    assert check(store, attempt(most), NOW + window - timedelta(seconds=1)) == 1
    assert check(store, attempt(most), NOW + window) is None


@pytest.mark.parametrize("name", LIMITS)
def test_the_failure_after_a_window_opens_another(name: str, store: Store):
    attempt, most, window = LIMITS[name]
    for number in range(most):
        fail(store, attempt(number))

    for number in range(most - 1):
        fail(store, attempt(number), now=NOW + window)
    before = check(store, attempt(most), NOW + window)
    fail(store, attempt(most - 1), now=NOW + window)

    assert before is None
    assert check(store, attempt(most), NOW + window) == window.total_seconds()


def test_the_failure_after_the_last_one_says_that_it_came_too_late(store: Store):
    attempt = guessing.by_stranger("ada", HERE)

    assert fail(store, attempt, 5) is None
    assert isinstance(fail(store, attempt), TooMuch)


def test_whoever_waits_for_several_limits_waits_for_the_last(store: Store):
    for number in range(10):
        fail(store, guessing.by_stranger("ada", f"10.0.{number}.1"), 5)

    assert check(store, guessing.by_stranger("ada", "10.0.1.1")) == 3600


def test_a_name_counts_under_each_way_to_write_it(store: Store):
    fail(store, guessing.by_stranger("ingrid", HERE), 5)

    for written in ("INGRID", " Ingrid", "\u0130ngrid"):
        assert check(store, guessing.by_stranger(written, HERE)), written
    assert check(store, guessing.by_stranger("astrid", HERE)) is None
    assert check(store, guessing.by_stranger("ingrid", THERE)) is None


def test_devices_count_apart_from_strangers_and_from_each_other(store: Store):
    fail(store, guessing.by_stranger("ada", HERE), 100)
    fail(store, guessing.by_device(1, "stolen"), 10)

    assert check(store, guessing.by_device(1, "stolen"))
    assert check(store, guessing.by_device(1, "hers")) is None
    assert check(store, guessing.by_device(2, "stolen")) is None


def test_two_servers_count_together(store: Store):
    other = open_store(store.engine.url.render_as_string(hide_password=False))
    attempt = guessing.by_stranger("ada", HERE)

    fail(store, attempt, 3)
    fail(other, attempt, 2)

    assert check(store, attempt) == check(other, attempt) == 900
    other.close()


@pytest.mark.postgresql
def test_two_servers_that_begin_a_counter_at_the_same_time_count_twice(postgresql: PostgreSQL):
    """SQLite lets one write at a time."""
    url = postgresql.new_database()
    first, second = open_store(url), open_store(url)
    schema.migrate(first, backups=None, now=NOW)
    until = NOW + MINUTE

    def overtaken(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO rate_limits"):
            with first.begin(NOW) as tx:
                rates.count(tx, "k", until)

    event.listen(second.engine, "before_cursor_execute", overtaken)
    with second.begin(NOW) as tx:
        tally = rates.count(tx, "k", until)

    assert tally.failures == 2
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("192.0.2.255", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_an_address_counts_with_its_network(address: str, network: str):
    assert network_of(address) == network


def test_a_device_is_known_for_the_person_and_the_install_that_it_was_made_for():
    cookie = devices.new_device(RING, 1)
    device, _, proof = cookie.partition(".")

    assert devices.device_of(RING, 1, cookie) == device
    assert devices.device_of(RING, 2, cookie) is None
    assert devices.device_of(b"s" * 32, 1, cookie) is None
    for forged in ("", ".", device, f"{device}.", f"{device}x.{proof}", f"{device}.{proof[:-1]}", "é.é"):
        assert devices.device_of(RING, 1, forged) is None, forged
