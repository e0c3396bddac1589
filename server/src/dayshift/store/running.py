"""What the loops write about live executions. Every write repeats who owns the row, so a late one changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from dayshift.domain.executions import State
from dayshift.store.engine import Tx
from dayshift.store.executions import RUNS_ENDED
from dayshift.store.outbox import run_changed
from dayshift.store.tables import attempts, executions
from dayshift.store.tables.runs import IS_LIVE, IS_OPEN, IS_QUEUED

e = executions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A live execution that this replica owns: as much as a look at it needs. What it was told is :class:`Told`."""

    id: int
    project: int
    job: int
    schedule: int | None
    state: State
    attempt: int
    owner: str
    created_at: datetime
    started_at: datetime | None
    handle: Mapping[str, Any] | None
    progress: Mapping[str, Any] | None
    cancel_requested_at: datetime | None
    cancel_reason: str | None
    cancel_passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a live execution was told: the order for its place, and the job's definition that it was made from."""

    kind: str
    order: Mapping[str, Any]
    definition: Mapping[str, Any]


_KEEP_HANDLE = (
    update(executions)
    .where(e.id == bindparam("execution"), e.owner == bindparam("me"), e.attempt == bindparam("number"), IS_LIVE)
    .values(handle=bindparam("found"))
)


