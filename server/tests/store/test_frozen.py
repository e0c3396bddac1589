"""A server that is frozen in the middle of a transaction keeps nobody from its rows for good."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import text, update

from dayshift.store import replicas
from dayshift.store.engine import APPLICATION, Store, Tx
from dayshift.store.tables import instance

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
AT_ONCE, LATER = 0, 300_000  # milliseconds
PATIENCE_S = 10
HOLD = "UPDATE instance SET tzdata = 'frozen'"


@pytest.fixture
def address(store: Store) -> str:
    if not store.is_postgresql:
        pytest.skip("the one writer of SQLite is a process; what is frozen there is frozen for all")
    with store.begin(NOW) as tx:
        replicas.add_instance(tx, "here", tzdata="2026a", now=NOW)
    return store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def in_a_batch(connection: psycopg.Connection) -> None:
    """Half a batch is sent, and its end never is."""
    connection.pipeline().__enter__()  # never left: who is frozen does not tidy up
    connection.execute(HOLD)
    connection.pgconn.send_flush_request()
    connection.pgconn.flush()


def between_two_statements(connection: psycopg.Connection) -> None:
    """PostgreSQL sometimes forgets the timer of such a connection; this one never had any."""
    connection.execute(HOLD)


@pytest.fixture(params=[in_a_batch, between_two_statements])
def frozen(address: str, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """It holds a row, and says nothing any more."""
    with closing(psycopg.connect(address, application_name=APPLICATION)) as connection:
        request.param(connection)
        yield connection


def take(tx: Tx) -> list[str]:
    """What of the one row is not held by somebody else."""
    free = tx.rows(instance.select().with_for_update(skip_locked=True))
    return [row.tzdata for row in free]


def until_waiting(store: Store, application: str, waits_for: str = "ClientRead") -> None:
    """Wait until somebody of this name waits in a transaction: for what is still to be sent, or for something else."""
    waiting = text(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = :application AND xact_start IS NOT NULL AND wait_event = :waits_for"
    )
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with store.read(NOW) as tx:
            if tx.row(waiting, {"application": application, "waits_for": waits_for}):
                return
        time.sleep(0.02)
    raise AssertionError("nobody ever waited")


def test_what_it_holds_is_free_once_it_has_been_silent_for_too_long(store: Store, frozen: psycopg.Connection) -> None:
    until_waiting(store, APPLICATION)
    with store.begin(NOW) as tx:
        assert take(tx) == []
    with store.read(NOW) as tx:
        assert replicas.cut_off_frozen(tx, LATER) == 0
    with store.read(NOW) as tx:
        assert replicas.cut_off_frozen(tx, AT_ONCE) == 1

    with store.begin(NOW) as tx:
        tx.execute(update(instance).values(tzdata="ours"))  # waits for what still ends
        assert take(tx) == ["ours"]


def test_who_works_or_has_nothing_to_do_is_let_be(store: Store, address: str) -> None:
    with psycopg.connect(address, application_name=APPLICATION) as other, ThreadPoolExecutor(1) as aside:
        working = aside.submit(store.run_alone, text("SELECT pg_sleep(0.5)"))
        with other.transaction():
            other.execute("SELECT 1")
        until_waiting(store, APPLICATION, "PgSleep")
        with store.read(NOW) as tx:
            assert replicas.cut_off_frozen(tx, AT_ONCE) == 0

        working.result()
        assert other.execute("SELECT 2").fetchone() == (2,)


def test_connections_of_others_are_let_be(store: Store, address: str) -> None:
    with closing(psycopg.connect(address, application_name="psql")) as other:
        in_a_batch(other)
        until_waiting(store, "psql")
        with store.read(NOW) as tx:
            assert replicas.cut_off_frozen(tx, AT_ONCE) == 0
