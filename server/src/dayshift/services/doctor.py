"""The invariants on a live install, read-only: it repairs nothing, and says what to do."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from dayshift.store import health
from dayshift.store.engine import Tx

EXIT = {"ok": 0, "warning": 1, "violated": 2}
OVERDUE = timedelta(seconds=5)
LEAST_FREE = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one look found. ``verdict``: ok, warning or violated."""

    name: str
    verdict: str
    text: str

    @property
    def exit_code(self) -> int:
        return EXIT[self.verdict]

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "verdict": self.verdict, "text": self.text}


def examine(tx: Tx, home: Path) -> list[Finding]:
    """Look at database, ledger, runs and disk."""
    return [_database(tx), *_invariants(tx), _disk(home)]


def _database(tx: Tx) -> Finding:
    wrong = health.database_faults(tx)
    if wrong:
        return Finding(name="DbIntegrity", verdict="violated", text=f"{'; '.join(wrong)}. Restore a backup.")
    return Finding(name="DbIntegrity", verdict="ok", text="the database is sound")


def _invariants(tx: Tx) -> list[Finding]:
    looks = (
        ("NoEarlyFire", health.early_fires(tx), "fires were decided before their time"),
        (
            "FireHasRun",
            health.fires_without_run(tx, tx.now - timedelta(days=1)),
            "lines of the ledger say that something ran, and nothing did",
        ),
        ("CursorMonotone", health.stuck_cursors(tx, tx.now - OVERDUE), "schedules are overdue: is a server running?"),
        ("NoGhostRunning", health.ghosts(tx, tx.now - timedelta(minutes=1)), "runs have no owner that lives"),
        ("OneEnd", health.odd_ends(tx), "runs ended before they started"),
    )
    return [
        Finding(name=name, verdict="violated" if count else "ok", text=f"{count} {text}" if count else "none found")
        for name, count, text in looks
    ]


def _disk(home: Path) -> Finding:
    usage = shutil.disk_usage(home)
    share = usage.free / usage.total
    text = f"{usage.free / (1 << 30):.1f} GiB are free, {share:.0%} of the disk"
    return Finding(name="Disk", verdict="ok" if share >= LEAST_FREE else "warning", text=text)
