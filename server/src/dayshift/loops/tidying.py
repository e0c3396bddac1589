"""Removing what ended runs left, a little later: in a burst of short runs nothing waits for it."""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

from dayshift.clock import monotonic

log = logging.getLogger(__name__)

AFTER_S = 10.0


class Tidying:
    """A thread that does what it is given, in order, each ``AFTER_S`` seconds later. It may take long, and be lost."""

    def __init__(self, after_s: float = AFTER_S) -> None:
        self._after_s = after_s
        self._acts: SimpleQueue[tuple[float, Callable[[], None]]] = SimpleQueue()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="tidying", daemon=True)
        self._thread.start()

    def later(self, act: Callable[[], None]) -> None:
        self._acts.put((monotonic() + self._after_s, act))

    def close(self) -> None:
        """Finish what is under way, and leave the rest: the janitor finds it."""
        self._closing.set()
        self._acts.put((0.0, lambda: None))  # so that a thread that waits for more looks up
        self._thread.join()

    def _work(self) -> None:
        while True:
            due, act = self._acts.get()
            if self._closing.wait(max(0.0, due - monotonic())):
                return
            try:
                act()
            except Exception:
                log.exception("something could not be tidied up; the janitor will try")
