import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from dayshift import failpoints, opening
from dayshift.domain.errors import AlreadyExists, Conflict, Invalid, NotFound, StorageFull
from dayshift.files import writing
from dayshift.files.base import EntryKind
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath
from dayshift.testing.file_store_suite import FileStoreSuite

Put = Callable[..., ProjectPath]


class TestLocalFileStore(FileStoreSuite):
    pass


def at(text: str) -> ProjectPath:
    return ProjectPath.read(1, text)


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


@pytest.mark.parametrize("replace", [True, False])
def test_a_name_that_is_taken_is_refused_before_the_bytes_are_read(
    store: LocalFileStore, put: Put, replace: bool
) -> None:
    put("folder/a")
    pieces = iter([b"x"])

    with pytest.raises(AlreadyExists):
        store.write(at("folder" if replace else "folder/a"), pieces, replace=replace)

    assert list(pieces) == [b"x"]


@pytest.mark.parametrize("failure", ["enospc", "raise", "eio"])
@pytest.mark.parametrize("point", ["files.after_tmp", "files.after_rename"])
def test_a_failed_write_shows_the_old_file_or_the_new_one_and_leaves_nothing(
    store: LocalFileStore, put: Put, point: str, failure: str
) -> None:
    path = put("a", b"old")
    failpoints.arm(f"{point}={failure}")

    with pytest.raises(StorageFull if failure == "enospc" else (failpoints.FailpointHit, OSError)):
        store.write(path, [b"new"], replace=True)

    assert b"".join(store.read(path)) == (b"old" if point == "files.after_tmp" else b"new")
    assert names(store.root(1)) == ["a"]


@pytest.mark.parametrize("point", ["files.after_tmp", "files.after_rename"])
def test_a_writer_that_is_killed_leaves_the_old_file_or_the_new_one(
    store: LocalFileStore, put: Put, point: str
) -> None:
    path = put("a", b"old")
    writer = (
        "import sys, pathlib; from dayshift import failpoints; from dayshift.files.local import LocalFileStore;"
        "from dayshift.files.paths import ProjectPath; failpoints.arm(sys.argv[1] + '=kill');"
        "LocalFileStore(pathlib.Path(sys.argv[2])).write(ProjectPath.read(1, 'a'), [b'new'], replace=True)"
    )

    killed = subprocess.run([sys.executable, "-c", writer, point, store.root(1).parents[1]], timeout=30)

    assert killed.returncode == -signal.SIGKILL
    assert b"".join(store.read(path)) == (b"old" if point == "files.after_tmp" else b"new")
    assert [entry.name for entry in store.list(at(""), "", 10)] == ["a"]
    store.remove_leftovers(1, before=float("inf"))
    assert names(store.root(1)) == ["a"]


def test_a_full_disk_is_said_so(store: LocalFileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageFull):
        store.write(at("a"), [b"new"], replace=False)
    with pytest.raises(StorageFull):
        store.make_folder(at("deep/folder"))


def test_a_file_belongs_to_its_owner_and_group_alone(store: LocalFileStore) -> None:
    before = os.umask(0)
    try:
        store.write(at("folder/a"), [b"x"], replace=False)
    finally:
        os.umask(before)

    assert (store.root(1) / "folder" / "a").stat().st_mode & 0o777 == 0o640
    assert (store.root(1) / "folder").stat().st_mode & 0o777 == 0o750


def test_one_of_many_writers_of_a_new_name_wins(store: LocalFileStore) -> None:
    ready = threading.Barrier(8)
    outcomes: list[str] = []

    def pieces(number: int):
        yield b"%d" % number
        ready.wait(10)  # all have seen that the name is free

    def write(number: int) -> None:
        try:
            store.write(at("a"), pieces(number), replace=False)
            outcomes.append(f"won {number}")
        except AlreadyExists:
            outcomes.append("lost")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (winner,) = [outcome for outcome in outcomes if outcome != "lost"]
    assert len(outcomes) == 8
    assert b"".join(store.read(at("a"))) == winner.removeprefix("won ").encode()
    assert names(store.root(1)) == ["a"]


def test_what_is_no_file_and_no_folder_is_neither_shown_nor_opened(
    store: LocalFileStore, put: Put, tmp_path: Path
) -> None:
    put("real")
    (tmp_path / "secret").write_text("secret")
    (store.root(1) / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(store.root(1) / "fifo")
    (store.root(1) / "back\\slash").touch()
    (store.root(1) / ".dayshift-left").touch()
    os.close(os.open(os.fsencode(store.root(1)) + b"/\xff\xfe", os.O_CREAT))

    assert [entry.name for entry in store.list(at(""), "", 10)] == ["real"]
    for name in ("link", "fifo"):
        assert store.stat(at(name)) is None
        with pytest.raises(NotFound):
            store.read(at(name))


def test_a_symlink_is_replaced_and_not_written_through(store: LocalFileStore, put: Put, tmp_path: Path) -> None:
    put("real")
    (tmp_path / "secret").write_text("secret")
    (store.root(1) / "link").symlink_to(tmp_path / "secret")

    store.write(at("link"), [b"new"], replace=True)

    assert (tmp_path / "secret").read_text() == "secret"
    assert b"".join(store.read(at("link"))) == b"new"


def test_a_deleted_symlink_leaves_what_it_pointed_to(store: LocalFileStore, put: Put, tmp_path: Path) -> None:
    put("folder/file")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "keep").touch()
    (store.root(1) / "folder" / "link").symlink_to(tmp_path / "outside")

    store.delete(at("folder"))

    assert (tmp_path / "outside" / "keep").exists()
    assert names(store.root(1)) == []


