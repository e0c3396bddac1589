"""What only this machine can do to a run: processes that go, records that lie, restarts."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dayshift.clock import SystemClock, monotonic
from dayshift.domain.errors import BackendRejected, BackendUnavailable, Invalid
from dayshift.executors import machine
from dayshift.executors.base import Reason, Seen
from dayshift.executors.local import LocalExecutor
from dayshift.executors.supervisors import PROGRAM, Direct
from dayshift.testing.executor_suite.place import INSTANCE, ended, look, order, running, shell, until
from dayshift.testing.local_place import HOST, STRANGER, LocalPlace

SERVER = """
import sys, time
from pathlib import Path
from dayshift.testing.executor_suite.place import shell
from dayshift.testing.local_place import LocalPlace
place = LocalPlace(Path(sys.argv[1]))
handle = place.executor.launch(shell(place, "echo started; sleep 0.5; echo done; exit 7"))
print(handle.run, flush=True)
time.sleep(60)
"""


def change(folder, name, **fields):
    """Change a record behind everybody's back."""
    record = folder.record(name) | fields
    (folder.path / name).write_text(json.dumps(record))


def test_a_server_killed_at_once_loses_nothing(place, tmp_path):
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(place.runs)], stdout=subprocess.PIPE, text=True)
    run = process.stdout.readline().strip()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    (handle,) = place.executor.owned()
    seen = ended(place, handle)

    assert (handle.run, seen.exit_code) == (run, 7)
    assert place.log(handle) == b"started\ndone\n"


def test_a_killed_launcher_is_replaced_and_its_supervisors_live_on(place):
    first = place.executor.launch(shell(place, "sleep 0.5; exit 7"))
    running(place, first)
    launcher = place.executor._launcher.pid

    os.kill(launcher, signal.SIGKILL)
    second = place.executor.launch(shell(place, "exit 8"))
    third = place.executor.launch(shell(place, "exit 9"))

    assert [ended(place, handle).exit_code for handle in (first, second, third)] == [7, 8, 9]
    assert place.executor._launcher.pid not in (None, launcher)


def test_a_pid_used_again_is_not_signalled(place):
    handle = place.executor.launch(shell(place, "sleep 60"))
    running(place, handle)
    innocent = subprocess.Popen(["sleep", "60"])
    change(place.folder(handle), "supervisor.json", pid=innocent.pid)

    place.executor.cancel(handle, order(place, []).grace)
    seen = ended(place, handle)

    assert seen.reason is Reason.KILLED
    assert innocent.poll() is None
    innocent.kill()
    innocent.wait()


def test_a_wrong_start_time_in_the_token_changes_nothing(place):
    handle = place.executor.launch(shell(place, "sleep 60"))
    running(place, handle)

    change(place.folder(handle), "job.json", start=1)

    assert look(place, handle).seen is Seen.RUNNING
    os.kill(place.folder(handle).record("supervisor.json")["pid"], signal.SIGKILL)
    assert ended(place, handle).reason is Reason.SUPERVISOR_KILLED


def test_another_boot_id_means_that_the_machine_was_restarted(place):
    handle = place.executor.launch(shell(place, "sleep 60"))
    running(place, handle)
    os.kill(place.folder(handle).record("supervisor.json")["pid"], signal.SIGKILL)
    change(place.folder(handle), "job.json", boot="another")

    assert ended(place, handle).reason is Reason.HOST_RESTARTED


def test_another_pid_namespace_means_that_the_container_was_restarted(place):
    handle = place.executor.launch(shell(place, "sleep 60"))
    running(place, handle)
    os.kill(place.folder(handle).record("supervisor.json")["pid"], signal.SIGKILL)
    change(place.folder(handle), "supervisor.json", pidns="pid:[1]")

    assert ended(place, handle).reason is Reason.HOST_RESTARTED


