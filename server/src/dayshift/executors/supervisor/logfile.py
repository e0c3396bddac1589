"""The log of the attempt, seen from its supervisor: when it grew, and how it is kept below its limit.

The job holds the descriptor and writes at full speed; nobody stands between. So the middle of a log that is too long is
given back to the disk by a hole: offsets never move, the head and the tail stay.
"""

import errno
import os
import time

from dayshift.executors.supervisor import records
from dayshift.executors.supervisor.failpoints import failpoint
from dayshift.executors.supervisor.system import punch_hole

HEAD_LIMIT = 64 << 20
BLOCK = 4096
READ_BYTES = 1 << 20
TRIM = "trim"
LIVELY_S = 0.25  # so often is a log looked at that grows, or that has just begun
LIVELY_FOR_S = 2.0


class LogFile:
    """Opens the log and looks after it; ``over`` is True once it must stop the attempt."""

    def __init__(self, limit: int, when_full: str) -> None:
        """Raises OSError."""
        safe = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        self.fd = os.open("log", os.O_WRONLY | os.O_APPEND | os.O_CREAT | safe, 0o600)
        os.set_blocking(self.fd, True)
        self._readable = os.open("log", os.O_RDONLY | safe)
        self._times = -1
        self.limit = limit
        self.trims = when_full == TRIM and self._holes_work()
        self.head = min(HEAD_LIMIT, limit // 4)
        self.size = 0
        self.grew = True
        self.over = False
        self.cut = {"v": 1, "generation": 0, "start": 0, "end": 0, "lines": 0}
        self._rate = 0.0  # bytes a second, at the last look
        self._looked_at = time.monotonic()
        self._lively_until = self._looked_at + LIVELY_FOR_S

    def look(self) -> None:
        """Note the time of what was written since the last look, and cut or stop where the limit is passed."""
        size, now = os.fstat(self.fd).st_size, time.monotonic()
        self.grew = size != self.size
        self._rate = max(0, size - self.size) / max(now - self._looked_at, 1e-3)
        self._looked_at = now
        if size < self.size:  # the job truncated its own log: what was cut is no more
            self.cut = {"v": 1, "generation": self.cut["generation"] + 1, "start": 0, "end": 0, "lines": 0}
            records.replace("cuts.json", self.cut, durable=True)
        if self.grew:
            self.size = size
            self._note()
        if self.kept > self.limit + self.limit // 16:
            self._shorten()

    @property
    def kept(self) -> int:
        """Bytes of the log that are still there."""
        return self.size - (self.cut["end"] - self.cut["start"])

    def patience_s(self) -> float:
        """How long the log can grow as it does before it must be looked at again, in seconds."""
        if not self.grew:
            return LIVELY_S if time.monotonic() < self._lively_until else 1.0
        room = self.limit + self.limit // 16 - self.kept
        return min(LIVELY_S, max(0.01, room / self._rate)) if self._rate else LIVELY_S

    def finish(self) -> int:
        """Make what was written durable. Bytes written in all."""
        self.look()
        if self.size:
            os.fsync(self.fd)
        return self.size

    def _note(self) -> None:
        """What cannot be noted on a full disk is only the time of some lines."""
        pair = int(time.time() * 1e6).to_bytes(8, "little") + self.size.to_bytes(8, "little")
        try:
            if self._times < 0:  # a silent run needs none
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
                self._times = os.open("times", flags, 0o600)
            os.write(self._times, pair)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise

    def _shorten(self) -> None:
        if not self.trims:
            self.over = True
            return
        start = -(-self.head // BLOCK) * BLOCK
        end = (self.size - (self.limit - self.head)) // BLOCK * BLOCK
        fresh = max(start, self.cut["end"])
        if end <= fresh:
            return
        lines = self.cut["lines"] + self._count_lines(fresh, end)
        self.cut = {"v": 1, "generation": self.cut["generation"], "start": start, "end": end, "lines": lines}
        failpoint("log.before_cut")
        records.replace("cuts.json", self.cut, durable=True)  # first: its zeros are never read as bytes
        punch_hole(self.fd, fresh, end)
        failpoint("log.after_cut")

    def _holes_work(self) -> bool:
        """Tried past the end, where there is nothing to lose. Some network and overlay file systems cannot."""
        beyond = os.fstat(self.fd).st_size + BLOCK
        try:
            punch_hole(self.fd, beyond, beyond + BLOCK)
        except OSError:
            return False
        return True

    def _count_lines(self, start: int, end: int) -> int:
        lines = 0
        while start < end and (piece := os.pread(self._readable, min(READ_BYTES, end - start), start)):
            lines += piece.count(b"\n")
            start += len(piece)
        return lines
