# ruff: noqa: PTH115
# (pathlib is not on the import diet)
"""What Linux offers and Python's light modules do not: prctl, holes in files, and who a process is.

``_ctypes`` instead of ``ctypes``: the latter costs 4 ms of every start. Nothing here imports more than the diet allows.
"""

import _ctypes
import os

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
PUNCH_HOLE_KEEP_SIZE = 0x02 | 0x01
SIGKILL = 9


class _Int(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "i"


class _Long(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "l"


class _Function(_ctypes.CFuncPtr):
    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_USE_ERRNO
    _restype_ = _Int


_libc = _ctypes.dlopen(None, 0)  # type: ignore[arg-type]  # None is this program itself
_prctl = _Function(_ctypes.dlsym(_libc, "prctl"))
_fallocate = _Function(_ctypes.dlsym(_libc, "fallocate"))
_fallocate.argtypes = (_Int, _Int, _Long, _Long)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends: a double fork stays in the tree."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with(parent: int) -> None:
    """Be killed when ``parent``, which forked this process, ends; end now if it has ended already."""
    _prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(127)


def punch_hole(fd: int, start: int, end: int) -> None:
    """Give the blocks of ``start`` to ``end`` back to the disk; offsets and size stay. Raises OSError."""
    if _fallocate(fd, PUNCH_HOLE_KEEP_SIZE, start, end - start) != 0:
        code = _ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def exists(path: str) -> bool:
    """Whether a name is there, of whatever kind. ``lexists`` would raise and catch an error to say no."""
    return os.access(path, os.F_OK, follow_symlinks=False)


def read_text(path: str) -> str:
    """A small file of /proc or /sys. Raises OSError."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(fd, 65536).decode("utf-8", "replace")
    finally:
        os.close(fd)


def write_text(path: str, text: str) -> None:
    """Write into a file of /proc or /sys, which must exist. Raises OSError."""
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def to_own_log(run: str) -> None:
    """Let stderr be ``supervisor.log`` from now on: made only when there is something to say, since files cost time."""
    fd = os.open(f"{run}/supervisor.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    os.dup2(fd, 2)
    os.close(fd)


def complain(text: str) -> None:
    """A line for whoever looks after the machine; on a disk that takes none it is lost."""
    try:
        to_own_log(".")
        os.write(2, text.encode("utf-8", "replace") + b"\n")
    except OSError:
        return


def start_time(pid: int) -> int:
    """When a process started, in clock ticks since boot: with its pid and the boot id, who it is. Raises OSError."""
    return int(read_text(f"/proc/{pid}/stat").rpartition(")")[2].split()[19])


def boot_id() -> str:
    """Differs after each start of the machine."""
    return read_text("/proc/sys/kernel/random/boot_id").strip()


def pid_namespace() -> str:
    """Differs in each container: a pid means nothing outside its own."""
    return os.readlink("/proc/self/ns/pid")
