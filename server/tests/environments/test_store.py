import fcntl
import os
from pathlib import Path

import pytest

from dayshift.environments.store import Environments

KEPT, USED, FREE = ("a" * 64, "b" * 64, "c" * 64)
NOW_S = 1_800_000_000.0


@pytest.fixture
def environments(tmp_path: Path) -> Environments:
    """Three environments, read-only as built ones are."""
    environments = Environments(tmp_path / "environments")
    for key in (KEPT, USED, FREE):
        packages = environments.path(key) / "lib"
        packages.mkdir(parents=True)
        (packages / "x.py").touch(mode=0o444)
        (environments.path(key) / "meta.json").write_text("{}")
        packages.chmod(0o555)
        environments.path(key).chmod(0o555)
    return environments


def there(environments: Environments) -> set[str]:
    return {name for name in os.listdir(environments.folder) if not name.endswith(".lock")}


def test_what_is_neither_wanted_nor_held_is_removed(environments: Environments) -> None:
    with environments.hold(USED).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_SH)

        assert environments.remove_unused({KEPT}, NOW_S) == [FREE]
        assert there(environments) == {KEPT, USED}

    assert environments.remove_unused({KEPT}, NOW_S) == [USED]
    assert there(environments) == {KEPT}
    assert environments.is_ready(KEPT)
    assert not environments.is_ready(USED)


def test_what_killed_builds_and_removals_left_goes_when_it_is_old(environments: Environments) -> None:
    for name in (f"{FREE}.tmp-old", f"{FREE}.tmp-new", ".trash-1"):
        (environments.folder / name).mkdir()
    os.utime(environments.folder / f"{FREE}.tmp-old", (1, 1))
    os.utime(environments.folder / f"{FREE}.tmp-new", (NOW_S, NOW_S))

    environments.remove_unused({KEPT, USED, FREE}, NOW_S)

    assert there(environments) == {KEPT, USED, FREE, f"{FREE}.tmp-new"}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert Environments(tmp_path / "nothing").remove_unused(set(), NOW_S) == []


@pytest.mark.parametrize("key", ["", "..", "a/../b", "A" * 64, "a" * 63])
def test_what_is_no_key_is_refused(environments: Environments, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        environments.path(key)
