"""What saving a schedule asks of its rule: everything that is wrong with it, at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict, TypeVar, Unpack

from dayshift.domain.errors import Fault, Fix, Invalid, NeverFires
from dayshift.domain.triggers.bounds import Bound, read_bound, read_bound_moment
from dayshift.domain.triggers.cron import Cron, Dialect
from dayshift.domain.triggers.every import Every
from dayshift.domain.triggers.kinds import never, read_trigger, write_trigger
from dayshift.domain.triggers.moments import Moment, read_moment, write_date
from dayshift.domain.triggers.once import Once
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.search import ClockTime, Elapsed
from dayshift.domain.triggers.times import DAY_S
from dayshift.domain.triggers.walls import Walls
from dayshift.domain.triggers.zones import Zone, Zones

GRACE_S = 60
"""How far in the past a single fire may lie when it is saved."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRule:
    """A rule that may be saved, with the texts to save: the trigger's canonical JSON, the zone's canonical name.

    ``skips`` are instants (UTC seconds). ``dialect_read`` is the dialect of a cron text that came without one.
    """

    rule: Rule
    trigger: dict[str, Any]
    tz: str
    start: str | None
    end: str | None
    max_runs: int | None
    skips: tuple[int, ...]
    dialect_read: Dialect | None


class Grounds(TypedDict):
    """What a schedule is judged by.

    ``floor_s`` is the smallest gap allowed between two fires, ``created`` the creation of a schedule that is edited.
    """

    zones: Zones
    default_tz: str
    floor_s: int
    now: int
    created: NotRequired[int | None]


def check_rule(schedule: Mapping[str, Any], **grounds: Unpack[Grounds]) -> CheckedRule:
    """Read and judge ``trigger``, ``tz``, ``start``, ``end``, ``max_runs`` and ``skips`` of a schedule.

    Raises Invalid, or a subclass if all faults are of its kind, with every fault that can be seen.
    """
    reading, zones = _Reading(), grounds["zones"]
    zone = reading.take(lambda: zones.get(_text(schedule, "tz") or grounds["default_tz"])) or zones.get("UTC")
    start = reading.take(lambda: read_bound(_text(schedule, "start"), zone, field="start"))
    end = reading.take(lambda: read_bound(_text(schedule, "end"), zone, field="end"))
    edited = grounds.get("created")
    made = grounds["now"] if edited is None else edited
    trigger = reading.take(lambda: read_trigger(_object(schedule, "trigger"), created=made, zone=zone, start=start))
    max_runs = reading.take(lambda: _max_runs(schedule))
    skips = reading.take(lambda: _skips(schedule))
    _raise_all(reading.refusals)
    assert trigger is not None
    rule = Rule(trigger=trigger, zone=zone, start=start, end=end)
    _judge(rule, grounds["floor_s"], grounds["now"])
    given = schedule["trigger"].get("dialect")
    return CheckedRule(
        rule=rule,
        trigger=write_trigger(trigger),
        tz=zone.name,
        start=_canonical(schedule, "start"),
        end=_canonical(schedule, "end"),
        max_runs=max_runs,
        skips=skips or (),
        dialect_read=trigger.dialect if isinstance(trigger, Cron) and given is None else None,
    )


