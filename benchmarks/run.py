"""Measures what Dayshift costs beside the bare machine: `make bench`, or `python -m benchmarks.run --help`."""

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks import (
    loops,
    pages,
    streams,
    table,
    ui,
    w1_fires,
    w2_throughput,
    w3_latency,
    w4_startup,
    w5_lists,
    w6_logs,
)
from benchmarks.bench import Bench, work_folder
from benchmarks.machine import alone, facts
from benchmarks.rows import OVER, Row, read_limits

from dayshift.testing.postgres import start_postgresql

HERE = Path(__file__).parent
WORKS = {
    "w1": w1_fires,
    "w2": w2_throughput,
    "w3": w3_latency,
    "w4": w4_startup,
    "w5": w5_lists,
    "w6": w6_logs,
    "pages": pages,
    "ui": ui,
    "streams": streams,
    "loops": loops,
}
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SPARE_S, SPARE_LONG_S = 120.0, 1800.0  # for repeating what was noisy: a whole run takes 25 minutes as it is


def main() -> int:
    """Run the works that are asked for. 1 if one is over its budget and that was to be checked."""
    asked = _asked()
    for number in ENDING:
        signal.signal(number, _interrupt)
    with alone(work_folder()), _folder() as folder, _database(asked.database, folder) as new_database:
        bench = Bench(
            folder=folder,
            limits=read_limits(HERE / "budgets.toml"),
            spare_s=SPARE_LONG_S if asked.long else SPARE_S,
            is_long=asked.long,
            new_database=new_database,
        )
        about = _about(asked.database, folder)
        rows = _measured(bench, asked.work, asked.database)
    print(f"Kept as {_keep(about, rows)}")
    return 1 if asked.check and any(row.verdict == OVER for row in rows) else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--work", type=_works, default=list(WORKS), help=f"some of {','.join(WORKS)}")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--check", action="store_true", help="exit 1 if a figure is over its budget")
    parser.add_argument("--long", action="store_true", help="also 10,000 schedules a minute, 1,000,000 runs")
    return parser.parse_args()


def _works(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in WORKS]:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are {', '.join(WORKS)}")
    return names


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """What was started is ended on the way out, which impatience does not cut short."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def _folder() -> Iterator[Path]:
    """An empty folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dayshift-bench-", dir=work_folder()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[Callable[[], str] | None]:
    """What makes databases of this kind; None where each server has its own file."""
    if kind == "sqlite":
        yield None
        return
    server = start_postgresql(folder, durable=True)
    if server is None:
        raise SystemExit("PostgreSQL is not installed here.")
    try:
        yield server.new_database
    finally:
        server.stop()


def _measured(bench: Bench, works: Sequence[str], database: str) -> list[Row]:
    """The rows, each printed as soon as it is there."""
    last = table.newest(database)
    before = {} if last is None else {row["key"]: row["judged"] for row in last["rows"]}
    print(table.head(), flush=True)
    rows = []
    for work in works:
        for row in WORKS[work].rows(bench):
            print(table.line(row, before), flush=True)
            rows.append(row)
    return rows


def _about(database: str, folder: Path) -> dict[str, Any]:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True)
    return {
        "commit": commit.stdout.strip() or "unknown",
        "dayshift": version("dayshift"),
        "at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "machine": facts(folder),
        "database": database,
    }


def _keep(about: dict[str, Any], rows: Sequence[Row]) -> Path:
    """Write the result, and return where."""
    table.RESULTS.mkdir(exist_ok=True)
    at = datetime.fromisoformat(about["at"])
    path = table.RESULTS / f"{at:%Y%m%dT%H%M%SZ}-{about['commit']}.json"
    path.write_text(json.dumps({**about, "rows": [row.as_json() for row in rows]}, indent=1) + "\n")
    return path.relative_to(Path.cwd())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped. Nothing of it is left.")
