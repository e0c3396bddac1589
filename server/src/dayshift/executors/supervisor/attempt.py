"""One attempt from its order to its end: the gate, the watch, the stop, and the record of how it ended."""

import fcntl
import os
import time

from dayshift.executors.supervisor import records
from dayshift.executors.supervisor.child import fork_at_gate
from dayshift.executors.supervisor.end import End
from dayshift.executors.supervisor.failpoints import failpoint
from dayshift.executors.supervisor.groups import Groups
from dayshift.executors.supervisor.logfile import LogFile
from dayshift.executors.supervisor.spec import Spec
from dayshift.executors.supervisor.system import adopt_orphans, boot_id, exists, pid_namespace, start_time, write_text
from dayshift.executors.supervisor.tree import Tree
from dayshift.executors.supervisor.watch import Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal as _signal
else:
    import _signal  # ``signal`` brings ``enum``: 4 ms of every start

LOCK_FOR_S = 0.25
LOCK_ROUND_S = 0.002
OWN_OOM_SCORE = -500


def supervise(run: str) -> None:
    """Own the attempt in the directory ``run`` until it has ended. Returns at once if it has, or had, another owner."""
    os.chdir(run)
    if not _take_lock():
        return
    failpoint("supervisor.after_lock")
    if exists("exit.json") or exists("job.json"):
        return
    slot = records.Slot("exit.json")
    end = End(slot)
    try:
        spec = Spec(records.read("spec.json"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        return end.write({"setup": f"the order cannot be read: {error!r}"})
    groups = Groups(spec.groups)
    try:
        wake = _announce(spec)
        if exists("stop"):
            return end.write({"stopped_by": "killed"})
        ready = Ready(spec, groups, wake)
    except OSError as error:
        groups.remove()
        return end.write({"setup": f"this machine could not prepare the run: {error}"})
    ready.run(end)
    groups.remove()


def _take_lock() -> bool:
    """Hold the lock until this process ends. Observers hold it for microseconds, so a refusal is tried again."""
    lock = os.open("lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    until = time.monotonic() + LOCK_FOR_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(LOCK_ROUND_S)


class Ready:
    """A child at the gate, and the durable token that says so. From here on it has been started, whatever happens."""

    def __init__(self, spec: Spec, groups: Groups, wake: int) -> None:
        """Raises OSError, and has left no child then."""
        groups.make()
        log = LogFile(spec.log_limit, spec.log_full)
        self.spec, self.groups = spec, groups
        self.child = fork_at_gate(spec, groups, log.fd)
        failpoint("supervisor.after_fork")
        self.watch = Watch(spec, log, Tree(groups), wake)
        self.started_at, self.started = time.time(), time.monotonic()
        try:
            self._make_token()
        except OSError:
            self.child.abandon()
            raise

    def _make_token(self) -> None:
        pid = self.child.pid
        token = {"v": 1, "pid": pid, "start": start_time(pid), "boot": boot_id(), "started_at": self.started_at}
        records.create("job.json", {**token, "name": self.spec.name, "groups": self.groups.paths})
        failpoint("supervisor.after_job_json")

    def run(self, end: End) -> None:
        """Open the gate, and come back when the program has ended, its tree is gone and the record is written."""
        self.child.open_gate()
        failpoint("supervisor.after_gate")
        fault = self.child.fault()
        if fault is None:
            self.watch.until_end(self.child.pid, self.started)
        _, status, usage = os.wait4(self.child.pid, 0)
        end.took(self.started_at, time.time(), time.monotonic() - self.started)
        failpoint("supervisor.after_child_exit")
        end.leftovers = self.watch.clear_leftovers()
        end.log_bytes = self.watch.finish_log()
        end.used(usage, self.groups)
        end.write({"setup": fault} if fault else end.how(status, self.watch.stopped_by, self.spec.memory))


def _announce(spec: Spec) -> int:
    """Say who this is, so that a server can find and wake it; lock what the run needs. The wake-up descriptor."""
    adopt_orphans()
    _resist_oom()
    wake = _listen()
    me = os.getpid()
    who = {"v": 1, "pid": me, "start": start_time(me), "boot": boot_id(), "pidns": pid_namespace()}
    records.replace("supervisor.json", who)
    if spec.hold is not None:  # shared, for the life of this process: nobody removes the environment of a run
        fcntl.flock(os.open(spec.hold, os.O_RDONLY | os.O_CLOEXEC), fcntl.LOCK_SH)
    return wake


def _resist_oom() -> None:
    """Somebody must be left to tell how it ended; only root may ask for that."""
    try:
        write_text("/proc/self/oom_score_adj", str(OWN_OOM_SCORE))
    except OSError:
        return


def _listen() -> int:
    """A descriptor that becomes readable when the server says SIGUSR1: look for ``stop`` now."""
    readable, writable = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    _signal.set_wakeup_fd(writable)
    _signal.signal(_signal.SIGUSR1, lambda *_: None)
    return readable
