"""Keeps the kernel ready to move processes between control groups, while runs are about to start."""

import os
import threading
from pathlib import Path

from dayshift.clock import monotonic
from dayshift.executors.cgroups import SERVER_GROUP, Cgroups
from dayshift.executors.supervisor.system import write_text

WARM_FOR_S = 0.25
EVERY_S = 0.004


class Warmth:
    """The first move after a pause waits for a grace period of the kernel: 8 to 20 ms, measured on Linux 6.

    Moves that follow it closely take 0.1 ms. So as soon as a run is expected, this process is moved to where it is
    already, again and again for a moment: the run that then comes need not wait. Latency only; nothing depends on it.
    """

    def __init__(self, groups: Cgroups) -> None:
        self._group = _own_group(groups)
        self._until = 0.0
        self._expected = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._keep_warm, name="warmth", daemon=True)
        if self._group is not None:
            self._thread.start()

    def expect(self) -> None:
        """A run may be launched within a moment."""
        self._until = monotonic() + WARM_FOR_S
        self._expected.set()

    def close(self) -> None:
        self._closed = True
        self._expected.set()
        if self._group is not None:
            self._thread.join()

    def _keep_warm(self) -> None:
        pause = threading.Event()
        while not self._closed:
            self._expected.wait()
            self._expected.clear()
            while monotonic() < self._until and not self._closed:
                try:
                    write_text(str(self._group), str(os.getpid()))
                except OSError:
                    return  # then a run waits a little
                pause.wait(EVERY_S)


def _own_group(groups: Cgroups) -> Path | None:
    """Where this process is, in the first hierarchy in which runs have groups."""
    for place in groups.places:
        own = place.folder.parent
        aside = own / SERVER_GROUP
        return (aside if aside.exists() else own) / "cgroup.procs"
    return None
