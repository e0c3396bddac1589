"""The floor of latency: a process that is started, until its first line ran."""

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

MS = 1e-6  # a nanosecond in milliseconds


def first_line_ms(python: Path, stamp: Path, environment: Mapping[str, str]) -> float:
    """Milliseconds from the call to the first line of a program that prints when that ran."""
    called = time.time_ns()
    stamped = subprocess.run([str(python), str(stamp)], capture_output=True, env=environment, check=True).stdout
    return (int(stamped) - called) * MS
