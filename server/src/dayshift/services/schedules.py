"""Schedules: saved, changed, paused, skipped, tested, deleted. Nothing fires because of an edit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from dayshift.domain import arguments
from dayshift.domain.errors import AlreadyExists, Conflict, Invalid, NotFound, StaleRevision
from dayshift.domain.executions import Cause, Execution
from dayshift.domain.fires import Fire, Outcome
from dayshift.domain.jobs import Job
from dayshift.domain.rights import Permit
from dayshift.domain.schedules import (
    Facts,
    Pause,
    PlannedFire,
    Schedule,
    cursor_after_edit,
    first_fire,
    next_after,
    plan,
    rule_of,
)
from dayshift.domain.triggers.check import CheckedRule, check_rule
from dayshift.domain.triggers.moments import read_moment, write_instant
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.words import sentence
from dayshift.domain.triggers.zones import Zone, Zones
from dayshift.services import executions as runs
from dayshift.services import firing, requests
from dayshift.services.executions import subject_id
from dayshift.services.firing import Due
from dayshift.services.limits import Limits
from dayshift.store import audit, executions, fires, jobs, projects, schedules
from dayshift.store.engine import Tx
from dayshift.store.outbox import schedule_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every change of a schedule is checked against."""

    zones: Zones
    limits: Limits
    up_since: Callable[[], datetime | None]


def create(tx: Tx, permit: Permit, body: Mapping[str, Any], desk: Desk) -> Schedule:
    """Save a schedule for the job that the permit is about. Raises Invalid with every fault, AlreadyExists."""
    job = jobs.get_job(tx, subject_id(permit))
    checked = _check(tx, permit, body, desk, before=None)
    name = _free_name(tx, job, body["name"])
    draft = Schedule(
        id=0,
        project=permit.project,
        job=job.id,
        name=name,
        revision=1,
        created_at=tx.now,
        definition=_definition(body, checked),
        sentence=_sentence(checked, tx.now),
        max_runs=checked.max_runs,
    )
    first = first_fire(checked.rule, tx.now)
    saved = schedules.add_schedule(tx, replace(draft, next_fire_at=first), owner=permit.actor.principal)
    _audit(tx, permit, "schedule:create", saved, before=None, after=dict(saved.definition))
    tx.wake("ticker")
    return saved


def _free_name(tx: Tx, job: Job, wanted: str | None) -> str:
    """The wanted name, if it is free; else that of the job, with a number where there are several."""
    name = stem = wanted or job.name[:60]
    number, step = 1, 1
    while schedules.find_by_name(tx, job.project, name) is not None:
        if wanted is not None:
            raise AlreadyExists(kind="A schedule called", name=wanted)
        if number == 1:
            number = schedules.newest_number(tx, job.id)
        number, step = number + step, step * 2  # by leaps: many may be taken
        name = f"{stem}-{number}"
    return name


def _check(tx: Tx, permit: Permit, body: Mapping[str, Any], desk: Desk, *, before: Schedule | None) -> CheckedRule:
    project = projects.get_project(tx, permit.project)
    checked = check_rule(
        body,
        zones=desk.zones,
        default_tz=project.tz,
        floor_s=desk.limits.min_interval_s,
        now=int(tx.now.timestamp()),
        created=None if before is None else int(before.created_at.timestamp()),
    )
    _check_arguments(tx, permit, body, before)
    return checked


def _check_arguments(tx: Tx, permit: Permit, body: Mapping[str, Any], before: Schedule | None) -> None:
    """What a schedule says to its job must be what the job takes."""
    if body["arguments"] is not None:
        words = _argv(body["arguments"])
        arguments.check(words)
        if before is None or list(words) != before.definition["arguments"]:  # who changes the hour may leave them alone
            runs.require_free_arguments(tx, permit)
    job = jobs.get_job(tx, subject_id(permit))
    requests.check_parameters(job.definition, body["parameters"] or {})


def _argv(given: str | list[str]) -> tuple[str, ...]:
    return arguments.split(arguments.tighten(given)) if isinstance(given, str) else tuple(given)


