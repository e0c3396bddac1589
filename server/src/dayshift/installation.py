"""The files by which an install knows itself: data directory, host id, and the lock of its one SQLite server."""

import contextlib
import fcntl
import os
import secrets
from pathlib import Path

from dayshift.domain.errors import DayshiftError


class AlreadyServed(DayshiftError):
    """Another server holds the data directory."""

    code = "already_served"
    message = "Another server runs on {home} (process {pid})."
    hint = "SQLite allows one server. Stop that one, or use PostgreSQL for several: DAYSHIFT_DATABASE_URL."


def make_home(home: Path) -> None:
    """The data directory, for this user alone."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)


def host_id(home: Path) -> str:
    """Names this data directory on this machine for ever: replicas that share it share its runs and its slots."""
    path = home / "host"
    if not path.exists():
        draft = home / f".host-{secrets.token_hex(4)}"
        draft.write_text(secrets.token_hex(16))
        with contextlib.suppress(FileExistsError):  # another replica was first, and its id holds
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text().strip()


def take_lock(home: Path) -> int:
    """Hold ``server.lock`` until this process ends. Raises AlreadyServed, which names the holder."""
    descriptor = os.open(home / "server.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.read(descriptor, 20).decode().strip() or "unknown"
        os.close(descriptor)
        raise AlreadyServed(home=home, pid=pid) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return descriptor


def new_instance_name() -> str:
    """Six characters that mark everything this install starts."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(6))
