"""The time engine: which instants a rule names. Pure; an instant is whole UTC seconds since the epoch, everywhere."""

from dayshift.domain.triggers.calendar import Calendar
from dayshift.domain.triggers.cron import Cron
from dayshift.domain.triggers.every import Every
from dayshift.domain.triggers.kinds import Trigger, compile_trigger, is_elapsed, read_trigger, write_trigger
from dayshift.domain.triggers.once import Once
from dayshift.domain.triggers.search import CompiledTrigger

__all__ = [
    "Calendar",
    "CompiledTrigger",
    "Cron",
    "Every",
    "Once",
    "Trigger",
    "compile_trigger",
    "is_elapsed",
    "read_trigger",
    "write_trigger",
]
