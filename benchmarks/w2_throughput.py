"""W2: how many short runs a second, so many at a time, sent one by one and in one call."""

from collections.abc import Callable, Iterator
from time import perf_counter

from benchmarks.bench import Bench
from benchmarks.floors import xargs
from benchmarks.floors.xargs import Cost
from benchmarks.measure import median
from benchmarks.processes import cpu_s
from benchmarks.rows import Row
from benchmarks.runs import wait_over
from benchmarks.server import JOBS, Server, plain_environment, running

from dayshift.testing.rest import ProjectApi

REPEATS = 3
MOST_A_CALL = 500


def rows(bench: Bench) -> Iterator[Row]:
    """200 and 1,000 runs, two and eight at a time, and what they cost beside the program itself."""
    for at_once in (2, 8):
        server = bench.server(slots=at_once)
        with running(server) as api:
            api.run("noop")  # the first one makes the launcher and the snapshot
            for count in (200, 1000):
                yield from _measured(bench, server, api, count, f"n={count} c={at_once} one by one")
            if at_once == 8:
                yield from _measured(bench, server, api, 1000, f"n=1000 c={at_once} one call")


def _measured(bench: Bench, server: Server, api: ProjectApi, count: int, case: str) -> Iterator[Row]:
    send = _send_in_one_call if case.endswith("one call") else _send_one_by_one
    taken = bench.beside(
        lambda: _floor(server, count),
        lambda: [_cost(server, api, count, send) for _ in range(REPEATS)],
        lambda cost: cost.wall_s,
    )
    wall_s = median([cost.wall_s for cost in taken.work])
    beyond_s = median([cost.cpu_s for cost in taken.work]) - sum(taken.floors(lambda c: c.cpu_s)) / 2
    name = "w2.batch" if send is _send_in_one_call else "w2.wall"
    yield bench.row(name, case, wall_s, "s", taken=taken, floors=taken.floors(lambda cost: cost.wall_s))
    yield bench.row("w2.cpu_a_run", case, beyond_s / count * 1000, "ms", taken=taken)


def _floor(server: Server, count: int) -> Cost:
    program = JOBS / "noop.py"
    return xargs.run(server.python, program, count=count, at_once=server.slots, environment=plain_environment())


def _cost(server: Server, api: ProjectApi, count: int, send: Callable[[ProjectApi, int], None]) -> Cost:
    begun, used = perf_counter(), cpu_s(server.pid)
    send(api, count)
    wait_over(api)
    return Cost(perf_counter() - begun, cpu_s(server.pid) - used)


def _send_one_by_one(api: ProjectApi, count: int) -> None:
    for _ in range(count):
        api.start("noop")


def _send_in_one_call(api: ProjectApi, count: int) -> None:
    """One call takes at most 500 runs."""
    for _ in range(count // MOST_A_CALL):
        api.call("POST", "/jobs/noop/executions/batch", json={"items": [{}] * MOST_A_CALL})
