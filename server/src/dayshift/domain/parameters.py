"""The named values that a job asks for when it is run, and the variables that its program is given."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from dayshift.domain import arguments
from dayshift.domain.errors import Fault, Invalid, InvalidArguments

Matches = Callable[[str, str], bool]  # (pattern, text): the whole text matches; raises ValueError for a broken pattern

MOST_PARAMETERS = 50
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_OPTION = re.compile(r"--?[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_BOOLEANS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}


class ParameterType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"


_RANGED = frozenset((ParameterType.INTEGER, ParameterType.NUMBER, ParameterType.DATE, ParameterType.DATETIME))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value that a job asks for. ``default``, ``min`` and ``max`` are in the type's own written form; a default may
    hold placeholders. ``option`` is what comes before the value on the command line."""

    name: str
    label: str = ""
    type: ParameterType = ParameterType.TEXT
    required: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    min: str | None = None
    max: str | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a run gets: each parameter's value as text ("" for one that was left out), and the arguments they add."""

    values: Mapping[str, str]
    arguments: tuple[str, ...]


class _Wrong(ValueError):
    """What is wrong with one value, in words that follow "it"."""


def read_parameters(items: Sequence[Mapping[str, Any]], *, matches: Matches) -> tuple[Parameter, ...]:
    """The parameters that a job's JSON declares. Raises Invalid, with a field ``parameters.NAME`` for each fault."""
    if len(items) > MOST_PARAMETERS:
        raise Invalid.of("parameters", f"there are {len(items)}, the most is {MOST_PARAMETERS}")
    faults: list[Fault] = []
    parameters: dict[str, Parameter] = {}
    for number, item in enumerate(items, start=1):
        try:
            parameter = _declared(item, matches)
            if parameter.name in parameters:
                raise _Wrong("is declared twice; rename one")
            parameters[parameter.name] = parameter
        except _Wrong as wrong:
            faults.append(Fault(field=f"parameters.{item.get('name') or number}", text=str(wrong)))
    if faults:
        raise Invalid(*faults)
    return tuple(parameters.values())


def fill(
    parameters: Sequence[Parameter],
    given: Mapping[str, Any],
    *,
    matches: Matches,
    placeholders: Mapping[str, str] | None = None,
) -> Filled:
    """Check what a run was given and add the defaults, in which ``placeholders`` are filled.

    Raises InvalidArguments with a field ``parameters.NAME`` for each value that is missing, wrong or not asked for.
    """
    known = {parameter.name for parameter in parameters}
    faults = [_fault(name, "is not a parameter of this job; remove it") for name in given if name not in known]
    values: dict[str, str] = {}
    words: list[str] = []
    for parameter in parameters:
        try:
            value = _chosen(parameter, given.get(parameter.name), matches, placeholders or {})
        except _Wrong as wrong:
            faults.append(_fault(parameter.name, str(wrong)))
            continue
        values[parameter.name] = value or ""
        words += _words(parameter, value)
    if faults:
        raise InvalidArguments(*faults)
    return Filled(values=values, arguments=tuple(words))


def _declared(item: Mapping[str, Any], matches: Matches) -> Parameter:
    parameter = _shaped(item)
    if not _NAME.fullmatch(parameter.name):
        raise _Wrong("needs a name of letters, digits and _, at most 64, that begins with no digit")
    if parameter.option is not None and not _OPTION.fullmatch(parameter.option):
        raise _Wrong(f"the option {parameter.option!r} must look like --month or -m")
    if (parameter.type is ParameterType.CHOICE) != bool(parameter.choices):
        raise _Wrong("needs choices exactly when its type is choice")
    if parameter.pattern is not None:
        _check_pattern(parameter, matches)
    for bound in (parameter.min, parameter.max):
        if bound is not None:
            _check_bound(parameter, bound)
    if parameter.default is not None and not arguments.has_placeholder(parameter.default):
        _value(parameter, parameter.default, matches)
    return parameter


def _shaped(item: Mapping[str, Any]) -> Parameter:
    """The item as a Parameter, its types checked and its values in text."""
    if unknown := sorted(item.keys() - Parameter.__dataclass_fields__.keys()):
        raise _Wrong(f"has no field {unknown[0]!r}")
    kind = item.get("type", "text")
    if kind not in set(ParameterType):
        raise _Wrong(f"the type {kind!r} is none of {', '.join(ParameterType)}")
    for field in ("name", "label", "pattern", "option"):
        if not isinstance(item.get(field, ""), str | None):
            raise _Wrong(f"{field} must be text")
    if not isinstance(item.get("required", False), bool):
        raise _Wrong("required must be true or false")
    choices = item.get("choices") or ()
    if isinstance(choices, str) or not all(isinstance(choice, str) for choice in choices):
        raise _Wrong("choices must be a list of texts")
    texts = {field: None if item.get(field) is None else _text(item[field]) for field in ("default", "min", "max")}
    return Parameter(
        name=item.get("name") or "",
        label=item.get("label") or "",
        type=ParameterType(kind),
        required=item.get("required", False),
        choices=tuple(choices),
        pattern=item.get("pattern"),
        option=item.get("option"),
        **texts,
    )