def _definition(body: Mapping[str, Any], checked: CheckedRule) -> dict[str, Any]:
    return {
        "trigger": checked.trigger,
        "tz": checked.tz,
        "start": checked.start,
        "end": checked.end,
        "max_runs": checked.max_runs,
        "misfire": body["misfire"],
        "overlap": body["overlap"],
        "arguments": None if body["arguments"] is None else list(_argv(body["arguments"])),
        "parameters": body["parameters"],
    }


def _sentence(checked: CheckedRule, now: datetime) -> str:
    rule = checked.rule
    return sentence(
        rule.trigger,
        rule.zone,
        start=rule.start,
        end=rule.end,
        max_runs=checked.max_runs,
        now=int(now.timestamp()),
    )


# Changes -------------------------------------------------------------------------------------------------------------


def edit(tx: Tx, permit: Permit, number: int, body: Mapping[str, Any], desk: Desk, *, revision: int | None) -> Schedule:
    """Replace what was saved; the new rule counts from now. ``revision`` None: whatever it is. Raises StaleRevision."""
    before = _settled(tx, number, desk)
    _require(before, revision)
    checked = _check(tx, permit, body, desk, before=before)
    definition = _definition(body, checked)
    name = before.name if body["name"] is None else body["name"]
    if definition == before.definition and name == before.name and before.parked is None and not body["restart_count"]:
        return before
    if name != before.name and schedules.find_by_name(tx, permit.project, name) is not None:
        raise AlreadyExists(kind="A schedule called", name=name)
    changed = replace(
        before,
        definition=definition,
        max_runs=checked.max_runs,
        runs_started=0 if body["restart_count"] else before.runs_started,
    )
    values = {
        "name": name,
        "definition": definition,
        "sentence": _sentence(checked, tx.now),
        "next_fire_at": cursor_after_edit(changed, checked.rule, tx.now),
        "runs_started": changed.runs_started,
        "skips": _skips_kept(before, checked),
        "failures": 0,
        "parked": None,
    }
    return _save(tx, permit, "schedule:edit", before, values)


def _skips_kept(before: Schedule, checked: CheckedRule) -> list[int]:
    """Skips that the new rule names no more are dropped."""
    kept = [at for at in before.skips if checked.rule.between(int(at.timestamp()), int(at.timestamp()), 1)]
    return [int(at.timestamp() * 1_000_000) for at in sorted(kept)]


def upsert(tx: Tx, permit: Permit, name: str, body: Mapping[str, Any], desk: Desk) -> Schedule:
    """The schedule of that name is as ``body`` says, whether or not it was there: it keeps its id."""
    found = schedules.find_by_name(tx, permit.project, name)
    if found is None:
        return create(tx, permit, {**body, "name": name}, desk)
    if found.job != subject_id(permit):
        raise Conflict(what=f"Schedule {name} belongs to another job.")
    return edit(tx, permit, found.id, {**body, "name": name}, desk, revision=None)


def pause(tx: Tx, permit: Permit, number: int, desk: Desk, *, until: str | None, reason: str) -> Schedule:
    """From now on each nominal time gets the outcome ``paused``; runs that were queued and never started end."""
    before = _settled(tx, number, desk)
    end = None if until is None else read_time("until", until, desk.zones.get(before.definition["tz"]))
    if end is not None and end <= tx.now:
        raise Invalid.of("until", "this lies in the past; leave it out to pause until somebody resumes it")
    held = Pause(since=tx.now, until=end, reason=reason, by=permit.actor.name)
    executions.cancel_queued(tx, executions.queued_of_schedules([number]), reason="paused", now=tx.now)
    values = {"pause": schedules.pause_values(held)}
    return _save(tx, permit, "schedule:pause", before, values, (None, _pause_told(held)))


def _pause_told(pause: Pause | None) -> dict[str, Any] | None:
    """A pause as the history keeps it."""
    if pause is None:
        return None
    return {"ends_at": pause.until and _instant(pause.until), "reason": pause.reason}


def _instant(at: datetime) -> str:
    return write_instant(int(at.timestamp()))


