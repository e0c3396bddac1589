"""A schedule whose rule raises is taken out after three times, with a visible reason: its neighbours go on."""

from datetime import datetime

from dayshift.domain.fires import Outcome, Reason
from dayshift.store import fires, schedules
from dayshift.store.engine import Tx

TIMES = 3


def count_failure(tx: Tx, number: int, *, nominal_at: datetime, failures: int, revision: int) -> None:
    """Count one failure; at the third the nominal time gets the row ``error`` and the schedule is parked."""
    if failures + 1 < TIMES:
        schedules.count_failure(tx, number, parked=None)
        return
    why = "Its rule could not be read three times in a row. Change it, or resume it to try again."
    schedules.count_failure(tx, number, parked=why)
    project = schedules.project_of(tx, number)
    fires.record(
        tx,
        [
            {
                "schedule": number,
                "project": project,
                "nominal_at": nominal_at,
                "revision": revision,
                "decided_at": tx.now,
                "outcome": Outcome.ERROR,
                "reason": Reason.RULE,
                "window_start": nominal_at,
                "window_end": nominal_at,
            }
        ],
    )
