"""A place without processes: a test says what each attempt does. It obeys the contract of a real one."""

import signal
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from dayshift.clock import Clock
from dayshift.domain.errors import BackendUnavailable
from dayshift.executors.base import Capabilities, Handle, Observation, Order, Reason, Seen

HOST = "fake-host"
CAPABILITIES = Capabilities(memory="hard", cpu="quota", processes="hard", kill="atomic")


@dataclass(slots=True)
class _Attempt:
    order: Order
    started_at: datetime
    end: dict[str, Any] | None = None
    hangs: bool = False
    is_lost: bool = False
    is_forgotten: bool = False
    kill_at: datetime | None = None


@dataclass(slots=True)
class FakeExecutor:
    """Attempts run until a test, a cancel or their time limit ends them. ``started`` holds their names, in order."""

    kind: ClassVar[str] = "fake"
    clock: Clock
    capabilities: Capabilities = CAPABILITIES
    started: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    _attempts: dict[str, _Attempt] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _is_away: bool = False
    _loses_answer: bool = False

    # What a test may do.

    def finish(self, name: str, code: int = 0) -> None:
        """The program ends by itself."""
        self._end(name, exit_code=code)

    def kill(self, name: str) -> None:
        """Somebody else kills the program."""
        self._end(name, signal=int(signal.SIGKILL))

    def fail(self, name: str, reason: Reason, message: str = "") -> None:
        """The place ends it, or finds that it is gone."""
        self._end(name, reason=reason, message=message)

    def hang(self, name: str) -> None:
        """From now on it does not hear a cancel: only the end of the grace stops it."""
        self._attempts[name].hangs = True

    def lose(self, name: str) -> None:
        """The place forgets that it ever was."""
        self._attempts[name].is_lost = True

    def go_away(self) -> None:
        """Nobody can ask the place; what runs there runs on."""
        self._is_away = True

    def come_back(self) -> None:
        self._is_away = False

    def lose_answer(self) -> None:
        """The next launch is accepted, and its answer is lost."""
        self._loses_answer = True

    def order(self, name: str) -> Order:
        """What was ordered under this name."""
        return self._attempts[name].order

    def running(self) -> list[str]:
        """The names of the attempts that have not ended, in the order of their starts."""
        with self._lock:
            self._pass_time()
            return [name for name, attempt in self._attempts.items() if attempt.end is None and not attempt.is_lost]

    # The contract.

    def handle_of(self, order: Order) -> Handle:
        return self._handle(order)

    def launch(self, order: Order) -> Handle:
        with self._lock:
            self._reach()
            known = self._attempts.get(order.name)
            if known is None or known.is_lost:
                self._attempts[order.name] = _Attempt(order, self.clock.now())
                self.started.append(order.name)
            if self._loses_answer:
                self._loses_answer = False
                raise BackendUnavailable(place=self.kind, text="no answer")
            return self._handle(order, adopted=known is not None and not known.is_lost)

    def observe(self, handles: Sequence[Handle]) -> Iterable[Observation]:
        with self._lock:
            self._pass_time()
            return [self._look(handle.name, self.clock.now()) for handle in handles]

    def cancel(self, handle: Handle, grace: timedelta) -> None:
        with self._lock:
            self._reach()
            attempt = self._attempts.get(handle.name)
            if attempt is None or attempt.is_lost or attempt.end is not None or attempt.kill_at is not None:
                return
            self.cancelled.append(handle.name)
            attempt.kill_at = self.clock.now() + grace
            if not attempt.hangs:
                self._end(handle.name, signal=int(signal.SIGTERM), reason=Reason.KILLED)

    def owned(self) -> Iterable[Handle]:
        with self._lock:
            self._reach()
            kept = [one for one in self._attempts.values() if not one.is_forgotten and not one.is_lost]
            return [self._handle(attempt.order) for attempt in kept]

    def forget(self, handle: Handle) -> None:
        with self._lock:
            self._reach()
            if handle.name in self._attempts:
                self._attempts[handle.name].is_forgotten = True

    def _reach(self) -> None:
        if self._is_away:
            raise BackendUnavailable(place=self.kind, text="it cannot be reached")

    def _handle(self, order: Order, *, adopted: bool = False) -> Handle:
        return Handle(executor=self.kind, name=order.name, run=order.run, host=HOST, adopted=adopted)

    def _end(self, name: str, *, at: datetime | None = None, **facts: Any) -> None:
        """The first end stands."""
        with self._lock:
            attempt = self._attempts[name]
            if attempt.end is None:
                attempt.end = {"ended_at": at or self.clock.now(), **facts}

    def _pass_time(self) -> None:
        """End what the time has ended since somebody last looked."""
        now = self.clock.now()
        for name, attempt in self._attempts.items():
            limit = attempt.order.time_limit
            if limit is not None and now >= attempt.started_at + limit:
                at = attempt.started_at + limit
                self._end(name, at=at, signal=int(signal.SIGTERM), reason=Reason.TIMEOUT)
            if attempt.kill_at is not None and now >= attempt.kill_at:
                self._end(name, at=attempt.kill_at, signal=int(signal.SIGKILL), reason=Reason.KILLED)

    def _look(self, name: str, now: datetime) -> Observation:
        attempt = self._attempts.get(name)
        if self._is_away:
            return Observation(name=name, seen=Seen.UNKNOWN, observed_at=now)
        if attempt is None or attempt.is_lost:
            return Observation(name=name, seen=Seen.ABSENT, observed_at=now)
        seen = Seen.RUNNING if attempt.end is None else Seen.ENDED
        return Observation(name=name, seen=seen, observed_at=now, started_at=attempt.started_at, **(attempt.end or {}))
