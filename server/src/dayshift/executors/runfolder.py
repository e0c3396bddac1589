"""The directory of one attempt, as the server sees it: where things are, what its records say, who holds the lock."""

import fcntl
import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dayshift import opening
from dayshift.executors.base import Order

RECORD_LIMIT = 16 << 20
KEPT = frozenset({"log", "times", "cuts.json", "exit.json", "index"})
READ_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


@dataclass(frozen=True, slots=True)
class RunFolder:
    """``<runs>/<execution>/<attempt>``."""

    path: Path

    def make(self, folders: Sequence[str] = ()) -> None:
        """Make the directory and what the job may write in, ``folders`` of its work among it. Twice is no error."""
        self.path.parent.mkdir(mode=0o711, exist_ok=True)
        self.path.mkdir(mode=0o711, exist_ok=True)
        for name in ("secrets", "work", "work/home", "work/tmp", *(f"work/{folder}" for folder in folders)):
            (self.path / name).mkdir(mode=0o700, exist_ok=True)

    def write_order(self, order: Order, spec: Mapping[str, Any]) -> None:
        """Write the secrets, then the order, durably: whoever finds ``spec.json`` finds all of it."""
        temporary = self.path / f"spec.json.{os.getpid()}.{id(spec)}"
        for name, value in order.secrets.items():
            _write(temporary, value.encode(), 0o400)
            temporary.rename(self.path / "secrets" / name)
        _write(temporary, json.dumps(spec, separators=(",", ":")).encode(), 0o600, durable=True)
        temporary.rename(self.path / "spec.json")

    def record(self, name: str) -> dict[str, Any] | None:
        """One of the JSON files; None if it is not there. Raises ValueError if it is damaged."""
        try:
            value = json.loads(opening.read(self.path, name, limit=RECORD_LIMIT))
        except FileNotFoundError:
            return None
        if not isinstance(value, dict):
            raise ValueError(f"{name} is no record")
        return value

    def exists(self, name: str) -> bool:
        return os.path.lexists(self.path / name)

    def is_held(self) -> bool:
        """Whether a supervisor lives. Asking takes the lock for microseconds, shared, which supervisors expect."""
        try:
            fd = os.open(self.path / "lock", READ_FLAGS)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(fd)
        return False

    def ask_to_stop(self, record: Mapping[str, Any]) -> bool:
        """Leave the request to stop; the first one stands. False if there is no such directory."""
        temporary = self.path / f"stop.{os.getpid()}.{id(record)}"
        try:
            _write(temporary, json.dumps(record).encode(), 0o600)
        except FileNotFoundError:
            return False
        try:
            (self.path / "stop").hardlink_to(temporary)
        except FileExistsError:
            return True
        finally:
            temporary.unlink()
        return True

    def clear(self) -> None:
        """Remove all but the log and the end. Without an end the start token stays: it must not start again."""
        kept = KEPT if self.exists("exit.json") else KEPT | {"job.json"}
        for entry in list(self.path.iterdir()) if self.path.is_dir() else []:
            if entry.name in kept:
                continue
            if stat.S_ISDIR(entry.lstat().st_mode):
                remove_tree(entry)
            else:
                entry.unlink(missing_ok=True)


def _write(path: Path, data: bytes, mode: int, *, durable: bool = False) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(fd, "wb") as file:
        file.write(data)
        file.flush()
        if durable:
            os.fsync(fd)


def remove_tree(path: Path) -> None:
    """Remove a directory that a job could write in. Raises OSError."""
    with opening.folder(path.parent) as at:
        opening.remove(at, path.name)