def test_a_folder_swapped_for_a_symlink_never_leads_outside(store: LocalFileStore, put: Put, tmp_path: Path) -> None:
    put("swap/file", b"inside")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(b"outside")
    (store.root(1) / "link").symlink_to(outside)
    one, other = os.fsencode(store.root(1) / "swap"), os.fsencode(store.root(1) / "link")
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            assert writing._libc.renameat2(-100, one, -100, other, 2) == 0  # exchanges the two, at once

    swapping = threading.Thread(target=swap)
    swapping.start()
    seen = set()
    try:
        for _ in range(3000):
            try:
                seen.add(b"".join(store.read(at("swap/file"))))
            except NotFound:
                seen.add(b"")
            with suppress(Invalid):
                store.write(at("swap/new"), [b"x"], replace=True)
    finally:
        stop.set()
        swapping.join()

    assert seen == {b"inside", b""}
    assert names(outside) == ["file"]


def test_nothing_is_moved_onto_what_is_there_where_the_disk_cannot_promise_it(
    store: LocalFileStore, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OldDisk:
        @staticmethod
        def renameat2(*_: object) -> int:
            writing.ctypes.set_errno(22)
            return -1

    monkeypatch.setattr(writing, "_libc", OldDisk)
    put("a")
    put("b")

    store.move(at("a"), at("c"))
    with pytest.raises(AlreadyExists):
        store.move(at("b"), at("c"))

    assert names(store.root(1)) == ["b", "c"]


def test_a_folder_is_copied_with_what_is_in_it_but_for_symlinks(
    store: LocalFileStore, put: Put, tmp_path: Path
) -> None:
    put("a/b/c", b"1")
    put("a/d", b"2")
    (store.root(1) / "a" / "link").symlink_to(tmp_path)

    entry = store.copy(at("a"), at("x/y"))

    assert (entry.path, entry.kind) == ("x/y", EntryKind.FOLDER)
    assert b"".join(store.read(at("x/y/b/c"))) == b"1"
    assert names(store.root(1) / "x" / "y") == ["b", "d"]
    assert names(store.root(1) / "x") == ["y"]


def test_a_copy_that_fails_leaves_nothing(store: LocalFileStore, put: Put) -> None:
    put("a/b", b"1")
    put("a/c", b"2")
    failpoints.arm("files.after_tmp=enospc@2")

    with pytest.raises(StorageFull):
        store.copy(at("a"), at("x"))

    assert names(store.root(1)) == ["a"]


def test_nothing_is_copied_onto_what_is_there_or_into_itself(store: LocalFileStore, put: Put) -> None:
    put("a/b")
    put("c")

    with pytest.raises(AlreadyExists):
        store.copy(at("a"), at("c"))
    with pytest.raises(Invalid):
        store.copy(at("a"), at("a/d"))
    with pytest.raises(NotFound):
        store.copy(at("nothing"), at("d"))

    assert names(store.root(1)) == ["a", "c"]


def test_a_folder_is_made_with_those_above_it_and_twice_is_no_error(store: LocalFileStore, put: Put) -> None:
    put("file")

    store.make_folder(at("a/b/c"))
    entry = store.make_folder(at("a/b/c"))

    assert (entry.path, entry.kind) == ("a/b/c", EntryKind.FOLDER)
    with pytest.raises(Invalid):
        store.make_folder(at("file"))


def test_used_counts_the_bytes_of_regular_files(store: LocalFileStore, put: Put, tmp_path: Path) -> None:
    put("a/b", b"12345")
    put("c", b"678")
    (store.root(1) / "link").symlink_to(tmp_path)

    assert store.used(1) == 8
    assert store.used(2) == 0


def test_a_folder_that_somebody_writes_into_is_said_so(
    store: LocalFileStore, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a/b")

    def busy(*_: object, **__: object) -> None:
        raise OSError(39, "Directory not empty")

    monkeypatch.setattr(opening.shutil, "rmtree", busy)

    with pytest.raises(Conflict):
        store.delete(at("a"))


def test_what_a_killed_writer_left_is_removed_when_it_is_old(store: LocalFileStore, put: Put) -> None:
    put("a/b")
    for name in ("old", "new"):
        (store.root(1) / "a" / f".dayshift-{name}").touch()
    for name in ("b", ".dayshift-old"):
        os.utime(store.root(1) / "a" / name, (1, 1))

    assert store.remove_leftovers(1, before=1000.0) == 1
    assert names(store.root(1) / "a") == [".dayshift-new", "b"]
