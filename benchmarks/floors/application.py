"""Starts and ends the bare application of ``http_app.py``."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.processes import kill_family
from benchmarks.server import LOOK_S, START_S, NotStarted, answers, free_port, plain_environment

PROGRAM = Path(__file__).with_name("http_app.py")


@dataclass(frozen=True, slots=True)
class Application:
    """It answers at ``url``; ``first_answer_s`` after its start it did so for the first time."""

    pid: int
    url: str
    first_answer_s: float


@contextmanager
def bare_application(database_url: str = "sqlite://") -> Iterator[Application]:
    """Run it until the block ends. Raises NotStarted."""
    port = free_port()
    begun = perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(port), database_url], env=plain_environment(), start_new_session=True
    )
    try:
        while not answers(port, "/"):
            if process.poll() is not None or perf_counter() - begun > START_S:
                raise NotStarted("the bare application")
            time.sleep(LOOK_S)
        yield Application(process.pid, f"http://127.0.0.1:{port}", perf_counter() - begun)
    finally:
        kill_family(process.pid)
        process.wait()
