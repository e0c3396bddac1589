"""Schedules: what people saved, and the cursor that the ticker moves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from dayshift.domain.actions import Level
from dayshift.domain.rights import Actor
from dayshift.domain.schedules import Misfire, MisfireMode, Overlap, OverlapMode, Pause, Schedule
from dayshift.store.engine import Tx
from dayshift.store.outbox import schedule_changed
from dayshift.store.tables import jobs, principals, schedule_revisions, schedules
from dayshift.store.types import EPOCH, FOREVER, Instant
from dayshift.store.visible import holds, visible_jobs

BATCH = 200  # due schedules in one step of the ticker

_LIVING = schedules.c.deleted_at.is_(None)
_SCHEDULE = select(schedules, principals.c.name.label("owner_name")).join(
    principals, principals.c.id == schedules.c.owner
)
_DUE = (
    _SCHEDULE.where(schedules.c.next_fire_at <= bindparam("now"), _LIVING, schedules.c.parked.is_(None))
    .order_by(schedules.c.next_fire_at)
    .limit(BATCH)
)
_AGAIN = (
    select(schedules.c.id, schedules.c.next_fire_at, schedules.c.revision)
    .where(schedules.c.id.in_(bindparam("ids", expanding=True)), _LIVING)
    .order_by(schedules.c.id)
    .with_for_update(skip_locked=True, key_share=True)
)
_HOLD = (
    select(schedules.c.id)
    .where(schedules.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(schedules.c.id)
    .with_for_update(key_share=True)
)
_EARLIEST = (
    select(schedules.c.next_fire_at)
    .where(schedules.c.next_fire_at.is_not(None), _LIVING, schedules.c.parked.is_(None))
    .order_by(schedules.c.next_fire_at)
    .limit(1)
)
_ADVANCE = (
    update(schedules)
    .where(
        schedules.c.id == bindparam("schedule"),
        schedules.c.next_fire_at == bindparam("old"),
        schedules.c.revision == bindparam("rev"),
    )
    .values(
        next_fire_at=bindparam("new"),
        last_nominal_at=bindparam("last"),
        window_from=bindparam("window"),
        runs_started=bindparam("started"),
        failures=0,
    )
)
_RELEASE_TERMS = select(schedules.c.id, schedules.c.definition).where(
    schedules.c.id.in_(bindparam("ids", expanding=True))
)

# Those that will run again: neither parked, nor paused until later than their next time.
ACTIVE = and_(
    _LIVING,
    schedules.c.parked.is_(None),
    schedules.c.next_fire_at.is_not(None),
    or_(schedules.c.paused_until.is_(None), schedules.c.paused_until <= schedules.c.next_fire_at),
)
_NEXT = (
    select(schedules.c.job, func.min(schedules.c.next_fire_at, type_=Instant()).label("at"))
    .where(schedules.c.job.in_(bindparam("ids", expanding=True)), ACTIVE)
    .group_by(schedules.c.job)
)


def _micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else EPOCH + timedelta(microseconds=micros)


def misfire_of(definition: Mapping[str, Any]) -> Misfire:
    saved = definition["misfire"]
    return Misfire(
        mode=MisfireMode(saved["mode"]), max_late=timedelta(seconds=saved["max_late_s"]), max_runs=saved["max_runs"]
    )


def overlap_of(definition: Mapping[str, Any]) -> Overlap:
    saved = definition["overlap"]
    return Overlap(mode=OverlapMode(saved["mode"]), active=saved["active"], max=saved["max"])


def pause_values(pause: Pause | None) -> dict[str, Any] | None:
    """A pause as its column keeps it."""
    if pause is None:
        return None
    until = None if pause.until is None else _micros(pause.until)
    return {"since": _micros(pause.since), "until": until, "reason": pause.reason, "by": pause.by}


def _pause(saved: Mapping[str, Any] | None) -> Pause | None:
    if saved is None:
        return None
    since = EPOCH + timedelta(microseconds=saved["since"])
    return Pause(since=since, until=_instant(saved["until"]), reason=saved["reason"], by=saved["by"])


def _paused_until(saved: Mapping[str, Any] | None) -> datetime | None:
    return None if saved is None else _instant(saved["until"]) or FOREVER


def _schedule(row: Any) -> Schedule:
    saved = row.definition
    return Schedule(
        id=row.id,
        project=row.project,
        job=row.job,
        name=row.name,
        revision=row.revision,
        created_at=row.created_at,
        definition=saved,
        misfire=misfire_of(saved),
        overlap=overlap_of(saved),
        max_runs=saved["max_runs"],
        skips=frozenset(EPOCH + timedelta(microseconds=at) for at in row.skips),
        pause=_pause(row.pause),
        arguments=saved["arguments"],
        parameters=saved["parameters"],
        next_fire_at=row.next_fire_at,
        last_nominal_at=row.last_nominal_at,
        window_from=row.window_from,
        runs_started=row.runs_started,
        failures=row.failures,
        parked=row.parked,
        owner=row.owner_name,
        sentence=row.sentence,
    )


# What people do ------------------------------------------------------------------------------------------------------


def add_schedule(tx: Tx, schedule: Schedule, *, owner: int) -> Schedule:
    """Store a new schedule; its id is the database's. Raises IntegrityError when the name is taken: look first."""
    values = {
        "project": schedule.project,
        "job": schedule.job,
        "name": schedule.name,
        "definition": schedule.definition,
        "sentence": schedule.sentence,
        "revision": 1,
        "created_at": schedule.created_at,
        "updated_at": schedule.created_at,
        "owner": owner,
        "skips": [],
        "next_fire_at": schedule.next_fire_at,
        "runs_started": 0,
        "failures": 0,
    }
    number = tx.execute(insert(schedules).values(values).returning(schedules.c.id)).scalar_one()
    _keep_revision(tx, number, 1, schedule.definition, schedule.created_at)
    return get_schedule(tx, number)


