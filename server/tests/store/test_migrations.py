"""One history: up, down and up again on both databases, equal to the tables, with a copy before an upgrade."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from dayshift.domain.errors import DayshiftError
from dayshift.store import schema
from dayshift.store.engine import Store, open_store
from dayshift.store.migrations.config import config
from dayshift.store.schema import SchemaMismatch
from dayshift.store.tables import jobs, metadata
from dayshift.testing.world import World

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_the_history_makes_exactly_the_tables_that_the_code_knows(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [one for one in compare_metadata(context, metadata) if not _is_expression_index(one)]
        names = {index["name"] for table in metadata.tables for index in inspect(connection).get_indexes(table)}

    assert differences == []
    if store.is_postgresql:
        assert {"uq_projects_name", "uq_principals_person", "uq_environments_project_name"} <= names


def _is_expression_index(difference: Any) -> bool:
    """SQLite does not tell of these; that they are there is seen on PostgreSQL, and by what they refuse."""
    return difference[0] in ("add_index", "remove_index") and any(
        "lower" in str(e) or "coalesce" in str(e) for e in difference[1].expressions
    )


def test_up_down_and_up_again(store: Store) -> None:
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        command.downgrade(config(connection), "base")
        left = set(inspect(connection).get_table_names()) - {"alembic_version"}
        command.upgrade(config(connection), "head")

    assert left == set()
    assert schema.revision(store) == schema.HEAD


def test_jobs_that_were_there_before_can_be_searched_and_have_their_owner(world: World) -> None:
    world.add_job("shop")
    kept = select(jobs.c.owner, jobs.c.search, jobs.c.search_file)
    with world.store.read(NOW) as tx:
        before = tx.rows(kept)
    with world.store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        command.downgrade(config(connection), "0005")
        command.upgrade(config(connection), "head")

    with world.store.read(NOW) as tx:
        assert tx.rows(kept) == before == [(world.actor.principal, "shop\nshop", None)]


def test_migrating_twice_changes_nothing(store: Store) -> None:
    assert schema.migrate(store, backups=None, now=NOW) is None


def test_a_database_of_a_newer_version_is_refused(store: Store) -> None:
    with store.begin(NOW) as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaMismatch) as refusal:
        schema.migrate(store, backups=None, now=NOW)

    assert "9999" in str(refusal.value)
    assert "newer" in refusal.value.cure


def test_an_empty_database_is_refused_by_a_server_that_may_not_change_it(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'empty.db'}")

    with pytest.raises(DayshiftError) as refusal:
        schema.require_current(store)

    assert refusal.value.cure == "Run: dayshift migrate"
    store.close()


def test_a_copy_is_made_before_an_old_sqlite_database_is_upgraded(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'old.db'}")
    with store.begin(NOW) as tx:
        tx.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        tx.execute(text("INSERT INTO alembic_version VALUES ('0000')"))
        tx.execute(text("CREATE TABLE keepsake (word TEXT)"))
        tx.execute(text("INSERT INTO keepsake VALUES ('dear')"))

    with pytest.raises(Exception, match="0000"):
        schema.migrate(store, backups=tmp_path / "backups", now=NOW)

    (copy,) = (tmp_path / "backups").iterdir()
    kept = open_store(f"sqlite:///{copy}")
    with kept.read(NOW) as tx:
        assert tx.rows(text("SELECT word FROM keepsake")) == [("dear",)]
    kept.close()
    store.close()


def test_the_database_refuses_to_change_a_run_that_is_over(world: World) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    world.finish_all()
    world.run(server)

    with pytest.raises(DBAPIError), world.store.begin(world.clock.now()) as tx:
        tx.execute(text("UPDATE executions SET state = 'running'"))


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_audit_trail(world: World, statement: str) -> None:
    with pytest.raises(DBAPIError), world.store.begin(world.clock.now()) as tx:
        tx.execute(text(statement))