def test_two_supervisors_of_one_run_start_it_once(place):
    for number in range(40):
        handle = place.executor.launch(shell(place, "echo started"))
        rivals = [subprocess.Popen([sys.executable, "-I", "-S", PROGRAM, place.folder(handle).path]) for _ in range(2)]
        codes = [rival.wait() for rival in rivals]

        assert ended(place, handle).exit_code == 0, number
        assert (place.starts(handle), codes) == (1, [0, 0])


def test_a_supervisor_starts_nothing_where_a_token_is(place):
    """Also when nobody knows how the first one ended."""
    handle = place.executor.launch(shell(place, "echo started; sleep 60"))
    running(place, handle)
    os.kill(place.folder(handle).record("supervisor.json")["pid"], signal.SIGKILL)
    ended(place, handle)

    subprocess.run([sys.executable, "-I", "-S", PROGRAM, place.folder(handle).path], check=True)

    assert look(place, handle).reason is Reason.SUPERVISOR_KILLED
    assert place.starts(handle) <= 1
    assert not place.folder(handle).exists("exit.json")


def test_an_unreadable_order_is_a_setup_fault(place):
    handle = place.executor.launch(shell(place, "exit 0"))
    ended(place, handle)
    folder = place.folder(handle)
    place.settle()
    for name in ("exit.json", "job.json"):
        (folder.path / name).unlink()
    (folder.path / "spec.json").write_text("nonsense")

    Direct().launch(folder.path)
    seen = ended(place, handle)

    assert seen.reason is Reason.SETUP
    assert "order cannot be read" in seen.message


def test_a_damaged_record_is_unknown_not_an_end(place):
    handle = place.executor.launch(shell(place, "exit 0"))
    ended(place, handle)

    (place.folder(handle).path / "exit.json").write_text("{")

    assert look(place, handle).seen is Seen.UNKNOWN


def test_one_that_begins_while_it_is_looked_at_is_not_taken_for_dead(place, monkeypatch):
    handle = place.executor.launch(shell(place, "sleep 60"))
    running(place, handle)
    folder = place.folder(handle)
    token = (folder.path / "job.json").rename(folder.path / "aside")

    def begin_after_the_answer(_):
        token.rename(folder.path / "job.json")
        return False

    monkeypatch.setattr(type(folder), "is_held", begin_after_the_answer)
    seen = look(place, handle)
    monkeypatch.undo()

    assert seen.seen is Seen.WAITING
    assert look(place, handle).seen is Seen.RUNNING


def test_a_handle_of_another_host_is_unknown(place, tmp_path):
    handle = place.executor.launch(shell(place, "sleep 60"))
    other = LocalExecutor(place.runs, host="another", instance=INSTANCE, clock=SystemClock())

    (seen,) = other.observe([handle])
    other.cancel(handle, order(place, []).grace)
    other.close()

    assert seen.seen is Seen.UNKNOWN
    assert not place.folder(handle).exists("stop")


def test_a_thousand_short_runs_leave_no_zombie(place):
    others = place.resources()[2]  # such as the database of other tests; the launcher comes with the first run
    for _ in range(100):
        handles = [place.executor.launch(shell(place, "exit 3")) for _ in range(10)]
        assert {ended(place, handle).exit_code for handle in handles} == {3}
    place.settle()

    children = Path(f"/proc/{place.executor._launcher.pid}/task/{place.executor._launcher.pid}/children")
    until(place, handles[0], lambda _: children.read_text() == "")
    assert place.resources()[2] == others + 1


@pytest.mark.parametrize("plant", [os.mkfifo, os.mkdir, lambda path: os.symlink("/etc/passwd", path)])
def test_what_is_planted_in_place_of_the_progress_is_nothing(place, plant):
    handle = place.executor.launch(shell(place, "sleep 60"))
    running(place, handle)

    plant(place.folder(handle).path / "work" / "progress.json")

    assert look(place, handle).progress is None


