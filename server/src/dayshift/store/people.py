"""Principals, their sessions, links and keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from dayshift.domain.actions import Role
from dayshift.domain.rights import Actor, ActorKind, KeyLimits
from dayshift.store.engine import Tx
from dayshift.store.tables import api_keys, executions, links, members, people, principals, sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who may sign in; without ``password_hash`` only a link lets her in."""

    id: int
    name: str
    password_hash: str | None
    is_admin: bool
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A person signed in. ``confirmed_at``: when a password or a link was last shown."""

    token_hash: str
    principal: int
    seen_at: datetime
    confirmed_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it is listed: never its secret."""

    id: str
    kind: str
    name: str
    scopes: tuple[str, ...]
    project: int | None
    created_at: datetime
    ends_at: datetime | None


_PERSON = select(
    principals.c.id, principals.c.name, people.c.password_hash, people.c.is_admin, people.c.disabled_at
).join(people, people.c.principal == principals.c.id)
_BY_NAME = _PERSON.where(func.lower(principals.c.name) == func.lower(bindparam("name")))
_FIRST_ADMIN = _PERSON.where(people.c.is_admin, people.c.disabled_at.is_(None)).order_by(principals.c.id).limit(1)
_BY_SESSION = (
    _PERSON.add_columns(sessions.c.seen_at, sessions.c.confirmed_at, sessions.c.ends_at)
    .join(sessions, sessions.c.principal == principals.c.id)
    .where(sessions.c.token_hash == bindparam("token_hash"), people.c.disabled_at.is_(None))
)
_BY_KEY = (
    select(api_keys, principals.c.name.label("holder"), people.c.is_admin, executions.c.job)
    .join(principals, principals.c.id == api_keys.c.principal)
    .outerjoin(people, people.c.principal == principals.c.id)
    .outerjoin(executions, executions.c.id == api_keys.c.execution)
    .where(api_keys.c.id == bindparam("key_id"), api_keys.c.revoked_at.is_(None), people.c.disabled_at.is_(None))
)


def _person(row: Any) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        password_hash=row.password_hash,
        is_admin=row.is_admin,
        disabled_at=row.disabled_at,
    )


def find_person(tx: Tx, name: str) -> Person | None:
    """The person of that name, without regard to case."""
    row = tx.row(_BY_NAME, {"name": name})
    return None if row is None else _person(row)


def first_administrator(tx: Tx) -> Person | None:
    row = tx.row(_FIRST_ADMIN)
    return None if row is None else _person(row)


def get_person(tx: Tx, principal: int) -> Person | None:
    row = tx.row(_PERSON.where(principals.c.id == principal))
    return None if row is None else _person(row)


def preferences_of(tx: Tx, principal: int) -> dict[str, Any]:
    """What somebody said of how her pages shall be; nothing of a robot."""
    row = tx.row(select(people.c.preferences).where(people.c.principal == principal))
    return {} if row is None else row.preferences or {}


def keep_preferences(tx: Tx, principal: int, preferences: dict[str, Any]) -> None:
    tx.execute(update(people).where(people.c.principal == principal).values(preferences=preferences))


def list_people(tx: Tx, *, after: int, limit: int) -> list[Person]:
    """Everybody who has an account, from the id after ``after``."""
    return [
        _person(row) for row in tx.rows(_PERSON.where(principals.c.id > after).order_by(principals.c.id).limit(limit))
    ]


def set_standing(tx: Tx, principal: int, *, is_admin: bool, disabled_at: datetime | None) -> None:
    """What somebody is in the install, and whether she may sign in."""
    tx.execute(update(people).where(people.c.principal == principal).values(is_admin=is_admin, disabled_at=disabled_at))


def other_administrators(tx: Tx, principal: int) -> bool:
    """Whether somebody else can run the install."""
    others = people.c.is_admin & people.c.disabled_at.is_(None) & (people.c.principal != principal)
    return tx.row(select(people.c.principal).where(others).limit(1)) is not None


