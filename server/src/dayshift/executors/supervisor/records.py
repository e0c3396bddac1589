# ruff: noqa: PTH104, PTH108, PTH120
# (pathlib is not on the import diet)
"""The small JSON files of a run directory, written so that a crash leaves the old one, the new one, or none.

``_json`` instead of ``json``, which costs 7 ms of every start because it brings ``re`` and ``enum``.
"""

import _json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SLOT_BYTES = 4096


class _Plain:
    """What the scanner wants to know: JSON as it is, nothing translated."""

    strict = False
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


_scan = _json.make_scanner(_Plain())  # type: ignore[arg-type]  # it wants these attributes, no more


def decode(text: str) -> "dict[str, Any]":
    """Read one JSON object. Raises ValueError for anything else."""
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        raise ValueError("no JSON") from None
    if not isinstance(value, dict) or text[end:].strip():
        raise ValueError("not one JSON object")
    return value


def encode(value: object) -> str:
    """Write JSON of dicts, lists, texts, numbers, booleans and None."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ",".join(f"{encode(str(name))}:{encode(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(encode, value)) + "]"
    return _json.encode_basestring_ascii(value) if isinstance(value, str) else repr(value)


def read(path: str) -> "dict[str, Any]":
    """Raises OSError, and ValueError for what is no JSON object."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        return decode(os.read(fd, os.fstat(fd).st_size).decode())
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _write_temporary(path: str, record: "dict[str, Any]", *, durable: bool) -> str:
    temporary = f"{path}.{os.getpid()}"
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        write_all(fd, encode(record).encode())
        if durable:
            os.fsync(fd)
    finally:
        os.close(fd)
    return temporary


def sync_folder(path: str) -> None:
    """Make the names in a folder as durable as the files."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def replace(path: str, record: "dict[str, Any]", *, durable: bool = False) -> None:
    """Write the file anew. ``durable``: it is on the disk when this returns."""
    os.rename(_write_temporary(path, record, durable=durable), path)
    if durable:
        sync_folder(os.path.dirname(path) or ".")


def create(path: str, record: "dict[str, Any]") -> bool:
    """Write the file durably if nobody has yet; whoever comes second gets False and changes nothing."""
    temporary = _write_temporary(path, record, durable=True)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        os.unlink(temporary)
    sync_folder(os.path.dirname(path) or ".")
    return True


class Slot:
    """Room on the disk that is taken at the start, so that a full disk cannot lose the end."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.fd = os.open(f"{path}.slot", os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        os.posix_fallocate(self.fd, 0, SLOT_BYTES)

    def write(self, record: "dict[str, Any]") -> None:
        """Make the record durable under its temporary name. It is padded: cutting the file could need new blocks."""
        data = encode(record).encode().ljust(SLOT_BYTES)
        os.lseek(self.fd, 0, os.SEEK_SET)
        write_all(self.fd, data)
        os.fsync(self.fd)

    def publish(self) -> None:
        """Give the record its name, durably."""
        os.rename(f"{self.path}.slot", self.path)
        sync_folder(os.path.dirname(self.path) or ".")
