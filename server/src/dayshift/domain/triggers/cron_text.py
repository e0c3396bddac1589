"""What is looked at before a cron text is taken apart: its letters, its length, and what is no rule at all."""

import re
from collections.abc import Callable, Sequence

from dayshift.domain.errors import Fault, Fix, InvalidCron
from dayshift.domain.triggers.cron import Dialect, refuse, write_instead
from dayshift.domain.triggers.cron_fields import Field, Refused

LONGEST = 256
"""Characters of a cron text."""

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

_ZONE = re.compile(r"(?:CRON_)?TZ=(\S+)[ \t]+(.+)", re.IGNORECASE)
_EVERY = re.compile(r"@every +(\d{1,7})([smh])(?:0[ms])*", re.IGNORECASE)
_HASHED = re.compile(r"H(?:\(\d+-\d+\))?(?P<step>/\d+)?|(?P<low>\d+)~\d+", re.IGNORECASE)
_UNITS = {"s": "second", "m": "minute", "h": "hour"}


def clean(text: str) -> str:
    """The text without outer blanks. Raises InvalidCron for what no dialect can read."""
    if not text.isascii() or any(not letter.isprintable() and letter != "\t" for letter in text):
        raise refuse("Write it in one line, with plain ASCII letters, digits and spaces.")
    if len(text) > LONGEST:
        raise refuse(f"This is longer than {LONGEST} characters.")
    stripped = text.strip(" \t")
    if not stripped:
        raise refuse("Write a rule, for example 0 9 * * 1-5.")
    _refuse_foreign(stripped)
    return stripped


def _refuse_foreign(text: str) -> None:
    zoned, every = _ZONE.fullmatch(text), _EVERY.fullmatch(text)
    if zoned:
        patch = {"tz": zoned[1], "trigger": {"text": zoned[2]}}
        raise refuse("The zone has its own field.", f"Use the zone {zoned[1]}", patch)
    if text.casefold() == "@reboot":
        raise refuse("A schedule has no boot to wait for.")
    if every:
        number, unit = int(every[1]), _UNITS[every[2].lower()]
        label = f"Every {number} {unit}{'s' if number > 1 else ''}"
        raise refuse("That is another program's word.", label, every_instead(number, unit))
    if text.casefold().startswith("@every"):
        raise refuse("That is another program's word.")
    _refuse_hashes(text)


def _refuse_hashes(text: str) -> None:
    fields = text.split()
    exact = [",".join(_unhash(item) for item in field.split(",")) for field in fields]
    if exact != fields:
        raise refuse("Cron here is exact.", f"Use {' '.join(exact)}", write_instead(" ".join(exact)))


def _unhash(item: str) -> str:
    match = _HASHED.fullmatch(item)
    if match is None:
        return item
    return f"*{match['step']}" if match["step"] else match["low"] or "0"


def every_instead(number: int, unit: str) -> dict[str, dict[str, object]]:
    """The patch that makes an elapsed rule of a cron text."""
    return {"trigger": {"kind": "every", "n": number, "unit": unit, "text": None, "dialect": None}}


def guess_dialect(text: str) -> Dialect:
    """The dialect of a text that came without: by ``@`` and the number of fields. Raises InvalidCron."""
    fields = text.split()
    if text.startswith("@") or len(fields) == 5:
        return "cron5"
    if len(fields) in (6, 7):
        return "quartz"
    raise wrong_number(len(fields), "Unix cron has five: minute, hour, day of month, month, day of week.")


def wrong_number(number: int, needed: str) -> InvalidCron:
    """The refusal of a text with too few or too many fields."""
    said = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return refuse(f"{said} field{'' if number == 1 else 's'}. {needed}")


def read_each(
    texts: Sequence[str], places: Sequence[Field], read: Callable[[str, Field], list[int]]
) -> list[list[int]]:
    """The values of all fields. Raises InvalidCron with one fault for each field that cannot be read."""
    values, faults = [], []
    for position, (text, place) in enumerate(zip(texts, places, strict=True)):
        try:
            values.append(read(text, place))
        except Refused as refused:
            cured = None
            if refused.instead is not None:
                cured = " ".join([*texts[:position], refused.instead, *texts[position + 1 :]])
            faults.append(_fault(f"{place.name}: {refused.text}", cured, texts, place))
    if faults:
        raise InvalidCron(*faults)
    return values


def _fault(text: str, cured: str | None, texts: Sequence[str], place: Field) -> Fault:
    fix = Fix(label=f"Use {cured}", patch=write_instead(cured)) if cured else _long_step(texts, place)
    return Fault(field="trigger.text", text=text, code=InvalidCron.code, fix=fix)


def _long_step(texts: Sequence[str], place: Field) -> Fix | None:
    """Every 90 minutes, for somebody who wrote ``*/90 * * * *`` and nothing else."""
    unit = {"minute": "minute", "hour": "hour"}.get(place.name)
    wanted = {"minute": r"\*/(\d+)(?: [*?]){4}", "hour": r"0 \*/(\d+)(?: [*?]){3}"}.get(place.name, "")
    match = re.fullmatch(wanted, " ".join(texts[-5:]))
    if unit is None or match is None or int(match[1]) < 24:
        return None
    return Fix(label=f"Every {match[1]} {unit}s", patch=every_instead(int(match[1]), unit))
