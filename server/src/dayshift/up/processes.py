"""A child that is kept running. Standard library only, and no database: this process has little that can break."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from types import FrameType

BACK_OFF_S = (0.5, 1.0, 2.0, 5.0, 10.0)
STEADY_S = 30.0  # a child that ran so long had started well: its next end begins the back-off anew
PATIENCE_S = 20.0  # for a child that was told to stop
LOOK_S = 1.0
PR_SET_PDEATHSIG = 1
REFUSED = 2  # an exit code that says: it will not start, however often it is tried


class Keeper:
    """Runs one child, again and again, until it is told to stop."""

    def __init__(self, argv: Sequence[str]) -> None:
        self.argv = argv
        self.child: subprocess.Popen[bytes] | None = None
        self.is_stopping = False

    def run(self) -> int:
        """Returns the exit code of the last child."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._pass_on)
        failures = 0
        while True:
            began = time.monotonic()
            code = self._run_once()
            if self.is_stopping:
                return 0
            if failures == 0 and time.monotonic() - began < STEADY_S and code in (1, REFUSED):
                return code  # it said why
            failures = 0 if time.monotonic() - began >= STEADY_S else failures + 1
            wait = BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)]
            print(f"The server ended ({_words(code)}); it starts again in {wait:g} s. Running jobs go on.", flush=True)
            time.sleep(wait)

    def _run_once(self) -> int:
        self.child = subprocess.Popen(self.argv, start_new_session=True, preexec_fn=_die_with_parent)
        stopping_since: float | None = None
        while True:
            try:
                return self.child.wait(LOOK_S)
            except subprocess.TimeoutExpired:
                if self.is_stopping and stopping_since is None:
                    stopping_since = time.monotonic()
                elif stopping_since is not None and time.monotonic() - stopping_since > PATIENCE_S:
                    self.child.kill()

    def _pass_on(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()
        else:
            raise SystemExit(0)


def _die_with_parent() -> None:
    """The server must not outlive a parent that was killed; its runs do, under their supervisors."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == 1:
        os._exit(REFUSED)


def _words(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def keep_running(argv: Sequence[str]) -> int:
    """Keep ``argv`` running until Ctrl-C; returns the exit code of this command."""
    return Keeper(argv).run()
