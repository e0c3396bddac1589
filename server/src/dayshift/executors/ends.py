"""Hearing of ends at once: a descriptor for each running supervisor, and one wait on all of them."""

import os
import select
import threading
from collections.abc import Callable


class Ends:
    """The pidfds of supervisors. Adding is safe from any thread; an end is told once."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._lock = threading.Lock()
        self._run_by_fd: dict[int, str] = {}
        self._fd_by_run: dict[str, int] = {}
        self._nudge = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._epoll.register(self._nudge, select.EPOLLIN)

    def add(self, run: str, handle: int) -> None:
        """Take over a pidfd; a second one for the same run is closed."""
        with self._lock:
            if run in self._fd_by_run:
                os.close(handle)
                return
            self._fd_by_run[run] = handle
            self._run_by_fd[handle] = run
            self._epoll.register(handle, select.EPOLLIN)

    def knows(self, run: str) -> bool:
        """Whether a supervisor of this run is being waited for."""
        return run in self._fd_by_run

    def is_alive(self, run: str) -> bool:
        """Whether the supervisor of this run is known and has not ended."""
        with self._lock:
            if run not in self._fd_by_run:
                return False
            poll = select.poll()
            poll.register(self._fd_by_run[run], select.POLLIN)
            return not poll.poll(0)

    def drop(self, run: str) -> None:
        """Its end is known: nobody need be told."""
        with self._lock:
            if run in self._fd_by_run:
                self._forget(self._fd_by_run[run])

    def wait(self, timeout_s: float) -> bool:
        """Return True as soon as a supervisor has ended or somebody nudged, False after ``timeout_s``."""
        ready = self._epoll.poll(timeout_s)
        with self._lock:
            for fd, _ in ready:
                if fd == self._nudge:
                    os.eventfd_read(fd)
                elif fd in self._run_by_fd:
                    self._forget(fd)
        return bool(ready)

    def nudge(self) -> None:
        """Let whoever waits return now."""
        os.eventfd_write(self._nudge, 1)

    def close(self) -> None:
        """Close every descriptor. Nobody may be waiting."""
        with self._lock:
            for fd in list(self._run_by_fd):
                self._forget(fd)
            self._epoll.close()
            os.close(self._nudge)

    def _forget(self, fd: int) -> None:
        run = self._run_by_fd.pop(fd)
        del self._fd_by_run[run]
        self._epoll.unregister(fd)
        os.close(fd)


class Listener:
    """A thread that calls ``woken`` after each end, for a caller that waits elsewhere."""

    def __init__(self, ends: Ends, woken: Callable[[], None]) -> None:
        self._ends = ends
        self._woken = woken
        self._closing = False
        self._thread = threading.Thread(target=self._listen, name="local-ends", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._closing:
            if self._ends.wait(-1) and not self._closing:
                self._woken()

    def close(self) -> None:
        self._closing = True
        self._ends.nudge()
        self._thread.join()
