"""W4: how soon a server answers, what it holds while nothing happens, and what has to be installed for it."""

import re
import time
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, distribution
from operator import itemgetter
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.floors.application import bare_application
from benchmarks.measure import median
from benchmarks.processes import cpu_s, pss_mib
from benchmarks.rows import Row
from benchmarks.seed import add_history
from benchmarks.server import Server, running

STARTS = 5
SETTLE_S = 10.0
IDLE_S, BARE_IDLE_S = 30.0, 10.0
HELD, USED = itemgetter(0), itemgetter(1)
LONG_HISTORY = 1_000_000
REQUIREMENTS = Path(__file__).parents[1] / "requirements/server.txt"
OURS = ("dayshift", "dayshift-client")


def rows(bench: Bench) -> Iterator[Row]:
    """Cold and warm starts, the idle server, the installation; in a long run a start over a long history."""
    _cold(bench)  # not counted: it compiles what was never imported here
    yield from _starts(bench, "cold", lambda: _cold(bench))
    server = bench.server()
    with running(server) as api:
        api.run("noop")
        yield from _idle(bench, server)
        yield from _starts(bench, "warm", lambda: _again(server))
        if bench.is_long:
            add_history(server.database_url, LONG_HISTORY)
            yield from _starts(bench, f"warm, {LONG_HISTORY:,} runs", lambda: _again(server))
    yield from _installed(bench)


def _starts(bench: Bench, case: str, start: Callable[[], tuple[float, float]]) -> Iterator[Row]:
    """``start`` gives the seconds until the first page was answered, and until the server was ready."""
    taken = bench.beside(
        lambda: [_bare_start_s() for _ in range(STARTS)], lambda: [start() for _ in range(STARTS)], median
    )
    answered, ready = zip(*taken.work, strict=True)
    floors = taken.floors(median)
    yield bench.row("w4.first_answer", case, median(answered), "s", taken=taken, floors=floors)
    yield bench.row("w4.ready", case, median(ready), "s", taken=taken, floors=floors)


def _bare_start_s() -> float:
    with bare_application() as application:
        return application.first_answer_s


def _cold(bench: Bench) -> tuple[float, float]:
    """On an empty folder."""
    server = bench.server()
    try:
        return _answered_s(server)
    finally:
        server.end()


def _again(server: Server) -> tuple[float, float]:
    server.stop()
    return _answered_s(server)


def _answered_s(server: Server) -> tuple[float, float]:
    begun = time.perf_counter()
    server.start()
    server.wait_for("/")
    answered = time.perf_counter()
    server.wait_for("/readyz")
    return answered - begun, time.perf_counter() - begun


def _idle(bench: Bench, server: Server) -> Iterator[Row]:
    """Memory and CPU of the server with its launcher, some time after its last run."""

    def idle() -> tuple[float, float]:
        time.sleep(SETTLE_S)
        return _held_and_used(server.pid, IDLE_S)

    taken = bench.beside(_bare_idle, idle, HELD)
    held, used = taken.work
    yield bench.row("w4.pss", "idle", held, "MiB", taken=taken, floors=taken.floors(HELD))
    yield bench.row("w4.idle_cpu", "idle", used, "%", taken=taken, floors=taken.floors(USED))


def _bare_idle() -> tuple[float, float]:
    """Not nothing: waking up costs as much as the machine takes for it, which differs by the factor of twenty."""
    with bare_application() as application:
        return _held_and_used(application.pid, BARE_IDLE_S)


def _held_and_used(pid: int, seconds: float) -> tuple[float, float]:
    """Memory in MiB, and CPU in percent of a core over these seconds."""
    used = cpu_s(pid)
    time.sleep(seconds)
    return pss_mib(pid), (cpu_s(pid) - used) / seconds * 100


def _installed(bench: Bench) -> Iterator[Row]:
    names = re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==", REQUIREMENTS.read_text(), re.MULTILINE)
    packages = [distribution(name) for name in (*names, *OURS)]
    yield bench.row("w4.packages", "installed", len(packages), "")
    yield bench.row("w4.size", "installed", sum(map(_size_mib, packages)), "MiB")


def _size_mib(package: Distribution) -> float:
    files = [Path(str(package.locate_file(file))) for file in package.files or ()]
    return sum(file.stat().st_size for file in files if file.exists()) / (1 << 20)