def _keep_revision(tx: Tx, number: int, revision: int, definition: Mapping[str, Any], now: datetime) -> None:
    tx.execute(insert(schedule_revisions).values(schedule=number, revision=revision, definition=definition, at=now))


def get_schedule(tx: Tx, number: int) -> Schedule:
    """The schedule of that id, deleted or not: a permit or a fire names it."""
    return _schedule(tx.execute(_SCHEDULE.where(schedules.c.id == number)).one())


def find(tx: Tx, number: int) -> Schedule | None:
    """The living schedule of that id, held for this transaction: no fire comes between reading and saving."""
    row = tx.row(_SCHEDULE.where(schedules.c.id == number, _LIVING).with_for_update(of=schedules, key_share=True))
    return None if row is None else _schedule(row)


def find_by_name(tx: Tx, project: int, name: str) -> Schedule | None:
    row = tx.row(_SCHEDULE.where(schedules.c.project == project, schedules.c.name == name, _LIVING))
    return None if row is None else _schedule(row)


def newest_number(tx: Tx, job: int) -> int:
    """The number at the end of the name of this job's newest schedule; 1 if it has none."""
    newest = tx.row(select(schedules.c.name).where(schedules.c.job == job).order_by(schedules.c.id.desc()).limit(1))
    number = "" if newest is None else newest.name.rpartition("-")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 1


def get_many(tx: Tx, numbers: Sequence[int]) -> dict[int, Schedule]:
    """The schedules of these ids."""
    if not numbers:
        return {}
    return {row.id: _schedule(row) for row in tx.rows(_SCHEDULE.where(schedules.c.id.in_(list(numbers))))}


def list_schedules(
    tx: Tx, actor: Actor, project: int, *, job: int | None = None, after: int = 0, limit: int = 50
) -> list[Schedule]:
    """The schedules of a project, or of one job, that ``actor`` may see, from the id after ``after``."""
    here = [schedules.c.project == project, _LIVING, schedules.c.id > after, visible_jobs(actor, tx.now)]
    if job is not None:
        here.append(schedules.c.job == job)
    listed = _SCHEDULE.join(jobs, jobs.c.id == schedules.c.job).where(*here).order_by(schedules.c.id).limit(limit)
    return [_schedule(row) for row in tx.rows(listed)]


def without_owner(tx: Tx, numbers: Sequence[int]) -> set[int]:
    """Those of these schedules whose owner may change them no more: left, disabled, or without the right."""
    held = select(schedules.c.id).join(jobs, jobs.c.id == schedules.c.job).where(schedules.c.id.in_(list(numbers)))
    kept = {row.id for row in tx.rows(held.where(holds(schedules.c.owner, Level.SCHEDULE, tx.now)))}
    return set(numbers) - kept


def adopt(tx: Tx, number: int, owner: int) -> None:
    """Somebody answers for the schedule from now on; when it runs does not change."""
    tx.execute(update(schedules).where(schedules.c.id == number).values(owner=owner))


def next_of_jobs(tx: Tx, numbers: Sequence[int]) -> dict[int, datetime]:
    """When each of these jobs runs next by a schedule that is neither paused nor parked."""
    return {row.job: row.at for row in tx.rows(_NEXT, {"ids": list(numbers)})}


