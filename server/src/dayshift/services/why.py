"""Why did it run, or not? For times that have passed, and for those to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from dayshift.domain import reasons
from dayshift.domain.errors import Invalid
from dayshift.domain.executions import Execution, State
from dayshift.domain.fires import STARTED, Fire
from dayshift.domain.rights import Permit
from dayshift.domain.schedules import Schedule, rule_of
from dayshift.domain.triggers.moments import read_moment
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.zones import Zone
from dayshift.services.schedules import Desk, read_time
from dayshift.store import environments, executions, fires, queue, running, schedules
from dayshift.store.engine import Tx

NAMES = ("due", "active", "awake", "overlap", "started")

# The check at which each outcome stopped; what made a run passed them all.
STOPPED_AT: Mapping[str, str] = {
    "paused": "active",
    "skipped_by_person": "active",
    "missed": "awake",
    "merged": "overlap",
    "skipped_overlap": "overlap",
    "skipped_full": "overlap",
    "refused": "started",
    "error": "due",
    "will_be_paused": "active",
    "will_be_skipped": "active",
    "parked": "active",
    "before_start": "active",
    "after_end": "active",
    "limit_reached": "active",
    "not_yet": "awake",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is asked, with all that the answer may need."""

    schedule: Schedule
    rule: Rule
    at: datetime
    now: datetime

    @property
    def zone(self) -> Zone:
        return self.rule.zone

    @property
    def second(self) -> int:
        return int(self.at.timestamp())

    def local(self, at: datetime) -> str:
        return _local(self.zone, at)


def _local(zone: Zone, at: datetime) -> str:
    """An instant as the people of the schedule's zone read it."""
    there = at.astimezone(timezone(timedelta(seconds=zone.offset(int(at.timestamp())))))
    return f"{there:%a %d %b %Y %H:%M:%S}".removesuffix(":00")


def explain_text(tx: Tx, permit: Permit, number: int, text: str, desk: Desk) -> dict[str, Any]:
    """The same of a time as somebody writes it, by the clocks of the schedule. Raises Invalid."""
    zone = desk.zones.get(schedules.get_schedule(tx, number).definition["tz"])
    at = read_time("at", text, zone)
    moment = read_moment(text)
    if moment is not None and moment.kind == "wall" and not zone.exists(moment.seconds):
        raise Invalid.of(
            "at", f"clocks in {zone.name} leave this time out on that day; after it comes {_local(zone, at)}"
        )
    return explain_time(tx, permit, number, at, desk)


def explain_time(tx: Tx, permit: Permit, number: int, at: datetime, desk: Desk) -> dict[str, Any]:
    """What became, or will become, of the schedule's run at ``at``."""
    del permit  # it was asked for this schedule
    schedule = schedules.get_schedule(tx, number)
    question = _Question(
        schedule=schedule, rule=rule_of(schedule.definition, desk.zones), at=at.replace(microsecond=0), now=tx.now
    )
    fire = fires.find_fire(tx, number, question.at)
    if fire is not None:
        return _of_fire(question, fire)
    code = _without_row(tx, question)
    headline = reasons.say(reasons.WITHOUT_ROW, code, _facts(tx, question, code))
    return _answer(question, code, None, headline, {})


def _of_fire(question: _Question, fire: Fire) -> dict[str, Any]:
    late_s = (fire.decided_at - fire.nominal_at).total_seconds()
    headline = say_fire(question.schedule, question.zone, fire)
    known = {"execution": fire.execution, "decided_at": fire.decided_at.isoformat(), "late_s": round(late_s, 3)}
    reason = None if fire.reason is None else fire.reason.value
    return _answer(question, fire.outcome.value, reason, headline, known)


def say_fire(schedule: Schedule, zone: Zone, fire: Fire) -> str:
    """What became of a time, in one sentence."""
    facts = {
        "decided": _local(zone, fire.decided_at),
        "nominal": _local(zone, fire.nominal_at),
        "late": reasons.length((fire.decided_at - fire.nominal_at).total_seconds()),
        "limit": reasons.length(schedule.misfire.max_late.total_seconds()),
        "cap": schedule.misfire.max_runs,
        "most": schedule.overlap.max,
        "into": "",
    }
    return reasons.say(reasons.OF_FIRE, (fire.outcome, fire.reason), facts)


def _without_row(tx: Tx, question: _Question) -> str:
    schedule, rule, at = question.schedule, question.rule, question.at
    names_it = bool(rule.between(question.second, question.second, 1))
    if at > question.now:
        return _to_come(question, names_it)
    if at < schedule.created_at.replace(microsecond=0):
        return "did_not_exist"
    oldest = fires.oldest_kept(tx, schedule.id)
    if oldest is not None and at < oldest and question.now - at > timedelta(days=35):
        return "records_gone"
    if not names_it:
        return _unnamed(question)
    if schedule.has_run_out:
        return "limit_reached"
    return "other_rule" if schedules.changed_after(tx, schedule.id, at) else "not_yet"