def keep_handles(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Save how to find attempts again, in the order of their ids, as ``renew``. Each: execution, me, number, found."""
    if rows:
        tx.execute(_KEEP_HANDLE, sorted(rows, key=lambda row: int(row["execution"])))


_LIVE_ROW = select(
    e.id, e.project, e.job, e.schedule, e.state, e.attempt, e.owner, e.created_at, e.started_at, e.handle,
    e.cancel_requested_at, e.cancel_reason, e.cancel_passed, e.progress,
).where(IS_LIVE)  # fmt: skip
_MINE = _LIVE_ROW.where(e.host == bindparam("host"), e.owner == bindparam("me")).order_by(e.id)


def mine(tx: Tx, me: str, host: str) -> list[Mine]:
    """The live executions that this replica owns."""
    return [_mine(row) for row in tx.rows(_MINE, {"host": host, "me": me})]


def find_mine(tx: Tx, number: int, me: str) -> Mine | None:
    """One live execution, if this replica owns it."""
    row = tx.row(_LIVE_ROW.where(e.id == number, e.owner == me))
    return None if row is None else _mine(row)


def on_hosts(tx: Tx, hosts: Sequence[str], *, limit: int) -> list[Mine]:
    """Live executions of these hosts, whoever owns them: of hosts that are gone."""
    return [_mine(row) for row in tx.rows(_LIVE_ROW.where(e.host.in_(list(hosts))).order_by(e.id).limit(limit))]


def _mine(row: Any) -> Mine:
    return Mine(
        id=row.id,
        project=row.project,
        job=row.job,
        schedule=row.schedule,
        state=State(row.state),
        attempt=row.attempt,
        owner=row.owner,
        created_at=row.created_at,
        started_at=row.started_at,
        handle=row.handle,
        progress=row.progress,
        cancel_requested_at=row.cancel_requested_at,
        cancel_reason=row.cancel_reason,
        cancel_passed=row.cancel_passed,
    )


_TOLD = select(e.id, e.order, e.request).where(e.id.in_(bindparam("ids", expanding=True)))


def told(tx: Tx, numbers: Sequence[int]) -> dict[int, Told]:
    """What these executions were told. It is long, and changes only when one is launched anew: not for every look."""
    return {
        row.id: Told(kind=row.request["kind"], order=row.order or {}, definition=row.request["definition"])
        for row in tx.rows(_TOLD, {"ids": list(numbers)})
    }


def count_live(tx: Tx) -> int:
    """How many runs live, anywhere."""
    return int(
        tx.execute(select(func.count()).select_from(select(e.id).where(IS_LIVE).limit(10_001).subquery())).scalar_one()
    )


def live_names(tx: Tx) -> set[str]:
    """The names under which the places know what lives, and what is about to."""
    return {row.order["name"] for row in tx.rows(select(e.order).where(IS_LIVE, e.order.is_not(None)))}


_OWNED = (
    select(e.id)
    .where(e.owner == bindparam("me"), IS_LIVE)
    .order_by(e.host, e.id)  # as its index is ordered: by id alone SQLite would walk all runs that ever were
    .with_for_update(key_share=True)
    .scalar_subquery()
)
_RENEW = update(executions).where(e.id.in_(_OWNED)).values(lease_until=bindparam("until"))


def renew(tx: Tx, me: str, until: datetime) -> None:
    """Keep what this replica owns for a while longer. Rows are locked by id, or two writers wait for each other."""
    tx.execute(_RENEW, {"me": me, "until": until})


def ownerless(tx: Tx, host: str, me: str) -> Sequence[Any]:
    """Live executions of this host that somebody else owns: id, owner, attempt, lease_until."""
    return tx.rows(
        select(e.id, e.owner, e.attempt, e.lease_until).where(IS_LIVE, e.host == host, e.owner != me).order_by(e.id)
    )


def take_over(tx: Tx, numbers: Sequence[int], *, owner: str, me: str, until: datetime) -> None:
    """Become the owner of what ``owner`` left behind; it loses every later write."""
    left = e.id.in_(list(numbers)) & (e.owner == owner) & IS_LIVE
    tx.execute(update(executions).where(left).values(owner=me, lease_until=until))


def keep_order(tx: Tx, number: int, me: str, order: Mapping[str, Any]) -> None:
    """An order that is launched anew has another key."""
    tx.execute(update(executions).where(e.id == number, e.owner == me, IS_LIVE).values(order=dict(order)))


def pass_cancel(tx: Tx, number: int, me: str) -> None:
    """Remember that the place was told to stop it."""
    tx.execute(update(executions).where(e.id == number, e.owner == me).values(cancel_passed=True))


_RUNNING = (
    update(executions)
    .where(
        e.id == bindparam("execution"),
        e.owner == bindparam("me"),
        e.attempt == bindparam("number"),
        IS_LIVE,
    )
    .values(state=State.RUNNING, started_at=bindparam("since"), progress=bindparam("how_far"))
)


def show_running(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """They run, and how far they are. Each: execution, me, number, since, how_far."""
    if rows:
        tx.execute(_RUNNING, list(rows))


def show_progress(tx: Tx, number: int, me: str, attempt: int, found: Mapping[str, Any]) -> None:
    """How far a run is, if it is still ours and still that attempt."""
    still = (e.id == number) & (e.owner == me) & (e.attempt == attempt) & (e.state == State.RUNNING)
    tx.execute(update(executions).where(still).values(progress=dict(found)))


_END = (
    update(executions)
    .where(
        e.id == bindparam("execution"),
        e.owner == bindparam("me"),
        e.attempt == bindparam("number"),
        IS_LIVE,
    )
    .values(
        state=bindparam("new_state"),
        attempt=bindparam("next_number"),
        not_before=bindparam("when"),
        started_at=bindparam("since"),
        ended_at=bindparam("until"),
        exit_code=bindparam("code_seen"),
        signal=bindparam("signal_seen"),
        reason=bindparam("why"),
        message=bindparam("words"),
        owner=bindparam("new_owner"),
        lease_until=None,
        progress=bindparam("how_far"),
    )
)


def end(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> int:
    """Write how attempts ended, each only by its owner and for its attempt: how many were."""
    if not rows:
        return 0
    tx.wake(RUNS_ENDED)
    return tx.changed(_END, list(rows))


def add_attempts(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        tx.execute(insert(attempts), list(rows))


_WAITING = (
    select(e.id, e.schedule, e.cause)
    .where(e.schedule.in_(bindparam("ids", expanding=True)), e.waits_for.is_not(None), IS_QUEUED)
    .order_by(e.schedule, e.id)
)
_ACTIVE = (
    select(e.schedule, func.count().label("runs"))
    .where(
        e.schedule.in_(bindparam("ids", expanding=True)),
        e.fire.is_not(None),
        e.waits_for.is_(None),
        IS_OPEN,
    )
    .group_by(e.schedule)
)


def waiting_of(tx: Tx, schedules: Sequence[int]) -> Sequence[Any]:
    """Executions that wait behind another of their schedule, oldest first: id, schedule, cause."""
    return tx.rows(_WAITING, {"ids": list(schedules)})


def active_of(tx: Tx, schedules: Sequence[int]) -> dict[int, int]:
    """How many executions of each schedule are neither over nor waiting behind another."""
    return {row.schedule: row.runs for row in tx.rows(_ACTIVE, {"ids": list(schedules)})}


def release(tx: Tx, numbers: Sequence[int]) -> None:
    """Let these start."""
    released = update(executions).where(e.id.in_(list(numbers)), IS_QUEUED).values(waits_for=None)
    tx.tell(*map(run_changed, tx.rows(released.returning(e.id, e.project, e.job))))
