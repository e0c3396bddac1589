from typing import Any

import pytest

from dayshift.domain.errors import Invalid
from dayshift.domain.variables import check_variables


def test_ordinary_variables_and_secrets_are_taken() -> None:
    check_variables(
        {"A": "", "_b1": "x" * 32_768, "LD_PRELOAD": "x", "PYTHONPATH": "lib", "TOKEN": {"secret": "crm-token"}}
    )


@pytest.mark.parametrize(
    "name", ["", "1a", "a-b", "a b", "ä", "A=B", "a\n", "PYTHONHOME", "DAYSHIFT_URL", "DAYSHIFT_", "HOPSWORKS_ENGINE"]
)
def test_a_name_that_is_none_or_ours_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_variables({"GOOD": "x", name: "x"})

    assert [fault.field for fault in refused.value.faults] == [f"variables.{name}"]


@pytest.mark.parametrize(
    "value",
    ["x" * 32_769, "ö" * 16_385, "a\0b", 5, None, ["a"], {}, {"secret": 1}, {"secret": "a b"}, {"secret": "A", "x": 1}],
)
def test_a_value_that_no_program_can_be_given_is_refused(value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        check_variables({"NAME": value})

    assert refused.value.faults[0].field == "variables.NAME"
