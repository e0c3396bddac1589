"""The fields of a cron text, and the reading of numbers, names, ranges and steps, which both dialects share."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE",
    "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
WEEKDAYS = ("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY")

_ITEM = re.compile(r"(?:\*|(?P<first>[0-9]{1,4}|[A-Z]+)(?:-(?P<last>[0-9]{1,4}|[A-Z]+))?)(?:/(?P<step>[0-9]{1,4}))?")


class Refused(Exception):
    """Why one item of a field cannot be read, and what to write instead of it, if that is plain."""

    def __init__(self, text: str, instead: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.instead = instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One place of a cron text. ``inside`` is the unit in which its steps repeat; ``range_hint`` ends a message."""

    name: str
    low: int
    high: int
    largest_step: int
    inside: str
    names: Mapping[str, int] = field(default_factory=dict)
    long_names: Mapping[str, int] = field(default_factory=dict)
    range_hint: str = ""
    digits: int = 2

    def every(self) -> list[int]:
        return list(range(self.low, self.high + 1))


def _numbered(names: tuple[str, ...], first: int) -> dict[str, int]:
    return {name: number for number, name in enumerate(names, first)}


def _short(names: tuple[str, ...], first: int) -> dict[str, int]:
    return {name[:3]: number for number, name in enumerate(names, first)}


SECOND = Field(name="second", low=0, high=59, largest_step=59, inside="minute")
MINUTE = Field(name="minute", low=0, high=59, largest_step=59, inside="hour")
HOUR = Field(name="hour", low=0, high=23, largest_step=23, inside="day")
DAY = Field(name="day of month", low=1, high=31, largest_step=31, inside="month")
MONTH = Field(
    name="month",
    low=1,
    high=12,
    largest_step=12,
    inside="year",
    names=_short(MONTHS, 1),
    long_names=_numbered(MONTHS, 1),
)
WEEKDAY = Field(
    name="day of week",
    low=0,
    high=7,
    largest_step=7,
    inside="week",
    names=_short(WEEKDAYS, 0),
    long_names=_numbered(WEEKDAYS, 0),
    range_hint=" (0 and 7 are Sunday)",
)
QUARTZ_WEEKDAY = Field(
    name="day of week",
    low=1,
    high=7,
    largest_step=7,
    inside="week",
    names=_short(WEEKDAYS, 1),
    long_names=_numbered(WEEKDAYS, 1),
)
YEAR = Field(name="year", low=1970, high=2099, largest_step=129, inside="century", digits=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a list: ``*``, a value or a range, with or without a step. ``None`` where it is not written."""

    text: str
    first: int | None
    last: int | None
    step: int | None

    @property
    def is_star(self) -> bool:
        return self.first is None


def split_item(text: str, place: Field) -> Item:
    """Take an item apart; its values and its step are within the field's limits. Raises Refused."""
    match = _ITEM.fullmatch(text)
    if match is None:
        raise Refused(f'"{text}" is not a number, a range or a step.')
    first = value(match["first"], place, text) if match["first"] else None
    last = value(match["last"], place, text) if match["last"] else None
    step = int(match["step"]) if match["step"] else None
    if step == 0:
        raise Refused("a step is at least 1.")
    if step is not None and step > place.largest_step:
        raise Refused(
            f"a step of {step} never happens inside {_a(place.inside)}; this would run once {_a(place.inside)}."
        )
    return Item(text=text, first=first, last=last, step=step)


def value(text: str, place: Field, item: str) -> int:
    """A number or a name of a field. Raises Refused, with a cure for the whole item."""
    if text.isdigit():
        if len(text) > place.digits or not place.low <= int(text) <= place.high:
            raise _outside(text, place, item)
        return int(text)
    if text in place.names:
        return place.names[text]
    if text in place.long_names:
        short = text[:3]
        number = place.long_names[text]
        raise Refused(f"write {short}, or {number}.", item.replace(text, short))
    raise Refused(f'"{item}" is not a number, a range or a step.')


def _outside(text: str, place: Field, item: str) -> Refused:
    if place is QUARTZ_WEEKDAY:
        cure = "1" if item == "0" else None
        return Refused("in Quartz days are 1 (Sunday) to 7 (Saturday).", cure)
    said = f"{text} is not between {place.low} and {place.high}{place.range_hint}."
    if place is HOUR and text == "24":
        return Refused(f"{said} Midnight is 0.", "0" if item == "24" else None)
    return Refused(said)


def _a(unit: str) -> str:
    return f"an {unit}" if unit == "hour" else f"a {unit}"


ReadItem = Callable[[str, Field], list[int]]


def read_list(text: str, place: Field, read_item: ReadItem) -> list[int]:
    """The values of a field, item by item. Raises Refused, with a cure for the whole field."""
    items = text.split(",")
    found: list[int] = []
    for position, item in enumerate(items):
        try:
            found += read_item(item or text, place)
        except Refused as refused:
            if refused.instead is None:
                raise
            cured = [*items[:position], refused.instead, *items[position + 1 :]]
            raise Refused(refused.text, ",".join(cured)) from None
    return found