def add_person(tx: Tx, name: str, *, password_hash: str | None, is_admin: bool, now: datetime) -> Person:
    """Raises IntegrityError when the name is taken: look first."""
    values = {"kind": ActorKind.PERSON, "name": name, "project": None, "created_at": now}
    principal = tx.execute(insert(principals).values(values).returning(principals.c.id)).scalar_one()
    tx.execute(insert(people).values(principal=principal, password_hash=password_hash, is_admin=is_admin))
    return Person(id=principal, name=name, password_hash=password_hash, is_admin=is_admin)


def name_and_password(tx: Tx, principal: int, *, name: str | None, password_hash: str | None) -> None:
    """Set what is not None."""
    if name is not None:
        tx.execute(update(principals).where(principals.c.id == principal).values(name=name))
    if password_hash is not None:
        tx.execute(update(people).where(people.c.principal == principal).values(password_hash=password_hash))


def add_robot(tx: Tx, project: int, now: datetime) -> int:
    """Make the robot of a project, as which its jobs run, and let it in."""
    values = {"kind": ActorKind.ROBOT, "name": "robot", "project": project, "created_at": now}
    robot = int(tx.execute(insert(principals).values(values).returning(principals.c.id)).scalar_one())
    tx.execute(insert(members).values(project=project, principal=robot, role=Role.EDITOR))
    return robot


# Sessions ------------------------------------------------------------------------------------------------------------


def add_session(tx: Tx, session: Session, *, keep: int) -> None:
    """Store a session; the oldest ones of the person end, so that at most ``keep`` are left."""
    tx.execute(
        insert(sessions).values(
            token_hash=session.token_hash,
            principal=session.principal,
            created_at=session.seen_at,
            seen_at=session.seen_at,
            confirmed_at=session.confirmed_at,
            ends_at=session.ends_at,
        )
    )
    newest = (
        select(sessions.c.token_hash)
        .where(sessions.c.principal == session.principal)
        .order_by(sessions.c.created_at.desc(), sessions.c.token_hash)
        .limit(keep)
    )
    tx.execute(delete(sessions).where(sessions.c.principal == session.principal, sessions.c.token_hash.not_in(newest)))


def find_session(tx: Tx, token_hash: str) -> tuple[Person, Session] | None:
    row = tx.row(_BY_SESSION, {"token_hash": token_hash})
    if row is None:
        return None
    session = Session(
        token_hash=token_hash,
        principal=row.id,
        seen_at=row.seen_at,
        confirmed_at=row.confirmed_at,
        ends_at=row.ends_at,
    )
    return _person(row), session


def touch_session(tx: Tx, token_hash: str, **instants: datetime) -> None:
    """Set ``seen_at``, ``confirmed_at``."""
    tx.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(**instants))


def end_session(tx: Tx, token_hash: str) -> None:
    tx.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def end_other_sessions(tx: Tx, principal: int, keep: str | None) -> None:
    """End all sessions of a person but ``keep``."""
    tx.execute(delete(sessions).where(sessions.c.principal == principal, sessions.c.token_hash != (keep or "")))


def drop_ended(tx: Tx, now: datetime, idle_since: datetime) -> None:
    """Remove sessions, links and keys that ended."""
    tx.execute(delete(sessions).where((sessions.c.ends_at <= now) | (sessions.c.seen_at <= idle_since)))
    tx.execute(delete(links).where(links.c.ends_at <= now))
    tx.execute(delete(api_keys).where(api_keys.c.ends_at <= now))


# Links ---------------------------------------------------------------------------------------------------------------


def add_link(tx: Tx, token_hash: str, *, purpose: str, principal: int, ends_at: datetime) -> None:
    tx.execute(insert(links).values(token_hash=token_hash, purpose=purpose, principal=principal, ends_at=ends_at))


def use_link(tx: Tx, token_hash: str, now: datetime) -> tuple[str, int] | None:
    """Burn a link, once: its purpose and its principal, or None if it is unknown, used or too old."""
    usable = (links.c.token_hash == token_hash) & links.c.used_at.is_(None) & (links.c.ends_at > now)
    row = tx.row(update(links).where(usable).values(used_at=now).returning(links.c.purpose, links.c.principal))
    return None if row is None else (row.purpose, row.principal)


