"""What is wrong with a program that somebody writes: looked at in a process of its own, and never run."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from dayshift.domain.errors import TooMuch

AT_ONCE = 2  # somebody who types asks often; others want to run something
WAIT_S = 2.0
TIME_S = 5.0
_PROGRAM = Path(__file__).with_name("codechecker.py")
_turns = BoundedSemaphore(AT_ONCE)


def check(source: str) -> list[dict[str, Any]] | None:
    """What is wrong, in the order of its lines; None where looking took too long. Raises TooMuch."""
    if not _turns.acquire(timeout=WAIT_S):
        raise TooMuch(what="Many programs are being checked just now.", retry_after=1)
    try:
        return _check(source)
    finally:
        _turns.release()


def _check(source: str) -> list[dict[str, Any]] | None:
    command = [sys.executable, "-I", "-W", "ignore", str(_PROGRAM)]
    try:
        done = subprocess.run(command, input=source.encode(), capture_output=True, timeout=TIME_S, env={}, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
