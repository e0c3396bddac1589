"""When a job shall run, what to do when it cannot, and the one function that says what is due now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from dayshift.domain.fires import STARTED, Outcome, Reason
from dayshift.domain.triggers import Once, read_trigger
from dayshift.domain.triggers.bounds import read_bound
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.zones import Zones

BATCH = 500  # ledger rows that one plan may name: a long gap is written in several transactions
LEDGER_REACH = timedelta(days=35)  # how far back rows are written: the least that the ledger keeps
ONCE_GRACE = timedelta(seconds=61)  # "now" by a person's watch is a moment ago when it is saved
ON_TIME = timedelta(seconds=60)  # decided later than this behind its time, a fire is late


class MisfireMode(StrEnum):
    LATEST = "latest"
    NONE = "none"
    ALL = "all"


class OverlapMode(StrEnum):
    QUEUE_ONE = "queue_one"
    SKIP = "skip"
    QUEUE_ALL = "queue_all"
    ALLOW = "allow"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfire:
    """What happens to nominal times that were noticed too late."""

    mode: MisfireMode = MisfireMode.LATEST
    max_late: timedelta = timedelta(days=7)
    max_runs: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What a fire does while ``active`` earlier runs of its schedule are not over. ``max`` bounds ``queue_all``."""

    mode: OverlapMode = OverlapMode.QUEUE_ONE
    active: int = 1
    max: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Nothing fires in [since, until); None is until somebody resumes it."""

    since: datetime
    until: datetime | None
    reason: str
    by: str

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


class ScheduleState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A job's rule with its bounds and policies. ``next_fire_at`` is the cursor: the earliest time not in the ledger.

    ``window_from`` is the nominal time of the newest ledger row that nobody took out: the next window begins there.
    """

    id: int
    project: int
    job: int
    name: str
    revision: int
    created_at: datetime
    definition: Mapping[str, Any]  # what was saved, canonical: trigger, tz, start, end and the rest
    misfire: Misfire = Misfire()
    overlap: Overlap = Overlap()
    max_runs: int | None = None
    skips: frozenset[datetime] = frozenset()
    pause: Pause | None = None
    arguments: tuple[str, ...] | None = None
    parameters: Mapping[str, Any] | None = None
    next_fire_at: datetime | None = None
    last_nominal_at: datetime | None = None
    window_from: datetime | None = None
    runs_started: int = 0
    failures: int = 0
    parked: str | None = None
    owner: str = ""
    sentence: str = ""

    @property
    def has_run_out(self) -> bool:
        """Whether ``max_runs`` is reached."""
        return self.max_runs is not None and self.runs_started >= self.max_runs

    def state(self, now: datetime) -> ScheduleState:
        if self.parked is not None:
            return ScheduleState.PARKED
        if self.has_run_out or (self.next_fire_at is None and not self._rests(now)):
            return ScheduleState.ENDED
        return ScheduleState.PAUSED if self.pause and self.pause.holds(now) else ScheduleState.ACTIVE

    def _rests(self, now: datetime) -> bool:
        return self.pause is not None and self.pause.holds(now) and now - self.pause.since > LEDGER_REACH


def rule_of(definition: Mapping[str, Any], zones: Zones) -> Rule:
    """The rule of a saved schedule; compiled once for equal texts. Raises Invalid for a row that nobody can read."""
    text = json.dumps(definition["trigger"], sort_keys=True)
    return _rule(text, definition["tz"], definition["start"], definition["end"], zones)


@lru_cache(maxsize=4096)
def _rule(trigger: str, tz: str, start: str | None, end: str | None, zones: Zones) -> Rule:
    zone = zones.get(tz)
    first = read_bound(start, zone, field="start")
    return Rule(
        trigger=read_trigger(json.loads(trigger), created=0, zone=zone, start=first),
        zone=zone,
        start=first,
        end=read_bound(end, zone, field="end"),
    )


def next_after(rule: Rule, at: datetime) -> datetime | None:
    """The first nominal time strictly after ``at``, within the bounds."""
    following = rule.next_after(_seconds(at))
    return None if following is None else _moment(following)


