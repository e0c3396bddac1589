import dataclasses
from pathlib import Path

import pytest

from dayshift.domain.errors import Invalid
from dayshift.environments import uv as locking
from dayshift.environments.base import Uv
from dayshift.environments.interpreters import Interpreter


def fault(requirements: str, interpreter: Interpreter, uv: Uv) -> str:
    with pytest.raises(Invalid) as refused:
        locking.lock(requirements, interpreter, uv)
    assert [fault.field for fault in refused.value.faults] == ["requirements"]
    return refused.value.faults[0].text


def test_a_lock_has_exact_versions_with_hashes_and_names_no_index(uv: Uv, interpreter: Interpreter) -> None:
    lock = locking.lock("six>=1.16  # why\n", interpreter, uv)

    assert lock.text.startswith("six==1.")
    assert "--hash=sha256:" in lock.text
    assert "http" not in lock.text
    assert len(lock.key) == 64


def test_nothing_asked_for_is_an_empty_lock(uv: Uv, interpreter: Interpreter) -> None:
    assert locking.lock("\n# nothing\n", interpreter, uv).text == ""


def test_a_package_that_does_not_exist_is_said_with_a_near_name(uv: Uv, interpreter: Interpreter) -> None:
    assert fault("pandsa", interpreter, uv) == "there is no package pandsa; did you mean pandas?"


def test_what_only_the_server_may_read_is_never_given_to_uv(uv: Uv, interpreter: Interpreter) -> None:
    assert fault("-r /etc/passwd", interpreter, uv).startswith("line 1: '-r /etc/passwd' is no package name")


def test_a_version_that_does_not_exist_is_said(uv: Uv, interpreter: Interpreter) -> None:
    assert fault("six==99", interpreter, uv) == "six==99 does not exist; choose another version"


def test_a_package_without_a_wheel_is_said(uv: Uv, interpreter: Interpreter) -> None:
    assert "docopt has no wheel for this Python and platform" in fault("docopt", interpreter, uv)


def test_two_wishes_that_exclude_each_other_are_said(uv: Uv, interpreter: Interpreter) -> None:
    assert fault("requests==2.32.0\nurllib3==1.20", interpreter, uv) == (
        "these exclude each other: requests==2.32.0 depends on urllib3>=1.21.1,<3 and you require requests==2.32.0; "
        "so you require urllib3>=1.21.1,<3, but you require urllib3==1.20"
    )


def test_an_index_that_does_not_answer_is_said(uv: Uv, interpreter: Interpreter, tmp_path: Path) -> None:
    nobody = {**uv.variables, "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_HTTP_RETRIES": "0"}
    for name in ("UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"):
        nobody.pop(name, None)

    text = fault("six", interpreter, dataclasses.replace(uv, cache=tmp_path / "cache", variables=nobody))

    assert text == "the package index did not answer; try again later"


def test_the_key_is_of_what_the_lock_says_and_not_of_how_it_looks(interpreter: Interpreter) -> None:
    one = "a==1 \\\n    --hash=sha256:1\n# via x\nb==2 --hash=sha256:2\n"
    same = "b==2   --hash=sha256:2\na==1 --hash=sha256:1\n"

    assert locking.key_of(one, interpreter, "") == locking.key_of(same, interpreter, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "3.11.99"},
        {"implementation": "pypy"},
        {"platform": "linux-aarch64"},
        {"project": "7"},
        {"text": "a==2"},
    ],
)
def test_the_key_changes_with_all_that_makes_another_environment(
    interpreter: Interpreter, changes: dict[str, str]
) -> None:
    text, project = changes.pop("text", "a==1"), changes.pop("project", "")

    changed = locking.key_of(text, dataclasses.replace(interpreter, **changes), project)

    assert changed != locking.key_of("a==1", interpreter, "")
