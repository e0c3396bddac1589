"""Which files are a program's code: itself, what lies below its folder and looks like code, and what the job names."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NoReturn

from dayshift import opening
from dayshift.domain.errors import Invalid
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath, is_name

_TEXT = (".py", ".sql", ".toml", ".yaml", ".yml", ".json", ".ini", ".cfg", ".txt", ".jinja", ".j2")
CODE = frozenset((*_TEXT, ".ipynb", ".jar", ".egg", ".whl", ".zip", ".so"))
SKIPPED = frozenset(("__pycache__", "node_modules", "venv"))
BIGGEST_FILE = 5 << 20  # bytes; beyond it a file beside the program is data, not code
MOST_BYTES = 64 << 20
MOST_ENTRIES = 2000
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Look:
    """What tells one state of a file from the next without reading it."""

    inode: int
    size: int
    mtime_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Look":
        return cls(found.st_ino, found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Source:
    """One file that the snapshot takes."""

    path: ProjectPath
    look: Look


@dataclass(slots=True)
class _Walk:
    """One look at a folder: what was found so far, and how much of the limits is used."""

    store: LocalFileStore
    top: ProjectPath
    found: dict[str, Source] = field(default_factory=dict)
    entries: int = 0

    def below(self, folder: ProjectPath) -> None:
        depth = len(folder.parts) - len(self.top.parts)
        if depth > DEEPEST:
            _too_much(self.top, f"more than {DEEPEST} folders inside each other", self.found.values())
        folders: list[str] = []
        for name, look in _scan(self.store, folder):
            self.entries += 1
            if self.entries > MOST_ENTRIES:
                _too_much(self.top, f"more than {MOST_ENTRIES:,} files and folders", self.found.values())
            if look is None:
                folders.append(name)
            elif PurePath(name).suffix.lower() in CODE and look.size <= BIGGEST_FILE:
                path = folder.child(name)
                self.found["/".join(path.parts[len(self.top.parts) :])] = Source(path, look)
        for name in folders:
            self.below(folder.child(name))


def gather(store: LocalFileStore, program: ProjectPath | None, files: Sequence[ProjectPath]) -> dict[str, Source]:
    """The files of a snapshot by their place in it: the program's folder is its root, ``files`` lie beside the program.

    Raises Invalid, field ``program`` or ``files``.
    """
    found: dict[str, Source] = {}
    if program is not None:
        walk = _Walk(store, program.parent)
        walk.found[program.name] = _named(store, program, "program")
        walk.below(program.parent)
        found = walk.found
    for path in files:
        if path.name in found and found[path.name].path != path:
            raise Invalid.of("files", f"two files would be called {path.name} beside the program; rename one of them")
        found[path.name] = _named(store, path, "files")
    if sum(source.look.size for source in found.values()) > MOST_BYTES:
        top = program.parent if program else ProjectPath(0, ())
        _too_much(top, f"more than {MOST_BYTES >> 20} MiB of code", found.values())
    return found


def _scan(store: LocalFileStore, folder: ProjectPath) -> Iterator[tuple[str, Look | None]]:
    """The names in a folder that may be code, each with its look; None for a folder."""
    try:
        with opening.folder(store.root(folder.project), *folder.parts) as at, os.scandir(at) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name in SKIPPED or not is_name(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield entry.name, None
                elif entry.is_file(follow_symlinks=False):
                    yield entry.name, Look.of(entry.stat(follow_symlinks=False))
    except (FileNotFoundError, NotADirectoryError):
        return  # it went while we looked; the second look will say so


def _named(store: LocalFileStore, path: ProjectPath, what: str) -> Source:
    """A file that the job names: taken whatever its suffix and size are."""
    try:
        with opening.folder(store.root(path.project), *path.parent.parts) as at:
            found = os.stat(path.name, dir_fd=at, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Invalid.of(what, f"there is no file {path.text} in the project") from error
    if not stat.S_ISREG(found.st_mode):
        raise Invalid.of(what, f"{path.text} is not a regular file; name the file itself")
    return Source(path, Look.of(found))


def _too_much(top: ProjectPath, what: str, found: Iterable[Source]) -> NoReturn:
    biggest = sorted(found, key=lambda source: -source.look.size)[:3]
    names = ", ".join(f"{source.path.text} ({source.look.size / (1 << 20):.1f} MiB)" for source in biggest)
    raise Invalid.of(
        "program",
        f"the folder {top.text or 'of the project'} has {what}; the biggest are {names}. "
        "Put the program into a folder of its own, with only the code that it imports",
    )
