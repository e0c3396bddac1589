"""Loops are woken at once, or soon; what is tidied up comes later, in order."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from dayshift.clock import SystemClock
from dayshift.loops.runner import Runner
from dayshift.loops.tidying import Tidying

LONG = timedelta(hours=1)
SOON = timedelta(milliseconds=50)


class Loop:
    """Notes when it looked; looks again when it is woken, or ``again`` so long after."""

    name = "loop"

    def __init__(self, clock: SystemClock, again: timedelta | None = None) -> None:
        self.clock = clock
        self.again = again
        self.looks: list[datetime] = []
        self.looked = threading.Semaphore(0)

    def step(self) -> datetime | None:
        now = self.clock.now()
        self.looks.append(now)
        self.looked.release()
        return None if self.again is None else now + self.again


class SetBack(SystemClock):
    """A clock that somebody sets."""

    by = timedelta(0)

    def now(self) -> datetime:
        return super().now() - self.by


@contextmanager
def turning(loop: Loop) -> Iterator[Runner]:
    runner = Runner([loop], loop.clock)
    runner.start()
    loop.looked.acquire()
    yield runner
    runner.stop()


@pytest.fixture
def running() -> Iterator[tuple[Loop, Runner]]:
    loop = Loop(SystemClock())
    with turning(loop) as runner:
        yield loop, runner


def test_a_clock_that_is_set_back_lets_no_loop_sleep_on() -> None:
    clock = SetBack()
    loop = Loop(clock, timedelta(milliseconds=200))

    with turning(loop) as runner:
        clock.by = LONG
        assert loop.looked.acquire(timeout=60)
        clock.by = 2 * LONG
        runner.wake("loop")
        assert loop.looked.acquire(timeout=60)


def test_a_loop_that_is_to_look_soon_waits_so_long(running) -> None:
    loop, runner = running
    asked = SystemClock().now()

    runner.wake("loop", SOON)
    loop.looked.acquire()

    assert loop.looks[1] - asked >= SOON


def test_what_is_urgent_overtakes_what_is_not(running) -> None:
    loop, runner = running

    runner.wake("loop", LONG)
    runner.wake("loop")
    loop.looked.acquire()
    runner.wake("loop")
    loop.looked.acquire()

    assert len(loop.looks) == 3


def test_tidying_goes_on_after_a_fault_and_keeps_the_order(caplog: pytest.LogCaptureFixture) -> None:
    tidying = Tidying(after_s=0.01)
    done: list[int] = []
    last = threading.Event()

    tidying.later(lambda: done.append(1))
    tidying.later(lambda: done.append(1 // 0))
    tidying.later(lambda: done.append(2))
    tidying.later(last.set)
    last.wait()
    tidying.close()

    assert done == [1, 2]
    assert "could not be tidied up" in caplog.text


def test_a_stop_waits_for_no_tidying() -> None:
    tidying = Tidying(after_s=3600)
    done: list[int] = []
    tidying.later(lambda: done.append(1))

    tidying.close()

    assert done == []
