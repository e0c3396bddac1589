"""Waiting for the program to end, and ending it when it must: asked to, out of time, or over a limit."""

import os
import select
import time

from dayshift.executors.supervisor import records
from dayshift.executors.supervisor.failpoints import failpoint
from dayshift.executors.supervisor.logfile import LogFile
from dayshift.executors.supervisor.spec import Spec
from dayshift.executors.supervisor.system import complain, exists
from dayshift.executors.supervisor.tree import SIGSTOP, Tree, reap_orphans, send

LOOK_S = 1.0
LEFTOVERS_S = 2.0


class Watch:
    """Looks after one running program. ``stopped_by`` is the first cause that sent it a signal."""

    def __init__(self, spec: Spec, log: LogFile, tree: Tree, wake: int) -> None:
        self.spec = spec
        self.log = log
        self.tree = tree
        self.stopped_by: str | None = None
        self._wake = wake
        self._kill_at: float | None = None
        self._deadline: float | None = None
        self._look_at = 0.0
        self._complained = False

    def until_end(self, pid: int, started: float) -> None:
        """Return when the program has ended; it is not reaped yet. ``started`` is monotonic."""
        if self.spec.time_limit is not None:
            self._deadline = started + self.spec.time_limit
        job = os.pidfd_open(pid)
        poll = select.poll()
        poll.register(job, select.POLLIN)
        poll.register(self._wake, select.POLLIN)
        ready = dict(poll.poll(0))
        while job not in ready:
            self._turn(pid, woken=self._wake in ready)
            ready = dict(poll.poll(self._patience_ms()))
        os.close(job)

    def clear_leftovers(self) -> int:
        """End what the program left behind. Who was asked to stop keeps the rest of the grace, and is asked once."""
        if self._kill_at is None:
            return self.tree.clear(LEFTOVERS_S, ask=True)
        return self.tree.clear(max(0.0, self._kill_at - time.monotonic()), ask=False)

    def finish_log(self) -> int:
        """Make the log durable. Bytes written in all."""
        try:
            return self.log.finish()
        except OSError as error:
            self._complain(error)
            return self.log.size

    def _turn(self, pid: int, *, woken: bool) -> None:
        now = time.monotonic()
        self._look_at_log()
        if woken:
            os.read(self._wake, 4096)
        if woken or now >= self._look_at:
            self._look_at = now + LOOK_S
            reap_orphans(pid)
            self._look_for_stop()
            self._look_at_limits()
        if self.log.over:
            self._stop("log_full", self.spec.grace)
        if self._deadline is not None and now >= self._deadline:
            self._stop("timeout", self.spec.grace)
        if self._kill_at is not None and now >= self._kill_at:
            self.tree.kill()
            self._kill_at = now + LOOK_S

    def _patience_ms(self) -> int:
        """Until the next thing that is due. Rounded up, or it would turn idly for the last millisecond."""
        now = time.monotonic()
        due = [self._look_at, now + self.log.patience_s()]
        due += [at for at in (self._kill_at, self._deadline if self.stopped_by is None else None) if at is not None]
        return max(0, int((min(due) - now) * 1000) + 1)

    def _look_at_log(self) -> None:
        try:
            self.log.look()
        except OSError as error:
            self._complain(error)

    def _look_for_stop(self) -> None:
        if not exists("stop"):
            return
        try:
            grace = float(records.read("stop")["grace"])
        except (OSError, ValueError, KeyError, TypeError):
            grace = self.spec.grace
        self._stop("killed", grace)

    def _look_at_limits(self) -> None:
        """Where no control group enforces them. Too much is killed at once: there is nothing to wait for."""
        processes, memory = self.spec.watched_processes, self.spec.watched_memory
        if processes is not None and len(pids := self.tree.pids()) > processes:
            send(pids, SIGSTOP)
            self._kill_now("processes")
        if memory is not None and self.tree.memory() > memory:
            self._kill_now("oom")

    def _kill_now(self, cause: str) -> None:
        self.stopped_by = self.stopped_by or cause
        self._kill_at = time.monotonic()

    def _stop(self, cause: str, grace: float) -> None:
        """TERM now, KILL after ``grace`` seconds; the first cause is kept."""
        if self.stopped_by is not None:
            return
        self.stopped_by = cause
        self._kill_at = time.monotonic() + grace
        self.tree.terminate()
        failpoint("supervisor.after_term")

    def _complain(self, error: OSError) -> None:
        """Once, to ``supervisor.log``: what is wrong with the log must not end the watch."""
        if not self._complained:
            complain(f"the log cannot be looked after: {error}")
        self._complained = True
