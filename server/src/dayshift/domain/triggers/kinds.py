"""All kinds of triggers as one: read, written, compiled."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dayshift.domain.errors import Fault, Fix, Invalid, NeverFires
from dayshift.domain.triggers.calendar import Calendar, compile_calendar, read_calendar, write_calendar
from dayshift.domain.triggers.cron import Cron, CronRule, Dialect, compile_cron
from dayshift.domain.triggers.cron5 import read_cron5
from dayshift.domain.triggers.cron_text import clean, guess_dialect
from dayshift.domain.triggers.every import Every, Spans, Steps, read_every, write_every
from dayshift.domain.triggers.never import no_such_day
from dayshift.domain.triggers.once import Once, Single, read_once, write_once
from dayshift.domain.triggers.quartz import read_quartz
from dayshift.domain.triggers.reader import Reader
from dayshift.domain.triggers.search import CompiledTrigger
from dayshift.domain.triggers.zones import Zone

Trigger = Once | Every | Calendar | Cron

KINDS = ("once", "every", "calendar", "cron")


def read_trigger(data: Mapping[str, Any], *, created: int, zone: Zone, start: int | None) -> Trigger:
    """A trigger from JSON, with its anchor and its dialect filled in.

    ``created`` and ``start`` (UTC seconds) give the anchor of a rule that came without. Raises Invalid, InvalidCron or
    NeverFires; the fields of their faults begin with ``trigger.``, their fixes patch the schedule.
    """
    reader = Reader(data, "trigger.")
    kind = reader.choice("kind", KINDS)
    if reader.faults:
        raise Invalid(*reader.faults)
    match kind:
        case "once":
            return read_once(reader)
        case "every":
            return read_every(reader, created=created, zone=zone, start=start)
        case "calendar":
            calendar = read_calendar(reader, created=created, zone=zone, start=start)
            _refuse_never(calendar, zone, created)
            return calendar
        case _:
            cron = _read_cron(reader)
            _refuse_never(cron, zone, created)
            return cron


def _read_cron(reader: Reader) -> Cron:
    text = reader.data.get("text")
    dialect: Dialect | None = None
    if reader.has("dialect"):
        dialect = "quartz" if reader.choice("dialect", ("cron5", "quartz")) == "quartz" else "cron5"
    if not reader.has("text") or not isinstance(text, str):
        reader.fault("text", "Write a rule, for example 0 9 * * 1-5.")
    reader.finish()
    cleaned = clean(str(text))
    cron = Cron(text=cleaned, dialect=dialect or guess_dialect(cleaned))
    cron_rule(cron)
    return cron


@lru_cache(maxsize=4096)
def cron_rule(cron: Cron) -> CronRule:
    """What a cron trigger means. Raises InvalidCron."""
    return read_quartz(cron.text) if cron.dialect == "quartz" else read_cron5(cron.text)


def _refuse_never(trigger: Calendar | Cron, zone: Zone, created: int) -> None:
    compiled = compile_trigger(trigger, zone)
    if compiled.next_after(created) is not None:
        return
    field = "trigger.text" if isinstance(trigger, Cron) else "trigger.on"
    raise never(trigger, compiled, field)


def never(trigger: Trigger, compiled: CompiledTrigger, field: str) -> NeverFires:
    """The refusal of a rule that names nothing from now to the horizon: it did once, or it never can."""
    text, fix = "This named days in the past only.", None
    if compiled.last_before(1 << 40) is None:
        text, fix = _impossible(trigger)
    return NeverFires(Fault(field=field, text=text, code=NeverFires.code, fix=fix))


def _impossible(trigger: Trigger) -> tuple[str, Fix | None]:
    if isinstance(trigger, Cron):
        rule = cron_rule(trigger)
        return no_such_day(rule.days if not rule.items else 0, rule.months), _last_day(rule)
    assert isinstance(trigger, Calendar)
    numbers = sum(1 << item.number - 1 for item in trigger.on if item.kind == "day" and item.number > 0)
    months = sum(1 << month - 1 for month in trigger.months)
    patch = {"trigger": {"short_month": "last_day"}}
    return no_such_day(numbers, months), Fix(label="The last day of the month", patch=patch) if numbers else None


def _last_day(rule: CronRule) -> Fix:
    """The same rule on the last day of its months; only Quartz can say that."""
    second, minute, hour, _, month = rule.fields[:5]
    text = " ".join([second, minute, hour, "L", month, "?", *rule.fields[6:]])
    return Fix(label="The last day of the month", patch={"trigger": {"text": text, "dialect": "quartz"}})


def write_trigger(trigger: Trigger) -> dict[str, Any]:
    """The canonical JSON: reading it again gives the same trigger."""
    match trigger:
        case Once():
            return write_once(trigger)
        case Every():
            return write_every(trigger)
        case Calendar():
            return write_calendar(trigger)
        case Cron():
            return {"kind": "cron", "text": trigger.text, "dialect": trigger.dialect}


@lru_cache(maxsize=4096)
def compile_trigger(trigger: Trigger, zone: Zone) -> CompiledTrigger:
    """The instants that a trigger names in a zone; the newest 4,096 are kept."""
    match trigger:
        case Once():
            return Single(trigger, zone)
        case Every():
            return Steps(trigger) if trigger.span is None else Spans(trigger, trigger.span, zone)
        case Calendar():
            return compile_calendar(trigger, zone)
        case Cron():
            return compile_cron(cron_rule(trigger), zone)


def is_elapsed(trigger: Trigger) -> bool:
    """Whether it follows real time through a clock change, rather than people's clocks."""
    match trigger:
        case Every():
            return True
        case Cron():
            return cron_rule(trigger).is_elapsed
        case _:
            return False
