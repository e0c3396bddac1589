"""The secret files of an install, in ``<home>/keys``: nobody but the server may read them."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from dayshift.domain.errors import Invalid


def load_ring(home: Path) -> bytes:
    """The 32 bytes from which the keys of runs are made; written at the first start.

    Raises Invalid when others may read the file.
    """
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "runs.key"
    if not path.exists():
        _write(folder, path)
    return _read(path)


def _write(folder: Path, path: Path) -> None:
    """Make the file in one step: of two servers that start at once, the first one's bytes stay."""
    draft = folder / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _read(path: Path) -> bytes:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise Invalid.of(str(path), f"others may read this file (mode {mode:o}); run: chmod 600 {path}")
    return path.read_bytes()
