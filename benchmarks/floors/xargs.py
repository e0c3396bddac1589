"""The floor of throughput: the same program, as often and as many at a time, under ``xargs -P``."""

import resource
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, and of CPU."""

    wall_s: float
    cpu_s: float


def run(python: Path, program: Path, *, count: int, at_once: int, environment: Mapping[str, str]) -> Cost:
    """Start the program so many times, and return what all of them cost."""
    argv = ["xargs", "-P", str(at_once), "-n", "1", str(python), str(program)]
    begun, used = perf_counter(), _children_s()
    subprocess.run(argv, input="\n".join(map(str, range(count))), text=True, env=environment, check=True)
    return Cost(perf_counter() - begun, _children_s() - used)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
