"""The supervisor is killed at each place where a record stands next to a process: what is left, what comes next."""

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from dayshift.clock import monotonic
from dayshift.executors.base import Reason, Seen
from dayshift.executors.supervisor import failpoints
from dayshift.testing.executor_suite.place import MIB, ended, look, python, running, shell, until

STARTED = "echo started; setsid sleep 60 & sleep 60"


@pytest.fixture
def armed(place, monkeypatch):
    """Arms points for the supervisors that start from now on, and disarms them."""

    def arm(text):
        monkeypatch.setenv(failpoints.VARIABLE, text)
        place.restart()

    return arm


def gone(place, handle):
    """Wait until its supervisor has come and gone."""
    return until(place, handle, lambda seen: seen.seen in (Seen.ABSENT, Seen.ENDED))


@pytest.mark.parametrize("point", ["supervisor.after_lock", "supervisor.after_fork"])
def test_killed_before_the_token_it_is_absent_and_starts_once(place, armed, point):
    order = shell(place, "echo started; exit 7")
    armed(f"{point}=kill")
    handle = place.executor.launch(order)
    seen = gone(place, handle)

    armed("")
    again = place.executor.launch(order)

    assert seen.seen is Seen.ABSENT
    assert not again.adopted
    assert ended(place, again).exit_code == 7
    assert place.starts(again) == 1


@pytest.mark.parametrize("point", ["supervisor.after_job_json", "supervisor.after_gate"])
def test_killed_after_the_token_it_is_lost_and_never_starts_again(place, armed, point):
    order = shell(place, STARTED, secrets={"TOKEN": "a-secret-value"})
    armed(f"{point}=kill")
    handle = place.executor.launch(order)

    seen = gone(place, handle)
    armed("")
    again = place.executor.launch(order)

    assert (seen.seen, seen.reason, seen.exit_code) == (Seen.ENDED, Reason.SUPERVISOR_KILLED, None)
    assert again.adopted
    assert look(place, again).reason is Reason.SUPERVISOR_KILLED
    assert place.starts(handle) <= 1
    assert place.survivors(handle) == []
    assert place.mentions(handle, b"a-secret-value") == []


def test_killed_between_term_and_kill_it_is_lost_and_nothing_survives(place, armed):
    armed("supervisor.after_term=kill")
    handle = place.executor.launch(shell(place, "trap : TERM; echo started; while :; do sleep 0.1; done"))
    until(place, handle, lambda _: place.starts(handle) == 1)

    place.executor.cancel(handle, timedelta(seconds=30))
    seen = gone(place, handle)

    assert seen.reason is Reason.SUPERVISOR_KILLED
    assert place.survivors(handle) == []


@pytest.mark.parametrize("point", ["supervisor.after_child_exit", "supervisor.after_exit_tmp"])
def test_killed_between_the_end_and_its_record_it_is_lost(place, armed, point):
    armed(f"{point}=kill")
    handle = place.executor.launch(shell(place, "echo started; exit 7"))

    seen = gone(place, handle)

    assert (seen.reason, seen.exit_code) == (Reason.SUPERVISOR_KILLED, None)
    assert place.starts(handle) == 1


def test_killed_after_the_record_the_end_is_known(place, armed):
    armed("supervisor.after_exit_json=kill")
    handle = place.executor.launch(shell(place, "echo started; exit 7"))

    seen = gone(place, handle)

    assert (seen.exit_code, seen.reason) == (7, None)


@pytest.mark.parametrize("point", ["log.before_cut", "log.after_cut"])
def test_killed_around_a_cut_no_byte_reads_as_another(place, armed, point):
    armed(f"{point}=kill")
    source = "import os, time\nfor n in range(100): os.write(1, b'%09d\\n' % n * 10000); time.sleep(0.01)"
    handle = place.executor.launch(python(place, source, log_limit=MIB))
    gone(place, handle)

    cut = place.folder(handle).record("cuts.json")

    log = place.log(handle)
    left = log if cut is None else log[: cut["start"]] + log[cut["end"] :]
    assert (cut is None) == (point == "log.before_cut")
    assert b"\0" not in left
    assert look(place, handle).reason is Reason.SUPERVISOR_KILLED


def test_a_killed_supervisor_takes_the_whole_tree_with_it(place):
    handle = place.executor.launch(shell(place, STARTED))
    running(place, handle)
    until(place, handle, lambda _: len(place.survivors(handle)) >= 3)
    who = place.folder(handle).record("supervisor.json")

    os.kill(who["pid"], signal.SIGKILL)
    seen = ended(place, handle)

    assert seen.reason is Reason.SUPERVISOR_KILLED
    assert place.survivors(handle) == []


def test_a_program_dies_with_its_supervisor_though_nobody_looks(place):
    handle = place.executor.launch(shell(place, "exec sleep 60"))
    running(place, handle)
    until(place, handle, lambda _: len(place.survivors(handle)) == 1)
    who = place.folder(handle).record("supervisor.json")

    os.kill(who["pid"], signal.SIGKILL)

    end = monotonic() + 5
    while place.survivors(handle) and monotonic() < end:
        place.pause(0.01)
    assert place.survivors(handle) == []


def test_a_supervisor_that_hangs_is_running_still(place, armed):
    armed("supervisor.after_gate=stop")
    handle = place.executor.launch(shell(place, "exit 7"))
    running(place, handle)
    who = place.folder(handle).record("supervisor.json")
    until(place, handle, lambda _: " T " in Path(f"/proc/{who['pid']}/stat").read_text())
    hanging = look(place, handle)

    os.kill(who["pid"], signal.SIGCONT)

    assert hanging.seen is Seen.RUNNING
    assert ended(place, handle).exit_code == 7


def test_every_point_is_struck_somewhere():
    text = "".join(path.read_text() for path in Path(failpoints.__file__).parent.glob("*.py"))

    assert [point for point in failpoints.POINTS if f'failpoint("{point}")' not in text] == []
