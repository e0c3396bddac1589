"""Built environments on disk: ``<folder>/<key>``, immutable, held by the runs that use them."""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Set
from pathlib import Path

_KEY = re.compile(r"[0-9a-f]{64}")
_TRASH = ".trash-"
_LEFT_S = 24 * 3600.0  # a build ends within 30 minutes: what is older was left by one that was killed


class Environments:
    """Where environments lie, which are ready, and how those that nobody wants are removed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the environment lies, built or not. A key comes from ``uv.key_of``, never from a request."""
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key of an environment")
        return self.folder / key

    def is_ready(self, key: str) -> bool:
        """Whether it was built: a folder gets its name only when all is in it."""
        return (self.path(key) / "meta.json").is_file()

    def python(self, key: str) -> Path:
        """Its interpreter."""
        return self.path(key) / "bin" / "python"

    def hold(self, key: str) -> Path:
        """The file that a run locks, shared, for as long as it uses the environment."""
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        lock = self.folder / f"{self.path(key).name}.lock"
        lock.touch(mode=0o644)
        return lock

    def remove_unused(self, keep: Set[str], now_s: float) -> list[str]:
        """Remove the environments whose keys are not in ``keep`` and that no run holds; returns their keys.

        What killed builds left goes too, a day after it was last touched. ``now_s`` is Unix time.
        """
        removed = []
        for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if path.name.startswith(_TRASH) or (".tmp-" in path.name and path.stat().st_mtime < now_s - _LEFT_S):
                _delete(path)
            elif _KEY.fullmatch(path.name) and path.name not in keep and self._retire(path):
                removed.append(path.name)
        return removed

    def _retire(self, environment: Path) -> bool:
        """Take the environment away, unless a run holds it."""
        lock = os.open(self.hold(environment.name), os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            trash = environment.with_name(f"{_TRASH}{secrets.token_hex(8)}")
            environment.rename(trash)
        except BlockingIOError:
            return False
        finally:
            os.close(lock)
        _delete(trash)
        return True


def _delete(folder: Path) -> None:
    """Remove a folder that was made read-only."""
    for inner, _, _ in os.walk(folder):
        Path(inner).chmod(0o700)
    shutil.rmtree(folder)
