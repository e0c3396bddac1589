"""What the local executor needs of a machine, checked before it promises anything."""

import sys
from collections.abc import Iterator
from pathlib import Path

from dayshift.domain.errors import BackendRejected, Invalid

REMOTE = ("nfs", "cifs", "smb", "fuse", "9p", "ceph", "glusterfs", "lustre", "afs")


def check_machine(runs: Path) -> None:
    """Raises BackendRejected away from Linux, Invalid for a folder on a file system where locks and links may lie."""
    if sys.platform != "linux":
        raise BackendRejected(place="local", text="jobs can run locally only on Linux (5.3 or newer)")
    kind = file_system(runs, _mountinfo())
    if kind.startswith(REMOTE):
        raise Invalid.of("data_dir", f"{runs} is on {kind}, where locks are not reliable; put it on a local disk")


def _mountinfo() -> str:
    return Path("/proc/self/mountinfo").read_text()


def file_system(path: Path, mountinfo: str) -> str:
    """The type of the file system that holds ``path``: that of the last of its longest mount points."""
    resolved = path.resolve()
    best = max(
        (
            (len(mount.parts), index, kind)
            for index, (mount, kind) in enumerate(_mounts(mountinfo))
            if _is_in(resolved, mount)
        ),
        default=(0, 0, ""),
    )
    return best[2]


def _is_in(path: Path, mount: Path) -> bool:
    return path == mount or mount in path.parents


def _mounts(mountinfo: str) -> Iterator[tuple[Path, str]]:
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        yield Path(before.split()[4].encode().decode("unicode_escape")), after.split()[0]