def first_fire(rule: Rule, now: datetime) -> datetime | None:
    """Where the cursor of a new schedule begins: after now, but for a single time that passed a moment ago."""
    return next_after(rule, now - ONCE_GRACE if isinstance(rule.trigger, Once) else now)


def cursor_after_edit(schedule: Schedule, rule: Rule, now: datetime) -> datetime | None:
    """Where the cursor goes when the rule was changed, or a pause ended: nothing fires because of an edit."""
    return None if schedule.has_run_out else next_after(rule, max(now, schedule.last_nominal_at or now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An execution of this schedule that is queued behind another; later fires may be merged into its fire."""

    execution: int
    fire: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the ledger and the executions say of one schedule. ``active``: not over, and not waiting behind another.

    ``up_since``: since when some server has been running; a time before it was missed because none was.
    """

    active: tuple[int, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    up_since: datetime | None = None
    has_room: bool = True  # the project may queue more runs


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFire:
    """One row of the ledger to be. ``behind``: the run that it starts waits until those before it have ended."""

    nominal_at: datetime
    window_start: datetime
    outcome: Outcome
    reason: Reason | None = None
    behind: bool = False
    replaces: tuple[int, ...] = ()  # executions that are asked to stop for it
    late: bool = False

    @property
    def starts(self) -> bool:
        return self.outcome in STARTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is due now, and where the cursor goes. ``more``: ask again at once, this was one batch of a long gap."""

    fires: tuple[PlannedFire, ...]
    next_fire_at: datetime | None
    more: bool = False


def plan(schedule: Schedule, rule: Rule, facts: Facts, now: datetime) -> Plan:
    """Decide what becomes of every nominal time that is due at ``now``. Pure: the caller records it.

    Raises whatever a broken rule raises; the caller parks such a schedule.
    """
    if schedule.next_fire_at is None or schedule.next_fire_at > now:
        return Plan(fires=(), next_fire_at=schedule.next_fire_at)
    if schedule.pause and schedule.pause.holds(now) and now - schedule.pause.since > LEDGER_REACH:
        return Plan(fires=(), next_fire_at=_first_at_or_after(rule, schedule.pause.until))
    first = max(_seconds(schedule.next_fire_at), _seconds(now - LEDGER_REACH))
    due = rule.between(first, _seconds(now), BATCH + 1)
    fires = _Planner(schedule, rule, facts, now).decide([_moment(at) for at in due[:BATCH]])
    started = sum(1 for fire in fires if fire.starts)
    if schedule.max_runs is not None and schedule.runs_started + started >= schedule.max_runs:
        return Plan(fires=tuple(fires), next_fire_at=None)
    if len(due) > BATCH:
        return Plan(fires=tuple(fires), next_fire_at=_moment(due[BATCH]), more=True)
    return Plan(fires=tuple(fires), next_fire_at=next_after(rule, now))


class _Planner:
    """Walks the due times of one schedule in order, keeping count of what each decision changes for the next."""

    def __init__(self, schedule: Schedule, rule: Rule, facts: Facts, now: datetime) -> None:
        self.schedule = schedule
        self.rule = rule
        self.facts = facts
        self.now = now
        self.active = len(facts.active)
        self.waiting = len(facts.waiting)
        self.started = schedule.runs_started
        self.window_from = schedule.window_from
        self.oldest_to_run = self._oldest_to_run()
        self.in_batch = 0

    def decide(self, due: list[datetime]) -> list[PlannedFire]:
        fires = []
        for nominal in due:
            fire = self._one(nominal)
            fires.append(fire)
            if fire.outcome is not Outcome.SKIPPED_BY_PERSON:
                self.window_from = nominal
            self.started += fire.starts
            if self.schedule.max_runs is not None and self.started >= self.schedule.max_runs:
                break
        return fires

    def _one(self, nominal: datetime) -> PlannedFire:
        row = PlannedFire(nominal_at=nominal, window_start=self._window_start(nominal), outcome=Outcome.RAN)
        taken_out = self._taken_out(nominal)
        if taken_out is not None:
            return replace(row, outcome=taken_out)
        late_by = self.now - nominal
        missed = self._missed(nominal, late_by)
        if missed is not None:
            return replace(row, outcome=Outcome.MISSED, reason=missed)
        if not self.facts.has_room:
            return replace(row, outcome=Outcome.REFUSED, reason=Reason.QUOTA)
        if late_by > ON_TIME:
            row = replace(row, outcome=Outcome.LATE, reason=self._why_late(nominal), late=True)
        return self._overlap(row)

    def _taken_out(self, nominal: datetime) -> Outcome | None:
        pause = self.schedule.pause
        if pause is not None and (pause.holds(nominal) or pause.holds(self.now)):
            return Outcome.PAUSED
        return Outcome.SKIPPED_BY_PERSON if nominal in self.schedule.skips else None

    def _missed(self, nominal: datetime, late_by: timedelta) -> Reason | None:
        misfire = self.schedule.misfire
        if late_by > misfire.max_late:
            return Reason.TOO_LATE
        if misfire.mode is MisfireMode.NONE:
            return Reason.DOWN if late_by > ON_TIME else None
        if self.oldest_to_run is not None and nominal < self.oldest_to_run:
            return Reason.SUPERSEDED if misfire.mode is MisfireMode.LATEST else Reason.OVER_CAP
        return None

    def _oldest_to_run(self) -> datetime | None:
        """The oldest due time that the misfire policy lets run, found backwards from now: a long gap costs no more."""
        wanted = {MisfireMode.LATEST: 1, MisfireMode.ALL: self.schedule.misfire.max_runs}.get(
            self.schedule.misfire.mode
        )
        if wanted is None:
            return None
        at = self.rule.last_before(_seconds(self.now) + 1)
        oldest = None
        while wanted and at is not None and self._is_due(_moment(at)):
            if self._taken_out(_moment(at)) is None:
                oldest = _moment(at)
                wanted -= 1
            at = self.rule.last_before(at)
        return oldest

    def _is_due(self, nominal: datetime) -> bool:
        cursor = self.schedule.next_fire_at
        return cursor is not None and nominal >= max(cursor, self.now - LEDGER_REACH)

    def _why_late(self, nominal: datetime) -> Reason:
        up = self.facts.up_since
        return Reason.DOWN if up is None or nominal < up else Reason.BUSY

    def _window_start(self, nominal: datetime) -> datetime:
        if self.window_from is not None:
            return self.window_from
        before = replace(self.rule, start=None).last_before(_seconds(nominal))
        if before is None:
            return nominal
        start = self.rule.start
        if start is not None and start < _seconds(nominal):
            before = max(before, start)
        return _moment(before)

    def _overlap(self, row: PlannedFire) -> PlannedFire:
        overlap = self.schedule.overlap
        batch = self.schedule.misfire.mode is MisfireMode.ALL and self.in_batch > 0
        self.in_batch += 1
        if batch:  # the fires of one batch run one after another, and never count as overlapping each other
            self.waiting += 1
            return replace(row, behind=True)
        if self.active < overlap.active or overlap.mode is OverlapMode.ALLOW:
            self.active += 1
            return row
        match overlap.mode:
            case OverlapMode.SKIP:
                return replace(row, outcome=Outcome.SKIPPED_OVERLAP, reason=None)
            case OverlapMode.QUEUE_ONE if self.waiting:
                return replace(row, outcome=Outcome.MERGED, reason=Reason.OVERLAP)
            case OverlapMode.QUEUE_ALL if self.waiting >= overlap.max:
                return replace(row, outcome=Outcome.SKIPPED_FULL, reason=None)
        self.waiting += 1
        waited = replace(row, outcome=Outcome.WAITED, reason=Reason.OVERLAP, behind=True)
        return replace(waited, replaces=self._replaced()) if overlap.mode is OverlapMode.REPLACE else waited

    def _replaced(self) -> tuple[int, ...]:
        return (*self.facts.active, *(waiting.execution for waiting in self.facts.waiting))


def _first_at_or_after(rule: Rule, at: datetime | None) -> datetime | None:
    return None if at is None else next_after(rule, at - timedelta(seconds=1))


def _seconds(at: datetime) -> int:
    """Whole seconds since the epoch, rounded down."""
    return int(at.timestamp() // 1)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
