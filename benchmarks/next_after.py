"""What finding the next fire costs, beside cronsim and croniter in the same run.

    python benchmarks/next_after.py [number of instants, default 4000]

Prints one line a rule, in microseconds: ours is the compiled trigger's `next_after`, theirs are parse and next, which
is what those libraries are used for. Exits 1 if a budget fails: a median of at most 10 µs and a p99 of at most 50 µs;
at least ten times as fast as croniter; faster than cronsim; compiling in at most 200 µs; a zone's table in 5 ms.
"""

import random
import statistics
import sys
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.resources import files
from time import perf_counter_ns
from zoneinfo import ZoneInfo

from croniter import croniter  # type: ignore[import-untyped]
from cronsim import CronSim

from dayshift.domain.triggers import CompiledTrigger, Cron, read_trigger
from dayshift.domain.triggers.cron import compile_cron
from dayshift.domain.triggers.cron5 import read_cron5
from dayshift.domain.triggers.zones import Zone

RULES = ("*/5 * * * *", "0 9 * * 1-5", "30 2 * * *", "0 0 1 * *", "15 10 29 2 *")
STOCKHOLM = "Europe/Stockholm"
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2020, 2037))
MEDIAN_US, P99_US, COMPILE_US, ZONE_US, TIMES_CRONITER = 10, 50, 200, 5000, 10


def timed(work: Callable[[int], object], inputs: Iterable[int]) -> list[float]:
    """Microseconds of each call, sorted."""
    taken = []
    for each in inputs:
        start = perf_counter_ns()
        work(each)
        taken.append((perf_counter_ns() - start) / 1000)
    return sorted(taken)


def p99(taken: list[float]) -> float:
    return taken[len(taken) * 99 // 100]


def compiled(text: str, zone: Zone) -> CompiledTrigger:
    """Compiled afresh, without the cache."""
    trigger = read_trigger({"kind": "cron", "text": text}, created=0, zone=zone, start=None)
    assert isinstance(trigger, Cron)
    return compile_cron(read_cron5(trigger.text), zone)


def measure(text: str, zone: Zone, instants: list[int]) -> list[str]:
    """Print one rule's line. Returns the budgets that it breaks."""
    place = ZoneInfo(STOCKHOLM)
    trigger, some = compiled(text, zone), instants[: len(instants) // 10]
    starts = {t: datetime.fromtimestamp(t, place) for t in some}
    ours = timed(trigger.next_after, instants)
    sim = timed(lambda t: next(CronSim(text, starts[t])), some)
    iter_ = timed(lambda t: croniter(text, starts[t]).get_next(datetime), some)
    building = timed(lambda _: compile_cron(read_cron5(text), zone), range(200))
    median, theirs, slowest = (statistics.median(taken) for taken in (ours, sim, iter_))
    print(
        f"{text:<16} {median:8.1f} {p99(ours):8.1f} {statistics.median(building):8.1f}"
        f" {theirs:9.1f} {p99(sim):8.1f} {slowest:9.1f} {p99(iter_):8.1f} {slowest / median:7.0f} x"
    )
    budgets = {
        f"median {MEDIAN_US} µs": median <= MEDIAN_US,
        f"p99 {P99_US} µs": p99(ours) <= P99_US,
        f"compile {COMPILE_US} µs": statistics.median(building) <= COMPILE_US,
        "faster than cronsim": median < theirs,
        f"{TIMES_CRONITER} times croniter": median * TIMES_CRONITER <= slowest,
    }
    return [f"{text}: {budget}" for budget, is_kept in budgets.items() if not is_kept]


def main() -> int:
    zoneinfo.reset_tzpath(to=())
    data = files("tzdata").joinpath("zoneinfo", *STOCKHOLM.split("/")).read_bytes()
    table = statistics.median(timed(lambda _: Zone.of(STOCKHOLM, "benchmark", data), range(50)))
    zone = Zone.of(STOCKHOLM, "benchmark", data)
    chance = random.Random(1)  # noqa: S311 - instants to measure with
    instants = [chance.randrange(FIRST, LAST) for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)]
    print(f"zone table {table:.0f} µs")
    print(f"{'rule':<16} {'median':>8} {'p99':>8} {'compile':>8} {'cronsim':>9} {'p99':>8} {'croniter':>9} {'p99':>8}")
    broken = [fault for text in RULES for fault in measure(text, zone, instants)]
    broken += [] if table <= ZONE_US else [f"zone table {ZONE_US} µs"]
    print("\n".join(f"over budget: {fault}" for fault in broken) or "all budgets kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
