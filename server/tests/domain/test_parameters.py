import re
from typing import Any

import pytest

from dayshift.domain.errors import Invalid, InvalidArguments
from dayshift.domain.parameters import Filled, Parameter, fill, read_parameters


def matches(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error as error:
        raise ValueError(str(error)) from error


def declared(*items: dict[str, Any]) -> tuple[Parameter, ...]:
    return read_parameters([{"name": "p", **item} for item in items], matches=matches)


def filled(item: dict[str, Any], given: Any = None, **placeholders: str) -> Filled:
    return fill(declared(item), {} if given is None else {"p": given}, matches=matches, placeholders=placeholders)


@pytest.mark.parametrize(
    ("item", "given", "value"),
    [
        ({}, "  any text ", "  any text "),
        ({}, 5, "5"),
        ({"type": "integer"}, "007", "7"),
        ({"type": "integer"}, -3, "-3"),
        ({"type": "number"}, " 0.10", "0.10"),
        ({"type": "number"}, 0.1, "0.1"),
        ({"type": "boolean"}, True, "true"),
        ({"type": "boolean"}, "No", "false"),
        ({"type": "date"}, "20261123", "2026-11-23"),
        ({"type": "datetime"}, "2026-11-23 09:00", "2026-11-23T09:00:00"),
        ({"type": "datetime"}, "2026-11-23T09:00+01:00", "2026-11-23T09:00:00+01:00"),
        ({"type": "choice", "choices": ["north", "south"]}, "south", "south"),
        ({"pattern": "[a-z]+"}, "abc", "abc"),
        ({"type": "integer", "min": 1, "max": 12}, 12, "12"),
        ({"type": "date", "min": "2026-01-01"}, "2026-01-01", "2026-01-01"),
    ],
)
def test_a_value_becomes_the_one_written_form_of_its_type(item: dict[str, Any], given: Any, value: str) -> None:
    assert filled(item, given).values == {"p": value}


@pytest.mark.parametrize(
    ("item", "given", "words"),
    [
        ({}, "a\0b", "NUL"),
        ({}, ["a"], "text, a number"),
        ({"type": "integer"}, "1.5", "whole number"),
        ({"type": "integer"}, "٣", "whole number"),
        ({"type": "number"}, "NaN", "finite"),
        ({"type": "number"}, "1,5", "like 12.5"),
        ({"type": "boolean"}, "perhaps", "true or false"),
        ({"type": "date"}, "2026-02-30", "like 2026-11-23"),
        ({"type": "datetime"}, "noon", "like 2026-11-23T09:00"),
        ({"type": "choice", "choices": ["north", "south"]}, "east", "one of north, south"),
        ({"pattern": "[a-z]+"}, "abc1", "match [a-z]+"),
        ({"type": "integer", "min": 2}, "1", "at least 2"),
        ({"type": "integer", "max": 9}, "10", "at most 9"),
        ({"type": "date", "max": "2026-01-01"}, "2026-01-02", "at most 2026-01-01"),
        ({"type": "datetime", "min": "2026-01-01T00:00"}, "2026-01-02T00:00Z", "offset"),
        ({"required": True}, None, "required"),
        ({"required": True, "type": "integer"}, "", "required"),
    ],
)
def test_a_wrong_value_names_its_parameter_and_the_cure(item: dict[str, Any], given: Any, words: str) -> None:
    with pytest.raises(InvalidArguments) as refused:
        filled(item, given)

    assert refused.value.faults[0].field == "parameters.p"
    assert words in refused.value.faults[0].text


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"name": "1a"}, "letters, digits"),
        ({"name": 5}, "name must be text"),
        ({"name": None}, "needs a name"),
        ({"typo": 1}, "'typo'"),
        ({"type": "file"}, "'file'"),
        ({"type": "choice"}, "choices"),
        ({"choices": ["a"]}, "choices"),
        ({"choices": "ab", "type": "choice"}, "list of texts"),
        ({"option": "month"}, "--month"),
        ({"option": "--a b"}, "--month"),
        ({"pattern": "("}, "cannot be read"),
        ({"type": "integer", "pattern": "a"}, "only a text"),
        ({"min": 1}, "no least"),
        ({"type": "integer", "max": "many"}, "whole number"),
        ({"type": "integer", "default": "x"}, "whole number"),
        ({"default": {"a": 1}}, "text, a number"),
        ({"required": "yes"}, "true or false"),
    ],
)
def test_a_wrong_declaration_is_refused(item: dict[str, Any], words: str) -> None:
    with pytest.raises(Invalid) as refused:
        declared(item)

    assert refused.value.faults[0].field.startswith("parameters.")
    assert words in refused.value.faults[0].text


def test_all_that_is_wrong_is_said_at_once() -> None:
    parameters = read_parameters([{"name": "a", "type": "integer"}, {"name": "b", "required": True}], matches=matches)

    with pytest.raises(InvalidArguments) as refused:
        fill(parameters, {"a": "x", "c": 1}, matches=matches)

    assert [fault.field for fault in refused.value.faults] == ["parameters.c", "parameters.a", "parameters.b"]


def test_names_are_declared_once_and_not_without_end() -> None:
    with pytest.raises(Invalid, match="twice"):
        declared({}, {})
    with pytest.raises(Invalid, match="most is 50"):
        read_parameters([{"name": f"p{number}"} for number in range(51)], matches=matches)


def test_a_default_is_used_with_its_placeholders_filled_and_checked() -> None:
    item = {"type": "date", "default": "{{ yesterday }}", "option": "--day"}

    assert filled(item, yesterday="2026-11-22").arguments == ("--day", "2026-11-22")
    assert filled(item, "2026-01-01", yesterday="2026-11-22").values == {"p": "2026-01-01"}
    with pytest.raises(InvalidArguments):
        filled(item)


def test_a_given_value_is_literal() -> None:
    assert filled({}, "{{ today }}", today="2026-11-23").values == {"p": "{{ today }}"}


@pytest.mark.parametrize(
    ("item", "given", "arguments"),
    [
        ({"option": "--month"}, "may", ("--month", "may")),
        ({"option": "--month"}, "-rf", ("--month=-rf",)),
        ({"option": "-n", "type": "integer"}, -5, ("-n=-5",)),
        ({"option": "--text"}, "", ("--text", "")),
        ({"option": "--fast", "type": "boolean"}, True, ("--fast",)),
        ({"option": "--fast", "type": "boolean"}, False, ()),
        ({"option": "--month"}, None, ()),
        ({}, "may", ()),
    ],
)
def test_an_option_adds_its_value_to_the_arguments(
    item: dict[str, Any], given: Any, arguments: tuple[str, ...]
) -> None:
    assert filled(item, given).arguments == arguments


def test_a_parameter_that_was_left_out_is_an_empty_text() -> None:
    assert filled({"type": "integer"}).values == {"p": ""}
