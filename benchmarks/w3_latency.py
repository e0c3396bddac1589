"""W3: how soon a run begins on an idle system, and how soon its end is seen."""

import time
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.floors.start import MS, first_line_ms
from benchmarks.measure import median, percentile_of
from benchmarks.rows import Row
from benchmarks.server import JOBS, Server, plain_environment, running

from dayshift.testing.rest import ProjectApi

RUNS = 30
WARM_UP = 3
LASTS_S = "0.05"  # so that whoever waits for its end asks before that
APART_S = 0.1


def rows(bench: Bench) -> Iterator[Row]:
    """From the call to the first line of the program; from its last line to the answer of who waits for the end."""
    server = bench.server(slots=8)
    with running(server) as api:
        _runs(api, WARM_UP)
        taken = bench.beside(lambda: _floor(server), lambda: _runs(api, RUNS), median)
    begins, ends = zip(*taken.work, strict=True)
    for percent in (50, 99):
        figure = percentile_of(percent)
        yield bench.row(
            f"w3.first_line_p{percent}", "idle", figure(begins), "ms", taken=taken, floors=taken.floors(figure)
        )
        yield bench.row(f"w3.end_seen_p{percent}", "idle", figure(ends), "ms", taken=taken)


def _floor(server: Server) -> list[float]:
    return [_first_line_ms(server) for _ in range(RUNS)]


def _first_line_ms(server: Server) -> float:
    """After the same pause as ours: a machine that was idle starts everything more slowly."""
    time.sleep(APART_S)
    return first_line_ms(server.python, JOBS / "stamp.py", plain_environment())


def _runs(api: ProjectApi, count: int) -> list[tuple[float, float]]:
    """Of each run, one after another: milliseconds to its first line, and from its last one."""
    taken = []
    for _ in range(count):
        time.sleep(APART_S)
        called = time.time_ns()
        run = api.wait(api.start("stamp", arguments=[LASTS_S]))
        seen = time.time_ns()
        first, last = map(int, api.output(run))
        taken.append(((first - called) * MS, (seen - last) * MS))
    return taken
