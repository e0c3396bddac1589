"""What can be counted is counted: statements, commits, indexes, imports. Time is measured elsewhere."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from dayshift.domain.actions import Action
from dayshift.services import access, executions, jobs
from dayshift.services.requests import Asked
from dayshift.store import executions as run_rows
from dayshift.store import fires as fire_rows
from dayshift.store import queue
from dayshift.store.engine import Store
from dayshift.store.executions import Filter, Who
from dayshift.store.joblist import Show, Wanted
from dayshift.store.projects import Names
from dayshift.store.tables import executions as runs
from dayshift.store.tables import fires, schedules
from dayshift.testing.world import World


@dataclass(slots=True)
class Count:
    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counting(store: Store) -> Iterator[Count]:
    """Count what goes to the database, but for BEGIN, COMMIT and savepoints."""
    count = Count()

    def executed(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT pg_advisory")):
            count.statements.append(statement)

    def committed(_c: Any) -> None:
        count.commits += 1

    event.listen(store.engine, "before_cursor_execute", executed)
    event.listen(store.engine, "commit", committed)
    try:
        yield count
    finally:
        event.remove(store.engine, "before_cursor_execute", executed)
        event.remove(store.engine, "commit", committed)


def test_two_hundred_fires_are_one_commit_and_at_most_nine_statements(world: World) -> None:
    for number in range(200):
        world.add_schedule("0 * * * *", name=f"s{number}")
    (server,) = world.replicas()
    world.at("10:00")

    with counting(world.store) as count:
        server.loops["ticker"].step()

    assert len(world.executions()) == 200
    writes = [statement for statement in count.statements if not statement.startswith("SELECT")]
    assert len(writes) == 4  # cursors, ledger, runs, and what is told of them
    assert len(count.statements) <= 9
    assert count.commits <= 2  # the read before it ends its own transaction


def _ends(world: World, many: int) -> Count:
    server = next(iter(world.servers.values()))
    server.loops["dispatcher"].step()
    server.loops["watcher"].step()
    assert len(world.executor.running()) == many
    world.finish_all()
    with counting(world.store) as count:
        server.loops["watcher"].step()
    return count


def test_the_ends_of_many_runs_cost_as_many_statements_as_the_end_of_one(world: World) -> None:
    world.replicas()
    world.add_job()
    costs = []

    for many in (1, 8):
        with world.store.begin(world.clock.now()) as tx:
            permit = access.ask(tx, world.actor, Action.JOB_RUN, Names(project="world", job="job"))
            executions.start(tx, permit, [Asked()] * many, limits=world.limits)
        world.clock.advance(seconds=1)
        costs.append(len(_ends(world, many).statements))

    assert costs[0] == costs[1]
    assert costs[1] <= 10  # the look at what is live, and at most eight to write the ends


def test_starting_a_run_costs_at_most_nine_statements(world: World) -> None:
    world.add_job()

    with counting(world.store) as count, world.store.begin(world.clock.now()) as tx:
        permit = access.ask(tx, world.actor, Action.JOB_RUN, Names(project="world", job="job"))
        executions.start(tx, permit, [Asked()], limits=world.limits)

    assert len(count.statements) <= 9


def test_a_list_costs_at_most_four_statements(world: World) -> None:
    for number in range(3):
        world.add_schedule("0 * * * *", job=f"job-{number}")

    with counting(world.store) as count, world.store.read(world.clock.now()) as tx:
        permit = access.ask(tx, world.actor, Action.JOB_LIST, Names(project="world"))
        jobs.list_jobs(tx, permit, after="", limit=50)

    asking = 2  # project and role, owners
    assert len(count.statements) - asking <= 4


@pytest.mark.parametrize("show", Show)
def test_a_page_of_many_jobs_costs_as_many_statements_as_one_of_a_single_job(world: World, show: Show) -> None:
    costs, wanted = [], Wanted(q="j", show=show, tag=None)
    for count in (1, 12):
        for number in range(count):
            world.add_schedule("0 * * * *", job=f"job-{number}")
        with counting(world.store) as statements, world.store.read(world.clock.now()) as tx:
            permit = access.ask(tx, world.actor, Action.JOB_LIST, Names(project="world"))
            found = jobs.list_jobs(tx, permit, wanted, after="", limit=50)
            facts = jobs.facts(tx, permit)
        costs.append(len(statements.statements))
        assert (len(found), facts.total) == (0 if show is Show.FAILING else count, count)

    assert costs[0] == costs[1] <= 9


def test_what_is_counted_of_a_project_reads_no_history(full: Store, world: World) -> None:
    with full.read(world.clock.now()) as tx, sent_to(full) as asked:
        permit = access.ask(tx, world.actor, Action.JOB_LIST, Names(project="world"))
        facts = jobs.facts(tx, permit)

    plan = _plan(full, *next(pair for pair in asked if "succeeded_24h" in pair[0]))

    assert (facts.running, facts.waiting, facts.total) == (11, 10, 1)
    assert "ix_executions_live" in plan and "ix_executions_ended" in plan
    assert "ix_executions_project_created_at_id" not in plan


def test_an_idle_server_asks_the_database_at_most_three_times_a_second(world: World) -> None:
    (server,) = world.replicas()
    world.add_schedule("0 0 1 1 *")
    looks = dict.fromkeys(server.loops, world.clock.now())
    start = world.clock.now()

    with counting(world.store) as count:
        while (world.clock.now() - start).total_seconds() < 60:
            for name, loop in server.loops.items():
                if looks[name] is not None and looks[name] <= world.clock.now():
                    looks[name] = loop.step()
            world.clock.advance(seconds=1)

    assert len(count.statements) / 60 <= 3


def test_after_a_warm_up_no_statement_is_compiled_again(world: World) -> None:
    world.add_schedule("* * * * *", overlap={"mode": "allow", "active": 1, "max": 100})
    (server,) = world.replicas()

    def hour() -> None:
        for _ in range(8):
            world.clock.advance(minutes=1)
            world.run(server)
            world.finish_all()
            world.run(server)

    hour()
    cache = world.store.engine._compiled_cache
    assert cache is not None
    before = len(cache)
    hour()

    assert len(cache) == before


QUERIES = {
    "due schedules": (
        "SELECT id FROM schedules WHERE next_fire_at <= 1 AND deleted_at IS NULL AND parked IS NULL"
        " ORDER BY next_fire_at LIMIT 200",
        "ix_schedules_due",
    ),
    "runs of a project": (
        "SELECT id FROM executions WHERE project = 1 ORDER BY created_at DESC, id DESC LIMIT 51",
        "ix_executions_project_created_at_id",
    ),
    "runs of a job": (
        "SELECT id FROM executions WHERE job = 1 ORDER BY created_at DESC, id DESC LIMIT 51",
        "ix_executions_job_created_at_id",
    ),
    "live runs": (
        "SELECT id FROM executions WHERE executions.state IN ('starting', 'running') AND host = 'h'",
        "ix_executions_live",
    ),
    "the ledger": (
        "SELECT id FROM fires WHERE schedule = 1 ORDER BY nominal_at DESC LIMIT 51",
        "fires",
    ),
}


def _multiply(world: World, table: Any, count: int, **changes: str) -> None:
    """Make ``count`` copies of the only row, some columns computed from the copy's number ``i``."""
    names = [column.name for column in table.columns if column.name != "id"]
    values = ", ".join(changes.get(name, f'one."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    statement = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
        f" INSERT INTO {table.name} ({columns}) SELECT {values} FROM {table.name} AS one, n"
    )
    with world.store.begin(world.clock.now()) as tx:
        if not tx.is_postgresql:  # SQLite wants the WITH behind the INSERT
            head, tail = statement.split(" INSERT INTO ")
            into, select = tail.split(") SELECT ", 1)
            statement = f"INSERT INTO {into}) {head} SELECT {select}"
        tx.execute(text(statement))


@pytest.fixture
def full(world: World) -> Store:
    """A database with a thousand schedules, runs and lines of a ledger."""
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    _multiply(world, schedules, 1000, name="'copy-' || i", next_fire_at="i * 1000000")
    _multiply(world, fires, 1000, nominal_at="i * 1000000")
    state = "CASE WHEN i % 100 = 0 THEN 'queued' WHEN i % 100 = 1 THEN 'running' ELSE 'succeeded' END"
    _multiply(world, runs, 1000, fire="NULL", created_at="i * 1000000", state=state)
    with world.store.engine.connect() as connection, connection.begin():
        connection.execute(text("ANALYZE"))
    return world.store


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_of_a_list_or_a_loop_takes_its_index_and_sorts_nothing(full: Store, name: str) -> None:
    query, index = QUERIES[name]

    plan = _plan(full, query, {})

    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort " not in plan


def _once(values: Any) -> Any:
    """The values of a statement that is sent once for each of several rows: those of the first."""
    return values[0] if isinstance(values, list) else values


def _plan(store: Store, query: str, values: Any) -> str:
    explain = "EXPLAIN " if store.is_postgresql else "EXPLAIN QUERY PLAN "
    with store.engine.connect() as connection:
        if store.is_postgresql:
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("SET enable_bitmapscan = off"))
        return "\n".join(str(row) for row in connection.exec_driver_sql(explain + query, values))


