"""How a file gets into a folder: whole or not at all, and still there after the power went."""

import ctypes
import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from dayshift.domain.errors import StorageFull
from dayshift.failpoints import failpoint
from dayshift.files.paths import OURS

_NO_REPLACE = 1  # RENAME_NOREPLACE of renameat2(2)
_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def room() -> Iterator[None]:
    """Say StorageFull where the disk, or the server's quota on it, has no room left."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from error
        raise


def temporary_name() -> str:
    return f"{OURS}{secrets.token_hex(8)}"


def store(at: int, name: str, data: Iterable[bytes], *, replace: bool) -> None:
    """Put ``data`` into the folder ``at`` as ``name``. Raises FileExistsError unless ``replace``, IsADirectoryError."""
    temporary = temporary_name()
    with discarded_on_error(at, temporary):
        fill(at, temporary, data)
        failpoint("files.after_tmp")
        settle(at, temporary, at, name, replace=replace)


def fill(at: int, name: str, data: Iterable[bytes]) -> None:
    """Write a new file ``name`` into the folder ``at``, durably, with mode 0640."""
    made = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o640, dir_fd=at)
    with os.fdopen(made, "wb") as file:
        for piece in data:
            file.write(piece)
        file.flush()
        os.fsync(made)


def settle(source_at: int, source: str, at: int, name: str, *, replace: bool) -> None:
    """Give a finished file its name, durably. Raises FileExistsError unless ``replace``, IsADirectoryError."""
    if replace:
        os.rename(source, name, src_dir_fd=source_at, dst_dir_fd=at)
    else:
        rename_new(source_at, source, at, name)
    failpoint("files.after_rename")
    os.fsync(at)


def rename_new(source_at: int, source: str, at: int, name: str) -> None:
    """Rename, but never onto something that is there. Raises FileExistsError."""
    if _libc.renameat2(source_at, os.fsencode(source), at, os.fsencode(name), _NO_REPLACE) == 0:
        return
    code = ctypes.get_errno()
    if code not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(code, os.strerror(code), name)
    _rename_checked(source_at, source, at, name)


def _rename_checked(source_at: int, source: str, at: int, name: str) -> None:
    """The same on a file system that cannot promise it (NFS): a race between two writers of one name stays open."""
    try:
        os.stat(name, dir_fd=at, follow_symlinks=False)
    except FileNotFoundError:
        os.rename(source, name, src_dir_fd=source_at, dst_dir_fd=at)
    else:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)


@contextmanager
def discarded_on_error(at: int, name: str) -> Iterator[None]:
    """Remove the file ``name`` when what is done with it fails."""
    try:
        yield
    except BaseException:
        with suppress(FileNotFoundError):  # it had its name already, or was never made
            os.unlink(name, dir_fd=at)
        raise
