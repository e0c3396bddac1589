"""W1: how late runs begin when so many schedules are due within one minute, idle and while lists are read."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from threading import Event
from typing import Any

from benchmarks.bench import Bench
from benchmarks.floors import timer
from benchmarks.floors.start import MS
from benchmarks.measure import Beside, median, percentile_of
from benchmarks.rows import Row
from benchmarks.runs import newest_first, wait_over
from benchmarks.server import JOBS, Server, plain_environment, running

from dayshift.testing.rest import ProjectApi

OVER_S = 60
FLOOR_S = 15  # at the same rate
MOST_A_CALL = 500
CREATED_A_S = 150  # schedules that any machine can create in a second
READERS = 16


@dataclass(frozen=True, slots=True)
class Fired:
    """Milliseconds from due to the line of the ledger, and to the first line of the program; faults of the ledger."""

    ledger: Sequence[float]
    first_line: Sequence[float]
    wrong: int


def rows(bench: Bench) -> Iterator[Row]:
    """100 and 1,000 a minute; 1,000 while 16 connections read lists; 10,000 in a long run."""
    server = bench.server()
    with running(server) as api:
        api.run("stamp")  # the first one makes the launcher and the snapshot
        for count in (100, 1000):
            yield from _idle(bench, server, api, count)
        yield from _while_lists_are_read(bench, server, api, 1000)
        if bench.is_long:
            yield from _ledger_rows(bench, "n=10000 idle", _fire(api, 10_000, has_lines=False))


def _idle(bench: Bench, server: Server, api: ProjectApi, count: int) -> Iterator[Row]:
    taken = bench.beside(lambda: _floor(server, count), lambda: _fire(api, count), median)
    case = f"n={count} idle"
    for percent in (50, 99):
        figure = percentile_of(percent)
        ours, floors = figure(taken.work.first_line), taken.floors(figure)
        yield bench.row(f"w1.first_line_p{percent}", case, ours, "ms", taken=taken, floors=floors)
    yield from _ledger_rows(bench, case, taken.work, taken)


def _while_lists_are_read(bench: Bench, server: Server, api: ProjectApi, count: int) -> Iterator[Row]:
    def work() -> tuple[Fired, list[float]]:
        schedules, last = _create(api, count)
        with _reading(api) as answers:
            _sleep_until(last + 1)
        return _fired(api, schedules), answers()

    taken = bench.beside(lambda: _floor(server, count), work, median)
    fired, answers = taken.work
    case = f"n={count} lists read"
    yield from _ledger_rows(bench, case, fired, taken)
    yield bench.row("w1.list_p99", case, percentile_of(99)(answers), "ms", taken=taken)


def _ledger_rows(bench: Bench, case: str, fired: Fired, taken: Beside[Any, Any] | None = None) -> Iterator[Row]:
    yield bench.row("w1.ledger_p99", case, percentile_of(99)(fired.ledger), "ms", taken=taken)
    yield bench.row("w1.wrong", case, fired.wrong, "fires")


def _floor(server: Server, count: int) -> list[float]:
    dues = _dues(int(time.time()) + 2, count * FLOOR_S // OVER_S, FLOOR_S)
    return timer.lateness_ms(server.python, JOBS / "stamp.py", dues, plain_environment())


def _dues(first: int, count: int, over_s: int) -> list[int]:
    """Whole seconds, which is what schedules know: what falls into one second is due at once, for us and the floor."""
    return [first + number * over_s // count for number in range(count)]


def _fire(api: ProjectApi, count: int, *, has_lines: bool = True) -> Fired:
    """``has_lines``: whether the logs are read; 10,000 starts are beyond two cores, there the ledger is the promise."""
    schedules, last = _create(api, count)
    _sleep_until(last + 1)
    return _fired(api, schedules, has_lines=has_lines)


def _sleep_until(at: int) -> None:
    time.sleep(max(0.0, at - time.time()))


def _fired(api: ProjectApi, schedules: set[int], *, has_lines: bool = True) -> Fired:
    """What became of schedules that were due, once all of their runs are over."""
    wait_over(api)
    runs = list(takewhile(lambda run: run["schedule"] in schedules, newest_first(api)))
    ledger = [(_ns(run["created_at"]) - _ns(run["nominal_at"])) * MS for run in runs]
    first_line = [(int(api.output(run)[0]) - _ns(run["nominal_at"])) * MS for run in runs if has_lines]
    distinct = len({run["schedule"] for run in runs})
    early = sum(late < 0 for late in (*ledger, *first_line))
    return Fired(ledger, first_line, wrong=(len(schedules) - distinct) + (len(runs) - distinct) + early)


def _create(api: ProjectApi, count: int) -> tuple[set[int], int]:
    """Schedules that are due once each, all made before the first is due; their ids, and when the last one is due."""
    lead_s = 5 + count // CREATED_A_S
    while True:
        dues = _dues(int(time.time()) + lead_s, count, OVER_S)
        items = [{"target": {"job": "stamp"}, "trigger": {"kind": "once", "at": _text(due)}} for due in dues]
        made: set[int] = set()
        for begin in range(0, count, MOST_A_CALL):
            part = {"items": items[begin : begin + MOST_A_CALL]}
            made |= {one["id"] for one in api.call("POST", "/schedules/batch", json=part)["items"]}
        if time.time() < dues[0]:
            return made, dues[-1]
        lead_s *= 2  # a schedule that is made too late is late: once more


@contextmanager
def _reading(api: ProjectApi) -> Iterator[Callable[[], list[float]]]:
    """Read lists on 16 connections, without a pause; afterwards the milliseconds of each answer."""
    over = Event()
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(_read_lists, api, over) for _ in range(READERS)]
        try:
            yield lambda: [answer for reader in readers for answer in reader.result()]
        finally:
            over.set()


def _read_lists(api: ProjectApi, over: Event) -> list[float]:
    taken = []
    while not over.is_set():
        for path in ("/executions", "/jobs", "/schedules"):
            asked = time.perf_counter()
            api.call("GET", path)
            taken.append((time.perf_counter() - asked) * 1000)
    return taken


def _text(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")


def _ns(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1_000_000) * 1000
