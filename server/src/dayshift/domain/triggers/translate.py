"""A cron text in the other dialect, where that has the same fires and the same class."""

import re

from dayshift.domain.triggers.cron import EVERY_DAY, EVERY_WEEKDAY, CronRule
from dayshift.domain.triggers.cron5 import runs
from dayshift.domain.triggers.cron_fields import DAY, HOUR, MINUTE, MONTH, WEEKDAYS, Field
from dayshift.domain.triggers.cron_text import LONGEST

_TO_END = re.compile(r"([0-9]+|[A-Z]+)/([0-9]+)")
_RANGE = re.compile(r"([0-9]+|[A-Z]+)-([0-9]+|[A-Z]+)(/[0-9]+)?")


def quartz_of(rule: CronRule) -> str | None:
    """A Unix rule in Quartz; None if it joins a day of month with a day of week."""
    numbers_open, weekdays_open = rule.days == EVERY_DAY, rule.weekdays == EVERY_WEEKDAY
    _, minute, hour, number, month, weekday = rule.fields
    if rule.either and (numbers_open or weekdays_open):
        number, weekday = "*", "?"
    elif weekdays_open:
        weekday = "?"
    elif numbers_open:
        number, weekday = "?", quartz_day_number(weekday)
    else:
        return None
    return _if_short(f"0 {minute} {hour} {number} {month} {weekday}")


def cron5_of(rule: CronRule) -> str | None:
    """A Quartz rule in Unix cron; None if it uses seconds, years, L, W or #."""
    if rule.seconds != 1 or rule.years is not None or rule.items:
        return None
    _, minute, hour, number, month, weekday = rule.fields[:6]
    days = "*" if weekday == "?" else cron5_day_number(weekday)
    if days is None:
        return None
    fields = [_forward(text, place) for text, place in ((minute, MINUTE), (hour, HOUR))]
    fields += ["*" if number == "?" else _forward(number, DAY), _forward(month, MONTH), days]
    return _if_short(" ".join(fields))


def _if_short(text: str) -> str | None:
    return text if len(text) <= LONGEST else None


def quartz_day_number(text: str) -> str:
    """Unix days of week as Quartz counts them: ``1-5`` is ``2-6``, names stay."""
    return ",".join(_shifted(item) for item in text.split(","))


def _shifted(item: str) -> str:
    if "/" not in item:
        return re.sub(r"[0-7]", lambda match: str(int(match[0]) % 7 + 1), item)
    span, step = item.split("/")
    first, last = _ends(span)
    numbers = sorted({number % 7 + 1 for number in range(first, last + 1, int(step))})
    return ",".join(map(str, numbers))


def _ends(span: str) -> tuple[int, int]:
    if span == "*":
        return 0, 7
    first, last = (_unix_number(end) for end in span.split("-"))
    return first, last or 7 * (first > 0)


def _unix_number(text: str) -> int:
    return int(text) if text.isdigit() else next(i for i, name in enumerate(WEEKDAYS) if name.startswith(text))


def cron5_day_number(text: str) -> str | None:
    """Quartz days of week as Unix counts them; None for ``L`` and ``#``, which it has not."""
    if text == "*":
        return "*"
    shifted = [_unshifted(item) for item in text.split(",")]
    return None if None in shifted else ",".join(item for item in shifted if item)


def _unshifted(item: str) -> str | None:
    """One item: values and plain ranges keep their form, what wraps or steps becomes a list."""
    if item in ("L", "*"):
        return {"L": "6", "*": "*"}[item]
    match = re.fullmatch(r"([1-7]|[A-Z]{3}|\*)(?:-([1-7]|[A-Z]{3}))?(?:/([0-9]+))?", item)
    if match is None:
        return None
    if not match[3] and (not match[2] or match[1].isalpha()):
        return _plain(match[1], match[2])
    first = 0 if match[1] == "*" else _zero_based(match[1])
    last = _zero_based(match[2]) if match[2] else 6
    if first <= last and not match[3]:
        return f"{first}-{last}"
    around = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
    return ",".join(str(number) for number in list(around)[:: int(match[3] or 1)])


def _plain(first: str, last: str | None) -> str:
    if last is None:
        return first if first.isalpha() else str(int(first) - 1)
    start, end = _zero_based(first), _zero_based(last)
    if start <= end or end == 0:
        return f"{first}-{last}"
    return ",".join(WEEKDAYS[number][:3] for number in [*range(start, 7), *range(end + 1)])


def _zero_based(text: str) -> int:
    return int(text) - 1 if text.isdigit() else _unix_number(text)


def _forward(text: str, place: Field) -> str:
    """A field without ``a/n`` and without ranges that wrap."""
    return ",".join(_forward_item(item, place) for item in text.split(","))


def _forward_item(item: str, place: Field) -> str:
    to_end, span = _TO_END.fullmatch(item), _RANGE.fullmatch(item)
    if to_end:
        first = _number(to_end[1], place)
        step = "" if to_end[2] == "1" else f"/{to_end[2]}"
        return f"{first}-{place.high}{step}" if first < place.high else str(first)
    if span is None or _number(span[1], place) <= _number(span[2], place):
        return item
    around = [*range(_number(span[1], place), place.high + 1), *range(place.low, _number(span[2], place) + 1)]
    return ",".join(runs(around[:: int((span[3] or "/1")[1:])]))


def _number(text: str, place: Field) -> int:
    return place.names.get(text) or int(text)
