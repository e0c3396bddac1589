"""Uploads that go on after a break: chunks are staged in a folder of ours, and the file appears at the end, whole."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dayshift import opening
from dayshift.domain.errors import Conflict, Invalid, NotFound
from dayshift.files import writing
from dayshift.files.base import Entry
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class UploadGap(Conflict):
    """Bytes are missing before this chunk. ``offset`` is where to go on."""

    code = "upload_gap"
    message = "The server has {offset} bytes of this upload; the chunk begins later."
    hint = "Send the bytes from {offset} on."


class Uploads:
    """The staged bytes of uploads, one file each, named by ids that the server made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, upload_id: str) -> None:
        """Stage an upload; one that was begun is left as it is."""
        with writing.room(), opening.folder(self._folder, make=True) as at:
            try:
                writing.fill(at, _checked(upload_id), ())
                os.fsync(at)
            except FileExistsError:
                return

    def write(self, upload_id: str, offset: int, chunk: bytes) -> int:
        """Keep ``chunk``, which begins at byte ``offset``, and return where the next one begins.

        What was kept already is not written again. Raises UploadGap, NotFound, and StorageFull, after which nothing of
        the chunk is kept.
        """
        with self._staged(upload_id, os.O_RDWR) as file:
            size = os.fstat(file).st_size
            if offset > size:
                raise UploadGap(offset=size)
            news = memoryview(chunk)[size - offset :]
            try:
                with writing.room():
                    _append(file, news)
            except BaseException:
                os.ftruncate(file, size)
                raise
            return size + len(news)

    def offset(self, upload_id: str) -> int:
        """How many bytes are kept: where the next chunk begins. Raises NotFound."""
        with self._staged(upload_id, os.O_RDONLY) as file:
            return os.fstat(file).st_size

    def commit(
        self, upload_id: str, store: LocalFileStore, path: ProjectPath, *, replace: bool, sha256: str | None = None
    ) -> Entry:
        """Move the staged bytes to ``path``. Raises Invalid, field ``sha256``, AlreadyExists, NotFound; all but the
        last leave the upload staged."""
        with self._staged(upload_id, os.O_RDONLY) as file:
            if sha256 is not None:
                _compare(file, sha256)
            return store.place(path, self._folder / upload_id, replace=replace)

    def drop(self, upload_id: str) -> None:
        """Forget an upload; twice is no error."""
        (self._folder / _checked(upload_id)).unlink(missing_ok=True)

    @contextmanager
    def _staged(self, upload_id: str, flags: int) -> Iterator[int]:
        """The staged file, locked: two senders of one chunk take turns."""
        place = self._folder / _checked(upload_id)
        try:
            file = os.open(place, flags | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError as error:
            raise NotFound from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not _is_at(file, place):
                raise NotFound  # dropped, or already somebody's file, while we waited
            yield file
        finally:
            os.close(file)


def _checked(upload_id: str) -> str:
    if not _ID.fullmatch(upload_id):
        raise NotFound
    return upload_id


def _is_at(file: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), place.lstat())
    except FileNotFoundError:
        return False


def _append(file: int, news: memoryview) -> None:
    os.lseek(file, 0, os.SEEK_END)
    while news:
        news = news[os.write(file, news) :]
    os.fdatasync(file)


def _compare(file: int, sha256: str) -> None:
    with os.fdopen(os.dup(file), "rb") as staged:
        staged.seek(0)
        found = hashlib.file_digest(staged, "sha256").hexdigest()
    if found != sha256.lower():
        raise Invalid.of("sha256", f"the file that arrived has the SHA-256 {found}; send it again")
