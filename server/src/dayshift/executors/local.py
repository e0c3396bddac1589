"""The executor for this machine: attempts are process trees, each owned by a supervisor that outlives the server."""

import itertools
import math
import os
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from dayshift.clock import Clock, monotonic
from dayshift.domain.errors import BackendRejected, BackendUnavailable
from dayshift.executors import cgroups
from dayshift.executors.base import Handle, Observation, Order, Seen
from dayshift.executors.capability import capabilities
from dayshift.executors.ends import Ends, Listener
from dayshift.executors.machine import check_machine
from dayshift.executors.observing import look
from dayshift.executors.runfolder import RunFolder
from dayshift.executors.supervisor.system import boot_id, start_time
from dayshift.executors.supervisors import Direct, Launcher
from dayshift.executors.warmth import Warmth

SPEC_VERSION = 1
FORGET_FOR_S = 2.0
DOORS = 16  # so that two threads never start the same run at once, and rarely wait for each other


class LocalExecutor:
    """Runs attempts below ``runs``. It remembers nothing that matters: a new one finds all of it on the disk."""

    kind: ClassVar[str] = "local"

    def __init__(
        self, runs: Path, *, host: str, instance: str, clock: Clock, woken: Callable[[], None] | None = None
    ) -> None:
        """``host`` names this machine's data directory for ever. ``woken`` is called from a thread soon after any end.

        Raises Invalid or BackendRejected where runs cannot be kept safely.
        """
        runs.mkdir(mode=0o711, parents=True, exist_ok=True)
        check_machine(runs)
        self._runs = runs.resolve()
        self._host = host
        self._instance = instance
        self._clock = clock
        self.groups = cgroups.probe(instance)
        self.capabilities = capabilities(self.groups)
        self._warmth = Warmth(self.groups)
        self._launcher = Launcher()
        self._direct = Direct()
        self._ends = Ends()
        self._listener = Listener(self._ends, woken) if woken else None
        self._doors = [threading.Lock() for _ in range(DOORS)]
        self._cores = itertools.cycle(sorted(os.sched_getaffinity(0)))

    def expect(self) -> None:
        """An order may follow at once: get ready for it. Not part of the contract; latency only."""
        self._warmth.expect()

    def handle_of(self, order: Order) -> Handle:
        return self._handle(order.name, order.run)

    def launch(self, order: Order) -> Handle:
        """Start the attempt, or adopt the one that is there, in whatever state. Raises the two BackendErrors."""
        folder = self._folder(order.run)
        with self._doors[hash(order.run) % DOORS]:
            adopted = self._is_there(folder, order.run)
            if not adopted:
                self._start(folder, order)
        return self._handle(order.name, order.run, adopted=adopted)

    def observe(self, handles: Sequence[Handle]) -> Iterable[Observation]:
        """Look at each run directory. What cannot be read, or is another host's, is unknown."""
        self._direct.reap()
        return [self._observe(handle, self._clock.now()) for handle in handles]

    def cancel(self, handle: Handle, grace: timedelta) -> None:
        """Leave the request and wake the supervisor."""
        if handle.host != self._host:
            return
        folder = self._folder(handle.run)
        if folder.exists("exit.json"):
            return
        asked = folder.ask_to_stop({"v": 1, "reason": "killed", "grace": grace.total_seconds(), "by": self._host})
        if asked and (supervisor := _open_supervisor(folder)) is not None:
            signal.pidfd_send_signal(supervisor, signal.SIGUSR1)
            os.close(supervisor)

    def owned(self) -> Iterable[Handle]:
        """Every attempt of this install that has not been forgotten."""
        for spec in sorted(self._runs.glob("*/*/spec.json")):
            try:
                name = (RunFolder(spec.parent).record("spec.json") or {}).get("name", "")
            except ValueError:
                continue
            if name.startswith(f"ds-{self._instance}-"):
                yield self._handle(name, spec.parent.relative_to(self._runs).as_posix())

    def forget(self, handle: Handle) -> None:
        """Remove all but the log and the end. Raises BackendUnavailable while its supervisor lives."""
        folder = self._folder(handle.run)
        until = monotonic() + FORGET_FOR_S  # after the end is told, the supervisor still tidies up for a moment
        while folder.is_held():
            if monotonic() > until:
                raise BackendUnavailable(place="local", text=f"{handle.name} has not ended")
        folder.clear()

    def wait(self, timeout_s: float) -> bool:
        """Return True as soon as an attempt ends, False after ``timeout_s``. Not together with ``woken``."""
        return self._ends.wait(timeout_s)

    def close(self) -> None:
        """Let go of everything; the attempts run on.

        The install's control groups stay, even empty: a supervisor may be about to make its own in them.
        """
        self._warmth.close()
        if self._listener:
            self._listener.close()
        self._ends.close()
        self._launcher.close()

    def _start(self, folder: RunFolder, order: Order) -> None:
        if bad := [name for name in order.secrets if not name.isidentifier()]:  # each becomes the name of a file
            raise BackendRejected(place="local", text=f"{bad[0]!r} is no name of a secret")
        try:
            folder.make(order.folders)
            folder.write_order(order, self._spec(order, folder))
        except OSError as error:
            raise BackendUnavailable(place="local", text=f"the run directory cannot be made: {error}") from error
        started = self._launcher.launch(folder.path)
        self._ends.add(order.run, self._direct.launch(folder.path) if started is None else started)

    def _observe(self, handle: Handle, observed_at: datetime) -> Observation:
        unknown = Observation(name=handle.name, seen=Seen.UNKNOWN, observed_at=observed_at)
        if handle.host != self._host:
            return unknown
        folder = self._folder(handle.run)
        try:
            seen = look(folder, handle, observed_at)
        except (OSError, ValueError, KeyError, TypeError):
            return unknown
        if seen.seen in (Seen.RUNNING, Seen.WAITING):
            self._listen_to(folder, handle.run)
        elif seen.seen is Seen.ENDED:
            self._ends.drop(handle.run)
        elif self._ends.is_alive(handle.run):  # on its way to the lock
            return Observation(name=handle.name, seen=Seen.WAITING, observed_at=observed_at)
        return seen

    def _listen_to(self, folder: RunFolder, run: str) -> None:
        """Hear of the end of one that an earlier server started."""
        if not self._ends.knows(run) and (supervisor := _open_supervisor(folder)) is not None:
            self._ends.add(run, supervisor)

    def _is_there(self, folder: RunFolder, run: str) -> bool:
        return folder.exists("exit.json") or folder.exists("job.json") or folder.is_held() or self._ends.is_alive(run)

    def _handle(self, name: str, run: str, *, adopted: bool = False) -> Handle:
        return Handle(executor=self.kind, name=name, run=run, host=self._host, adopted=adopted)

    def _folder(self, run: str) -> RunFolder:
        """Raises BackendRejected for what is no name of a run: it came from a database, but leads to a path."""
        parts = PurePosixPath(run).parts
        if len(parts) != 2 or any(part in ("/", "..") for part in parts):
            raise BackendRejected(place="local", text=f"{run!r} names no run")
        return RunFolder(self._runs / run)

    def _spec(self, order: Order, folder: RunFolder) -> dict[str, Any]:
        """The order in the supervisor's words. Secrets are there by name only."""
        work, can = folder.path / "work", self.capabilities
        places = {
            "HOME": str(work / "home"),
            "TMPDIR": str(work / "tmp"),
            "DAYSHIFT_SECRETS_DIR": str(folder.path / "secrets"),
        }
        return {
            "v": SPEC_VERSION,
            "name": order.name,
            "argv": order.argv,
            "env": {**places, **order.env, "DAYSHIFT_NAME": order.name},
            "cwd": order.cwd,
            "secrets": sorted(order.secrets),
            "hold": order.hold,
            "grace": order.grace.total_seconds(),
            "time_limit": order.time_limit.total_seconds() if order.time_limit else None,
            "log_limit": order.log_limit,
            "log_full": order.log_full,
            "memory": order.memory,
            "groups": self.groups.plan(order),
            "watched_memory": None if can.memory == "hard" else order.memory,
            "watched_processes": None if can.processes == "hard" else order.processes,
            "cores": None if can.cpu == "quota" else self._some_cores(order.cpu),
        }

    def _some_cores(self, cpu: float) -> list[int]:
        """Whole cores, taken in turn, so that runs spread over the machine."""
        wanted = min(math.ceil(cpu), len(os.sched_getaffinity(0)))
        return [next(self._cores) for _ in range(wanted)]


def _open_supervisor(folder: RunFolder) -> int | None:
    """A pidfd of the writer of ``supervisor.json``; None if that process is no more, whoever has its pid now."""
    try:
        who = folder.record("supervisor.json")
        if who is None or who["boot"] != boot_id():
            return None
        handle = os.pidfd_open(who["pid"])
    except (OSError, ValueError, KeyError):
        return None
    try:
        if start_time(who["pid"]) == who["start"]:
            return handle
    except OSError:
        pass
    os.close(handle)
    return None
