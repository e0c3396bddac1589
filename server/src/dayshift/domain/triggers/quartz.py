"""Quartz: second, minute, hour, day of month, month, day of week and perhaps a year. Sunday is 1."""

import re

from dayshift.domain.errors import InvalidCron
from dayshift.domain.triggers.cron import EVERY_DAY, CronRule, refuse, write_instead
from dayshift.domain.triggers.cron5 import read_cron5, with_question_mark
from dayshift.domain.triggers.cron_fields import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    QUARTZ_WEEKDAY,
    SECOND,
    YEAR,
    Field,
    Refused,
    read_list,
    split_item,
    value,
)
from dayshift.domain.triggers.cron_text import read_each, wrong_number
from dayshift.domain.triggers.day_items import DayItem, in_order
from dayshift.domain.triggers.times import mask_of
from dayshift.domain.triggers.translate import cron5_day_number, quartz_of

PLACES = (SECOND, MINUTE, HOUR, DAY, MONTH, QUARTZ_WEEKDAY, YEAR)
_FROM_END = re.compile(r"L-(\d{1,2})")
_NEAREST = re.compile(r"(\d{1,2})W")
_LAST = re.compile(r"([0-9]+|[A-Z]{3,})L")
_NTH = re.compile(r"([0-9]+|[A-Z]{3,})#(\d+)")


def read_quartz(text: str) -> CronRule:
    """What a cleaned text means. Raises InvalidCron."""
    fields = text.upper().split()
    if len(fields) == 5:
        raise _five_fields(text)
    if len(fields) not in (6, 7):
        needed = "Quartz has six or seven: second, minute, hour, day of month, month, day of week and perhaps a year."
        raise wrong_number(len(fields), needed)
    items: list[DayItem] = []
    values = read_each(fields, PLACES[: len(fields)], lambda text, place: _read_field(text, place, items))
    _refuse_day_fields(fields)
    return _rule(fields, values, in_order(items))


def _rule(fields: list[str], values: list[list[int]], items: tuple[DayItem, ...]) -> CronRule:
    seconds, minutes, hours, numbers, months, weekdays = values[:6]
    return CronRule(
        fields=tuple(fields),
        seconds=mask_of(seconds),
        minutes=mask_of(minutes),
        hours=mask_of(hours),
        days=EVERY_DAY if fields[3] == "*" else mask_of(number - 1 for number in numbers),
        months=mask_of(number - 1 for number in months),
        weekdays=mask_of((number - 2) % 7 for number in weekdays),
        either=True,
        items=items,
        years=mask_of(year - 1970 for year in values[6]) if len(values) == 7 and fields[6] != "*" else None,
    )


def _five_fields(text: str) -> InvalidCron:
    said = "Five fields. Quartz starts with seconds and needs `?` in one of the day fields."
    try:
        same = quartz_of(read_cron5(text))
    except InvalidCron:
        same = None
    return refuse(said, f"Use {same}", write_instead(same)) if same else refuse(said)


def _refuse_day_fields(fields: list[str]) -> None:
    number, weekday = fields[3], fields[5]
    if (number == "?") != (weekday == "?"):
        return
    if number == "?":
        raise refuse("Quartz needs `?` in only one of the two day fields.", *_cure([*fields[:3], "*", *fields[4:]]))
    if "*" in (number, weekday):
        raise refuse("Quartz needs `?` in one of the two day fields.", *_cure(with_question_mark(fields)))
    said = "Quartz cannot combine a day of month with a day of week. Two schedules, or Unix cron, can."
    shifted = cron5_day_number(weekday)
    if fields[0] != "0" or len(fields) > 6 or shifted is None or not re.fullmatch(r"[0-9,-]+", number):
        raise refuse(said)
    same = " ".join([*fields[1:5], shifted])
    raise refuse(said, f"Use {same} in Unix cron", write_instead(same, "cron5"))


def _cure(fields: list[str]) -> tuple[str, dict[str, object]]:
    text = " ".join(fields)
    return f"Use {text}", write_instead(text)


def _read_field(text: str, place: Field, items: list[DayItem]) -> list[int]:
    if text == "?" and place in (DAY, QUARTZ_WEEKDAY):
        return []
    special = {DAY.name: _day_item, QUARTZ_WEEKDAY.name: _weekday_item}.get(place.name)

    def read_item(item: str, place: Field) -> list[int]:
        found = special(item) if special else None
        if found is None:
            return _read_item(item, place)
        items.append(found)
        return []

    return read_list(text, place, read_item)


def _day_item(text: str) -> DayItem | None:
    """``L``, ``L-3``, ``LW``, ``15W``; None for anything else. Raises Refused."""
    from_end, nearest = _FROM_END.fullmatch(text), _NEAREST.fullmatch(text)
    if text == "L":
        return DayItem(kind="day", number=-1)
    if text == "LW":
        return DayItem(kind="workday", number=-1)
    if from_end:
        back = int(from_end[1])
        if not 1 <= back <= 30:
            raise Refused(f"{back} is not between 1 and 30 days before the last.")
        return DayItem(kind="day", number=-1 - back)
    return DayItem(kind="nearest_weekday", number=value(nearest[1], DAY, text)) if nearest else None


def _weekday_item(text: str) -> DayItem | None:
    """``6L``, ``FRIL``, ``6#2``, ``FRI#2``; None for anything else. Raises Refused."""
    last, nth = _LAST.fullmatch(text), _NTH.fullmatch(text)
    if last and last[1] not in QUARTZ_WEEKDAY.long_names:
        return DayItem(kind="nth", number=-1, weekday=(value(last[1], QUARTZ_WEEKDAY, text) - 2) % 7)
    if nth is None:
        return None
    weekday = (value(nth[1], QUARTZ_WEEKDAY, text) - 2) % 7
    if not 1 <= int(nth[2]) <= 5:
        raise Refused(f"{nth[2]} is not between 1 and 5: a month has at most five of a day.")
    return DayItem(kind="nth", number=int(nth[2]), weekday=weekday)


def _read_item(text: str, place: Field) -> list[int]:
    if text == "L" and place is QUARTZ_WEEKDAY:
        return [7]
    item = split_item(text, place)
    if item.first is None:
        return place.every()[:: item.step or 1]
    last = item.last if item.last is not None else (place.high if item.step else item.first)
    if last >= item.first:
        return list(range(item.first, last + 1, item.step or 1))
    if place is YEAR:
        raise Refused("the range runs backwards.")
    return [*range(item.first, place.high + 1), *range(place.low, last + 1)][:: item.step or 1]