def _to_come(question: _Question, names_it: bool) -> str:
    schedule = question.schedule
    if not names_it:
        return _unnamed(question)
    if schedule.parked is not None:
        return "parked"
    if schedule.has_run_out:
        return "limit_reached"
    if schedule.pause is not None and schedule.pause.holds(question.at):
        return "will_be_paused"
    return "will_be_skipped" if question.at in schedule.skips else "will_run"


def _unnamed(question: _Question) -> str:
    rule, second = question.rule, question.second
    if rule.compiled.between(second, second, 1):
        return "before_start" if rule.start is not None and second < rule.start else "after_end"
    return "not_due"


def _facts(tx: Tx, question: _Question, code: str) -> dict[str, Any]:
    schedule, rule, pause = question.schedule, question.rule, question.schedule.pause
    changed = schedules.changed_after(tx, schedule.id, question.at)
    return {
        "nominal": question.local(question.at),
        "nearest": _nearest(question) if code == "not_due" else "",
        "start": _moment(question, rule.start),
        "end": _moment(question, rule.end),
        "most": schedule.max_runs,
        "created": question.local(schedule.created_at),
        "changed": "" if changed is None else question.local(changed),
        "by": "" if pause is None else pause.by,
        "until": "" if pause is None or pause.until is None else f" until {question.local(pause.until)}",
        "because": "" if pause is None or not pause.reason else f": “{pause.reason}”",
    }


def _nearest(question: _Question) -> str:
    around = (question.rule.last_before(question.second), question.rule.next_after(question.second))
    named = [_moment(question, at) for at in around if at is not None]
    return f"; the nearest are {' and '.join(named)}" if named else ""


def _moment(question: _Question, second: int | None) -> str:
    return "" if second is None else question.local(datetime.fromtimestamp(second, UTC))


def _answer(
    question: _Question, outcome: str, reason: str | None, headline: str, facts: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "at": question.at.isoformat().replace("+00:00", "Z"),
        "local": f"{question.local(question.at)} ({question.zone.name})",
        "tense": "future" if question.at > question.now else "past",
        "outcome": outcome,
        "reason": reason,
        "headline": headline,
        "checks": _checks(outcome, facts),
    }


def _checks(outcome: str, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The checks in order: what stopped it is the first that failed, and the rest were not reached."""
    passed_all = outcome in {*STARTED, "will_run"}
    stop = None if passed_all else STOPPED_AT.get(outcome, "due")
    checks: list[dict[str, Any]] = []
    reached = True
    for name in NAMES:
        ok: bool | str = "not_reached" if not reached else name != stop
        checks.append({"name": name, "ok": ok, "facts": dict(facts) if name == (stop or "started") else {}})
        reached = reached and name != stop
    return checks


# One run -------------------------------------------------------------------------------------------------------------


def explain_run(tx: Tx, permit: Permit, number: int, desk: Desk) -> dict[str, Any]:
    """Why a run waits, or how it went; with the line of the ledger that started it, if one did."""
    run = executions.get(tx, number)
    code = _state_of(tx, number)
    facts = {
        **_known(run, tx.now),
        "max_running": executions.details(tx, number).request["definition"].get("max_running"),
        "running": running.count_live(tx),
    }
    fire = None
    if run.schedule is not None and run.fire is not None and run.nominal_at is not None:
        fire = explain_time(tx, permit, run.schedule, run.nominal_at, desk)
    headline = reasons.say(reasons.OF_RUN, code, facts)
    return {"execution": number, "state": run.state.value, "code": code, "headline": headline, "fire": fire}


def _known(run: Execution, now: datetime) -> dict[str, Any]:
    """What the row of a run says of itself."""
    return {
        "took": reasons.length(((run.ended_at or now) - (run.started_at or run.created_at)).total_seconds()),
        "exit_code": run.exit_code,
        "signal": run.signal,
        "message": run.message,
        "since": _utc(run.started_at),
        "waits_for": run.waits_for,
        "not_before": _utc(run.not_before),
    }


def say_run(run: Execution, now: datetime) -> str | None:
    """How a run went, or what it waits for, in one sentence; None where its row does not say it."""
    if run.state is not State.QUEUED:
        code = run.state.value if run.state in reasons.OF_RUN else run.reason or "exit"
    elif run.waits_for is not None:
        code = "waits_for_run"
    elif run.not_before > now:
        code = "waits_for_retry"
    else:
        return None
    return reasons.say(reasons.OF_RUN, code, _known(run, now))


def _state_of(tx: Tx, number: int) -> str:
    run = executions.get(tx, number)
    match run.state:
        case State.SUCCEEDED | State.STARTING | State.RUNNING:
            return run.state.value
        case State.QUEUED:
            return _waits_for(tx, number)
    return run.reason or "exit"


def _waits_for(tx: Tx, number: int) -> str:
    run = executions.get(tx, number)
    wide = executions.details(tx, number)
    if run.waits_for is not None:
        return "waits_for_run"
    if run.not_before > tx.now:
        return "waits_for_retry"
    if not environments.is_ready(tx, wide.environment):
        return "waits_for_environment"
    limit = wide.request["definition"].get("max_running")
    if limit is not None and queue.live_of_jobs(tx).get(run.job, 0) >= limit:
        return "waits_for_job"
    return "waits_for_slot"


def _utc(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M:%S} UTC"
