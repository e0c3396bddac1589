"""The ledger: what became of one nominal time of one schedule, also when nothing ran."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a nominal time. The first three made a run."""

    RAN = "ran"
    LATE = "late"
    WAITED = "waited"
    MERGED = "merged"
    SKIPPED_OVERLAP = "skipped_overlap"
    SKIPPED_FULL = "skipped_full"
    SKIPPED_BY_PERSON = "skipped_by_person"
    PAUSED = "paused"
    MISSED = "missed"
    REFUSED = "refused"
    ERROR = "error"


STARTED = frozenset({Outcome.RAN, Outcome.LATE, Outcome.WAITED})


class Reason(StrEnum):
    """Why, where the outcome alone does not say it."""

    DOWN = "down"
    BUSY = "busy"
    OVERLAP = "overlap"
    SUPERSEDED = "superseded"
    TOO_LATE = "too_late"
    OVER_CAP = "over_cap"
    QUOTA = "quota"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire:
    """One row of the ledger. (schedule, nominal_at) is unique: that is the guarantee."""

    id: int
    schedule: int
    nominal_at: datetime
    revision: int
    decided_at: datetime
    outcome: Outcome
    reason: Reason | None
    window_start: datetime
    window_end: datetime
    merged_into: int | None
    execution: int | None
