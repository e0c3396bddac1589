"""The contract of a store for the files of projects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from dayshift.files.paths import ProjectPath


class EntryKind(StrEnum):
    FILE = "file"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file or folder of a project. ``size`` is bytes; ``etag`` changes whenever the content does."""

    name: str
    path: str
    kind: EntryKind
    size: int
    modified_at: datetime
    etag: str


class FileStore(Protocol):
    """Keeps the files of projects. A path is a ProjectPath, made once from text: it cannot leave its project."""

    def stat(self, path: ProjectPath) -> Entry | None: ...

    def list(self, path: ProjectPath, after: str, limit: int) -> list[Entry]:
        """The entries of a folder with names after ``after``, in order. Raises NotFound, or Invalid for a file."""

    def read(self, path: ProjectPath, start: int = 0) -> Iterator[bytes]:
        """The bytes of a file from ``start``, in pieces. Raises NotFound."""

    def write(self, path: ProjectPath, data: Iterable[bytes], *, replace: bool) -> Entry:
        """Store a file; it is seen whole or not at all. Raises AlreadyExists unless ``replace``, StorageFull."""

    def move(self, source: ProjectPath, target: ProjectPath) -> None:
        """Rename. Raises NotFound, AlreadyExists."""

    def delete(self, path: ProjectPath) -> None:
        """Remove a file, or a folder with all that is in it; deleting twice is no error."""
