"""What a run closed, seen by a server that is no root: refused in words, and deleted all the same."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dayshift.domain.errors import Conflict
from dayshift.executors.runfolder import RunFolder
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath

NOBODY = 65534

plain = pytest.mark.skipif(os.geteuid() == 0, reason="root is let in everywhere; run below as somebody else")


@pytest.fixture
def their_folder() -> Iterator[Path]:
    """Not below pytest's own, which is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="dayshift-plain-"))
    os.chown(folder, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="is a plain user already")
def test_these_tests_pass_as_a_plain_user(their_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={their_folder}/tmp", __file__],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        env={"PATH": "/usr/bin:/bin", "HOME": str(their_folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " 3 passed" in done.stdout


@pytest.fixture
def closed(store: LocalFileStore, put: Callable[..., ProjectPath]) -> Path:
    """The folder ``out/deep`` with a file, closed as a run may do."""
    put("out/deep/file")
    folder = store.root(1) / "out/deep"
    folder.chmod(0)
    return folder


@plain
def test_a_closed_folder_is_refused_with_its_name_and_the_cure(store: LocalFileStore, closed: Path) -> None:
    inside = ProjectPath.read(1, "out/deep/file")

    for act in (store.stat, store.open, lambda path: store.write(path, [b"x"], replace=True)):
        with pytest.raises(Conflict) as refusal:
            act(inside)
        assert "out/deep" in str(refusal.value)
        assert "chmod -R u+rwX" in str(refusal.value)
    closed.chmod(0o700)


@plain
def test_a_closed_folder_is_deleted_all_the_same(store: LocalFileStore, closed: Path) -> None:
    store.delete(ProjectPath.read(1, "out"))

    assert not closed.parent.exists()


@plain
def test_what_a_run_closed_of_its_own_is_forgotten(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "1" / "1")
    folder.make()
    (folder.path / "exit.json").write_text("{}")
    home = folder.path / "work/home"
    (home / "deep").mkdir()
    home.chmod(0)

    folder.clear()

    assert [entry.name for entry in folder.path.iterdir()] == ["exit.json"]
