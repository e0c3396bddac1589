"""Environments: what was asked for, its lock, and how its build goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from dayshift.store.engine import Tx
from dayshift.store.outbox import Event, Topic
from dayshift.store.tables import environments

e = environments.c
_LIVING = e.deleted_at.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """``project`` None: a base environment of the install. ``key`` names the immutable folder; ``tries`` its builds."""

    id: int
    project: int | None
    name: str
    requirements: str
    lock: str
    key: str
    state: str
    message: str
    tries: int
    created_at: datetime
    built_at: datetime | None
    owner: str | None
    handle: dict[str, Any] | None


def _environment(row: Any) -> Environment:
    return Environment(
        id=row.id,
        project=row.project,
        name=row.name,
        requirements=row.requirements,
        lock=row.lock,
        key=row.key,
        state=row.state,
        message=row.message,
        tries=row.tries,
        created_at=row.created_at,
        built_at=row.built_at,
        owner=row.owner,
        handle=row.handle,
    )


def add(tx: Tx, environment: dict[str, Any], now: datetime) -> Environment:
    """Ask for an environment: project, name, requirements, lock, key. Raises IntegrityError when the name is taken."""
    row = {**environment, "state": "queued", "message": "", "tries": 0, "created_at": now, "used_at": now}
    return _told(tx, tx.execute(insert(environments).values(row).returning(environments)).one())


def _told(tx: Tx, row: Any) -> Environment:
    """The environment that has just changed; of the base ones, which belong to no project, nobody hears."""
    if row.project is not None:
        tx.tell(Event(Topic.ENVIRONMENT, row.project))
    return _environment(row)


def find(tx: Tx, project: int | None, name: str) -> Environment | None:
    """The project's environment of that name, else the base one."""
    mine = or_(e.project == project, e.project.is_(None))
    row = tx.row(select(environments).where(mine, e.name == name, _LIVING).order_by(e.project.is_(None)).limit(1))
    return None if row is None else _environment(row)


def get(tx: Tx, number: int) -> Environment:
    return _environment(tx.execute(select(environments).where(e.id == number)).one())


def list_environments(tx: Tx, project: int) -> list[Environment]:
    """The base environments, then those of the project, by name."""
    here = or_(e.project == project, e.project.is_(None)) & _LIVING
    order = (e.project.is_not(None), e.name)
    return [_environment(row) for row in tx.rows(select(environments).where(here).order_by(*order).limit(200))]


def relock(tx: Tx, number: int, *, requirements: str, lock: str, key: str) -> Environment:
    """Ask for something else under the same name; it is built anew."""
    values = {
        "requirements": requirements,
        "lock": lock,
        "key": key,
        "state": "queued",
        "message": "",
        "built_at": None,
    }
    again = update(environments).where(e.id == number).values(values)
    return _told(tx, tx.execute(again.returning(environments)).one())


def remove(tx: Tx, number: int, now: datetime) -> None:
    gone = update(environments).where(e.id == number).values(deleted_at=now)
    _told(tx, tx.execute(gone.returning(environments)).one())


# The builder ---------------------------------------------------------------------------------------------------------


def to_build(tx: Tx, now: datetime, me: str) -> list[Environment]:
    """What is queued, what this replica builds, and what another one left behind."""
    open_ones = or_(e.state == "queued", (e.state == "building") & or_(e.owner == me, e.lease_until < now))
    return [
        _environment(row) for row in tx.rows(select(environments).where(open_ones, _LIVING).order_by(e.id).limit(4))
    ]


def claim(tx: Tx, environment: Environment, *, me: str, until: datetime) -> Environment | None:
    """Become the one who builds it; a new build has a new number, one that was left behind keeps its own."""
    fresh = environment.state == "queued"
    same = (e.id == environment.id) & (e.state == environment.state) & e.owner.is_not_distinct_from(environment.owner)
    values = {
        "state": "building",
        "owner": me,
        "lease_until": until,
        "tries": environment.tries + fresh,
        "handle": None,
    }
    row = tx.row(update(environments).where(same).values(values).returning(environments))
    return None if row is None else _told(tx, row)


def keep_handle(tx: Tx, number: int, me: str, handle: dict[str, Any], until: datetime) -> None:
    values = {"handle": handle, "lease_until": until}
    tx.execute(update(environments).where(e.id == number, e.owner == me).values(values))


def finish(tx: Tx, environment: Environment, *, state: str, message: str) -> None:
    """The build has ended, if nothing else was asked for meanwhile; all environments with the same key share it."""
    over = {"owner": None, "lease_until": None, "handle": None, "built_at": tx.now if state == "ready" else None}
    values = {"state": state, "message": message, **over}
    same = (e.key == environment.key) & (e.state != "ready") if state == "ready" else (e.id == environment.id)
    still = same & (e.key == environment.key)
    for row in tx.rows(update(environments).where(still).values(values).returning(environments)):
        _told(tx, row)


def is_ready(tx: Tx, key: str) -> bool:
    """Whether some environment says that the folder ``key`` is built."""
    return tx.row(select(e.id).where(e.key == key, e.state == "ready").limit(1)) is not None
