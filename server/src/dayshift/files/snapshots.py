"""The code of a launch: one state of it, kept by content, that nobody changes later.

    <code>/blobs/<sha256>          the bytes of one file
    <code>/trees/<digest>/…        a program's folder: hard links to blobs, read-only

The digest is the SHA-256 of the sorted lines ``mode size sha256 path``. A tree that is there is complete.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from dayshift.clock import Clock, SystemClock
from dayshift.domain.errors import Conflict, Invalid, NotFound
from dayshift.files import writing
from dayshift.files.gathering import Look, Source, gather
from dayshift.files.local import PIECE, LocalFileStore
from dayshift.files.paths import ProjectPath

WRITTEN = "main.py"  # the name of a program that was written in the browser
_MODE = "444"
_TRIES = 5  # looks at a folder that keeps changing
_YOUNG = timedelta(seconds=2)  # a file may change again within one tick of its file system's clock
_UNCLAIMED = timedelta(hours=1)  # a tree that was just taken may not be in the database yet
_REMEMBERED = 200_000  # hashes kept in memory, about 30 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One state of a program's code. ``program`` is its path inside ``folder``."""

    digest: str
    program: str
    folder: Path


class _Changed(Exception):
    """A file was not what it was a moment ago."""


class Snapshots:
    """Takes snapshots of projects' code, and removes those that nothing names. Safe from many threads and processes."""

    def __init__(self, store: LocalFileStore, code: Path, clock: Clock | None = None) -> None:
        self._store = store
        self._blobs = code / "blobs"
        self._trees = code / "trees"
        self._clock = clock or SystemClock()
        self._hashes: dict[Look, str] = {}

    def take(
        self, project: int, program: ProjectPath | None, source: str | None, files: Sequence[ProjectPath]
    ) -> Snapshot:
        """The code of now: of the file ``program``, or of the text ``source``. Raises Invalid, field ``program`` or
        ``files``; Conflict when the folder keeps changing; StorageFull."""
        assert (program is None) != (source is None)
        assert all(path.project == project for path in (*files, *([program] if program else ())))
        self._blobs.mkdir(mode=0o750, parents=True, exist_ok=True)
        self._trees.mkdir(mode=0o750, exist_ok=True)
        for _ in range(_TRIES):
            with suppress(_Changed), writing.room():
                return self._take(program, source, files)
        where = program.parent.text if program and program.parent.parts else "of the project"
        raise Conflict(
            what=f"The folder {where} keeps changing while its code is copied. Start again when it is quiet."
        )

    def open(self, digest: str, program: str) -> Snapshot:
        """A snapshot that was taken before. Raises NotFound when its time is over."""
        folder = self._trees / digest
        if not folder.is_dir():
            raise NotFound
        return Snapshot(digest=digest, program=program, folder=folder)

    def _take(self, program: ProjectPath | None, source: str | None, files: Sequence[ProjectPath]) -> Snapshot:
        found = gather(self._store, program, files)
        hashes = {place: self._hashes.get(item.look) or self._read(item) for place, item in found.items()}
        if gather(self._store, program, files) != found:
            raise _Changed  # the first look itself may have seen one file before and one after a change
        sizes = {place: item.look.size for place, item in found.items()}
        if source is not None:
            if WRITTEN in hashes:
                raise Invalid.of("files", f"the program itself is called {WRITTEN}; rename the file")
            data = source.encode()
            sizes[WRITTEN], hashes[WRITTEN] = len(data), self._keep_text(data)
        digest = self._tree(hashes, sizes)
        return Snapshot(digest=digest, program=program.name if program else WRITTEN, folder=self._trees / digest)

    def _read(self, source: Source) -> str:
        """Keep the bytes of a file that still looks so; remember their hash once it is old enough."""
        try:
            file = self._store.open(source.path)
        except NotFound as error:
            raise _Changed from error
        with file:
            hashed = self._keep(_pieces_unchanged(file, source.look))
        age_s = self._clock.now().timestamp() - source.look.mtime_ns / 1e9
        if age_s > _YOUNG.total_seconds():
            if len(self._hashes) >= _REMEMBERED:
                self._hashes.clear()
            self._hashes[source.look] = hashed
        return hashed

    def _keep_text(self, data: bytes) -> str:
        """The same for bytes at hand: what is there already costs no write."""
        hashed = hashlib.sha256(data).hexdigest()
        return hashed if (self._blobs / hashed).exists() else self._keep((data,))

    def _keep(self, pieces: Iterable[bytes]) -> str:
        """Put bytes among the blobs, once, and return their hash."""
        hasher = hashlib.sha256()
        temporary = self._blobs / writing.temporary_name()
        try:
            with temporary.open("xb") as file:
                for piece in pieces:
                    hasher.update(piece)
                    file.write(piece)
                file.flush()
                os.fchmod(file.fileno(), 0o444)
                os.fsync(file.fileno())
            hashed = hasher.hexdigest()
            if (self._blobs / hashed).exists():
                return hashed
            temporary.rename(self._blobs / hashed)
            return hashed
        finally:
            temporary.unlink(missing_ok=True)

    def _tree(self, hashes: Mapping[str, str], sizes: Mapping[str, int]) -> str:
        lines = "".join(f"{_MODE} {sizes[place]} {hashes[place]} {place}\n" for place in sorted(hashes))
        digest = hashlib.sha256(lines.encode()).hexdigest()
        target = self._trees / digest
        with suppress(FileNotFoundError):
            os.utime(target)  # it is wanted again: see remove_unused
            return digest
        temporary = self._trees / writing.temporary_name()
        try:
            self._lay(temporary, hashes)
            temporary.rename(target)
            _sync(self._trees)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):  # another process made the same tree first
                raise
        finally:
            _remove_tree(temporary)
        return digest

    def _lay(self, folder: Path, hashes: Mapping[str, str]) -> None:
        folder.mkdir()
        for place, hashed in hashes.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            try:
                _link(self._blobs / hashed, folder / place)
            except FileNotFoundError as error:
                self._hashes.clear()  # a blob that we remembered was removed as unused
                raise _Changed from error
        for inner, _, _ in os.walk(folder, topdown=False):
            Path(inner).chmod(0o555)
            _sync(Path(inner))

    def remove_unused(self, keep: Set[str]) -> int:
        """Remove the trees whose digests are not in ``keep``, then the blobs that no tree uses; returns how many trees.

        What was taken within the last hour stays: whoever took it may not have said so yet.
        """
        before = (self._clock.now() - _UNCLAIMED).timestamp()
        removed = 0
        for tree in _old(self._trees, before):
            if tree.name not in keep:
                _remove_tree(tree)
                removed += 1
        for blob in _old(self._blobs, before):
            if blob.stat().st_nlink == 1:
                blob.unlink(missing_ok=True)
        return removed


def _pieces_unchanged(file: BinaryIO, look: Look) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
    if Look.of(os.fstat(file.fileno())) != look:
        raise _Changed


def _link(blob: Path, place: Path) -> None:
    try:
        place.hardlink_to(blob)
    except OSError as error:
        if error.errno not in (errno.EMLINK, errno.EPERM):  # as many links as the file system allows
            raise
        shutil.copyfile(blob, place)
        place.chmod(0o444)


def _sync(folder: Path) -> None:
    at = os.open(folder, os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(at)
    finally:
        os.close(at)


def _remove_tree(tree: Path) -> None:
    """Remove a tree, read-only as it is; under another name first, so that nobody meets half of it."""
    trash = tree.with_name(writing.temporary_name())
    try:
        tree.rename(trash)
    except FileNotFoundError:
        return
    for folder, _, _ in os.walk(trash):
        Path(folder).chmod(0o755)
    shutil.rmtree(trash)


def _old(folder: Path, before: float) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # another server removes as well
            if path.stat().st_mtime < before:
                yield path
