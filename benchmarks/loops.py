"""What the loops cost in the process, without programs and HTTP: `python -m benchmarks.loops [postgresql]`.

Prints microseconds for each schedule or run, and for a list: medians, on a real database with a clock that we set.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.bench import work_folder

from dayshift.domain.actions import Role
from dayshift.domain.executions import Execution
from dayshift.domain.schedules import Facts, plan, rule_of
from dayshift.store import schema
from dayshift.store.engine import open_store
from dayshift.store.executions import Filter, list_executions
from dayshift.store.visible import Reader
from dayshift.testing.postgres import start_postgresql
from dayshift.testing.world import ZONES, Server, World

START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINUTES = 20
PLANS = 2000
LISTS = 200
ALLOW = {"mode": "allow", "active": 100, "max": 100}


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    for due in (1, 50, 200):
        with _world(kind) as world:
            _print(f"ticker, {due} due", _ticked_us(world, due))
    with _world(kind) as world:
        _print("plan, one due", _planned_us(world))
        _print("dispatcher, 8 claimed and launched", _ran_us(world))
        _print("list of the newest 50", _us(lambda: _newest(world), LISTS))
    return 0


def _print(what: str, figure: float) -> None:
    print(f"{what:<40} {figure:10,.1f} µs")


@contextmanager
def _world(kind: str) -> Iterator[World]:
    """An empty database, gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dayshift-loops-", dir=work_folder())))
        url = f"sqlite:///{folder / 'dayshift.db'}"
        if kind == "postgresql":
            server = start_postgresql(folder, durable=True)
            if server is None:
                raise SystemExit("PostgreSQL is not installed here.")
            stack.callback(server.stop)
            url = server.new_database()
        store = open_store(url)
        stack.callback(store.close)
        schema.migrate(store, backups=None, now=START)
        yield World(store, folder, START)


def _us(work: Callable[[], object], times: int) -> float:
    """The median of so many calls, in microseconds."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        work()
        taken.append((perf_counter() - begun) * 1_000_000)
    return statistics.median(taken)


def _minutes(world: World) -> Iterator[None]:
    """One minute after another."""
    for minute in range(1, MINUTES + 1):
        world.clock.set(START + timedelta(minutes=minute))
        yield


def _ticked_us(world: World, due: int) -> float:
    """A step of the ticker, for each of so many schedules that are due at once."""
    for number in range(due):
        world.add_schedule("* * * * *", name=f"s{number}", overlap=ALLOW)
    (server,) = world.replicas()
    ticker = server.loops["ticker"]
    return statistics.median(_us(ticker.step, 1) for _ in _minutes(world)) / due


def _planned_us(world: World) -> float:
    """Deciding what becomes of one time that is due."""
    schedule = world.add_schedule("30 9 * * *", name="planned")
    rule, due = rule_of(schedule.definition, ZONES), START + timedelta(days=1)
    facts = Facts(active=(), waiting=(), up_since=START, has_room=True)
    return _us(lambda: plan(schedule, rule, facts, due), PLANS)


def _ran_us(world: World) -> float:
    """A step of the dispatcher, for each of the eight runs that it claims, with a place that starts nothing."""
    for number in range(8):
        world.add_schedule("* * * * *", name=f"r{number}", overlap=ALLOW)
    (server,) = world.replicas()
    return statistics.median(_dispatched_us(world, server) for _ in _minutes(world)) / 8


def _newest(world: World) -> list[Execution]:
    with world.store.read(START) as tx:
        return list_executions(
            tx, Reader(world.actor, Role.VIEWER), Filter(project=world.project), before=None, limit=51
        )


def _dispatched_us(world: World, server: Server) -> float:
    server.loops["ticker"].step()
    taken = _us(server.loops["dispatcher"].step, 1)
    world.finish_all()
    server.loops["watcher"].step()
    return taken


if __name__ == "__main__":
    sys.exit(main())
