"""Unix cron: minute, hour, day of month, month, day of week. Sunday is 0 and 7."""

import re
from itertools import pairwise

from dayshift.domain.errors import InvalidCron
from dayshift.domain.triggers.cron import EVERY_MONTH, CronRule, refuse, write_instead
from dayshift.domain.triggers.cron_fields import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    WEEKDAY,
    WEEKDAYS,
    Field,
    Item,
    Refused,
    read_list,
    split_item,
)
from dayshift.domain.triggers.cron_text import read_each, wrong_number
from dayshift.domain.triggers.times import mask_of

PLACES = (MINUTE, HOUR, DAY, MONTH, WEEKDAY)
_NICKNAMES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_QUARTZ_DAY = re.compile(r"L(?:-\d{1,2})?|LW|\d{1,2}W|(?:\d|[A-Z]{3})(?:L|#\d)")


def read_cron5(text: str) -> CronRule:
    """What a cleaned text means. Raises InvalidCron."""
    fields = _split(text)
    _refuse_quartz(fields)
    minutes, hours, numbers, months, weekdays = read_each(fields, PLACES, _read_field)
    starred = fields[2].startswith("*") or fields[4].startswith("*")
    return CronRule(
        fields=("0", *fields),
        seconds=1,
        minutes=mask_of(minutes),
        hours=mask_of(hours),
        days=mask_of(number - 1 for number in numbers),
        months=mask_of(number - 1 for number in months) & EVERY_MONTH,
        weekdays=mask_of((number - 1) % 7 for number in weekdays),
        either=not starred,
    )


def _split(text: str) -> list[str]:
    if text.startswith("@"):
        plain = _NICKNAMES.get(text.casefold())
        if plain is None:
            raise refuse(f'"{text}" is not one of {", ".join(_NICKNAMES)}.')
        return plain.split()
    fields = text.upper().split()
    if len(fields) == 6:
        raise _six_fields(fields)
    if len(fields) != 5:
        raise wrong_number(len(fields), "Unix cron has five: minute, hour, day of month, month, day of week.")
    return fields


def _six_fields(fields: list[str]) -> InvalidCron:
    said = "Six fields. Unix cron has five; a sixth, in front, is Quartz's seconds."
    return refuse(said, "Read as Quartz", write_instead(" ".join(with_question_mark(fields)), "quartz"))


def with_question_mark(fields: list[str]) -> list[str]:
    """Quartz fields with the ``?`` that they need, if one of the two day fields is a star to put it for."""
    if "?" in (fields[3], fields[5]) or "*" not in (fields[3], fields[5]):
        return fields
    position = 5 if fields[5] == "*" else 3
    return [*fields[:position], "?", *fields[position + 1 :]]


def _refuse_quartz(fields: list[str]) -> None:
    """L, W and # with the same rule in Quartz, where there is one."""
    by_number, by_weekday = (any(_QUARTZ_DAY.fullmatch(item) for item in fields[i].split(",")) for i in (2, 4))
    if not by_number and not by_weekday:
        return
    minute, hour, number, month, weekday = fields
    said, same = "L, W and # are Quartz.", None
    if by_number and weekday == "*":
        same = f"0 {minute} {hour} {number} {month} ?"
    elif by_weekday and number == "*" and "L" not in weekday.split(","):
        shifted = re.sub(r"(?<![^,])[0-7]", lambda match: str(int(match[0]) % 7 + 1), weekday)
        same = f"0 {minute} {hour} ? {month} {shifted}"
    raise refuse(said, f"Use {same} in Quartz", write_instead(same, "quartz")) if same else refuse(said)


def _read_field(text: str, place: Field) -> list[int]:
    return read_list(text, place, _read_item)


def _read_item(text: str, place: Field) -> list[int]:
    if text == "?":
        raise Refused("`?` is Quartz; Unix cron writes `*`.", "*")
    item = split_item(text, place)
    if item.first is None:
        return place.every()[:: item.step or 1]
    if item.last is None and item.step:
        raise Refused("in Unix cron a step needs a range or `*`.", f"{item.first}-{place.high}/{item.step}")
    last = _range_end(item, place)
    if last < item.first:
        raise Refused("the range runs backwards.", _forwards(item, place))
    return list(range(item.first, last + 1, item.step or 1))


def _range_end(item: Item, place: Field) -> int:
    """The end of a range; ``FRI-SUN`` ends on day 7, but ``SUN-SUN`` is the one day that it says."""
    first, last = item.first or 0, item.first or 0
    if item.last is not None:
        last = item.last
    if place is WEEKDAY and last == 0 and first > 0 and re.search(r"-SUN\b", item.text):
        return 7
    return last


def _forwards(item: Item, place: Field) -> str:
    """A range that runs backwards as a list that says the same: ``22-23,0-2``, ``SAT,SUN,MON``."""
    first, last = item.first or 0, item.last or 0
    top = 6 if place is WEEKDAY else place.high
    around = [*range(min(first, top + 1), top + 1), *range(place.low, last + 1)][:: item.step or 1]
    if place is WEEKDAY and item.text[0].isalpha():
        return ",".join(WEEKDAYS[number][:3] for number in around)
    return ",".join(runs(around))


def runs(numbers: list[int]) -> list[str]:
    """Numbers as the fewest values and ranges of a cron list: 22, 23, 0, 1, 2 is ``22-23`` and ``0-2``."""
    starts = [0, *(i for i, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1), len(numbers)]
    spans = [numbers[a:b] for a, b in pairwise(starts)]
    return [str(span[0]) if len(span) == 1 else f"{span[0]}-{span[-1]}" for span in spans]
