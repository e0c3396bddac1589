"""The jobs of all projects, as somebody finds hers among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dayshift.domain.actions import Kind, Level
from dayshift.domain.executions import State
from dayshift.domain.rights import Permit, Subject
from dayshift.services.wording import in_short
from dayshift.store import myjobs
from dayshift.store.engine import Tx
from dayshift.store.myjobs import Mine, Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One of her jobs. ``words``: why its last run did not succeed, if that run is kept. ``usual_s``: p50 and p95."""

    mine: Mine
    spot: Spot
    level: Level
    words: str | None
    usual_s: tuple[float, float] | None


def list_mine(tx: Tx, permit: Permit, *, after: Spot | None, limit: int) -> list[Card]:
    """What went wrong first, then what runs, then by the next run."""
    found = myjobs.spots(tx, permit.actor, after, limit)
    return [_card(spot, mine) for spot, mine in myjobs.walk(tx, permit.actor, found)]


def _card(spot: Spot, mine: Mine) -> Card:
    job = mine.job
    here = Subject(
        kind=Kind.JOB, project=job.project, id=job.id, role=mine.role, sharing=job.sharing, granted=mine.granted
    )
    went_well = job.last is None or mine.last is None or job.last.state is State.SUCCEEDED
    return Card(
        mine=mine,
        spot=spot,
        level=here.level,
        words=None if went_well or mine.last is None else in_short(*mine.last),
        usual_s=_usual(mine.took),
    )


def _usual(took: Sequence[float]) -> tuple[float, float] | None:
    return (took[(len(took) - 1) // 2], took[min(len(took) - 1, int(len(took) * 0.95))]) if took else None
