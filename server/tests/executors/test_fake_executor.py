"""The fake passes the part of the suite that needs no real programs."""

import re
import threading
from datetime import timedelta

import pytest

from dayshift.clock import SystemClock
from dayshift.executors.base import Handle, Reason, Seen
from dayshift.testing.executor_suite.ends import EndsSuite
from dayshift.testing.executor_suite.lifecycle import LifecycleSuite
from dayshift.testing.executor_suite.place import look, numbers, shell
from dayshift.testing.executor_suite.streams import StreamsSuite
from dayshift.testing.fake_executor import FakeExecutor


class FakePlace:
    """Plays the suite's shell lines: ``exit 7`` ends with 7, what sleeps a minute runs on, anything else ends well."""

    abilities = frozenset({"broken connection"})

    def __init__(self) -> None:
        self.executor = FakeExecutor(SystemClock())
        self.numbers = numbers()
        self.lose_answer = self.executor.lose_answer
        self.go_away = self.executor.go_away
        self.come_back = self.executor.come_back

    def restart(self) -> None:
        """The place does not notice."""

    def stranger(self) -> FakeExecutor:
        return FakeExecutor(SystemClock())

    def pause(self, seconds: float) -> None:
        threading.Event().wait(seconds)
        for name in self.executor.running():
            line = self.executor.order(name).argv[-1]
            code = re.search(r"exit (\d+)$", line)
            if "sleep 60" not in line:
                self.executor.finish(name, int(code[1]) if code else 0)

    def starts(self, handle: Handle) -> int:
        return self.executor.started.count(handle.name)


@pytest.fixture
def place() -> FakePlace:
    return FakePlace()


class TestFakeEnds(EndsSuite):
    """Without processes."""


class TestFakeLifecycle(LifecycleSuite):
    """Without processes."""


class TestFakeStreams(StreamsSuite):
    """Without processes."""


def test_one_that_hangs_hears_no_cancel_and_is_killed_after_the_grace(place: FakePlace) -> None:
    handle = place.executor.launch(shell(place, "sleep 60"))
    place.executor.hang(handle.name)

    place.executor.cancel(handle, timedelta(seconds=0.05))
    before = look(place, handle)
    threading.Event().wait(0.06)

    assert before.seen is Seen.RUNNING
    assert (look(place, handle).signal, look(place, handle).reason) == (9, Reason.KILLED)


def test_a_lost_one_is_absent_and_would_start_again(place: FakePlace) -> None:
    order = shell(place, "sleep 60")
    handle = place.executor.launch(order)

    place.executor.lose(handle.name)

    assert look(place, handle).seen is Seen.ABSENT
    assert not place.executor.launch(order).adopted
    assert place.executor.started == [order.name, order.name]


def test_a_reason_of_the_place_is_told(place: FakePlace) -> None:
    handle = place.executor.launch(shell(place, "sleep 60"))

    place.executor.fail(handle.name, Reason.OOM, "64 MiB")

    assert (look(place, handle).reason, look(place, handle).message) == (Reason.OOM, "64 MiB")
