import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from dayshift.clock import SystemClock
from dayshift.domain.errors import Conflict, Invalid
from dayshift.files import gathering
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath
from dayshift.files.snapshots import Snapshot, Snapshots

Put = Callable[..., ProjectPath]


class Later:
    """The system's clock, some time ahead."""

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead

    def now(self):
        return SystemClock().now() + self.ahead

    def wait(self, woken, until) -> None:
        raise AssertionError("nothing waits here")


@pytest.fixture
def code(tmp_path: Path) -> Path:
    return tmp_path / "code"


@pytest.fixture
def snapshots(store: LocalFileStore, code: Path) -> Snapshots:
    return Snapshots(store, code)


def places(snapshot: Snapshot) -> dict[str, bytes]:
    files = (path for path in snapshot.folder.rglob("*") if path.is_file())
    return {str(path.relative_to(snapshot.folder)): path.read_bytes() for path in files}


def test_a_snapshot_is_the_program_and_the_code_below_its_folder(snapshots: Snapshots, put: Put) -> None:
    program = put("jobs/report.py", b"import lib")
    put("jobs/lib/__init__.py", b"")
    put("jobs/lib/query.sql", b"select 1")
    put("jobs/NOTES.TXT", b"n")
    for other in ("data.csv", ".env.py", ".git/x.py", "__pycache__/x.py", "venv/x.py", "node_modules/x.json", "a.pyc"):
        put(f"jobs/{other}")
    put("elsewhere.py")

    snapshot = snapshots.take(1, program, None, [])

    assert snapshot.program == "report.py"
    assert places(snapshot) == {
        "report.py": b"import lib",
        "lib/__init__.py": b"",
        "lib/query.sql": b"select 1",
        "NOTES.TXT": b"n",
    }


def test_a_large_file_is_data_unless_it_is_named(snapshots: Snapshots, put: Put) -> None:
    program = put("jobs/report.py")
    big = put("jobs/big.json", b"x" * (gathering.BIGGEST_FILE + 1))

    assert set(places(snapshots.take(1, program, None, []))) == {"report.py"}
    assert set(places(snapshots.take(1, program, None, [big]))) == {"report.py", "big.json"}


def test_named_files_lie_beside_the_program(snapshots: Snapshots, put: Put) -> None:
    program, data = put("jobs/report.py"), put("shared/deep/months.csv", b"1")

    assert places(snapshots.take(1, program, None, [data]))["months.csv"] == b"1"


def test_two_files_of_one_name_are_refused(snapshots: Snapshots, put: Put) -> None:
    program = put("jobs/report.py")
    one, other, same = put("a/x.csv"), put("b/x.csv"), put("b/report.py")

    for files in ([one, other], [same]):
        with pytest.raises(Invalid) as refused:
            snapshots.take(1, program, None, files)
        assert refused.value.faults[0].field == "files"


def test_a_program_written_in_place_is_main_py(snapshots: Snapshots, put: Put) -> None:
    data = put("months.csv", b"1")

    snapshot = snapshots.take(1, None, "print('ö')\n", [data])

    assert snapshot.program == "main.py"
    assert places(snapshot) == {"main.py": "print('ö')\n".encode(), "months.csv": b"1"}
    with pytest.raises(Invalid):
        snapshots.take(1, None, "pass", [put("main.py")])


def test_equal_code_is_one_tree_and_changed_code_another(snapshots: Snapshots, put: Put) -> None:
    program = put("a/report.py", b"1")
    first = snapshots.take(1, program, None, [])

    assert snapshots.take(1, put("b/report.py", b"1"), None, []) == first
    put("a/report.py", b"2")

    second = snapshots.take(1, program, None, [])
    assert second.digest != first.digest
    assert (places(first), places(second)) == ({"report.py": b"1"}, {"report.py": b"2"})


def test_a_snapshot_cannot_be_written(snapshots: Snapshots, put: Put) -> None:
    program = put("jobs/report.py")
    put("jobs/lib/a.py")

    snapshot = snapshots.take(1, program, None, [])

    modes = {path.stat().st_mode & 0o777 for path in snapshot.folder.rglob("*")}
    assert modes == {0o444, 0o555}
    assert snapshot.folder.stat().st_mode & 0o222 == 0