def read_time(field: str, text: str, zone: Zone) -> datetime:
    """A time that somebody wrote, by the clocks of the schedule, or an instant. Raises Invalid."""
    moment = read_moment(text)
    if moment is not None and moment.is_in_range:
        return datetime.fromtimestamp(moment.resolve(zone), UTC)
    try:
        at = datetime.fromisoformat(text)  # with parts of a second, as programs write instants
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Invalid.of(field, "write a day, 2026-12-01, a day and a time, 2026-12-01T08:00, or an instant with Z")


def resume(tx: Tx, permit: Permit, number: int, desk: Desk) -> Schedule:
    """Go on with the first nominal time after now; a parked schedule tries its rule again."""
    before = _settled(tx, number, desk)
    cursor = cursor_after_edit(before, rule_of(before.definition, desk.zones), tx.now)
    values = {"pause": None, "parked": None, "failures": 0, "next_fire_at": cursor}
    return _save(tx, permit, "schedule:resume", before, values, (_pause_told(before.pause), None))


def skip(tx: Tx, permit: Permit, number: int, nominal: datetime, desk: Desk, *, undo: bool = False) -> Schedule:
    """Leave one nominal time out, or undo that. Raises Invalid when the rule does not name it, or it has passed."""
    before = _living(tx, number)
    rule = rule_of(before.definition, desk.zones)
    if nominal <= tx.now:
        raise Invalid.of("nominal", "this time has passed; only a time to come can be skipped")
    if not _names(rule, nominal):
        raise Invalid.of("nominal", "the schedule does not run at this time; take one from its next runs")
    skips = before.skips - {nominal} if undo else before.skips | {nominal}
    if len(skips) > 500:
        raise Invalid.of("nominal", "at most 500 times can be skipped; pause the schedule, or give it an end")
    values = {"skips": [int(at.timestamp() * 1_000_000) for at in sorted(skips) if at > tx.now]}
    named = {"nominal": _instant(nominal)}
    if undo:
        return _save(tx, permit, "schedule:unskip", before, values, (named, None))
    return _save(tx, permit, "schedule:skip", before, values, (None, named))


def delete(tx: Tx, permit: Permit, number: int) -> None:
    """It fires no more; what it queued and never started is cancelled; its ledger stays."""
    before = _living(tx, number)
    executions.cancel_queued(tx, executions.queued_of_schedules([number]), reason="killed", now=tx.now)
    schedules.delete_schedules(tx, [number], tx.now)
    _audit(tx, permit, "schedule:delete", before, before=dict(before.definition), after=None)


def test_run(tx: Tx, permit: Permit, number: int, *, as_of: datetime | None, desk: Desk, cause: Cause) -> Execution:
    """Run now exactly what the fire at ``as_of`` (default: the next one) would run; the real fire still comes."""
    schedule = _living(tx, number)
    rule = rule_of(schedule.definition, desk.zones)
    nominal = as_of or (_latest(rule, tx.now) if cause is Cause.LATE else next_after(rule, tx.now))
    if nominal is None or not _names(rule, nominal):
        raise Invalid.of("as_of", "the schedule names no such time; give one of its times")
    before = rule.last_before(int(nominal.timestamp()))
    start = nominal if before is None else datetime.fromtimestamp(before, UTC)
    fire = PlannedFire(nominal_at=nominal, window_start=start, outcome=Outcome.RAN)
    job = requests.terms_of(tx, [schedule.job])[schedule.job]
    request = requests.by_schedule(job, schedule, fire, late_s=max(0, int((tx.now - nominal).total_seconds())))
    return runs.test_schedule(tx, permit, request, schedule=number, nominal_at=nominal, cause=cause, limits=desk.limits)


def _names(rule: Rule, at: datetime) -> bool:
    second = int(at.timestamp())
    return not at.microsecond and bool(rule.between(second, second, 1))


def _latest(rule: Any, now: datetime) -> datetime | None:
    before = rule.last_before(int(now.timestamp()) + 1)
    return None if before is None else datetime.fromtimestamp(before, UTC)


def _living(tx: Tx, number: int) -> Schedule:
    schedule = schedules.find(tx, number)
    if schedule is None:
        raise NotFound
    return schedule