class _Reading:
    """Runs one reading after the other and keeps what they refuse."""

    def __init__(self) -> None:
        self.refusals: list[Invalid] = []

    def take(self, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except Invalid as refusal:
            self.refusals.append(refusal)
            return None


def _raise_all(refusals: list[Invalid]) -> None:
    """Raise several refusals as one; in their own class if they share it. Nothing happens if there are none."""
    if not refusals:
        return
    classes = {type(refusal) for refusal in refusals}
    shared = classes.pop() if len(classes) == 1 else Invalid
    raise shared(*(fault for refusal in refusals for fault in refusal.faults))


def _text(schedule: Mapping[str, Any], field: str) -> str | None:
    given = schedule.get(field)
    if given is not None and not isinstance(given, str):
        raise Invalid.of(field, "This must be a text.")
    return given


def _object(schedule: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    given = schedule.get(field)
    if not isinstance(given, Mapping):
        raise Invalid.of(field, "Say when it shall run.")
    return given


def _max_runs(schedule: Mapping[str, Any]) -> int | None:
    given = schedule.get("max_runs")
    if given is None or (isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= 1_000_000):
        return given
    raise Invalid.of("max_runs", "This must be a whole number from 1 to 1,000,000.")


def _skips(schedule: Mapping[str, Any]) -> tuple[int, ...]:
    given = schedule.get("skips") or []
    moments = [read_moment(text) for text in given] if isinstance(given, list | tuple) else [None]
    if len(moments) > 500 or not all(map(_may_be_skipped, moments)):
        raise Invalid.of("skips", "This must be a list of at most 500 instants such as 2026-12-24T08:00:00Z.")
    return tuple(sorted({moment.seconds for moment in moments if moment is not None}))


def _may_be_skipped(moment: Moment | None) -> bool:
    return moment is not None and moment.kind == "instant" and moment.is_in_range


def _canonical(schedule: Mapping[str, Any], field: Bound) -> str | None:
    moment = read_bound_moment(schedule.get(field), field=field)
    return None if moment is None else str(moment)


def _judge(rule: Rule, floor_s: int, now: int) -> None:
    """Raise what can be said only of a rule that can be read."""
    faults = [*_order(rule), *_past(rule, now), *_below_floor(rule, floor_s, now)]
    if faults:
        raise Invalid(*faults)
    _refuse_end(rule, now - GRACE_S if isinstance(rule.trigger, Once) else now)


def _order(rule: Rule) -> list[Fault]:
    if rule.start is None or rule.end is None or rule.start <= rule.end:
        return []
    return [Fault(field="end", text="The end lies before the start.", code="end_before_start")]


def _past(rule: Rule, now: int) -> list[Fault]:
    if not isinstance(rule.trigger, Once) or rule.compiled.next_after(now - GRACE_S - 1) is not None:
        return []
    at, zone = rule.trigger.at, rule.zone
    days_ahead = zone.wall(now) // DAY_S + 1 - zone.wall(at.resolve(zone)) // DAY_S
    tomorrow = Moment(kind=at.kind, seconds=at.seconds + days_ahead * DAY_S)
    fix = Fix(label="Same time tomorrow", patch={"trigger": {"at": str(tomorrow)}})
    return [Fault(field="trigger.at", text="This lies in the past.", code="in_the_past", fix=fix)]


def _below_floor(rule: Rule, floor_s: int, now: int) -> list[Fault]:
    gap = smallest_gap(rule, now)
    if gap is None or gap >= floor_s:
        return []
    text = f"This fires {gap} s apart; the smallest gap here is {floor_s} s."
    fix = None
    if isinstance(rule.trigger, Every):
        fix = Fix(label=f"Every {floor_s} seconds", patch={"trigger": {"n": floor_s, "unit": "second"}})
    field = {Every: "trigger.n", Cron: "trigger.text"}.get(type(rule.trigger), "trigger.times")
    return [Fault(field=field, text=text, code="below_floor", fix=fix)]


def smallest_gap(rule: Rule, now: int) -> int | None:
    """The fewest seconds between two fires by the clock on the wall; None for a rule that has one time only."""
    if isinstance(rule.trigger, Every):
        return rule.trigger.step_s
    compiled = rule.compiled
    return _gap_of_walls(compiled.walls, rule.zone, now) if isinstance(compiled, ClockTime | Elapsed) else None


def _gap_of_walls(walls: Walls, zone: Zone, now: int) -> int | None:
    month = walls.month_of(zone.wall(now))
    over_midnight = walls.times.gap_over_midnight() if walls.has_neighbours(month, _MONTHS_AHEAD) else None
    gaps = [gap for gap in (walls.times.smallest_gap(), over_midnight) if gap is not None]
    return min(gaps, default=None)


_MONTHS_AHEAD = 48
"""Four years hold every pattern of weekdays and month ends that occurs often enough to matter."""


def _refuse_end(rule: Rule, now: int) -> None:
    if rule.next_after(now - 1) is not None:
        return
    first = rule.compiled.next_after(max(now, rule.start or 0) - 1)
    if first is None and rule.compiled.next_after(now - 1) is None:
        field = "trigger.text" if isinstance(rule.trigger, Cron) else "trigger.on"
        raise never(rule.trigger, rule.compiled, field)
    if first is None:
        raise NeverFires(Fault(field="start", text="Nothing of it is left after its start.", code=NeverFires.code))
    day = write_date(rule.zone.wall(first) // DAY_S)
    text = f"It would run first on {day}, after its end."
    fix = Fix(label=f"End on {day}", patch={"end": day})
    raise Invalid(Fault(field="end", text=text, code="ends_before_first", fix=fix))
