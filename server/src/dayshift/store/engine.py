"""One database, two kinds: opening it, and transactions on it."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from dayshift.domain.errors import StorageFull
from dayshift.store import outbox
from dayshift.store.outbox import Event

SQLITE_BUSY_MS = 5_000
APPLICATION = "dayshift"  # what PostgreSQL calls our connections in its list of them
LOCK_TIMEOUT_MS = 4_000
STATEMENT_TIMEOUT_MS = 30_000
IDLE_TIMEOUT_MS = 10_000  # a server that was frozen inside a transaction must not keep the others from its rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """By which road a request came: the audit keeps it."""

    name: str  # api | cli | system
    address: str = ""
    request_id: str = ""


SYSTEM = Channel(name="system")
COMMAND_LINE = Channel(name="cli")


class Tx:
    """One transaction, at one instant, for one request. State, audit and idempotency commit together, or not at all."""

    def __init__(self, connection: Connection, now: datetime, channel: Channel) -> None:
        self.connection = connection
        self.now = now
        self.channel = channel
        self._woken: set[str] = set()
        self._told: set[Event] = set()

    @property
    def is_postgresql(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    @property
    def may_write(self) -> bool:
        """Whether it was begun to write. One that was not fails at its first write, if others wrote meanwhile."""
        return bool(self.connection.get_execution_options().get("writes", False))

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Run one statement; a list of values runs it for each, in one round trip."""
        return cast("CursorResult[Any]", self.connection.execute(statement, values))

    def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        return self.execute(statement, values).fetchall()

    def row(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any | None:
        return self.execute(statement, values).first()

    def changed(self, statement: Executable, values: Any = None) -> int:
        """How many rows the statement changed."""
        return self.execute(statement, values).rowcount

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside is undone, and what was done before it stays."""
        with self.connection.begin_nested():
            yield

    def lock(self, number: int) -> None:
        """Make transactions that name the same number run one after another. SQLite's writers do so anyway."""
        if self.is_postgresql:
            self.connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})

    def wake(self, who: str) -> None:
        """Once this is durable, wake a loop, or what else asked to be, in this process; others look within a second."""
        self._woken.add(who)

    @property
    def woken(self) -> frozenset[str]:
        return frozenset(self._woken)

    def tell(self, *events: Event) -> None:
        """Let whoever may see it hear that this has changed, once it is durable; told twice, it is heard once."""
        self._told.update(events)

    def write_told(self) -> None:
        """The last thing before the commit: what was told becomes rows."""
        if self._told:
            outbox.put(self.connection, self.now, self._told)
            self.wake(outbox.TOLD)


class Store:
    """The database of an install."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # SQLite lets waiting writers sleep, for up to 100 ms at a time; those of this process wake each other instead.
        self._writing: AbstractContextManager[object] = nullcontext() if self.is_postgresql else Lock()
        self._bells: dict[str, Callable[[], None]] = {}

    def on_wake(self, who: str, call: Callable[[], None]) -> None:
        """Call this when a transaction that woke ``who`` is durable."""
        self._bells[who] = call

    @property
    def is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def begin(self, now: datetime, channel: Channel = SYSTEM) -> Iterator[Tx]:
        """A transaction that may write; durable when the block has ended."""
        with _disk_full(), self._writing, self.engine.connect().execution_options(writes=True) as connection:
            tx = Tx(connection, now, channel)
            with connection.begin():
                yield tx
                tx.write_told()
        for who in tx.woken & self._bells.keys():
            self._bells[who]()

    @contextmanager
    def read(self, now: datetime) -> Iterator[Tx]:
        """A transaction that only reads, and keeps no writer waiting."""
        with self.engine.connect() as connection, connection.begin():
            yield Tx(connection, now, SYSTEM)

    def run_alone(self, statement: Executable) -> None:
        """Run one statement in a transaction that ends with it, even if this process stops meanwhile."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(statement)

    def checkpoint(self) -> None:
        """Move what SQLite's write-ahead log holds into the database file, so that no fire pays for it."""
        if not self.is_postgresql:
            connection = self.engine.raw_connection()  # a checkpoint cannot run inside a transaction
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                connection.close()

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str, *, pool_size: int = 20) -> Store:
    """Open the database at ``url`` (``sqlite:///file`` or ``postgresql+psycopg://…``). Nothing is created."""
    if make_url(url).get_backend_name() == "sqlite":
        return Store(_sqlite(url, pool_size))
    return Store(_postgresql(url, pool_size))


def _sqlite(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        pool_reset_on_return=None,  # whoever returns a connection has ended its transaction
        connect_args={"cached_statements": 256, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={SQLITE_BUSY_MS}",
            "foreign_keys=ON",
            "wal_autocheckpoint=0",  # the janitor does it between steps, so that no fire pays for one
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes", False) else "BEGIN"
        try:
            cast("sqlite3.Connection", connection.connection.driver_connection).execute(begin)
        except sqlite3.Error as error:  # by the driver itself, since this is a fifth of a short transaction otherwise
            raise OperationalError(begin, None, error) from error

    return engine


def _postgresql(url: str, pool_size: int) -> Engine:
    options = (
        f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
        f" -c idle_in_transaction_session_timeout={IDLE_TIMEOUT_MS} -c timezone=UTC"
    )
    return create_engine(
        url,
        pool_size=pool_size,
        pool_pre_ping=True,
        connect_args={
            "options": options,
            "application_name": APPLICATION,
            "prepare_threshold": None,  # poolers that hand out connections per transaction must work
            "connect_timeout": 5,
            "tcp_user_timeout": 10_000,
        },
    )


@contextmanager
def _disk_full() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "database or disk is full" in str(error) or "No space left" in str(error):
            raise StorageFull from error
        raise
