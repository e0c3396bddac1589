"""English names and forms, of which all sentences are made."""

from collections.abc import Sequence
from datetime import date

from dayshift.domain.triggers.days import EPOCH
from dayshift.domain.triggers.moments import write_time
from dayshift.domain.triggers.times import DAY_S

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def joined(words: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``11th``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def counted(number: int, unit: str) -> str:
    """``1 day``, ``1,440 runs``."""
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def short_date(day: int) -> str:
    """``Mon 23 Nov 2026`` for a day counted from the epoch."""
    then = date.fromordinal(day + EPOCH)
    return f"{WEEKDAYS[then.weekday()][:3]} {then.day} {MONTHS[then.month - 1][:3]} {then.year}"


def day_and_time(wall: int, this_year: int) -> str:
    """``Mon 23 Nov 09:00``; with its year if that is another one."""
    day, time = divmod(wall, DAY_S)
    said = short_date(day)
    return f"{said.removesuffix(f' {this_year}')} {write_time(time)}"


def year_of(wall: int) -> int:
    return date.fromordinal(wall // DAY_S + EPOCH).year


def utc_offset(seconds: int) -> str:
    """``UTC+1``, ``UTC−3:30``."""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"UTC{'−' if seconds < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def duration(seconds: float) -> str:
    """A duration to the nearest sensible unit: ``40 s``, ``52 min``, ``3 h``, ``2 days``."""
    for unit, name, limit in ((1, "s", 90), (60, "min", 5400), (3600, "h", 172_800)):
        if seconds < limit:
            return f"{round(seconds / unit)} {name}"
    return f"{round(seconds / DAY_S)} days"


def ranged(numbers: Sequence[int]) -> str:
    """Numbers in words, runs of three or more as a range: ``0, 5 and 9 to 17``."""
    words: list[str] = []
    run: list[int] = []
    for number in [*numbers, -1]:
        if run and number != run[-1] + 1:
            words += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
            run = []
        run.append(number)
    return joined(words)
