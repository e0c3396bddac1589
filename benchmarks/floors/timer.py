"""The floor of firing: a loop that sleeps until the next due time, and threads that start the program."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.floors.start import MS

THREADS = 32  # as many at once as the server has slots


def lateness_ms(python: Path, stamp: Path, dues: Sequence[int], environment: Mapping[str, str]) -> list[float]:
    """Milliseconds from each due time (seconds since 1970, in order) to the first line of the program."""

    def late(due: int) -> float:
        stamped = subprocess.run([str(python), str(stamp)], capture_output=True, env=environment, check=True).stdout
        return int(stamped) * MS - due * 1000

    with ThreadPoolExecutor(THREADS) as pool:
        started = []
        for due in dues:
            time.sleep(max(0.0, due - time.time()))
            started.append(pool.submit(late, due))
        return [one.result() for one in started]
