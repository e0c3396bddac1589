"""The store over run directories: bytes by offset, and nothing that is no log."""

import json
import os
from datetime import UTC, datetime, timedelta

from dayshift.logs.base import Cut, LogKey

EIGHT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_bytes_come_from_where_they_are_asked(log):
    log.write(b"0123456789")

    read = [log.store.read(log.key, start, 4) for start in (0, 4, 8, 10, 99)]

    assert read == [b"0123", b"4567", b"89", b"", b""]
    assert log.store.size(log.key) == 10


def test_a_log_that_is_not_there_is_empty(log):
    unknown = LogKey("99", 1)

    assert (log.store.size(unknown), log.store.read(unknown, 0, 10)) == (0, b"")
    assert log.store.cut(unknown) == Cut()
    assert log.store.times(unknown, [0]) == [None]


def test_a_fifo_a_symlink_and_a_folder_in_its_place_are_no_logs(log, tmp_path):
    (tmp_path / "secret").write_bytes(b"not for you")
    plants = (os.mkfifo, os.mkdir, lambda path: os.symlink(tmp_path / "secret", path))

    seen = []
    for plant in plants:
        plant(log.path)
        seen.append((log.store.size(log.key), log.store.read(log.key, 0, 10)))
        os.rmdir(log.path) if log.path.is_dir() and not log.path.is_symlink() else os.unlink(log.path)

    assert seen == [(0, b"")] * 3


def test_a_symlink_in_place_of_the_run_directory_is_no_log(log, tmp_path):
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "log").write_bytes(b"not for you")
    (log.store.runs / "66").symlink_to(tmp_path)

    assert log.store.read(LogKey("66", 1), 0, 10) == b""


def test_what_was_cut_is_never_read(log):
    log.write(b"0123456789")
    log.cut(3, 7)

    assert [log.store.read(log.key, start, 9) for start in (0, 3, 6, 7)] == [b"012", b"", b"", b"789"]
    assert log.store.size(log.key) == 10


def test_what_is_cut_during_a_read_is_not_told(log, monkeypatch):
    log.write(b"0123456789")
    pread = os.pread

    def cut_meanwhile(fd, limit, start):
        data = pread(fd, limit, start)
        log.cut(3, 7)
        log.blank(3, 7)
        return data

    monkeypatch.setattr(os, "pread", cut_meanwhile)

    assert log.store.read(log.key, 0, 10) == b"012"
    assert log.store.read(log.key, 4, 2) == b""


def test_each_byte_has_the_first_time_at_which_it_was_there(log):
    for number in range(3000):
        log.note(EIGHT + timedelta(seconds=number), (number + 1) * 10)

    times = log.store.times(log.key, [0, 9, 10, 15_000, 29_999, 30_000])

    seconds = [0, 0, 1, 1500, 2999]
    assert times == [*(EIGHT + timedelta(seconds=one) for one in seconds), None]


def test_times_are_found_without_reading_all_of_them(log, monkeypatch):
    for number in range(20_000):
        log.note(EIGHT + timedelta(seconds=number), number + 1)
    read = []
    pread = os.pread
    monkeypatch.setattr(os, "pread", lambda fd, size, at: read.append(size) or pread(fd, size, at))

    log.store.times(log.key, [19_999])

    assert sum(read) < 64 << 10


def test_deleting_removes_the_log_and_what_is_beside_it_twice(log):
    log.write(b"a\n")
    log.note(EIGHT, 2)
    log.path.with_name("exit.json").write_text(json.dumps({}))
    log.reader().page(log.key, 1, 10)

    log.store.delete(log.key)
    log.store.delete(log.key)

    assert os.listdir(log.path.parent) == ["exit.json"]