def _check_pattern(parameter: Parameter, matches: Matches) -> None:
    if parameter.type is not ParameterType.TEXT:
        raise _Wrong("only a text can have a pattern")
    try:
        matches(parameter.pattern or "", "")
    except ValueError as error:
        raise _Wrong(f"the pattern cannot be read: {error}") from error


def _check_bound(parameter: Parameter, bound: str) -> None:
    if parameter.type not in _RANGED:
        raise _Wrong(f"a {parameter.type} has no least and no greatest value")
    try:
        _READERS[parameter.type](bound)
    except _Wrong as wrong:
        raise _Wrong(f"the bound {bound!r} {wrong}") from wrong


def _chosen(parameter: Parameter, given: Any, matches: Matches, placeholders: Mapping[str, str]) -> str | None:
    if given is None and parameter.default is not None:
        given = arguments.fill(parameter.default, placeholders)
    if given is None or (given == "" and parameter.type is not ParameterType.TEXT):
        if parameter.required:
            raise _Wrong("is required; give it a value")
        return None
    return _value(parameter, _text(given), matches)


def _value(parameter: Parameter, text: str, matches: Matches) -> str:
    """``text`` in the type's one written form, checked against all that the parameter says."""
    value = _READERS[parameter.type](text)
    if parameter.type is ParameterType.CHOICE and value not in parameter.choices:
        raise _Wrong(f"must be one of {', '.join(parameter.choices)}")
    if parameter.pattern is not None and not matches(parameter.pattern, value):
        raise _Wrong(f"must match {parameter.pattern}")
    if parameter.min is not None and _before(parameter.type, value, parameter.min):
        raise _Wrong(f"must be at least {parameter.min}")
    if parameter.max is not None and _before(parameter.type, parameter.max, value):
        raise _Wrong(f"must be at most {parameter.max}")
    return value


def _words(parameter: Parameter, value: str | None) -> list[str]:
    """What the value adds to the command line."""
    if parameter.option is None or value is None:
        return []
    if parameter.type is ParameterType.BOOLEAN:
        return [parameter.option] if value == "true" else []
    if value.startswith("-"):
        return [f"{parameter.option}={value}"]
    return [parameter.option, value]


def _text(given: Any) -> str:
    match given:
        case bool():
            return "true" if given else "false"
        case str() | int():
            return str(given)
        case float():
            return repr(given)
    raise _Wrong("must be a text, a number or a truth value")


def _plain(text: str) -> str:
    if "\0" in text:
        raise _Wrong("has a NUL character, which no program can be given")
    return text


def _integer(text: str) -> str:
    if not re.fullmatch(r"\s*[+-]?[0-9]{1,100}\s*", text):
        raise _Wrong("must be a whole number")
    return str(int(text))


def _number(text: str) -> str:
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise _Wrong("must be a number, written like 12.5") from error
    if not value.is_finite():
        raise _Wrong("must be a finite number")
    return text.strip()


def _boolean(text: str) -> str:
    try:
        return _BOOLEANS[text.strip().lower()]
    except KeyError as error:
        raise _Wrong("must be true or false") from error


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise _Wrong("must be a date, written like 2026-11-23") from error


def _datetime(text: str) -> str:
    try:
        return datetime.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise _Wrong("must be a date and time, written like 2026-11-23T09:00") from error


_READERS: Mapping[ParameterType, Callable[[str], str]] = {
    ParameterType.TEXT: _plain,
    ParameterType.INTEGER: _integer,
    ParameterType.NUMBER: _number,
    ParameterType.BOOLEAN: _boolean,
    ParameterType.DATE: _date,
    ParameterType.DATETIME: _datetime,
    ParameterType.CHOICE: _plain,
}


def _before(kind: ParameterType, one: str, other: str) -> bool:
    """Whether ``one`` is less than ``other``, both in their written form."""
    if kind in (ParameterType.INTEGER, ParameterType.NUMBER):
        return Decimal(one) < Decimal(other)
    if kind is ParameterType.DATE:
        return date.fromisoformat(one) < date.fromisoformat(other)
    first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
    if (first.tzinfo is None) != (second.tzinfo is None):
        raise _Wrong("must say its offset from UTC exactly when its bounds do")
    return first < second


def _fault(name: str, text: str) -> Fault:
    return Fault(field=f"parameters.{name}", text=text, code=InvalidArguments.code)
