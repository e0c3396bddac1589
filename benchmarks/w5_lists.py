"""W5: how long a list takes, and that neither the size of the history nor the depth of the page changes that."""

import time
from collections.abc import Callable, Iterator

from benchmarks.bench import Bench
from benchmarks.floors.application import Application, bare_application
from benchmarks.measure import Beside, median
from benchmarks.rows import Row
from benchmarks.runs import pages
from benchmarks.seed import add_history
from benchmarks.server import running

from dayshift.testing.rest import ProjectApi
from dayshift.testing.rest import http as client_of

REQUESTS = 100
SIZES, LONG_SIZES = (10_000, 100_000), (10_000, 100_000, 1_000_000)
SETTLE_S = 2.0
ROWS_A_S = 100_000  # that a server's janitor moves out of the write-ahead log

Taken = Beside[list[float], list[float]]


def rows(bench: Bench) -> Iterator[Row]:
    """The newest 50, the deepest 50, those of a job, and those that failed, at each size."""
    server = bench.server()
    with running(server) as api, bare_application(server.database_url) as bare:
        api.run("noop")
        firsts: list[float] = []
        held = 1
        for size in LONG_SIZES if bench.is_long else SIZES:
            add_history(server.database_url, size - held)
            held = size
            time.sleep(SETTLE_S + size / ROWS_A_S)
            yield from _at(bench, api, bare, size, firsts)


def _at(bench: Bench, api: ProjectApi, bare: Application, size: int, firsts: list[float]) -> Iterator[Row]:
    """``firsts``: the median of the first page at each size so far."""
    newest = timed(bench, bare, lambda: api.call("GET", "/executions"))
    firsts.append(median(newest.work))
    case = f"{size:,} runs"
    yield bench.row("w5.newest", case, firsts[-1], "ms", taken=newest, floors=newest.floors(median))
    if len(firsts) > 1:
        yield bench.row("w5.growth", case, firsts[-1], "ms", taken=newest, floors=firsts[:1])
    deep = {"after": _deepest(api)}
    others = {
        "deep": lambda: api.call("GET", "/executions", params=deep),
        "of_job": lambda: api.call("GET", "/jobs/noop/executions"),
        "failed": lambda: api.call("GET", "/executions", params={"state": "failed"}),
    }
    for name, ask in others.items():
        taken = timed(bench, bare, ask)
        floors = firsts[-1:] if name == "deep" else [*taken.floors(median)]
        yield bench.row(f"w5.{name}", case, median(taken.work), "ms", taken=taken, floors=floors)


def timed(bench: Bench, bare: Application, ask: Callable[[], object]) -> Taken:
    """Milliseconds of many requests, between as many of the bare application's newest runs."""
    with client_of(bare.url) as client:
        return bench.beside(
            lambda: _answers(lambda: client.get(f"{bare.url}/newest").raise_for_status()),
            lambda: _answers(ask),
            median,
        )


def _answers(ask: Callable[[], object]) -> list[float]:
    """Milliseconds of each of so many requests, one after another."""
    taken = []
    for _ in range(REQUESTS):
        asked = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - asked) * 1000)
    return taken


def _deepest(api: ProjectApi) -> str:
    """The cursor behind which the last page but one begins."""
    cursors: list[str] = [page["next"] for page in pages(api) if page["next"] is not None]
    return cursors[-2]
