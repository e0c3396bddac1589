"""A queued execution becomes a starting one: claimed under the limits, with its order and its key in one commit."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from dayshift.auth.tokens import MintedKey
from dayshift.domain.actions import Scope
from dayshift.domain.slots import CLAIM, Candidate, Room, choose
from dayshift.executors.base import Handle, Order
from dayshift.services import orders
from dayshift.services.orders import Prepared
from dayshift.services.telling import Run
from dayshift.store import executions, fires, people, queue
from dayshift.store.engine import Tx
from dayshift.store.outbox import Event, Topic
from dayshift.store.people import Key

LEASE = timedelta(seconds=15)
RUN_SCOPES = (
    Scope.PROJECTS_READ,
    Scope.JOBS_READ,
    Scope.JOBS_RUN,
    Scope.LOGS_READ,
    Scope.FILES_READ,
    Scope.FILES_WRITE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A replica on a host: who claims, and how much the host holds. ``memory`` is bytes."""

    me: str
    host: str
    slots: int
    memory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What this host would start now, and what will never start: (execution, why).

    ``is_all``: no other could start now. ``is_full``: with these, there is no free slot.
    """

    runs: list[Run]
    hopeless: list[tuple[int, str]]
    is_all: bool
    is_full: bool


def pick(tx: Tx, place: Place) -> Picked:
    """Look at the queue."""
    found = queue.candidates(tx, tx.now, host=place.host, memory=place.memory, most=CLAIM)
    if not found:
        return Picked(runs=[], hopeless=[], is_all=True, is_full=False)
    ready = [candidate for candidate in found if candidate.is_ready]
    lost = [candidate.execution for candidate in found if not candidate.is_ready]
    hopeless = [
        (row.id, f"Environment {row.name} could not be built: {row.message}")
        for row in (queue.why_not_built(tx, lost) if lost else ())
    ]
    room = _room(tx, place)
    chosen = _choose(tx, ready, room)
    longest = max(Counter(candidate.project for candidate in found).values(), default=0)
    return Picked(
        runs=runs_of(tx, [c.execution for c in chosen]) if chosen else [],
        hopeless=hopeless,
        is_all=len(chosen) < CLAIM and (room.slots <= 0 or longest < CLAIM),
        is_full=room.slots <= 0,
    )


def _room(tx: Tx, place: Place) -> Room:
    here = queue.live_here(tx, place.host)
    return Room(
        slots=place.slots - sum(runs for runs, _ in here.values()),
        memory=place.memory - sum(memory for _, memory in here.values()),
        by_project=Counter({project: runs for project, (runs, _) in here.items()}),
    )


def _choose(tx: Tx, ready: Sequence[Candidate], room: Room) -> list[Candidate]:
    if any(candidate.max_running is not None for candidate in ready):
        room.by_job.update(queue.live_of_jobs(tx))
    return choose(ready, room)


def runs_of(tx: Tx, numbers: Sequence[int]) -> list[Run]:
    """These executions, with what their orders are made from."""
    return [_run(tx, row) for row in queue.to_prepare(tx, numbers)]


def _run(tx: Tx, row: Any) -> Run:
    return Run(
        id=row.id,
        attempt=row.attempt,
        project=row.project,
        project_name=row.project_name,
        job_name=row.job_name,
        kind=row.request["kind"],
        memory=row.memory,
        cause=row.cause,
        created_at=row.created_at,
        nominal_at=row.nominal_at,
        request=row.request,
        code=row.code,
        environment=row.environment,
        merged=tuple(fires.merged_into(tx, row.fire)) if row.fire is not None else (),
        last_success_at=executions.last_success(tx, row.schedule) if row.schedule is not None else None,
    )


def claim(tx: Tx, prepared: Sequence[Prepared], place: Place, handle_of: Callable[[Order], Handle]) -> list[Prepared]:
    """Take those that are still queued and still fit: this is the one place where slots are given away.

    By what each is found is known before it is launched, and written here: a launch needs no other commit.
    """
    tx.lock(queue.CLAIM_LOCK)
    wanted = {one.run.id: one for one in prepared}
    still = [candidate for candidate in queue.hold(tx, list(wanted)) if candidate.is_ready]
    chosen = _choose(tx, still, _room(tx, place))
    tx.tell(*(Event(Topic.EXECUTION, one.project, one.job, one.execution) for one in chosen))
    ours = [wanted[candidate.execution] for candidate in chosen]
    rows = [{**_claim_row(tx, one, place), "found": asdict(handle_of(one.order))} for one in ours]
    queue.claim(tx, rows)
    give_keys(tx, [(one.run.project, one.run.id, one.key) for one in ours])
    return ours


def _claim_row(tx: Tx, one: Prepared, place: Place) -> dict[str, Any]:
    return {
        "execution": one.run.id,
        "number": one.run.attempt,
        "me": place.me,
        "place": place.host,
        "until": tx.now + LEASE,
        "digest": one.code,
        "what": orders.to_json(one.order) | {"key": one.key.id},
    }


def give_keys(tx: Tx, minted: Sequence[tuple[int, int, MintedKey]]) -> None:
    """Store the keys of attempts: (project, execution, key). They act as the project's robot until the attempt ends."""
    people.add_run_keys(
        tx,
        [
            people.key_values(_key(tx.now, project, execution, key), secret_hash=key.secret_hash, execution=execution)
            for project, execution, key in minted
        ],
    )


def _key(now: datetime, project: int, execution: int, minted: MintedKey) -> Key:
    return Key(
        id=minted.id,
        kind=minted.kind,
        name=f"run {execution}",
        scopes=tuple(scope.value for scope in RUN_SCOPES),
        project=project,
        created_at=now,
        ends_at=None,
    )
