"""Logs that are cut, truncated, replaced, or meet a full disk, with a real supervisor beside them."""

import os
import subprocess
from contextlib import suppress

import pytest

from dayshift.domain.errors import BackendUnavailable
from dayshift.executors.base import Seen
from dayshift.logs.base import LogKey
from dayshift.logs.directory import DirectoryLogStore
from dayshift.logs.lines import Gap
from dayshift.logs.reader import LogReader
from dayshift.testing.executor_suite.place import MIB, ended, python, running, says, shell, until
from dayshift.testing.local_place import LocalPlace

NUMBERS = """
import os, time
n = 0
for _ in range(150):
    os.write(1, b"".join(b"line %09d\\n" % (n + i) for i in range(5000)))
    n += 5000
    time.sleep(0.002)
"""
TRUNCATE = """
import os, time
os.write(1, b"old\\n" * 1000)
time.sleep(0.6)
os.ftruncate(1, 0)
os.write(1, b"new\\n")
"""


def reader(place):
    return LogReader(DirectoryLogStore(place.runs), [])


def key(handle):
    execution, attempt = handle.run.split("/")
    return LogKey(execution, int(attempt))


def test_a_log_that_is_cut_while_it_is_read_never_shows_a_wrong_line(place):
    handle = place.executor.launch(python(place, NUMBERS, log_limit=MIB))
    running(place, handle)
    logs, seen = reader(place), []

    def follow(one):
        page = logs.at_offset(key(handle), seen[-1] if seen else 0, MIB)
        seen.append(page.next_offset)
        lines = [item for item in page.items if not isinstance(item, Gap)]
        assert [line.text for line in lines if "\0" in line.text] == []
        whole = [line for line in lines if len(line.text) == 14 and line.text.startswith("line ")]
        assert [int(line.text[5:]) for line in whole] == [line.n - 1 for line in whole]
        return one.seen is Seen.ENDED

    until(place, handle, follow)

    total = logs.page(key(handle), 1, 1).total
    assert total == 150 * 5000
    assert logs.tail(key(handle), 1).items[0].text == f"line {total - 1:09d}"
    assert os.stat(place.folder(handle).path / "log").st_blocks * 512 <= MIB * 9 // 8


def test_a_job_that_truncates_its_log_begins_a_new_generation(place):
    handle = place.executor.launch(python(place, TRUNCATE))
    says(place, handle, b"old")
    before = reader(place).page(key(handle), 1, 1)

    ended(place, handle)
    after = reader(place).page(key(handle), 1, 10)

    assert [item.text for item in after.items] == ["new"]
    assert after.generation > before.generation


def test_a_log_that_is_moved_away_harms_nobody(place):
    handle = place.executor.launch(shell(place, "echo up; sleep 0.3; exit 7"))
    says(place, handle, b"up")
    path = place.folder(handle).path / "log"

    path.rename(path.with_name("elsewhere"))
    os.mkfifo(path)
    seen = ended(place, handle)

    assert seen.exit_code == 7
    assert reader(place).page(key(handle), 1, 10).items == ()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 1 MiB, which only root can make."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True)
    if made.returncode:
        pytest.skip("cannot mount here")
    try:
        place = LocalPlace(disk / "runs")
        yield place
        place.end()
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.mark.root
def test_a_full_disk_takes_the_log_but_not_the_end(small_disk):
    line = "dd if=/dev/zero of=$HOME/fill bs=4k count=1000 2>/dev/null; head -c 100000 /dev/zero; exit 7"
    handle = small_disk.executor.launch(shell(small_disk, line))

    seen = ended(small_disk, handle)

    assert seen.exit_code == 7


@pytest.mark.root
def test_a_disk_that_is_full_before_the_start_is_told_and_can_be_tried_again(small_disk):
    order = shell(small_disk, "echo started; exit 7")
    fill = small_disk.runs.parent / "fill"
    with fill.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)

    with pytest.raises(BackendUnavailable):
        small_disk.executor.launch(order)
    fill.unlink()
    handle = small_disk.executor.launch(order)

    assert ended(small_disk, handle).exit_code == 7
    assert small_disk.starts(handle) == 1
