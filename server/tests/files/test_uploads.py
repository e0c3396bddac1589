import hashlib
import os
from pathlib import Path

import pytest

from dayshift.domain.errors import AlreadyExists, Invalid, NotFound, StorageFull
from dayshift.files import uploads as module
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath
from dayshift.files.uploads import UploadGap, Uploads

TARGET = ProjectPath.read(1, "reports/big.bin")


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


def test_chunks_become_a_file_at_the_end(uploads: Uploads, store: LocalFileStore) -> None:
    uploads.begin("u1")
    assert uploads.write("u1", 0, b"hello ") == 6
    assert uploads.write("u1", 6, b"world") == 11
    assert store.stat(TARGET) is None

    entry = uploads.commit("u1", store, TARGET, replace=False, sha256=hashlib.sha256(b"hello world").hexdigest())

    assert (entry.path, entry.size) == ("reports/big.bin", 11)
    assert b"".join(store.read(TARGET)) == b"hello world"
    with pytest.raises(NotFound):
        uploads.offset("u1")


def test_a_repeated_chunk_changes_nothing(uploads: Uploads, store: LocalFileStore) -> None:
    uploads.begin("u1")
    uploads.write("u1", 0, b"hello ")

    assert uploads.write("u1", 0, b"hello ") == 6
    assert uploads.write("u1", 2, b"llo") == 6

    uploads.commit("u1", store, TARGET, replace=False)
    assert b"".join(store.read(TARGET)) == b"hello "


def test_a_chunk_of_which_a_part_arrived_is_completed(uploads: Uploads, store: LocalFileStore) -> None:
    uploads.begin("u1")
    uploads.write("u1", 0, b"hel")

    assert uploads.write("u1", 0, b"hello") == 5

    uploads.commit("u1", store, TARGET, replace=False)
    assert b"".join(store.read(TARGET)) == b"hello"


def test_a_gap_says_where_to_go_on(uploads: Uploads) -> None:
    uploads.begin("u1")
    uploads.write("u1", 0, b"hel")

    with pytest.raises(UploadGap) as gap:
        uploads.write("u1", 5, b"world")

    assert gap.value.facts == {"offset": 3}
    assert (gap.value.code, gap.value.status) == ("upload_gap", 409)
    assert "3 bytes" in str(gap.value)
    assert uploads.offset("u1") == 3


def test_an_upload_goes_on_after_a_restart(uploads: Uploads, store: LocalFileStore, tmp_path: Path) -> None:
    uploads.begin("u1")
    uploads.write("u1", 0, b"hel")

    again = Uploads(tmp_path / "uploads")
    again.begin("u1")
    again.write("u1", again.offset("u1"), b"lo")

    again.commit("u1", store, TARGET, replace=False)
    assert b"".join(store.read(TARGET)) == b"hello"


def test_a_full_disk_keeps_nothing_of_the_chunk(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads.begin("u1")
    uploads.write("u1", 0, b"hel")

    def full(file: int, news: memoryview) -> None:
        os.pwrite(file, news[:1], 3)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, "_append", full)
        with pytest.raises(StorageFull):
            uploads.write("u1", 3, b"lo")

    assert uploads.offset("u1") == 3


def test_a_wrong_hash_keeps_the_upload_and_makes_no_file(uploads: Uploads, store: LocalFileStore) -> None:
    uploads.begin("u1")
    uploads.write("u1", 0, b"hello")

    with pytest.raises(Invalid) as refused:
        uploads.commit("u1", store, TARGET, replace=False, sha256="0" * 64)

    assert refused.value.faults[0].field == "sha256"
    assert uploads.offset("u1") == 5
    assert store.stat(TARGET) is None


def test_a_file_is_not_replaced_unasked(uploads: Uploads, store: LocalFileStore) -> None:
    store.write(TARGET, [b"old"], replace=False)
    uploads.begin("u1")
    uploads.write("u1", 0, b"new")

    with pytest.raises(AlreadyExists):
        uploads.commit("u1", store, TARGET, replace=False)
    assert b"".join(store.read(TARGET)) == b"old"

    uploads.commit("u1", store, TARGET, replace=True)
    assert b"".join(store.read(TARGET)) == b"new"


@pytest.mark.parametrize("late", ["write", "commit", "ask"])
def test_who_waited_while_the_upload_was_committed_does_not_touch_the_file(
    uploads: Uploads, store: LocalFileStore, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    uploads.begin("u1")
    uploads.write("u1", 0, b"hello")
    lock = module.fcntl.flock
    first = iter([True])

    def locked_later(file: int, how: int) -> None:
        if next(first, False):
            uploads.commit("u1", store, TARGET, replace=False)
        lock(file, how)

    monkeypatch.setattr(module.fcntl, "flock", locked_later)

    with pytest.raises(NotFound):
        if late == "write":
            uploads.write("u1", 5, b"more")
        elif late == "commit":
            uploads.commit("u1", store, TARGET, replace=True)
        else:
            uploads.offset("u1")

    assert b"".join(store.read(TARGET)) == b"hello"


def test_a_file_crosses_from_one_disk_to_another(
    uploads: Uploads, store: LocalFileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads.begin("u1")
    uploads.write("u1", 0, b"hello")
    real = os.rename

    def other_disk(source: str, *names: object, src_dir_fd: int, dst_dir_fd: int) -> None:
        if source == "u1":
            raise OSError(18, "Invalid cross-device link")
        real(source, *names, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "rename", other_disk)

    uploads.commit("u1", store, TARGET, replace=True)

    assert b"".join(store.read(TARGET)) == b"hello"
    assert os.listdir(tmp_path / "uploads") == []


def test_a_dropped_upload_is_gone_and_twice_is_no_error(uploads: Uploads) -> None:
    uploads.begin("u1")

    uploads.drop("u1")
    uploads.drop("u1")

    with pytest.raises(NotFound):
        uploads.write("u1", 0, b"x")


@pytest.mark.parametrize("upload_id", ["", "../u1", "a/b", "a\0", "x" * 65])
def test_an_id_that_the_server_did_not_make_is_not_found(uploads: Uploads, upload_id: str) -> None:
    with pytest.raises(NotFound):
        uploads.offset(upload_id)
    with pytest.raises(NotFound):
        uploads.drop(upload_id)
