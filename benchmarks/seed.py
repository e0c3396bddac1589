"""History straight into the database, since a million real runs would take hours: copies of a real one.

    python -m benchmarks.seed DATABASE_URL COUNT

The server may run meanwhile.
"""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Table, TextClause, text

from dayshift.store.engine import Store, open_store
from dayshift.store.tables import executions, jobs

AT_ONCE = 10_000  # in one transaction: a server's loops wait for it
APART_US = 1_000_000  # a copy is a second older than the next
INSTANTS = ("created_at", "not_before", "started_at", "ended_at")
NOT_COPIED = ("id", "fire")  # a line of the ledger has one run
FAILED_EVERY = 100
COUNTED = "counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :count)"
STATE = "CASE WHEN n % :failed = 0 THEN 'failed' ELSE 'succeeded' END"


def add_history(database_url: str, count: int) -> None:
    """Add so many runs, all older than the oldest there is, which must have ended; every hundredth has failed."""
    with _opened(database_url, executions) as store:
        for done in range(0, count, AT_ONCE):
            _copy(store, min(AT_ONCE, count - done))
            store.checkpoint()  # a server's janitor is not quick enough for a log of gigabytes


def add_jobs(database_url: str, count: int, *, runs_each: int, tagged_every: int) -> None:
    """Add copies of the first job until there are so many, each with copies of its runs; some get its tags.

    They are called as it is, with a number behind, and failed every hundredth time, the newest run as all others.
    """
    asked = {"count": count, "failed": FAILED_EVERY, "apart": APART_US, "runs": runs_each, "tagged": tagged_every}
    with _opened(database_url, jobs, executions) as store, store.engine.begin() as connection:
        for statement in (_JOBS, _TAGS, _RUNS, _LAST):
            connection.execute(statement, asked)


@contextmanager
def _opened(database_url: str, *grown: Table) -> Iterator[Store]:
    """The database, whose planner then knows how much these tables have grown."""
    store = open_store(database_url)
    try:
        yield store
        if store.is_postgresql:
            with store.engine.begin() as connection:
                for table in grown:
                    connection.execute(text(f"ANALYZE {table.name}"))  # as its autovacuum does within a minute
    finally:
        store.close()


def _copy(store: Store, count: int) -> None:
    """The last copy is the youngest, as if they had run one after another."""
    with store.engine.begin() as connection:
        connection.execute(_HISTORY, {"count": count, "apart": APART_US, "failed": FAILED_EVERY})


def _columns(table: Table, but: Collection[str], copied: Callable[[str], str]) -> tuple[str, str]:
    """The columns that a copy has, and what stands in them. These are names of columns of ours, and no value."""
    names = [column.name for column in table.columns if column.name not in but]
    return ", ".join(f'"{name}"' for name in names), ", ".join(map(copied, names))


def _of_history(name: str) -> str:
    if name in INSTANTS:
        return f'"{name}" - CAST(:count + 1 - n AS BIGINT) * :apart'
    return STATE if name == "state" else f'"{name}"'


def _of_job(name: str) -> str:
    numbered = {"name": "name || '-' || n", "title": "title || ' ' || n", "search": "search || '-' || n"}
    return {**numbered, "last_state": STATE}.get(name, f'"{name}"')


def _of_run(name: str) -> str:
    if name in INSTANTS:
        return f'oldest."{name}" - CAST(n * 10000 + copies.id AS BIGINT) * :apart'
    numbered = {"job": "copies.id", "state": STATE.replace("n %", "copies.id %")}
    return numbered.get(name, f'oldest."{name}"')


def _insert(table: Table, but: Collection[str], copied: Callable[[str], str], source: str) -> TextClause:
    columns, values = _columns(table, but, copied)
    return text(f"INSERT INTO {table.name} ({columns}) {source.format(values=values)}")


_FIRST = "(SELECT job FROM executions ORDER BY created_at, id LIMIT 1)"
_COPIES = f"""copies AS (
    SELECT jobs.id FROM jobs JOIN jobs AS first ON first.id = {_FIRST}
    WHERE jobs.project = first.project AND jobs.name LIKE first.name || '-%'
)"""
_HISTORY = _insert(
    executions,
    NOT_COPIED,
    _of_history,
    f"""
    WITH RECURSIVE {COUNTED}, oldest AS (SELECT * FROM executions ORDER BY project, created_at, id LIMIT 1)
    SELECT {{values}} FROM counted CROSS JOIN oldest""",
)
_JOBS = _insert(
    jobs,
    ("id",),
    _of_job,
    f"WITH RECURSIVE {COUNTED} SELECT {{values}} FROM counted CROSS JOIN jobs WHERE jobs.id = {_FIRST}",
)
_TAGS = text(f"""
    INSERT INTO tags (project, job, tag) WITH {_COPIES}
    SELECT tags.project, copies.id, tags.tag FROM tags CROSS JOIN copies
    WHERE tags.job = {_FIRST} AND copies.id % :tagged = 0
""")
_RUNS = _insert(
    executions,
    NOT_COPIED,
    _of_run,
    f"""
    WITH RECURSIVE {COUNTED.replace(":count", ":runs")}, {_COPIES},
        oldest AS (SELECT * FROM executions WHERE job = {_FIRST} ORDER BY created_at, id LIMIT 1)
    SELECT {{values}} FROM counted CROSS JOIN copies CROSS JOIN oldest""",
)
_LAST = text("""
    UPDATE jobs SET last_execution = (SELECT max(executions.id) FROM executions WHERE executions.job = jobs.id)
""")

if __name__ == "__main__":
    add_history(sys.argv[1], int(sys.argv[2]))