@contextmanager
def sent_to(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Every statement, with its values, as it goes to the database."""
    asked: list[tuple[str, Any]] = []

    def executed(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", executed)
    yield asked
    event.remove(store.engine, "before_cursor_execute", executed)


def test_no_loop_walks_through_all_runs_that_ever_were(full: Store, world: World) -> None:
    if not full.is_postgresql:  # nobody runs ANALYZE there: what it chooses without, counts
        with full.engine.connect() as connection, connection.begin():
            connection.execute(text("DELETE FROM sqlite_stat1"))
        full.engine.dispose()
    (server,) = world.replicas()
    with sent_to(full) as asked:
        for loop in server.loops.values():
            loop.step()

    walks = [
        statement
        for statement, values in asked
        if statement.startswith(("SELECT", "UPDATE", "DELETE"))
        and re.search(r"SCAN executions(?! USING)|Seq Scan on executions", _plan(full, statement, _once(values)))
    ]
    assert any(statement.startswith("UPDATE executions") for statement, _ in asked)  # a lease is renewed
    assert walks == []


def test_a_deep_page_of_runs_begins_where_the_page_before_ended(full: Store, world: World) -> None:
    before = (world.clock.now(), 500)
    with full.read(world.clock.now()) as tx:
        permit = access.ask(tx, world.actor, Action.JOB_LIST, Names(project="world"))
        with sent_to(full) as asked:
            executions.list_executions(tx, permit, Filter(project=world.project), before=before, limit=51)

    plan = _plan(full, *asked[0])

    condition = "::bigint) AND (ROW(created_at, id) < ROW(" if full.is_postgresql else "(project=? AND created_at<?)"
    assert condition in plan  # of the index, not a filter on what was read
    assert "Filter: (ROW(" not in plan


@pytest.mark.parametrize("of_job", [{"job": 1}, {"jobs": (1,)}])
def test_the_runs_of_a_job_are_found_without_those_of_others(full: Store, world: World, of_job: Any) -> None:
    wanted = Filter(project=world.project, states=("failed",), **of_job)
    with full.read(world.clock.now()) as tx, sent_to(full) as asked:
        run_rows.list_executions(tx, None, wanted, before=(world.clock.now(), 500), limit=51)

    plan = _plan(full, *asked[0])

    assert "ix_executions_job_created_at_id" in plan
    assert "TEMP B-TREE" not in plan


def test_the_runs_of_a_few_jobs_that_are_searched_for_are_found_without_those_of_others(full: Store, world: World):
    wanted = Filter(project=world.project, q="job")
    with full.read(world.clock.now()) as tx, sent_to(full) as asked:
        found = run_rows.list_executions(tx, None, wanted, before=None, limit=51)

    plan = _plan(full, *asked[-1])

    assert len(found) == 51
    assert "ix_executions_job_created_at_id" in plan
    assert "ix_executions_project_created_at_id" not in plan


def test_the_runs_of_somebody_are_found_without_those_of_schedules(full: Store, world: World) -> None:
    wanted = Filter(project=world.project, who=Who(principal=world.actor.principal))
    with full.read(world.clock.now()) as tx, sent_to(full) as asked:
        run_rows.list_executions(tx, None, wanted, before=None, limit=51)

    plan = _plan(full, *asked[0])

    assert "ix_executions_requester" in plan
    assert "TEMP B-TREE" not in plan


def test_times_at_which_nothing_ran_are_found_without_those_that_ran(full: Store, world: World) -> None:
    wanted = Filter(project=world.project, since=world.clock.now() - timedelta(days=1))
    with full.read(world.clock.now()) as tx, sent_to(full) as asked:
        found = fire_rows.list_without_run(tx, None, wanted, before=(world.clock.now(), 500), limit=51)

    plan = _plan(full, *asked[0])

    assert found == []
    assert "ix_fires_nothing_ran" in plan
    assert "TEMP B-TREE" not in plan


def test_a_look_at_the_queue_reads_the_first_runs_of_each_project(full: Store, world: World) -> None:
    with full.read(world.clock.now()) as tx, sent_to(full) as asked:
        queue.candidates(tx, tx.now, host="h", memory=1 << 30, most=25)

    plan = _plan(full, *next(pair for pair in asked if pair[0].startswith("SELECT")))

    for index in ("ix_executions_queue", "ix_executions_limited", "ix_executions_live"):
        assert index in plan
    assert "Join Filter" not in plan  # as when every run is compared with every project
    assert "TEMP B-TREE" not in plan
    assert "Sort " not in plan


def test_runs_are_listed_by_key_without_counting(world: World) -> None:
    world.add_job()
    with counting(world.store) as count, world.store.read(world.clock.now()) as tx:
        permit = access.ask(tx, world.actor, Action.JOB_LIST, Names(project="world"))
        executions.list_executions(tx, permit, Filter(project=world.project), before=None, limit=51)

    (listing,) = [statement for statement in count.statements if "FROM executions" in statement]
    assert "count(" not in listing
    assert "created_at DESC" in listing


def test_a_server_starts_without_what_only_some_servers_need() -> None:
    program = "import sys, dayshift.main; print(' '.join(name for name in sys.modules if '.' not in name))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert not {"alembic", "typer", "cryptography", "pandas", "jinja2"} & set(loaded)
