"""How much there may be, from the settings, in the units of the domain."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``quota`` and ``log`` are bytes."""

    min_interval_s: int = 10
    queued_runs: int = 10_000
    quota: int = 10 << 30
    log: int = 1 << 30
    keep: timedelta = timedelta(days=90)
    spark_masters: tuple[str, ...] = ()