def test_a_forgotten_link_leads_nowhere(place, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("kept")
    links = f"ln -s {outside} $HOME/link; ln -s {outside}/precious $HOME/file"
    line = f"{links}; mkdir $HOME/deep; touch $HOME/deep/er; echo done"
    handle = place.executor.launch(shell(place, line))
    ended(place, handle)

    place.executor.forget(handle)

    assert (outside / "precious").read_text() == "kept"
    assert sorted(os.listdir(place.folder(handle).path)) == ["exit.json", "log", "times"]


def test_a_running_attempt_cannot_be_forgotten(place):
    handle = place.executor.launch(shell(place, "sleep 60"))
    running(place, handle)

    with pytest.raises(BackendUnavailable):
        place.executor.forget(handle)


def test_a_lost_attempt_stays_started_after_it_is_forgotten(place):
    order = shell(place, "echo started; sleep 60")
    handle = place.executor.launch(order)
    running(place, handle)
    os.kill(place.folder(handle).record("supervisor.json")["pid"], signal.SIGKILL)
    ended(place, handle)

    place.executor.forget(handle)

    assert place.executor.launch(order).adopted


def test_an_end_wakes_whoever_waits_within_moments(place):
    handle = place.executor.launch(shell(place, "sleep 0.2"))
    running(place, handle)

    woke = place.executor.wait(5)

    seen = look(place, handle)
    assert woke
    assert (seen.observed_at - seen.ended_at).total_seconds() < 0.5


def test_a_listener_is_called_at_an_end(tmp_path):
    import threading

    woken = threading.Event()
    executor = LocalExecutor(tmp_path / "runs", host=HOST, instance=STRANGER, clock=SystemClock(), woken=woken.set)
    place = LocalPlace(tmp_path / "runs")
    handle = executor.launch(shell(place, "exit 0"))

    assert woken.wait(5)
    assert next(iter(executor.observe([handle]))).exit_code == 0
    executor.close()
    place.end()


def test_the_environment_is_held_for_the_life_of_the_run(place, tmp_path):
    import fcntl

    lock = tmp_path / "environment.lock"
    lock.touch()
    handle = place.executor.launch(shell(place, "sleep 60", hold=str(lock)))
    running(place, handle)

    with lock.open() as file:
        with pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        place.executor.cancel(handle, order(place, []).grace)
        ended(place, handle)
        place.settle()
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_name_that_leads_elsewhere_is_refused(place):
    for run in ("../1", "/etc/passwd", "1", "1/2/3", "1/.."):
        with pytest.raises(BackendRejected):
            place.executor.launch(shell(place, "exit 0", run=run))


def test_a_secret_whose_name_is_a_path_is_refused(place):
    with pytest.raises(BackendRejected):
        place.executor.launch(shell(place, "exit 0", secrets={"../escape": "a-secret-value"}))


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_folder_on_a_remote_file_system_is_refused(tmp_path, monkeypatch, kind):
    mounts = f"1 0 0:1 / / rw - ext4 d rw\n2 1 0:2 / {tmp_path} rw - {kind} d rw\n3 1 0:3 / /proc rw - proc p rw\n"
    monkeypatch.setattr(machine, "_mountinfo", lambda: mounts)

    with pytest.raises(Invalid) as refused:
        machine.check_machine(tmp_path / "runs")

    assert kind in str(refused.value)


def test_a_machine_that_is_not_linux_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    with pytest.raises(BackendRejected):
        machine.check_machine(tmp_path)


def test_a_thousand_directories_are_looked_at_within_a_second(place):
    handle = place.executor.launch(shell(place, "exit 0"))
    ended(place, handle)
    source = place.folder(handle).path
    handles = []
    for number in range(1000):
        target = place.runs / str(100_000 + number) / "1"
        target.mkdir(parents=True)
        (target / "exit.json").write_bytes((source / "exit.json").read_bytes())
        handles.append(type(handle)(executor="local", name=f"n{number}", run=f"{100_000 + number}/1", host=HOST))

    before = monotonic()
    seen = list(place.executor.observe(handles))

    assert {one.seen for one in seen} == {Seen.ENDED}
    assert monotonic() - before < 1
