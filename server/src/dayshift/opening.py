"""The one way to open what lies in a folder that jobs can write: part by part, from a directory descriptor.

A job may plant a symlink or a FIFO wherever the server will look, or swap a folder for a symlink while it looks. So no
symlink is followed, nothing is asked before it is opened, and only regular files are read.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PLAIN = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # O_NONBLOCK: opening a FIFO would wait for ever
_FOLDER = _PLAIN | os.O_DIRECTORY


@contextmanager
def folder(root: Path, *parts: str, make: bool = False) -> Iterator[int]:
    """The descriptor of the folder ``parts`` below ``root``, for the life of the ``with``.

    ``root`` is ours and may be reached through a symlink; what is below it may not. With ``make``, folders that are
    missing are made, durably, with mode 0750. Raises FileNotFoundError, and NotADirectoryError for a file or a symlink.
    """
    if make:
        root.mkdir(mode=0o750, parents=True, exist_ok=True)
    at = os.open(root, os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts:
            inner = _step(at, part, make)
            os.close(at)
            at = inner
        yield at
    finally:
        os.close(at)


def _step(at: int, part: str, make: bool) -> int:
    try:
        return os.open(part, _FOLDER, dir_fd=at)
    except FileNotFoundError:
        if not make:
            raise
    with suppress(FileExistsError):  # somebody else made it meanwhile
        os.mkdir(part, 0o750, dir_fd=at)
        os.fsync(at)
    return os.open(part, _FOLDER, dir_fd=at)


def regular(name: str, at: int) -> int:
    """A descriptor, for reading, of the regular file ``name`` in the folder ``at``; the caller closes it.

    Raises FileNotFoundError when it is not there, and when it is anything but a regular file.
    """
    try:
        found = os.open(name, os.O_RDONLY | _PLAIN, dir_fd=at)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO, errno.ENODEV):  # a symlink, a socket, a device
            raise FileNotFoundError(errno.ENOENT, "no regular file", name) from error
        raise
    if stat.S_ISREG(os.fstat(found).st_mode):
        return found
    os.close(found)
    raise FileNotFoundError(errno.ENOENT, "no regular file", name)


def read(root: Path, *parts: str, limit: int) -> bytes:
    """The first ``limit`` bytes of a regular file below ``root``. Raises FileNotFoundError, NotADirectoryError."""
    with folder(root, *parts[:-1]) as at, os.fdopen(regular(parts[-1], at), "rb") as file:
        return file.read(limit)


def remove(at: int, name: str) -> None:
    """Remove the folder ``name`` and all in it; no link is followed, and what a run closed is opened for it.

    Raises OSError: FileNotFoundError, ENOTEMPTY when something goes on writing, PermissionError for what others own.
    """
    try:
        shutil.rmtree(name, dir_fd=at)
    except PermissionError:
        _take_back(at, name)
        shutil.rmtree(name, dir_fd=at)


def _take_back(at: int, name: str) -> None:
    """Let us into the folder ``name`` again, and into all below it: a run may close its own."""
    closed = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at)
    try:
        Path(f"/proc/self/fd/{closed}").chmod(0o700)  # by its descriptor: a link put in its place leads nowhere
        inner = os.open(".", _FOLDER, dir_fd=closed)
    finally:
        os.close(closed)
    try:
        with os.scandir(inner) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    _take_back(inner, entry.name)
    finally:
        os.close(inner)