def test_an_unchanged_file_is_not_read_again(
    store: LocalFileStore, code: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = Snapshots(store, code, Later(timedelta(seconds=10)))
    program = put("jobs/report.py")
    first = snapshots.take(1, program, None, [])
    monkeypatch.setattr(store, "open", lambda path: pytest.fail(f"{path} was read"))

    assert snapshots.take(1, program, None, []) == first


def test_a_file_that_changed_within_one_tick_of_the_disk_is_seen(snapshots: Snapshots, put: Put, store) -> None:
    program = put("jobs/report.py", b"1")
    place = store.root(1) / "jobs" / "report.py"
    before = place.stat()
    first = snapshots.take(1, program, None, [])

    place.write_bytes(b"2")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert snapshots.take(1, program, None, []).digest != first.digest


def test_a_tree_that_changes_during_the_copy_is_never_mixed(store: LocalFileStore, code: Path, put: Put) -> None:
    program = put("jobs/report.py", b"0")
    put("jobs/lib.py", b"0")
    read, changes = store.open, iter((b"1", b"2"))

    def changing(path: ProjectPath):
        """After the first file of a look was read, both change."""
        file = read(path)
        if (data := next(changes, None)) is not None:
            put("jobs/report.py", data), put("jobs/lib.py", data)
        return file

    store.open = changing  # type: ignore[method-assign]

    snapshot = Snapshots(store, code).take(1, program, None, [])

    assert places(snapshot) == {"report.py": b"2", "lib.py": b"2"}


def test_a_file_that_was_another_only_while_it_was_read_is_read_again(
    store: LocalFileStore, code: Path, put: Put
) -> None:
    program = put("jobs/report.py", b"right")
    place, read, swaps = store.root(1) / "jobs" / "report.py", store.open, iter([True])

    def swapping(path: ProjectPath):
        if not next(swaps, False):
            return read(path)
        place.rename(place.with_name("aside"))
        place.write_bytes(b"wrong")
        file = read(path)
        place.with_name("aside").rename(place)
        return file

    store.open = swapping  # type: ignore[method-assign]

    assert places(Snapshots(store, code).take(1, program, None, [])) == {"report.py": b"right"}


def test_a_look_that_saw_one_file_before_and_one_after_a_change_is_not_believed(
    store: LocalFileStore, code: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = Snapshots(store, code, Later(timedelta(seconds=10)))
    program = put("jobs/report.py", b"0")
    put("jobs/lib/a.py", b"0")
    snapshots.take(1, program, None, [])  # both are remembered: neither will be read again
    scan, changes = gathering._scan, iter((b"1",))

    def changing(store: LocalFileStore, folder: ProjectPath):
        """Between the look at the folder and the one at the folder below, both files change."""
        if folder.name == "lib" and (data := next(changes, None)):
            put("jobs/report.py", data), put("jobs/lib/a.py", data)
        return scan(store, folder)

    monkeypatch.setattr(gathering, "_scan", changing)

    assert places(snapshots.take(1, program, None, [])) == {"report.py": b"1", "lib/a.py": b"1"}


def test_a_tree_that_keeps_changing_is_said_so(store: LocalFileStore, code: Path, put: Put) -> None:
    program = put("jobs/report.py", b"0")
    read = store.open

    def changing(path: ProjectPath):
        put("jobs/report.py", os.urandom(8))
        return read(path)

    store.open = changing  # type: ignore[method-assign]

    with pytest.raises(Conflict, match="keeps changing"):
        Snapshots(store, code).take(1, program, None, [])


def test_a_writer_that_never_stops_is_not_seen_half(snapshots: Snapshots, put: Put, store: LocalFileStore) -> None:
    program = put("jobs/report.py", b"0")
    path = ProjectPath.read(1, "jobs/lib.py")
    contents = {b"%d" % digit * 100_000 for digit in range(10)}
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            for data in contents:
                store.write(path, [data], replace=True)

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    try:
        for _ in range(30):
            try:
                seen.append(places(snapshots.take(1, program, None, [])).get("lib.py"))
            except Conflict:
                continue
    finally:
        stop.set()
        writer.join()

    assert set(seen) <= {None, *contents}


@pytest.mark.parametrize("field", ["program", "files"])
@pytest.mark.parametrize("kind", ["missing", "symlink", "folder", "fifo"])
def test_a_named_file_that_is_none_is_refused(
    snapshots: Snapshots, put: Put, store: LocalFileStore, field: str, kind: str
) -> None:
    program = put("jobs/report.py")
    place = store.root(1) / "jobs" / "odd.py"
    match kind:
        case "symlink":
            place.symlink_to(store.root(1) / "jobs" / "report.py")
        case "folder":
            place.mkdir()
        case "fifo":
            os.mkfifo(place)
    odd = ProjectPath.read(1, "jobs/odd.py")

    with pytest.raises(Invalid) as refused:
        snapshots.take(1, *((odd, None, []) if field == "program" else (program, None, [odd])))

    assert refused.value.faults[0].field == field
    assert "jobs/odd.py" in refused.value.faults[0].text


def test_symlinks_and_fifos_below_the_folder_are_left_out(
    snapshots: Snapshots, put: Put, store: LocalFileStore, tmp_path: Path
) -> None:
    program = put("jobs/report.py")
    (tmp_path / "secret.py").write_text("secret")
    (store.root(1) / "jobs" / "link.py").symlink_to(tmp_path / "secret.py")
    (store.root(1) / "jobs" / "folder").symlink_to(tmp_path)
    os.mkfifo(store.root(1) / "jobs" / "fifo.py")

    assert set(places(snapshots.take(1, program, None, []))) == {"report.py"}


@pytest.mark.parametrize("limit", ["entries", "depth", "bytes"])
def test_a_folder_beyond_the_limits_names_its_biggest_files_and_the_cure(
    snapshots: Snapshots, put: Put, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(gathering, "MOST_ENTRIES", 20)
    monkeypatch.setattr(gathering, "MOST_BYTES", 3 << 20)
    program = put("jobs/report.py")
    put("jobs/a.json", b"x" * (2 << 20))
    match limit:
        case "entries":
            for number in range(20):
                put(f"jobs/{number}.csv")
        case "depth":
            put("jobs/" + "d/" * 13 + "x.py")
        case "bytes":
            put("jobs/b.json", b"x" * (1 << 20))

    with pytest.raises(Invalid) as refused:
        snapshots.take(1, program, None, [])

    assert refused.value.faults[0].field == "program"
    for word in ("folder jobs", "a.json (2.0 MiB)", "folder of its own"):
        assert word in refused.value.faults[0].text


def test_unused_trees_go_with_their_blobs_and_used_ones_stay(store: LocalFileStore, code: Path, put: Put) -> None:
    now, later = Snapshots(store, code), Snapshots(store, code, Later(timedelta(hours=2)))
    old = now.take(1, put("a/report.py", b"old"), None, [])
    kept = now.take(1, put("b/report.py", b"kept"), None, [])

    assert now.remove_unused({kept.digest}) == 0
    assert later.remove_unused({kept.digest}) == 1

    assert not old.folder.exists()
    assert places(kept) == {"report.py": b"kept"}
    assert len(list((code / "blobs").iterdir())) == 1


def test_a_blob_that_was_removed_behind_a_server_is_made_again(store: LocalFileStore, code: Path, put: Put) -> None:
    here, elsewhere = (Snapshots(store, code, Later(timedelta(hours=2))) for _ in range(2))
    program = put("a/report.py", b"1")
    taken = here.take(1, program, None, [])
    elsewhere.remove_unused(set())
    assert not taken.folder.exists()

    assert here.take(1, program, None, []) == taken
    assert places(taken) == {"report.py": b"1"}


def test_a_tree_that_another_server_made_first_is_taken(store: LocalFileStore, code: Path, put: Put) -> None:
    program = put("jobs/report.py", b"1")

    class Slow(Snapshots):
        def _lay(self, folder, hashes) -> None:
            super()._lay(folder, hashes)
            Snapshots(store, code).take(1, program, None, [])

    taken = Slow(store, code).take(1, program, None, [])

    assert places(taken) == {"report.py": b"1"}
    assert [path.name for path in (code / "trees").iterdir()] == [taken.digest]


def test_many_takers_of_one_tree_get_it_whole(store: LocalFileStore, code: Path, put: Put) -> None:
    program = put("jobs/report.py", b"1")
    for number in range(50):
        put(f"jobs/lib/m{number}.py", b"%d" % number)
    ready = threading.Barrier(6)
    taken: list[int] = []

    def take() -> None:
        ready.wait(10)
        taken.append(len(places(Snapshots(store, code).take(1, program, None, []))))

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert taken == [51] * 6
    assert [path.name for path in (code / "trees").iterdir() if path.name.startswith(".")] == []
