"""What the loops cost in the process, without programs and HTTP, on a real database with a clock that we set.

Beside one small commit into the same database: launch and ticker take a few of those, so 5 ms more are seen at once,
which beside the start of a program they are not.
"""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.bench import Bench
from benchmarks.measure import median
from benchmarks.rows import Row
from sqlalchemy import text

from dayshift.domain.actions import Role
from dayshift.domain.executions import Execution
from dayshift.domain.schedules import Facts, plan, rule_of
from dayshift.store import schema
from dayshift.store.engine import Store, open_store
from dayshift.store.executions import Filter, list_executions
from dayshift.store.visible import Reader
from dayshift.testing.world import ZONES, Server, World

START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINUTES = 20
PLANS = 2000
LISTS = COMMITS = 200
ALLOW = {"mode": "allow", "active": 100, "max": 100}


def rows(bench: Bench) -> Iterator[Row]:
    """A step of the ticker, a step of the dispatcher, and the parts of them that are arithmetic or one query."""
    yield _beside_commits(bench, "tick", "1 due", partial(_ticked_us, due=1))
    for due in (50, 200):
        yield _beside_commits(bench, "tick_many", f"{due} due", partial(_ticked_us, due=due))
    yield _beside_commits(bench, "launch", "1 ready", partial(_launched_us, ready=1))
    yield _beside_commits(bench, "launch_many", "8 ready", partial(_launched_us, ready=8))
    with _world(bench) as world:
        yield bench.row("loops.plan", "one due", _planned_us(world), "µs")
        yield bench.row("loops.newest", "50 runs", _us(lambda: _newest(world), LISTS), "µs")


def _beside_commits(bench: Bench, figure: str, case: str, work: Callable[[World], float]) -> Row:
    """A step in microseconds; the world is made anew each time it is repeated."""

    def step() -> float:
        with _world(bench) as world:
            return work(world)

    taken = bench.beside(lambda: _commits_us(bench), step, median)
    return bench.row(f"loops.{figure}", case, taken.work, "µs", taken=taken, floors=taken.floors(median))


def _commits_us(bench: Bench) -> list[float]:
    with _world(bench) as world:
        with world.store.engine.begin() as connection:
            connection.execute(text("CREATE TABLE floor (number INTEGER)"))
        return [_us(lambda: _commit(world.store), 1) for _ in range(COMMITS)]


def _commit(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("INSERT INTO floor VALUES (1)"))


@contextmanager
def _world(bench: Bench) -> Iterator[World]:
    """An empty database, gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loops-", dir=bench.folder)))
        url = bench.new_database() if bench.new_database else f"sqlite:///{folder / 'dayshift.db'}"
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
    """A step of the ticker with so many schedules that are due at once."""
    for number in range(due):
        world.add_schedule("* * * * *", name=f"s{number}", overlap=ALLOW)
    (server,) = world.replicas()
    ticker = server.loops["ticker"]
    return statistics.median(_us(ticker.step, 1) for _ in _minutes(world))


def _planned_us(world: World) -> float:
    """Deciding what becomes of one time that is due."""
    schedule = world.add_schedule("30 9 * * *", name="planned")
    rule, due = rule_of(schedule.definition, ZONES), START + timedelta(days=1)
    facts = Facts(active=(), waiting=(), up_since=START, has_room=True)
    return _us(lambda: plan(schedule, rule, facts, due), PLANS)


def _launched_us(world: World, ready: int) -> float:
    """A step of the dispatcher that claims and launches so many runs, with a place that starts nothing."""
    for number in range(ready):
        world.add_schedule("* * * * *", name=f"r{number}", overlap=ALLOW)
    (server,) = world.replicas()
    return statistics.median(_dispatched_us(world, server) for _ in _minutes(world))


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
