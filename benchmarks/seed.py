"""History straight into the database, since a million real runs would take hours: copies of a real one.

    python -m benchmarks.seed DATABASE_URL COUNT

The server may run meanwhile.
"""

import sys

from sqlalchemy import text

from dayshift.store.engine import Store, open_store
from dayshift.store.tables import executions

AT_ONCE = 10_000  # in one transaction: a server's loops wait for it
APART_US = 1_000_000  # a copy is a second older than the next
INSTANTS = ("created_at", "not_before", "started_at", "ended_at")
NOT_COPIED = ("id", "fire")  # a line of the ledger has one run
FAILED_EVERY = 100


def add_history(database_url: str, count: int) -> None:
    """Add so many runs, all older than the oldest there is, which must have ended; every hundredth has failed."""
    store = open_store(database_url)
    try:
        for done in range(0, count, AT_ONCE):
            _copy(store, min(AT_ONCE, count - done))
            store.checkpoint()  # a server's janitor is not quick enough for a log of gigabytes
        if store.is_postgresql:
            with store.engine.begin() as connection:
                connection.execute(text("ANALYZE executions"))  # as its autovacuum does within a minute
    finally:
        store.close()


def _copy(store: Store, count: int) -> None:
    """The last copy is the youngest, as if they had run one after another."""
    names = [column.name for column in executions.columns if column.name not in NOT_COPIED]
    columns = ", ".join(f'"{name}"' for name in names)
    # What stands in this text are names of columns of ours, and no value.
    statement = text(f"""
        WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :count),
            oldest AS (SELECT * FROM executions ORDER BY project, created_at, id LIMIT 1)
        INSERT INTO executions ({columns}) SELECT {", ".join(map(_copied, names))} FROM counted CROSS JOIN oldest
    """)  # noqa: S608
    with store.engine.begin() as connection:
        connection.execute(statement, {"count": count, "apart": APART_US, "failed": FAILED_EVERY})


def _copied(name: str) -> str:
    if name in INSTANTS:
        return f'"{name}" - CAST(:count + 1 - n AS BIGINT) * :apart'
    if name == "state":
        return "CASE WHEN n % :failed = 0 THEN 'failed' ELSE 'succeeded' END"
    return f'"{name}"'


if __name__ == "__main__":
    add_history(sys.argv[1], int(sys.argv[2]))
