"""W6: what writing a long log costs the job and the server, and how soon parts of it are read."""

import os
import subprocess
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from benchmarks.bench import Bench
from benchmarks.measure import median
from benchmarks.processes import pss_mib
from benchmarks.rows import Row
from benchmarks.server import JOBS, Server, plain_environment, running

from dayshift.testing.rest import Json, ProjectApi

MIB = 200
REPEATS = 3
READS = 30
LOOK_S = 0.1
LINES = 500
BLOCK = 1000  # lines
LAST_LINE = 64  # bytes that surely hold it


@dataclass(frozen=True, slots=True)
class Written:
    """What the job says that writing took; from the call until its end was seen; how much the server grew meanwhile."""

    wall_s: float
    seen_s: float
    grown_mib: float
    run: Json


def rows(bench: Bench) -> Iterator[Row]:
    """A job writes 200 MiB, in blocks and line by line; then its end, its middle and a text are looked for."""
    server = bench.server()
    with running(server) as api:
        api.run("logjob", arguments=["1", "1"])
        run = yield from _written_rows(bench, server, api, "in blocks", BLOCK)
        yield from _read(bench, api, run, "in blocks")
        yield from _written_rows(bench, server, api, "line by line", 1)


def _written_rows(bench: Bench, server: Server, api: ProjectApi, case: str, at_once: int) -> Generator[Row, None, Json]:
    """Returns the last run. The Python of jobs writes each line at once, for a live log: that has its price."""
    taken = bench.beside(
        lambda: [_floor_s(server, bench.folder / "log", at_once) for _ in range(REPEATS)],
        lambda: [_written(server, api, at_once) for _ in range(REPEATS)],
        median,
    )
    wall_s, seen_s, grown_mib = (
        median([getattr(one, name) for one in taken.work]) for name in ("wall_s", "seen_s", "grown_mib")
    )
    figure = "wall" if at_once > 1 else "live_lines"
    yield bench.row(f"w6.{figure}", case, wall_s, "s", taken=taken, floors=taken.floors(median))
    yield bench.row("w6.end_seen", case, seen_s, "s", taken=taken)
    yield bench.row("w6.memory", case, grown_mib, "MiB", taken=taken)
    return taken.work[-1].run


def _read(bench: Bench, api: ProjectApi, run: Json, case: str) -> Iterator[Row]:
    """What a page shows of it: the medians. The first page that needs numbers has the lines counted."""
    path = f"/executions/{run['id']}/log"
    tails = [_asked_ms(api, path, {"tail": LINES}) for _ in range(READS)]
    counted = _asked_ms(api, path, {"limit": 1})
    middle = api.call("GET", path, params={"limit": 1})["total"] // 2
    middles = [_asked_ms(api, path, {"from": middle, "limit": LINES}) for _ in range(READS)]
    yield bench.row("w6.tail", case, median(tails), "ms")
    yield bench.row("w6.count_lines", case, counted, "ms")
    yield bench.row("w6.middle", case, median(middles), "ms")
    yield bench.row("w6.search_32_mib", case, _asked_ms(api, f"{path}/search", {"q": "not in it"}), "ms")


def _asked_ms(api: ProjectApi, path: str, params: Json) -> float:
    asked = time.perf_counter()
    api.call("GET", path, params=params)
    return (time.perf_counter() - asked) * 1000


def _floor_s(server: Server, log: Path, at_once: int) -> float:
    """The same program, its output going to a file."""
    argv = [str(server.python), str(JOBS / "logjob.py"), str(MIB), str(at_once)]
    with log.open("wb") as output:
        subprocess.run(argv, stdout=output, env=plain_environment(), check=True)
    with log.open("rb") as written:
        written.seek(-LAST_LINE, os.SEEK_END)
        seconds = float(written.read().splitlines()[-1])
    log.unlink()
    return seconds


def _written(server: Server, api: ProjectApi, at_once: int) -> Written:
    before = pss_mib(server.pid)
    called = time.perf_counter()
    with _watching(server) as most_mib:
        run = api.run("logjob", arguments=[str(MIB), str(at_once)])
    seen_s = time.perf_counter() - called
    last = api.call("GET", f"/executions/{run['id']}/log", params={"tail": 1})["lines"][-1]["text"]
    return Written(float(last), seen_s, max(0.0, most_mib() - before), run)


@contextmanager
def _watching(server: Server) -> Iterator[Callable[[], float]]:
    """Looks at the memory of the server, without its jobs, again and again; afterwards the most that it was, in MiB."""
    seen, over = [0.0], Event()

    def watch() -> None:
        while not over.wait(LOOK_S):
            seen.append(pss_mib(server.pid))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield lambda: max(seen)
    finally:
        over.set()
        watcher.join()
