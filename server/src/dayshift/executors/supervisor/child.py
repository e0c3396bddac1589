# ruff: noqa: PTH110
# (pathlib is not on the import diet)
"""From a fork of the supervisor to the program: the steps of the child, in an order that each of them needs."""

import errno
import os
import resource

from dayshift.executors.supervisor.groups import Groups
from dayshift.executors.supervisor.spec import Spec
from dayshift.executors.supervisor.system import die_with, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal as _signal
else:
    import _signal  # ``signal`` brings ``enum``: 4 ms of every start

FAULT_FD, GATE_FD = 3, 4
OPEN_FILES = 4096
JOB_UMASK = 0o027
JOB_OOM_SCORE = 500
DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin"
# What Python ignores, as SIGPIPE, or the server was told to ignore: the program shall not.
IGNORED = [number for number in range(1, _signal.NSIG) if _signal.getsignal(number) == _signal.SIG_IGN]


class Gated:
    """A forked child that waits at the gate: it becomes the program only after one byte from the supervisor."""

    def __init__(self, pid: int, gate: int, fault: int) -> None:
        self.pid = pid
        self._gate = gate
        self._fault = fault

    def open_gate(self) -> None:
        """Let it become the program."""
        os.write(self._gate, b"1")
        os.close(self._gate)

    def abandon(self) -> None:
        """Let it end at the shut gate, and collect it."""
        os.close(self._gate)
        os.waitpid(self.pid, 0)

    def fault(self) -> str | None:
        """Wait until it has become the program: None; or until it could not: why."""
        said = b""
        while piece := os.read(self._fault, 4096):
            said += piece
        os.close(self._fault)
        return said.decode("utf-8", "replace") or None


def fork_at_gate(spec: Spec, groups: Groups, log: int) -> Gated:
    """Fork the child. Raises OSError when the machine has no room for a process."""
    gate, gate_end = os.pipe()
    fault, fault_end = os.pipe()
    supervisor = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            die_with(supervisor)
            os.setsid()
            _arrange_descriptors(log, fault_end, gate)
            _prepare(spec, groups)
            _become(spec)
        except BaseException as error:
            _report(error)
        finally:
            os._exit(127)
    os.close(gate)
    os.close(fault_end)
    return Gated(pid, gate_end, fault)


def _arrange_descriptors(log: int, fault: int, gate: int) -> None:
    """An empty stdin and the log for the program; fault pipe and gate close themselves at exec. All others are shut."""
    # First out of the way of the numbers that the next lines write to.
    spare_log, spare_fault, spare_gate = (
        os.dup(log),
        os.dup(fault),
        os.dup(gate),
    )
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.dup2(spare_log, 1)
    os.dup2(spare_log, 2)
    os.dup2(spare_fault, FAULT_FD, inheritable=False)
    os.dup2(spare_gate, GATE_FD, inheritable=False)
    os.closerange(GATE_FD + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _prepare(spec: Spec, groups: Groups) -> None:
    """All that can be done before the start token is durable; then wait for the gate."""
    try:
        groups.enter()
    except OSError as error:
        raise Fault("its control groups cannot be entered", error) from None
    write_text("/proc/self/oom_score_adj", str(JOB_OOM_SCORE))
    if spec.cores:
        os.sched_setaffinity(0, spec.cores)
    if not os.read(GATE_FD, 1):  # end of file is not permission: the supervisor has died
        os._exit(127)


def _become(spec: Spec) -> None:
    """The last steps. Raises Fault; returns never otherwise."""
    secrets = {name: _secret(name) for name in spec.secrets}
    _set_defaults()
    try:
        os.chdir(spec.cwd)
    except OSError as error:
        raise Fault(f"the working directory {spec.cwd} cannot be entered", error) from None
    env = {name: os.fsencode(value) for name, value in spec.env.items()}
    _execute(spec.argv, {**env, **secrets})


def _set_defaults() -> None:
    for number in IGNORED:
        _signal.signal(number, _signal.SIG_DFL)
    _signal.pthread_sigmask(_signal.SIG_SETMASK, [])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    soft = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(JOB_UMASK)


def _secret(name: str) -> bytes:
    try:
        fd = os.open(f"secrets/{name}", os.O_RDONLY | os.O_NOFOLLOW)
        value = os.read(fd, os.fstat(fd).st_size)
        os.close(fd)
    except OSError as error:
        raise Fault(f"the secret {name} cannot be read", error) from None
    return value


def _execute(argv: list[str], env: dict[str, bytes]) -> None:
    """Find the program by hand: ``os.execvpe`` imports a module, which the library may not be readable for."""
    program = argv[0] if argv else ""
    folders = os.fsdecode(env.get("PATH", DEFAULT_PATH.encode())).split(":")
    missing = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    fault = Fault(f"there is no program {program or '(empty)'}", missing)
    for path in [program] if "/" in program else [f"{folder}/{program}" for folder in folders if folder]:
        try:
            os.execve(path, argv, env)  # noqa: S606
        except (FileNotFoundError, NotADirectoryError) as error:
            if os.path.exists(path):
                fault = Fault(f"{path} names an interpreter in its first line that does not exist", error)
        except OSError as error:
            fault = Fault(f"{path} cannot be started", error)
    raise fault


class Fault(Exception):
    """A step of the child failed: what a person should read."""

    def __init__(self, text: str, error: OSError) -> None:
        super().__init__(f"{text}: {_word(error)}")


def _word(error: OSError) -> str:
    if error.errno == errno.ENOEXEC:
        return "it is no program for this machine, and has no #! line"
    return os.strerror(error.errno or 0)


def _report(error: BaseException) -> None:
    """One line to the log for the person, the same to the supervisor."""
    text = (str(error) or repr(error)).encode("utf-8", "replace")
    os.write(2, b"dayshift: not started: " + text + b"\n")
    os.write(FAULT_FD, text)
