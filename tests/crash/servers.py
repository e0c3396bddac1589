"""Starts, kills and stops ``engine.py`` as a process of its own."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ENGINE = Path(__file__).with_name("engine.py")
READY_S = 30.0
STOP_S = 20.0


class Server:
    """One server process; its log is appended to ``log``."""

    def __init__(self, home: Path, url: str, log: Path, variables: Mapping[str, str]) -> None:
        passed = {name: value for name, value in os.environ.items() if not name.startswith("DAYSHIFT_")}
        passed.pop("PYTHONDONTWRITEBYTECODE", None)  # imports would cost triple
        settings = {
            "DAYSHIFT_HOME": str(home),
            "DAYSHIFT_MIN_INTERVAL_S": "1",
            "DAYSHIFT_SLOTS": "16",
            "CRASH_CANCEL_S": "0.4",
            "PYTHONPYCACHEPREFIX": str(home.parent.parent / "bytecode"),
        }
        if not url.startswith("sqlite"):
            settings["DAYSHIFT_DATABASE_URL"] = url
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(ENGINE)],
                env={**passed, **settings, **variables},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=output,
                cwd=home.parent,
            )

    def wait_ready(self) -> bool:
        """Whether it came up; False when it died on the way."""
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], READY_S)
        return bool(readable) and self.process.stdout.readline() == b"ready\n"

    def died_within(self, seconds: float) -> bool:
        """Whether it ended by SIGKILL, which only a failpoint sends it here."""
        try:
            return self.process.wait(max(0.0, seconds)) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def is_frozen(self) -> bool:
        """Whether it is stopped, by whomever."""
        return Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> int:
        """Ask it to end in order; its exit code, or that of the kill when it does not."""
        self.process.terminate()
        try:
            return self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL
