"""Saying which day it is that a rule waits for in vain."""

from dayshift.domain.triggers.times import bits
from dayshift.domain.triggers.vocabulary import MONTHS, joined, ordinal

NO_SUCH_DAY = "No such day: this never happens before 2100."


def no_such_day(numbers: int, months: int) -> str:
    """February never has a 30th. ``numbers`` (bit 0 is the 1st) and ``months`` (bit 0 is January) are bits."""
    if not numbers:
        return NO_SUCH_DAY
    names = [MONTHS[month] for month in bits(months)]
    day = ordinal(next(bits(numbers)) + 1)
    article = "an" if day.startswith(("8", "11", "18")) else "a"
    return f"No such day: {joined(names)} never {'has' if len(names) == 1 else 'have'} {article} {day}."