def _settled(tx: Tx, number: int, desk: Desk) -> Schedule:
    """The schedule, once every time that is due by its rule as it stands is in the ledger: an edit loses none."""
    schedule = _living(tx, number)
    if schedule.parked is not None or schedule.next_fire_at is None or schedule.next_fire_at > tx.now:
        return schedule
    rule = rule_of(schedule.definition, desk.zones)
    active, waiting = executions.open_of_schedules(tx, [number]).get(number, ([], []))
    facts = Facts(active=tuple(active), waiting=tuple(waiting), up_since=desk.up_since())
    due = plan(schedule, rule, facts, tx.now)
    firing.record(tx, [Due(schedule=schedule, plan=due, facts=facts)])
    if due.more:
        raise Conflict(what=f"Schedule {schedule.name} is catching up with its ledger. Try again in a minute.")
    return _living(tx, number)


def _require(schedule: Schedule, revision: int | None) -> None:
    if revision is not None and schedule.revision != revision:
        raise StaleRevision(what=f"Schedule {schedule.name}", revision=schedule.revision)


def _save(
    tx: Tx, permit: Permit, action: str, before: Schedule, values: dict[str, Any], told: tuple[Any, Any] | None = None
) -> Schedule:
    """``told``: what the history says it was before, and after; by default the whole rule."""
    if not schedules.save(tx, before, values, tx.now):
        raise StaleRevision(what=f"Schedule {before.name}", revision=before.revision)
    saved = schedules.get_schedule(tx, before.id)
    was, is_now = told or (dict(before.definition), dict(saved.definition))
    _audit(tx, permit, action, saved, before=was, after=is_now)
    tx.wake("ticker")
    return saved


def _audit(tx: Tx, permit: Permit, action: str, schedule: Schedule, *, before: Any, after: Any) -> None:
    entry = audit.Entry(
        action=action,
        kind="schedule",
        subject=schedule.name,
        project=schedule.project,
        job=schedule.job,
        before=before,
        after=after,
    )
    audit.write(tx, permit.actor, entry)
    tx.tell(schedule_changed(schedule))


def get(tx: Tx, permit: Permit, number: int) -> Schedule:
    del permit  # it was asked for this schedule
    return _living(tx, number)


def list_schedules(tx: Tx, permit: Permit, *, job: str | None, after: int, limit: int) -> list[Schedule]:
    """The schedules that one may see, oldest first."""
    found = None if job is None else jobs.find_job(tx, permit.project, job)
    if job is not None and found is None:
        return []
    number = None if found is None else found.id
    return schedules.list_schedules(tx, permit.actor, permit.project, job=number, after=after, limit=limit)


def job_names(tx: Tx, page: Sequence[Schedule]) -> dict[int, str]:
    """The names of the jobs that a page of schedules runs."""
    return jobs.names_of(tx, {schedule.job for schedule in page})


def without_owner(tx: Tx, page: Sequence[Schedule]) -> set[int]:
    """Those whose owner may change them no more: they run on, until somebody adopts them."""
    return schedules.without_owner(tx, [schedule.id for schedule in page]) if page else set()


def adopt(tx: Tx, permit: Permit, number: int) -> Schedule:
    """Answer for a schedule from now on. Raises NotFound."""
    before = _living(tx, number)
    schedules.adopt(tx, number, permit.actor.principal)
    saved = _living(tx, number)
    entry = audit.Entry(
        action="schedule:adopt",
        kind="schedule",
        subject=saved.name,
        project=saved.project,
        job=saved.job,
        before={"owner": before.owner},
        after={"owner": saved.owner},
    )
    audit.write(tx, permit.actor, entry)
    tx.tell(schedule_changed(saved))
    return saved


def list_fires(
    tx: Tx,
    permit: Permit,
    number: int,
    *,
    before: datetime | None,
    since: datetime | None,
    outcome: str | None,
    limit: int,
) -> list[Fire]:
    """The ledger of one schedule, newest first."""
    del permit  # it was asked for this schedule
    return fires.list_fires(tx, number, before=before, since=since, outcome=outcome, limit=limit)
