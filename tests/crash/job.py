"""The program that crash tests run: it says when it starts and ends, in a file that no server writes.

Arguments: how long it works in seconds, then the exit code of each attempt, the last one for all later attempts.
A line: what execution attempt nominal wall monotonic pid boot.
"""

import os
import signal
import sys
import time
from types import FrameType

LINES = 20


def note(what: str) -> None:
    """One line with one write, durable before the program goes on."""
    with open("/proc/sys/kernel/random/boot_id") as file:
        boot = file.read().strip()
    facts = [
        what,
        os.environ["DAYSHIFT_EXECUTION_ID"],
        os.environ["DAYSHIFT_ATTEMPT"],
        os.environ["DAYSHIFT_NOMINAL_TIME"] or "-",
        f"{time.time():.6f}",
        f"{time.monotonic():.6f}",
        str(os.getpid()),
        boot,
    ]
    descriptor = os.open(os.environ["CRASH_STARTS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    os.write(descriptor, " ".join(facts).encode() + b"\n")
    os.fsync(descriptor)
    os.close(descriptor)


def stop(_number: int, _frame: FrameType | None) -> None:
    note("end")
    os._exit(143)


def main(work_s: str, *codes: str) -> int:
    """Work, and return the exit code of this attempt."""
    signal.signal(signal.SIGTERM, stop)
    note("start")
    for number in range(LINES):
        print(f"line {number}", flush=True)
    time.sleep(float(work_s))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note("end")
    attempt = int(os.environ["DAYSHIFT_ATTEMPT"])
    return int(codes[min(attempt, len(codes)) - 1])


sys.exit(main(*sys.argv[1:]))