def peek_link(tx: Tx, token_hash: str, now: datetime) -> str | None:
    """The purpose of a link that could be used now; it is not burnt."""
    usable = (links.c.token_hash == token_hash) & links.c.used_at.is_(None) & (links.c.ends_at > now)
    row = tx.row(select(links.c.purpose).where(usable))
    return None if row is None else str(row.purpose)


# Keys ----------------------------------------------------------------------------------------------------------------


def add_key(tx: Tx, key: Key, *, principal: int, secret_hash: str) -> None:
    values = key_values(key, secret_hash=secret_hash, execution=None)
    tx.execute(insert(api_keys).values(principal=principal, **values))


def key_values(key: Key, *, secret_hash: str, execution: int | None) -> dict[str, Any]:
    """The row of a key, but for whom it stands for."""
    return {
        "id": key.id,
        "kind": key.kind,
        "secret_hash": secret_hash,
        "project": key.project,
        "execution": execution,
        "name": key.name,
        "scopes": list(key.scopes),
        "created_at": key.created_at,
        "ends_at": key.ends_at,
        "revoked_at": None,
    }


_robot = select(principals.c.id).where(
    principals.c.project == bindparam("robot_of"), principals.c.kind == ActorKind.ROBOT
)
_ADD_RUN_KEYS = insert(api_keys).values(principal=_robot.scalar_subquery())


def add_run_keys(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Store keys of runs: each stands for the robot of its project."""
    if rows:
        tx.execute(_ADD_RUN_KEYS, [{**row, "robot_of": row["project"]} for row in rows])


def find_key(tx: Tx, key_id: str) -> tuple[Actor, str, datetime | None] | None:
    """The actor that a living key stands for, the hash of its secret, and when it ends."""
    row = tx.row(_BY_KEY, {"key_id": key_id})
    if row is None:
        return None
    kind = ActorKind.PERSON if row.is_admin is not None else ActorKind.ROBOT
    limits = KeyLimits(key_id=row.id, scopes=frozenset(row.scopes), project=row.project, job=row.job)
    actor = Actor(principal=row.principal, name=row.holder, kind=kind, is_admin=bool(row.is_admin), key=limits)
    return actor, row.secret_hash, row.ends_at


def list_keys(tx: Tx, principal: int) -> list[Key]:
    """The living keys of a person, newest first."""
    mine = (api_keys.c.principal == principal) & api_keys.c.revoked_at.is_(None)
    rows = tx.rows(select(api_keys).where(mine).order_by(api_keys.c.created_at.desc(), api_keys.c.id).limit(200))
    return [
        Key(
            id=row.id,
            kind=row.kind,
            name=row.name,
            scopes=tuple(row.scopes),
            project=row.project,
            created_at=row.created_at,
            ends_at=row.ends_at,
        )
        for row in rows
    ]


def revoke_key(tx: Tx, principal: int, key_id: str, now: datetime) -> bool:
    """False when this person has no such living key."""
    mine = (api_keys.c.id == key_id) & (api_keys.c.principal == principal) & api_keys.c.revoked_at.is_(None)
    return tx.changed(update(api_keys).where(mine).values(revoked_at=now)) == 1


def shorten_key(tx: Tx, key_id: str, ends_at: datetime) -> None:
    """A key that was replaced ends sooner."""
    tx.execute(update(api_keys).where(api_keys.c.id == key_id).values(ends_at=ends_at))


_REVOKE_OF_RUNS = (
    update(api_keys)
    .where(api_keys.c.execution.in_(bindparam("executions", expanding=True)), api_keys.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


def revoke_keys_of(tx: Tx, executions: Sequence[int], now: datetime) -> None:
    """The keys of these executions end: their attempts are over, or are launched anew."""
    if executions:
        tx.execute(_REVOKE_OF_RUNS, {"executions": list(executions), "now": now})
