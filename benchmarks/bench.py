"""One run of the benchmarks: where it works, what is asked of it, and the rows that it makes."""

import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from benchmarks import measure
from benchmarks.measure import Beside
from benchmarks.processes import others_cpu_s
from benchmarks.rows import Limit, Row
from benchmarks.server import SLOTS, Server

F = TypeVar("F")
T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Bench:
    """``new_database``: makes an empty one and returns its address; None for SQLite in the data directory.

    ``spare_s``: what repeating noisy rows may take in all; a machine that is never quiet must not keep us for hours.
    """

    folder: Path
    limits: Mapping[str, Limit]
    spare_s: float
    is_long: bool = False
    new_database: Callable[[], str] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def server(self, *, slots: int = SLOTS) -> Server:
        """A server that was never started, with a folder of its own."""
        database_url = self.new_database() if self.new_database else None
        server = Server(self.folder / f"server-{next(self._numbers)}", slots=slots, database_url=database_url)
        if database_url is not None:
            server.migrate()
        return server

    def beside(self, floor: Callable[[], F], work: Callable[[], T], size: Callable[[F], float]) -> Beside[F, T]:
        """Work between two measurements of its floor, repeated while the machine is not quiet and there is time."""
        return measure.beside(floor, work, size, others_s=others_cpu_s, may_repeat=self._may_repeat)

    def _may_repeat(self, took_s: float) -> bool:
        if took_s > self.spare_s:
            return False
        self.spare_s -= took_s
        return True

    def row(
        self,
        name: str,
        case: str,
        ours: float,
        unit: str,
        *,
        taken: Beside[Any, Any] | None = None,
        floors: Sequence[float] = (),
    ) -> Row:
        """A row called "work.figure", as its limit is. ``taken``: whose noise is that of this figure."""
        work, _, figure = name.partition(".")
        return Row(
            work=work,
            case=case,
            figure=figure,
            ours=ours,
            unit=unit,
            floors=floors,
            others=taken.others if taken else 0.0,
            is_noisy=taken.is_noisy if taken else False,
            limit=self.limits.get(name),
        )


def work_folder() -> Path:
    """Where benchmarks work: on a disk, since an fsync in a /tmp that is memory costs nothing."""
    return Path(os.environ.get("TMPDIR", "/var/tmp"))  # noqa: S108 (each run makes a folder of its own there)
