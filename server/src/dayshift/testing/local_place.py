"""This machine as a place under test."""

import os
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from dayshift.clock import SystemClock, monotonic
from dayshift.executors.base import Handle
from dayshift.executors.local import LocalExecutor
from dayshift.executors.remains import clear_remains, marked
from dayshift.executors.runfolder import RunFolder
from dayshift.testing.executor_suite.place import END_S, INSTANCE, instance_of, numbers

HOST = "host-under-test"
STRANGER = instance_of("stranger")
LOOK_S = 0.01


class LocalPlace:
    """A local executor over a folder of its own."""

    abilities = frozenset({"programs"})

    def __init__(self, runs: Path) -> None:
        self.runs = runs
        self.numbers = numbers()
        self._strangers: list[LocalExecutor] = []
        self.executor = self._make(INSTANCE)
        self._is_open = True

    def _make(self, instance: str) -> LocalExecutor:
        return LocalExecutor(self.runs, host=HOST, instance=instance, clock=SystemClock())

    def folder(self, handle: Handle) -> RunFolder:
        return RunFolder(self.runs / handle.run)

    def restart(self) -> None:
        self.close()
        self.executor = self._make(INSTANCE)
        self._is_open = True

    def close(self) -> None:
        if self._is_open:
            self.executor.close()
        self._is_open = False

    def end(self) -> None:
        """Kill all that runs, and leave nothing on the machine."""
        if not self._is_open:
            self.restart()
        for handle in self.executor.owned():
            self.executor.cancel(handle, timedelta(0))
        for token in self.runs.glob("*/*/job.json"):
            folder = RunFolder(token.parent)
            if folder.is_held():  # an earlier cancel may have promised it a long grace
                clear_remains(folder, folder.record("job.json") or {})
        self.settle()
        for executor in (*self._strangers, self.executor):
            executor.close()
            for group in executor.groups.places:
                with suppress(OSError):  # another place is in it
                    group.folder.rmdir()

    def stranger(self) -> LocalExecutor:
        self._strangers.append(self._make(STRANGER))
        return self._strangers[-1]

    def log(self, handle: Handle) -> bytes:
        path = self.folder(handle).path / "log"
        return path.read_bytes() if path.exists() else b""

    def cut_log(self, handle: Handle) -> tuple[bytes, bytes, int, int]:
        cut = self.folder(handle).record("cuts.json") or {}
        log = self.log(handle)
        return log[: cut["start"]], log[cut["end"] :], cut["end"] - cut["start"], cut["lines"]

    def starts(self, handle: Handle) -> int:
        return self.log(handle).count(b"started\n")

    def survivors(self, handle: Handle) -> list[int]:
        return list(marked(handle.name))

    def mentions(self, handle: Handle, text: bytes) -> list[str]:
        files = (path for path in self.folder(handle).path.rglob("*") if path.is_file())
        return [path.name for path in files if text in path.read_bytes()]

    def pause(self, seconds: float) -> None:
        self.executor.wait(seconds)

    def wait_without_server(self, handle: Handle) -> None:
        self._until_free([self.folder(handle)])

    def settle(self) -> None:
        self._until_free([RunFolder(spec.parent) for spec in self.runs.glob("*/*/spec.json")])
        while self.executor.wait(LOOK_S):
            continue
        self.executor.observe([])  # reaps

    def _until_free(self, folders: list[RunFolder]) -> None:
        until = monotonic() + END_S
        waiter = threading.Event()
        while any(not _is_over(folder) or folder.is_held() for folder in folders):
            assert monotonic() < until, folders
            waiter.wait(LOOK_S)

    def resources(self) -> tuple[int, ...]:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        return len(list(Path("/proc/self/fd").iterdir())), threading.active_count(), len(children)


def _is_over(folder: RunFolder) -> bool:
    return folder.exists("exit.json") or folder.exists("job.json")
