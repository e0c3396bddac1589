"""What a run closed, seen by a server that is no root: refused in words, and deleted all the same."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift.domain.errors import Conflict
from dayshift.executors.runfolder import RunFolder
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath

plain = pytest.mark.skipif(os.geteuid() == 0, reason="root is let in everywhere; run below as somebody else")


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="is a plain user already")
def test_these_tests_pass_as_a_plain_user(passed_as_plain_user: Callable[[Path], int]) -> None:
    assert passed_as_plain_user(Path(__file__)) == 3


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
