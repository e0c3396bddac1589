"""Files of projects on the server's own disk: ``<projects>/<id>/files``."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from dayshift import opening
from dayshift.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from dayshift.files import writing
from dayshift.files.base import Entry, EntryKind
from dayshift.files.paths import OURS, ProjectPath, is_name

PIECE = 1 << 20  # bytes that one step of a read gives


class LocalFileStore:
    """Obeys ``FileStore``. Safe to use from many threads and beside running jobs, which write the same folders."""

    def __init__(self, projects: Path) -> None:
        self._projects = projects

    def root(self, project: int) -> Path:
        """Where a project's files lie: what a job sees as its project folder."""
        return self._projects / str(project) / "files"

    def stat(self, path: ProjectPath) -> Entry | None:
        """What is there. None for nothing, and for what is neither a file nor a folder."""
        try:
            with self._folder(path.parent) as at:
                found = os.fstat(at) if not path.parts else os.stat(path.name, dir_fd=at, follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return _entry(path, found)

    def list(self, path: ProjectPath, after: str, limit: int) -> list[Entry]:
        """See ``FileStore``. Names that no path can say are left out, and so is what is neither file nor folder."""
        try:
            with self._folder(path) as at:
                names = sorted(name for name in _names(at) if name > after)
                return _entries(at, path, names, limit)
        except NotADirectoryError as error:
            raise Invalid.of("path", f"{path.text} is a file, not a folder") from error
        except FileNotFoundError as error:
            if not path.parts:
                return []
            raise NotFound from error

    def read(self, path: ProjectPath, start: int = 0) -> Iterator[bytes]:
        """See ``FileStore``. The file is open when this returns: what replaces it later does not mix in."""
        file = self.open(path)
        file.seek(start)
        return _pieces(file)

    def open(self, path: ProjectPath) -> BinaryIO:
        """The file, open for reading; the caller closes it. Raises NotFound for anything but a regular file."""
        if not path.parts:
            raise NotFound
        with _absent_is_not_found(), self._folder(path.parent) as at:
            return os.fdopen(opening.regular(path.name, at), "rb")

    def write(self, path: ProjectPath, data: Iterable[bytes], *, replace: bool) -> Entry:
        """See ``FileStore``. Parent folders are made."""
        with self._arrival(path) as at:
            _refuse_taken(at, path, replace)
            writing.store(at, path.name, data, replace=replace)
            return _stored(at, path)

    def place(self, path: ProjectPath, file: Path, *, replace: bool) -> Entry:
        """Move a finished file of ours to ``path``, as ``write`` would; across disks its bytes are copied."""
        with self._arrival(path) as at, opening.folder(file.parent) as source_at:
            _refuse_taken(at, path, replace)
            try:
                writing.settle(source_at, file.name, at, path.name, replace=replace)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                with os.fdopen(opening.regular(file.name, source_at), "rb") as source:
                    writing.store(at, path.name, _pieces(source), replace=replace)
                os.unlink(file.name, dir_fd=source_at)
            return _stored(at, path)

    def make_folder(self, path: ProjectPath) -> Entry:
        """Make a folder and those above it; twice is no error. Raises Invalid where a file is in the way."""
        with self._made(path) as at:
            found = _entry(path, os.fstat(at))
        assert found is not None
        return found

    def move(self, source: ProjectPath, target: ProjectPath) -> None:
        """See ``FileStore``. Parent folders of ``target`` are made."""
        _refuse_inside(source, target)
        if self.stat(source) is None:
            raise NotFound
        with self._arrival(target) as at, _absent_is_not_found(), self._folder(source.parent) as source_at:
            writing.rename_new(source_at, source.name, at, target.name)
            os.fsync(at)
            os.fsync(source_at)

    def copy(self, source: ProjectPath, target: ProjectPath) -> Entry:
        """Copy a file, or a folder with what is in it; seen whole or not at all. Raises NotFound, AlreadyExists."""
        _refuse_inside(source, target)
        with self._arrival(target) as at:
            _refuse_taken(at, target, replace=False)
            staged = target.parent.child(writing.temporary_name())
            try:
                self._copy(source, staged)
                writing.rename_new(at, staged.name, at, target.name)
                os.fsync(at)
            except BaseException:
                self.delete(staged)
                raise
            return _stored(at, target)

    def _copy(self, source: ProjectPath, target: ProjectPath) -> None:
        found = self.stat(source)
        if found is None:
            raise NotFound
        if found.kind is EntryKind.FILE:
            self.write(target, self.read(source), replace=False)
            return
        self.make_folder(target)
        with self._folder(source) as at:
            names = _names(at)
            children = _entries(at, source, names, len(names))
        for child in children:
            self._copy(source.child(child.name), target.child(child.name))

    def delete(self, path: ProjectPath) -> None:
        """See ``FileStore``. Raises Conflict when something goes on writing into the folder."""
        if not path.parts:
            raise Invalid.of("path", "this is the project's root folder; delete what is in it, or the project")
        try:
            with self._folder(path.parent) as at:
                _remove(at, path)
                os.fsync(at)
        except (FileNotFoundError, NotADirectoryError):
            return

    def used(self, project: int) -> int:
        """The bytes of all of a project's files, by a walk: 0.25 s for 100,000 files in the page cache."""
        return sum(_size(at, name) for _, _, names, at in self._walk(project) for name in names)

    def remove_leftovers(self, project: int, before: float) -> int:
        """Remove what killed writers left, if it was last touched before the Unix time ``before``; returns how much."""
        old: list[ProjectPath] = []
        for folder, folders, names, at in self._walk(project):
            for name in (*folders, *names):
                if name.startswith(OURS) and os.stat(name, dir_fd=at, follow_symlinks=False).st_mtime < before:
                    old.append(ProjectPath(project, (*Path(folder).relative_to(self.root(project)).parts, name)))
        for path in old:
            self.delete(path)
        return len(old)

    def _walk(self, project: int) -> Iterator[tuple[str, Sequence[str], Sequence[str], int]]:
        if self.root(project).is_dir():
            yield from os.fwalk(self.root(project), follow_symlinks=False)

    @contextmanager
    def _folder(self, path: ProjectPath) -> Iterator[int]:
        with _closed_is_conflict(path), opening.folder(self.root(path.project), *path.parts) as at:
            yield at

    @contextmanager
    def _made(self, path: ProjectPath) -> Iterator[int]:
        try:
            root = self.root(path.project)
            with _closed_is_conflict(path), writing.room(), opening.folder(root, *path.parts, make=True) as at:
                yield at
        except NotADirectoryError as error:
            raise Invalid.of("path", f"a file is in the way of the folder {path.text}; choose another name") from error

    @contextmanager
    def _arrival(self, path: ProjectPath) -> Iterator[int]:
        """The folder that ``path`` shall come to lie in, and the words for what can go wrong there."""
        if not path.parts:
            raise Invalid.of("path", "this is the project's root folder; name a file in it")
        try:
            with self._made(path.parent) as at:
                yield at
        except (FileExistsError, IsADirectoryError) as error:
            raise AlreadyExists(kind="A file or folder", name=path.text) from error


def _entry(path: ProjectPath, found: os.stat_result) -> Entry | None:
    if stat.S_ISREG(found.st_mode):
        kind, size = EntryKind.FILE, found.st_size
    elif stat.S_ISDIR(found.st_mode):
        kind, size = EntryKind.FOLDER, 0
    else:
        return None
    return Entry(
        name=path.name,
        path=path.text,
        kind=kind,
        size=size,
        modified_at=datetime.fromtimestamp(found.st_mtime, UTC),
        etag=f"{found.st_ino:x}-{found.st_size:x}-{found.st_mtime_ns:x}",
    )


def _names(at: int) -> list[str]:
    """The names in a folder that a path can say."""
    with os.scandir(at) as entries:
        return [entry.name for entry in entries if is_name(entry.name)]


def _entries(at: int, path: ProjectPath, names: Iterable[str], limit: int) -> list[Entry]:
    entries: list[Entry] = []
    for name in names:
        if len(entries) == limit:
            break
        try:
            found = _entry(path.child(name), os.stat(name, dir_fd=at, follow_symlinks=False))
        except FileNotFoundError:
            continue  # it went while we looked
        if found:
            entries.append(found)
    return entries


def _stored(at: int, path: ProjectPath) -> Entry:
    entry = _entry(path, os.stat(path.name, dir_fd=at, follow_symlinks=False))
    if entry is None:
        raise Conflict(what=f"Something else has taken the place of {path.text} meanwhile.")
    return entry


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _refuse_taken(at: int, path: ProjectPath, replace: bool) -> None:
    """Say early what the rename would say late: nobody sends a gigabyte to learn that the name is taken."""
    try:
        found = os.stat(path.name, dir_fd=at, follow_symlinks=False)
    except FileNotFoundError:
        return
    if not replace or stat.S_ISDIR(found.st_mode):
        raise FileExistsError(path.name)


def _refuse_inside(source: ProjectPath, target: ProjectPath) -> None:
    if not source.parts:
        raise Invalid.of("path", "this is the project's root folder; name something in it")
    if source != target and source.holds(target):
        raise Invalid.of("path", f"{target.text} lies inside {source.text}; choose another place")


def _remove(at: int, path: ProjectPath) -> None:
    try:
        os.unlink(path.name, dir_fd=at)
    except IsADirectoryError:
        try:
            opening.remove(at, path.name)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
            raise Conflict(what=f"Something is writing into {path.text}; stop it and delete again.") from error


def _size(at: int, name: str) -> int:
    try:
        found = os.stat(name, dir_fd=at, follow_symlinks=False)
    except FileNotFoundError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


@contextmanager
def _absent_is_not_found() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound from error


@contextmanager
def _closed_is_conflict(path: ProjectPath) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        where = path.text or "the project's root folder"
        cure = "let a run of the project open it: chmod -R u+rwX"
        raise Conflict(what=f"Something in {where} is closed to the server, as a run may do; {cure}.") from error