def save(tx: Tx, schedule: Schedule, values: Mapping[str, Any], now: datetime) -> bool:
    """Change columns of a schedule and count a revision; False when somebody, or a fire, was first."""
    same = (
        (schedules.c.id == schedule.id)
        & (schedules.c.revision == schedule.revision)
        & schedules.c.next_fire_at.is_not_distinct_from(schedule.next_fire_at)
        & _LIVING
    )
    kept = {**values, "revision": schedule.revision + 1, "updated_at": now}
    if "pause" in values:
        kept["paused_until"] = _paused_until(values["pause"])
    changed = update(schedules).where(same).values(kept)
    if tx.changed(changed) != 1:
        return False
    definition = values.get("definition", schedule.definition)
    _keep_revision(tx, schedule.id, schedule.revision + 1, definition, now)
    return True


def delete_schedules(tx: Tx, numbers: Iterable[int], now: datetime) -> None:
    """They fire no more; their ledger and their runs stay."""
    gone = {"deleted_at": now, "next_fire_at": None}
    tx.execute(update(schedules).where(schedules.c.id.in_(list(numbers)), _LIVING).values(gone))


def ids_of_job(tx: Tx, job: int) -> list[int]:
    return [row.id for row in tx.rows(select(schedules.c.id).where(schedules.c.job == job, _LIVING))]


def changed_after(tx: Tx, number: int, at: datetime) -> datetime | None:
    """When the schedule was first changed after ``at``, if it was."""
    r = schedule_revisions.c
    later = select(r.at).where(r.schedule == number, r.at > at, r.revision > 1).order_by(r.revision).limit(1)
    row = tx.row(later)
    return None if row is None else row.at


# What the ticker does ------------------------------------------------------------------------------------------------


def due(tx: Tx, now: datetime) -> list[Any]:
    """The rows that are due, oldest first; ``read`` makes a Schedule of one, and may fail."""
    return list(tx.rows(_DUE, {"now": now}))


def read(row: Any) -> Schedule:
    """A row of :func:`due` as a Schedule."""
    return _schedule(row)


def lock_again(tx: Tx, numbers: Sequence[int]) -> dict[int, tuple[datetime | None, int]]:
    """Hold these rows for this transaction: cursor and revision of each that no other replica holds."""
    return {row.id: (row.next_fire_at, row.revision) for row in tx.rows(_AGAIN, {"ids": list(numbers)})}


def hold(tx: Tx, numbers: Iterable[int]) -> None:
    """Hold these rows for this transaction, before any of their runs: a fire queues behind a run, or that run ends.

    Without it a fire could queue behind a run that ends in the same moment, and nobody would release it.
    """
    ids = sorted(set(numbers))
    if ids:
        tx.rows(_HOLD, {"ids": ids})


def advance(tx: Tx, moves: Sequence[Mapping[str, Any]]) -> int:
    """Move cursors, each only from where it was: how many moved.

    Each move: schedule, old, rev, new, last, window, started.
    """
    return tx.changed(_ADVANCE, list(moves)) if moves else 0


def earliest(tx: Tx) -> datetime | None:
    """When the next schedule is due."""
    row = tx.row(_EARLIEST)
    return None if row is None else row.next_fire_at


def count_failure(tx: Tx, number: int, *, parked: str | None) -> None:
    """Its rule raised. ``parked`` says why it is taken out now: its cursor goes on when somebody mends it."""
    values: dict[str, Any] = {"failures": schedules.c.failures + 1}
    if parked is not None:
        values |= {"parked": parked, "last_nominal_at": schedules.c.next_fire_at, "next_fire_at": None}
    counted = update(schedules).where(schedules.c.id == number).values(values)
    tx.tell(*map(schedule_changed, tx.rows(counted.returning(schedules.c.id, schedules.c.project, schedules.c.job))))


def project_of(tx: Tx, number: int) -> int:
    return int(tx.execute(select(schedules.c.project).where(schedules.c.id == number)).scalar_one())


def overlap_terms(tx: Tx, numbers: Sequence[int]) -> dict[int, Overlap]:
    """The overlap policy of each schedule: who ends a run asks, to let the next one go."""
    return {row.id: overlap_of(row.definition) for row in tx.rows(_RELEASE_TERMS, {"ids": list(numbers)})}


def move_cursor(tx: Tx, number: int, cursor: datetime | None) -> None:
    """New time zone data names another instant."""
    tx.execute(update(schedules).where(schedules.c.id == number).values(next_fire_at=cursor))


def cursors(tx: Tx, *, after: int, limit: int) -> list[Schedule]:
    """All living schedules by id: to derive their cursors anew when the time zone data has changed."""
    rows = tx.rows(_SCHEDULE.where(_LIVING, schedules.c.id > after).order_by(schedules.c.id).limit(limit))
    return [_schedule(row) for row in rows]
